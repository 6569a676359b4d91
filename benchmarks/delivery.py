"""What the post office bears: a burst of alerts, a restart on a long history, and 200 kills over a scripted story.

    python benchmarks/delivery.py burst [1000]        alerts at once, to a mail server and a webhook
    python benchmarks/delivery.py restart [1000000]   seconds until a state with so many claims is open and answers
    python benchmarks/delivery.py kills [200]         kill -9 anywhere; lost, doubled, repeated with the same key

Each prints one line. The numbers of a good day stand in docs/reliability.md.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

HERE = Path(__file__).parents[1]
sys.path.insert(0, str(HERE / "tests" / "deliver"))

from deliver_cases import alert, exactly  # noqa: E402
from delivery_sinks import hook_sink, mail_sink  # noqa: E402

from monitor.clock import SystemClock  # noqa: E402
from monitor.config import Config, ReceiverConfig, Secret  # noqa: E402
from monitor.model import Claim, Standing, Value  # noqa: E402
from monitor.post import PostOffice  # noqa: E402
from monitor.store import open_store  # noqa: E402
from monitor.watchlist import Watchlist  # noqa: E402


def burst(number: int) -> None:
    """So many alerts at once, to mail and webhook; how late a loop beside them got its turns."""
    asyncio.run(_burst(number))


async def _burst(number: int) -> None:
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder)) as store:
        async with mail_sink() as mails, hook_sink() as hooks:
            post = PostOffice(config=_config(mails.port, hooks.url), store=store, clock=SystemClock())
            now = datetime.now(UTC)
            alerts = [alert(fingerprint=f"a{n}", figure=f"f{n}", new=exactly(n), at=now) for n in range(number)]
            with store.atomic():
                store.deliveries.put(post.plan(alerts, post.config, now), now)
            stop, lags = asyncio.Event(), list[float]()
            beside = asyncio.create_task(_beside(stop, lags))
            began = time.perf_counter()
            serving = asyncio.create_task(post.run(stop))
            while store.deliveries.receivers():  # noqa: ASYNC110
                await asyncio.sleep(0.1)
            spent = time.perf_counter() - began
            stop.set()
            await asyncio.gather(beside, serving)
    keys = {str(mail["Message-ID"]) for mail in mails.mails}
    print(
        f"burst: {number} alerts to mail ({len(mails.mails)} mails, {len(keys)} different) and webhook "
        f"({len(hooks.posts)}) in {spent:.1f} s; a task beside waited at most {max(lags) * 1000:.0f} ms for its turn, "
        f"{sorted(lags)[len(lags) // 2] * 1000:.1f} ms in the middle"
    )


async def _beside(stop: asyncio.Event, lags: list[float]) -> None:
    while not stop.is_set():
        began = time.perf_counter()
        await asyncio.sleep(0.01)
        lags.append(time.perf_counter() - began - 0.01)


def _config(port: int, url: str) -> Config:
    mail = {"host": "127.0.0.1", "port": port, "tls": "none", "from": "m@paper.example", "to": ["d@paper.example"]}
    receivers = (
        ReceiverConfig(id="mail", kind="email", settings=mail),
        ReceiverConfig(id="hook", kind="webhook", settings={"url": Secret(url), "secret": Secret("key")}),
    )
    return Config(path=Path("config.toml"), watchlist=Watchlist(figures={}, entities={}), receivers=receivers)


def restart(number: int) -> None:
    """A history of so many claims; how long until the state is open, and until it has answered what a round asks."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with open_store(folder) as store:
            _history(store, number)
        script = (
            "import time; began = time.perf_counter()\n"
            "from pathlib import Path; from datetime import UTC, datetime; from monitor.store import open_store\n"
            f"store = open_store(Path({name!r})); opened = time.perf_counter()\n"
            "now = datetime.now(UTC); store.ledger.standings(); store.past(now); store.deliveries.receivers()\n"
            "store.feeds.states(); store.entries.due(now, new=100, again=100)\n"
            "print(f'{opened - began:.2f} s to open, {time.perf_counter() - began:.2f} s until a round can begin')\n"
        )
        said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip()
        size = sum(file.stat().st_size for file in folder.iterdir()) >> 20
    print(f"restart: {number} claims, {size} MB: {said} (imports included)")


def _history(store: Any, number: int) -> None:
    quote = "The death toll from the flood has reached {}, the mayor said on Monday."
    now, figures = datetime.now(UTC), [f"figure-{n}" for n in range(20)]
    store.figures.keep([Standing(figure=each) for each in figures], now)
    for first in range(0, number, 10_000):
        claims = [
            Claim(
                figure=figures[n % 20],
                value=Value(low=Decimal(n), high=Decimal(n)),
                role="current",
                quote=quote.format(n),
            )
            for n in range(first, min(first + 10_000, number))
        ]
        with store.atomic():
            _record(store, claims, now - timedelta(days=400) + timedelta(seconds=first))


def _record(store: Any, claims: Sequence[Claim], at: datetime) -> None:
    from monitor.model import Article, Change, Outcome, Page

    for start in range(0, len(claims), 20):
        some = tuple(claims[start : start + 20])
        url = f"https://paper.example/{some[0].value.low}"
        page = Page(url=url, final_url=url, outlet="Paper", fetched=at, status=200, headers={}, body=b"")
        article = Article(url=url, outlet="Paper", fetched=at, title="Flood", text=some[0].quote)
        changes = tuple(
            Change(figure=each.figure, kind=None, reason="confirm", old=None, new=each.value, claim=each)
            for each in some
        )
        outcome = Outcome(page=page, article=article, version="first", claims=some, changes=changes)
        store.record(replace(outcome, sentences=frozenset({url, url + "#2", url + "#3"})))


def kills(number: int) -> None:
    """The scripted story of tests/faults, killed so often."""
    test = (
        "tests/faults/test_kills.py::test_killed_anywhere_again_and_again_each_alert_arrives_and_the_file_has_each_once"
    )
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-s", test],
        cwd=HERE,
        env={**os.environ, "MONITOR_KILLS": str(number)},
        capture_output=True,
        text=True,
        check=False,
    )
    said = [
        line.lstrip(".") for line in done.stdout.splitlines() if "repeats" in line or "kills" in line or "lost" in line
    ]
    verdict = "nothing lost, the file has each alert once" if done.returncode == 0 else done.stdout[-2000:]
    print(f"kills: {'; '.join(said)}; {verdict}; {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    name, *rest = sys.argv[1:] or ["burst"]
    play, usual = {"burst": (burst, 1000), "restart": (restart, 1_000_000), "kills": (kills, 200)}[name]
    play(int(rest[0]) if rest else usual)
