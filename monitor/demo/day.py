"""The day that the demo plays: what appears when, which alerts are due, and whether just those came.

Law of this room: everything that is shown came out of the real daemon, over real HTTP and SMTP on this machine.
"""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from monitor.config import load_config
from monitor.deliver.wording import value_text
from monitor.demo.desk import config_text, shipped
from monitor.demo.newsstand import HOST, Newsstand
from monitor.demo.sinks import Sink, chat_sink, mail_sink
from monitor.errors import MonitorError
from monitor.extract import extract
from monitor.model import Report, Standing
from monitor.replay.recording import open_recording
from monitor.replay.sighting import Sighting
from monitor.store import open_store
from monitor.watchlist import Figure

Say = Callable[[str], None]
PATIENCE = 90.0  # seconds that we wait for one thing; a busy machine needs them


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One page of the later week, what the screen says of it, and the alert that is due: figure, kind, old, new."""

    source: str
    caption: str
    alert: tuple[str, str, int, int] | None = None
    edit: bool = False  # of a page that is out already


ACTS = (
    Act(
        source="02-gulf-newswire.html",
        caption="Gulf Newswire brings the exchange of the fallen: 6,060 and 78, as the desk knew.",
    ),
    Act(
        source="06-border-report.html",
        caption='Border Report writes of "6K military builders and deminers": 6,000 again.',
    ),
    Act(
        source="07-pacific-ledger.html",
        caption="Pacific Ledger reports 1,200 sappers; the desk knew of 1,000.",
        alert=("sappers", "changed", 1000, 1200),
    ),
    Act(source="08-common-current.html", caption="Common Current carries the same text, syndicated."),
    Act(
        source="02-gulf-newswire.html",
        caption="Gulf Newswire edits an old page without a word: 78 becomes 87.",
        alert=("remains-to-russia", "corrected", 78, 87),
        edit=True,
    ),
)


class DaemonEndedError(MonitorError):
    """The daemon that the demo watches ended by itself."""


@dataclass(slots=True)
class Day:
    """The servers, the daemon and the folder of one demo."""

    folder: Path
    newsstand: Newsstand
    mail: Sink
    chat: Sink
    say: Say
    daemon: subprocess.Popen[bytes] | None = None
    shown: int = 0

    @property
    def state(self) -> Path:
        return self.folder / "state"

    @property
    def alerts(self) -> list[dict[str, Any]]:
        """What the file receiver got."""
        file = self.folder / "alerts.jsonl"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    def until(self, condition: Callable[[], bool]) -> bool:
        """Wait until something is so; False if it is not within our patience."""
        end = time.monotonic() + PATIENCE
        while not condition():
            if self.daemon and self.daemon.poll() is not None:
                log = (self.folder / "daemon.log").read_text(errors="replace")
                raise DaemonEndedError(
                    f"the daemon ended by itself with status {self.daemon.returncode}:\n{log[-2000:]}"
                )
            if time.monotonic() > end:
                return False
            time.sleep(0.1)
        return True


@contextmanager
def opened(folder: Path, say: Say) -> Iterator[Day]:
    """A day that can begin: servers up, the first pages out, the daemon started; all of it ended afterwards."""
    with Newsstand() as newsstand, mail_sink() as mail, chat_sink() as chat:
        day = Day(folder=folder, newsstand=newsstand, mail=mail, chat=chat, say=say)
        late = {act.source for act in ACTS}
        for sighting in open_recording(shipped("seeds")).sightings:
            newsstand.open_feed(sighting.outlet)
            if sighting.source not in late:
                publish(day, sighting)
        feeds = [(newsstand.feed_url(outlet), outlet) for outlet in newsstand.feeds]
        config = folder / "config.toml"
        config.write_text(config_text(feeds, mail.port, chat.port, folder / "alerts.jsonl"), encoding="utf-8")
        with (folder / "daemon.log").open("wb") as log:
            command = [sys.executable, "-m", "monitor", "run", "--config", str(config), "--state", str(day.state)]
            env = os.environ | {"NO_PROXY": HOST, "no_proxy": HOST}  # nothing of this leaves the machine
            day.daemon = subprocess.Popen(  # noqa: S603
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder, env=env
            )
        try:
            yield day
        finally:
            if day.daemon.poll() is None:
                day.daemon.terminate()
            day.daemon.wait(PATIENCE)


def publish(day: Day, sighting: Sighting) -> str:
    page = sighting.page()
    article = extract(page)
    return day.newsstand.publish(page, article.title, article.published or page.fetched)


def play(folder: Path, say: Say) -> tuple[str, ...]:
    """Play the whole day; what went otherwise than it must, in sentences (nothing: all as it must)."""
    folders = (shipped("seeds"), shipped("seeds") / "later")
    seeds, later = ({one.source: one for one in open_recording(folder).sightings} for folder in folders)
    with opened(folder, say) as day:
        say(f"Five outlets are served at {day.newsstand.address}; `monitor run` polls them.")
        known = len(day.newsstand.pages)
        if not day.until(lambda: articles_read(day.state) >= known):
            return (f"the daemon did not read the first {known} pages",)
        say(f"{known} articles read. They say what the desk knew: nobody is alerted.\n")
        pages = [(later if act.edit or act.source not in seeds else seeds)[act.source] for act in ACTS]
        faults = [fault for act, page in zip(ACTS, pages, strict=True) for fault in perform(day, act, page)]
        polls = day.newsstand.served.total()
        day.until(lambda: day.newsstand.served.total() >= polls + 2 * len(day.newsstand.feeds))  # what else may come
        show_messages(day)
        assert day.daemon  # noqa: S101
        day.daemon.terminate()
        status = day.daemon.wait(PATIENCE)
        return (*faults, *verdict(day, status))


def articles_read(state: Path) -> int:
    from monitor.store import open_store

    try:
        with open_store(state, read_only=True) as store:
            return store.articles.count()
    except MonitorError:  # the daemon has not begun it yet
        return 0


def perform(day: Day, act: Act, sighting: Sighting) -> Iterator[str]:
    """Let one page appear, and wait for what it must bring."""
    day.say(f"» {act.caption}")
    due = len(day.alerts) + bool(act.alert)
    path = publish(day, sighting)
    before = day.newsstand.times_served(path)
    if not day.until(lambda: day.newsstand.times_served(path) > before):
        yield f"{act.source} was not read"
    if act.alert is None:
        day.say("  read; nothing new in it: silence.\n")
    elif day.until(lambda: len(day.alerts) >= due <= len(day.mail.received) and due <= len(day.chat.received)):
        show_messages(day)
    else:
        yield f"{act.source} brought no alert"


def show_messages(day: Day) -> None:
    """Print the messages that came since, as a person reads them."""
    for mail in day.mail.received[day.shown :]:
        day.say(framed("mail", mail_lines(mail)))
    for message in day.chat.received[day.shown :]:
        day.say(framed("chat", chat_lines(message)))
    day.shown = len(day.mail.received)


def mail_lines(mail: EmailMessage) -> list[str]:
    body = mail.get_body(("plain",))
    text = body.get_content() if body else ""
    subject = " ".join(str(mail["Subject"]).split())  # where a long header was folded, a space is left over
    return [f"To: {mail['To']}", f"Subject: {subject}", "", *text.rstrip().splitlines()]


def chat_lines(message: dict[str, Any]) -> list[str]:
    """The texts of a message's blocks, its links by their words and its marks as they are typed."""
    blocks = message.get("blocks", ())
    parts = [part for block in blocks for part in block.get("elements", [block.get("text")]) if part]
    texts = [re.sub(r"<[^|>]*\|([^>]*)>", r"\1", part["text"]) for part in parts]
    return [html.unescape(line) for text in texts for line in text.splitlines()]


