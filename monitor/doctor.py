"""`monitor doctor`: each part of an installation looked at, with what is wrong and what to do.

Law of this room: it changes nothing and sends nothing. Every finding is one sentence; "ill" needs a person now, "watch"
will if it goes on.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from monitor.config import Config, load_config
from monitor.deliver.receivers import open_receiver
from monitor.deliver.wording import how_many
from monitor.errors import MonitorError
from monitor.store import Store, open_store
from monitor.store.connection import check
from monitor.store.tally import tally

Verdict = Literal["well", "watch", "ill"]
ROOM = 200 << 20  # bytes that a disk should have free
STUCK = timedelta(hours=1)
BUILT = datetime(2026, 1, 1, tzinfo=UTC)  # a clock before this has never been set


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, and in a sentence why and what to do."""

    subject: str
    verdict: Verdict
    said: str


def examine(config_path: Path, state: Path | None, now: datetime) -> list[Finding]:
    """Everything that can be looked at without asking anybody outside."""
    found = list(_clock(now))
    try:
        config = load_config(config_path)
    except MonitorError as error:
        return [*found, Finding("config", "ill", str(error))]
    found += [
        Finding(
            "config",
            "well",
            f"{how_many(len(config.feeds), 'feed')}, {how_many(len(config.watchlist.figures), 'figure')}",
        )
    ]
    folder = state or config.state or Path("state")
    found += [*_receivers(config), *_disk(folder)]
    try:
        with open_store(folder, read_only=True) as store:
            for look in LOOKS:
                found += look(store, now)
    except MonitorError as error:
        verdict: Verdict = "watch" if error.reason == "none" else "ill"
        found.append(Finding("state", verdict, str(error)))
    return found


def _clock(now: datetime) -> Iterator[Finding]:
    if now < BUILT:
        yield Finding("clock", "ill", f"it says {now:%Y-%m-%d}, which is past: set it (timedatectl set-ntp true)")
    else:
        yield Finding("clock", "well", f"{now:%Y-%m-%d %H:%M} UTC")


def _receivers(config: Config) -> Iterator[Finding]:
    if not config.receivers:
        yield Finding("receivers", "watch", "there is none: alerts are only on the board; add [[receivers]]")
    for each in config.receivers:
        try:
            open_receiver(each, config.path.parent)
            yield Finding(f"receiver {each.id}", "well", f"{each.kind}; `monitor check --send` tries it")
        except MonitorError as error:
            yield Finding(f"receiver {each.id}", "ill", str(error))


def _disk(folder: Path) -> Iterator[Finding]:
    place = folder if folder.exists() else folder.absolute().parent
    try:
        disk = os.statvfs(place)
    except OSError as error:
        yield Finding("disk", "ill", f"{place} cannot be looked at ({error.strerror})")
        return
    free = disk.f_bavail * disk.f_frsize
    verdict: Verdict = "well" if free >= ROOM else "ill"
    yield Finding("disk", verdict, f"{free >> 20} MB free at {place}" + ("" if verdict == "well" else ": make room"))
    if not os.access(place, os.W_OK):
        yield Finding("rights", "ill", f"{place} may not be written by this user: give it the right, or name another")


# --- what the state tells -------------------------------------------------------------------------------------


def _whole(store: Store, now: datetime) -> Iterator[Finding]:
    check(store.db)
    size = store.db.file.stat().st_size >> 20
    yield Finding("state", "well", f"{store.db.file} is whole, {size} MB, {how_many(store.claims.count(), 'claim')}")


def _future(store: Store, now: datetime) -> Iterator[Finding]:
    last = store.deliveries.last_sent()
    if last and last > now + timedelta(minutes=5):
        yield Finding(
            "clock",
            "watch",
            f"the state was written at {last:%Y-%m-%d %H:%M} UTC, which is to come: is the clock right?",
        )


def _sources(store: Store, now: datetime) -> Iterator[Finding]:
    states = store.feeds.states()
    failing = [state for state in states.values() if state.status != "ok"]
    if states and len(failing) == len(states):
        first = failing[0]
        yield Finding("feeds", "ill", f"all {len(states)} fail ({first.error}): is this machine's network up?")
        return
    for state in failing:
        yield Finding(f"feed {state.url}", "watch", f"{state.status}: {state.error or state.reason}")
    asked = [state.polled for state in states.values() if state.polled]
    if asked and now - max(asked) > timedelta(hours=2):
        yield Finding(
            "rounds", "ill", f"no feed was asked since {max(asked):%Y-%m-%d %H:%M} UTC: does `monitor run` run?"
        )
    elif states:
        yield Finding("feeds", "well", f"{len(states) - len(failing)} of {len(states)} answer")


def _outbox(store: Store, now: datetime) -> Iterator[Finding]:
    found = tally(store.db, now)
    waiting = sum(number for (_, state), number in found.deliveries.items() if state == "due")
    dead = {who: number for (who, state), number in found.deliveries.items() if state == "dead"}
    for who, number in dead.items():
        last = next(row for row in store.deliveries.listing("dead") if row["receiver"] == who)
        yield Finding(
            f"dead letters to {who}",
            "ill",
            f"{number}, the last for: {last['code']} {last['detail']}; mend that, then"
            " `monitor deliveries --resend all`",
        )
    if found.oldest_due and now - found.oldest_due > STUCK:
        yield Finding(
            "outbox", "watch", f"something is due since {found.oldest_due:%Y-%m-%d %H:%M} UTC: `monitor deliveries`"
        )
    elif not dead:
        yield Finding("outbox", "well", f"{waiting} to go out")


LOOKS: tuple[Callable[[Store, datetime], Iterator[Finding]], ...] = (_whole, _future, _sources, _outbox)
