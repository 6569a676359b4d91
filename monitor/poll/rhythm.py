"""When a source is asked again: a pure decision on what is known of it. No clock here, and no dice.

Law of this room: our own rhythm moves between the configured floor and ceiling; what a server wishes, and what its
errors teach, may go beyond both, but never so far that a mistake silences a source for good. A due time is a wish for
the future: found in the past by a clock that was set back, it counts as none.

    own pace      x 0.7 after news, x 1.25 after none, within [floor, ceiling]
    wishes        Retry-After to 7 days; max-age, Expires, ttl, sy:updatePeriod to a day; skipHours, skipDays
    errors        pace, 2 x pace, 4 x ... to a day; 429 and 503 begin at 2 x pace
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from monitor.sources import FeedState, Hints

DAY = timedelta(days=1)
ZERO = timedelta(0)
FIRST_ERROR = timedelta(hours=8)
EARLY = timedelta(seconds=30)  # a cron job is a little early every other time
JITTER = 0.1
BUSY = frozenset({429, 503})
RENEW_AFTER = 7  # 304s in a row, and a day: then it is asked once without validators, in case they lie
SILENT = 8  # times its usual lull, and a week at least: a source worth a word


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """The configured interval and its floor and ceiling."""

    interval: timedelta
    floor: timedelta
    ceiling: timedelta


def rhythm(interval: timedelta, floor: timedelta | None, ceiling: timedelta | None) -> Rhythm:
    """The rhythm of a config; without floor and ceiling it moves from a third to four times the interval."""
    low = floor if floor is not None else min(interval, max(interval / 3, timedelta(minutes=5)))
    high = ceiling if ceiling is not None else max(interval * 4, low)
    return Rhythm(interval=min(max(interval, low), high), floor=low, ceiling=high)


def is_due(state: FeedState, now: datetime) -> bool:
    """Whether a feed is to be asked now. A last poll in the future means that the clock was set back."""
    if state.status == "gone":
        return False
    return state.due is None or state.due <= now or (state.polled is not None and state.polled > now + EARLY)


def pace_after(state: FeedState, rhythm: Rhythm, *, news: bool) -> timedelta:
    """Our own rhythm after a round that brought news or none."""
    pace = state.pace or rhythm.interval
    if state.good is None:
        return rhythm.interval
    return min(max(pace * (0.7 if news else 1.25), rhythm.floor), rhythm.ceiling)


def due_after_success(state: FeedState, rhythm: Rhythm, now: datetime) -> datetime:
    """When to ask again after an answer; `state` is already what that answer made of it."""
    pace = state.pace or rhythm.interval
    own = max(_shaken(state.url, pace), rhythm.floor) - min(EARLY, pace / 20)
    wish = min(max(state.fresh, state.hints.wait), DAY)
    return _outside(state.hints, now + max(own, wish))


def due_after_error(
    state: FeedState, rhythm: Rhythm, now: datetime, *, status: int | None = None, after: timedelta | None = None
) -> datetime:
    """When to ask again after `state.failures` failures in a row; `after` is what a Retry-After asked for."""
    pace = state.pace or rhythm.interval
    doublings = state.failures - (0 if status in BUSY else 1)
    wait = min(pace * (1 << min(max(doublings, 0), 20)), max(DAY, pace))
    if state.failures == 1:
        wait = min(wait, max(FIRST_ERROR, pace))
    if status not in BUSY:
        wait -= min(EARLY, pace / 20)
    return now + max(wait, after or ZERO)


def _shaken(url: str, pace: timedelta) -> timedelta:
    """A little less than `pace`, by a share of the feed's own: a thousand feeds begun together drift apart."""
    return pace * (1 - JITTER * zlib.crc32(url.encode()) / 2**32)


def _outside(hints: Hints, due: datetime) -> datetime:
    """The first moment from `due` on whose hour and day the feed does not skip."""
    for _ in range(24 * 8):
        if due.hour not in hints.skip_hours and due.weekday() not in hints.skip_days:
            return due
        due = due.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return due


_SECONDS = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,10})", re.IGNORECASE)


def freshness(headers: Mapping[str, str], now: datetime) -> timedelta:
    """For how long an answer says it is good (max-age less Age, else Expires), at most a day."""
    control = headers.get("cache-control", "")
    if re.search(r"\bno-(?:cache|store)\b", control, re.IGNORECASE):
        return ZERO
    if said := _SECONDS.search(control):
        age = headers.get("age", "")
        spent = int(age[:10]) if age.isascii() and age.isdigit() else 0
        return min(max(timedelta(seconds=int(said[1]) - spent), ZERO), DAY)
    until, sent = _date(headers.get("expires", "")), _date(headers.get("date", "")) or now
    return min(max(until - sent, ZERO), DAY) if until else ZERO


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def should_renew(state: FeedState, now: datetime) -> bool:
    """Whether to ask without validators this time: 304 for ever is also what a broken server says."""
    return state.unchanged >= RENEW_AFTER and (state.whole is None or now - state.whole >= DAY)


def lull_after(state: FeedState, now: datetime) -> timedelta | None:
    """How long it usually is from one round with news to the next, this one counted in."""
    if state.news is None:
        return state.lull
    gap = max(now - state.news, ZERO)
    return gap if state.lull is None else state.lull * 0.7 + gap * 0.3


def is_silent(state: FeedState, now: datetime) -> bool:
    """Whether a feed that answers has brought nothing for much longer than it used to."""
    if state.news is None or state.lull is None:
        return False
    return now - state.news > max(state.lull * SILENT, 7 * DAY)


# --- pages ----------------------------------------------------------------------------------------------------

PAGE_WAITS = (15, 30, 60, 120, 240, 480, 480, 480)  # minutes after each try that gave no page
TRIES = {403: 3, 404: 3, 451: 1, 410: 1, 401: 1}  # in all; what else is refused for good is tried once
LATER = frozenset({408, 425, 429, 500, 502, 503, 504})


def page_due(
    attempts: int, now: datetime, *, status: int | None, retry: bool, after: timedelta | None
) -> datetime | None:
    """When a page that could not be had is tried again, `attempts` tries so far; None: never."""
    if status is not None and status not in LATER and status < 500:
        retry = attempts < TRIES.get(status, 1)
    if not retry or attempts > len(PAGE_WAITS):
        return None
    return now + max(timedelta(minutes=PAGE_WAITS[attempts - 1]) - EARLY, after or ZERO)


def reread_due(ages: tuple[timedelta, ...], seen: datetime, now: datetime) -> datetime | None:
    """When an article first seen at `seen` is read again: the first age that it has not passed yet."""
    return next((seen + age for age in sorted(ages) if seen + age > now), None)