def framed(name: str, lines: list[str]) -> str:
    return "".join(f"  {name if not index else '':4} │ {line}\n" for index, line in enumerate(lines))


def verdict(day: Day, status: int) -> Iterator[str]:
    """What differs from what was due: alerts by every way out, and how the daemon ended."""
    due = [act.alert for act in ACTS if act.alert]
    came = [
        (told["figure"], told["kind"], told["from"] and told["from"]["low"], told["to"]["low"]) for told in day.alerts
    ]
    if came != due:
        yield f"the alerts due were {due}, those that came {came}"
    for name, sink in (("mails", day.mail), ("chat messages", day.chat)):
        if len(sink.received) != len(due):
            yield f"{len(due)} {name} were due, {len(sink.received)} came"
    if status:
        yield f"the daemon ended with status {status}"


# --- the end: each figure's way through the day, from the state that the daemon left ---------------------------


def timelines(config: Path, state: Path) -> Iterator[str]:
    """A paragraph for each figure: what stands, and who said what when."""
    with open_store(state, read_only=True) as store:
        for figure in load_config(config).watchlist.figures.values():
            yield timeline(figure, store.figures.standing(figure.id))


def timeline(figure: Figure, standing: Standing) -> str:
    stands = value_text(standing.held.value, figure.unit) if standing.held else "nothing yet"
    said = [line(figure, report) for report in sorted(standing.reports, key=moment)]
    return "\n".join([f"{figure.label}: {stands}", *said])


def moment(report: Report) -> float:
    """For sorting: what the config says is older than any article."""
    return report.at.timestamp() if report.at else 0.0


def line(figure: Figure, report: Report) -> str:
    when = f"{report.at:%d %b %Y}" if report.at else "at first"
    return f"    {when:12} {value_text(report.value, figure.unit):>20}  {report.outlet or 'as configured'}"
