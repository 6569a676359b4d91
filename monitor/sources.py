"""What is remembered of a source between two rounds: feeds, what they asked of us, pages that are still to be read.

Law of this room: as in monitor/model.py, records are frozen and know nothing but their own fields.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from monitor.model import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a URL gave to ask again with: kept as it came, good for that URL alone."""

    url: str
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """How seldom a source wishes to be asked: `wait` at least, and never in these UTC hours or on these weekdays."""

    wait: timedelta = timedelta(0)
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()  # Monday is 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """All that is known of a feed. `url` (as configured, without credentials) is its name, `address` where it is asked.

    `pace` is our own rhythm, `fresh` for how long its last answer is good, `unchanged` how many answers in a row were a
    304. `moved` is where permanent redirects led the last `held` rounds.
    """

    url: str
    address: str
    status: Literal["ok", "failing", "gone"] = "ok"
    reason: str = ""
    error: str = ""
    title: str = ""
    polled: datetime | None = None
    due: datetime | None = None
    good: datetime | None = None  # last answer that could be used
    whole: datetime | None = None  # last body that was sent in full
    news: datetime | None = None  # last round that brought a new entry
    lull: timedelta | None = None  # how long it usually is from one such round to the next
    failures: int = 0
    unchanged: int = 0
    pace: timedelta | None = None
    fresh: timedelta = timedelta(0)
    hints: Hints = field(default_factory=Hints)
    validators: Validators | None = None
    digest: str = ""  # of the last body that was read
    moved: str = ""
    held: int = 0
    told: Literal["", "broken", "silent"] = ""  # what the desk has been told about it


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """An entry whose page is due to be read, for the first time or again.

    `intake`: it came with its feed's first poll. `attempts` counts tries without a page, `reads` those with one.
    """

    id: int
    entry: Entry
    feed: str
    seen: datetime
    intake: bool = False
    attempts: int = 0
    reads: int = 0
    validators: Validators | None = None
    digest: str = ""
