"""Who wants to hear what, and when: the records of routes, silences, quiet hours, digests and health, and their keys.

Law of this room: records and readers of config values, no decision (deliver/policy.py decides) and no clock.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, Literal
from zoneinfo import ZoneInfo

from monitor import settings as s
from monitor.model import Alert
from monitor.settings import Keys, Place, Required

Severity = Literal["low", "normal", "high"]
SEVERITIES: tuple[Severity, ...] = ("low", "normal", "high")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Hours in which a receiver is left in peace, by its own clock; `end` before `start`: over midnight."""

    start: time
    end: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How one receiver wants to be treated.

    digest: alerts wait for it, all in one message (None: each at once). questions: "digest" is the receiver's own, or
    a daily one. severity: what is less grave is not sent. notices: broken sources, heartbeat. Where questions and
    notices are None, the kind of receiver decides: people get them, programs do not.
    """

    zone: tzinfo = UTC
    quiet: tuple[Quiet, ...] = ()
    digest: Literal["hourly", "daily", "weekly"] | None = None
    at: time = time(8)
    day: int = 0
    severity: Severity = "low"
    questions: Literal["digest", "now", "never"] | None = None
    notices: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matcher:
    """Which alerts are meant: all that agree with each list that is not empty."""

    figures: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """What happens to alerts that match; the first route that matches decides, unless it says `more = true`.

    receivers: () for all. wait: how long the first alert of a figure waits for company; interval: how long after a
    message the next about the same figure waits; repeat: an alert that nobody acknowledged is sent again after so long.
    outlets: so many must carry the value before it counts.
    """

    match: Matcher = field(default_factory=Matcher)
    receivers: tuple[str, ...] = ()
    severity: Severity = "normal"
    wait: timedelta = timedelta(0)
    interval: timedelta = timedelta(0)
    repeat: timedelta | None = None
    outlets: int = 1
    more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Alerts that match are not sent until `until`: written down with who said so, and why."""

    match: Matcher
    author: str
    reason: str
    until: datetime
    since: datetime | None = None
    id: str = ""  # "" for one that stands in the config


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Signs of life. heartbeat: a notice so long after the last message; ping: an address asked while all is well."""

    heartbeat: timedelta | None = None
    ping: Any = None  # a Secret: whoever knows the address can say that we live
    ping_every: timedelta = timedelta(minutes=5)
    keep: timedelta = timedelta(days=400)
    log: Literal["text", "json"] = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What a policy is told of the past: the store answers, and decides nothing.

    waiting: when the next message of (receiver, group) is due; last: when the last one was. recent: the alerts of the
    day before, oldest first. silences: those that the desk set by command.
    """

    waiting: Mapping[tuple[str, str], datetime] = field(default_factory=dict)
    last: Mapping[tuple[str, str], datetime] = field(default_factory=dict)
    recent: tuple[Alert, ...] = ()
    silences: tuple[Silence, ...] = ()


# --- readers --------------------------------------------------------------------------------------------------


def zone(raw: Any, place: Place) -> tzinfo:
    """A time zone by its name in the IANA database, "Europe/Kyiv"."""
    name = s.word(raw, place)
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise place.wrong(f"is {s.shown(name)}, no time zone", 'write a name such as "Europe/Kyiv" or "UTC"') from None


def clock_time(raw: Any, place: Place) -> time:
    """A time of day, "08:00"."""
    if isinstance(raw, time):
        return raw
    found = re.fullmatch(r"(\d{1,2}):(\d\d)", raw.strip()) if isinstance(raw, str) else None
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise place.wrong(f"is {s.shown(raw)}, no time of day", 'write hours and minutes, such as "08:00"')
    return time(int(found[1]), int(found[2]))


def quiet(raw: Any, place: Place) -> tuple[Quiet, ...]:
    """Hours of peace: ["22:00-07:00"]."""
    spans = []
    for index, item in enumerate(s.texts(raw, place)):
        ends = re.split(r"\s*[-–]\s*", item)
        if len(ends) != 2 or ends[0] == ends[1]:
            raise place.at(index).wrong(f"is {s.shown(item)}", 'write from and to, such as "22:00-07:00"')
        spans.append(Quiet(start=clock_time(ends[0], place.at(index)), end=clock_time(ends[1], place.at(index))))
    return tuple(spans)


def weekday(raw: Any, place: Place) -> int:
    return WEEKDAYS.index(s.choice(*WEEKDAYS)(str(raw).lower(), place))


def moment(raw: Any, place: Place) -> datetime:
    """A point in time; a day alone is its beginning, a time without zone is meant in UTC."""
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return datetime(raw.year, raw.month, raw.day, tzinfo=UTC)
    try:
        read = raw if isinstance(raw, datetime) else datetime.fromisoformat(s.text(raw, place))
    except ValueError:
        raise place.wrong(f"is {s.shown(raw)}, no point in time", "write 2026-01-31 or 2026-01-31T18:00:00Z") from None
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)


# --- keys -----------------------------------------------------------------------------------------------------

MANNERS: Keys = {
    "timezone": zone,
    "quiet": quiet,
    "digest": s.choice("hourly", "daily", "weekly"),
    "digest_at": clock_time,
    "digest_day": weekday,
    "severity": s.choice(*SEVERITIES),
    "questions": s.choice("digest", "now", "never"),
    "notices": s.flag,
}
FIELDS = {"timezone": "zone", "digest_at": "at", "digest_day": "day"}

MATCHER: Keys = {
    "figures": s.texts,
    "entities": s.texts,
    "outlets": s.texts,
    "kinds": s.texts,
}

ROUTE: Keys = {
    **MATCHER,
    "receivers": s.texts,
    "severity": s.choice(*SEVERITIES),
    "group_wait": s.wait,
    "group_interval": s.wait,
    "repeat": s.duration,
    "min_outlets": s.whole,
    "more": s.flag,
}
ROUTE_FIELDS = {"group_wait": "wait", "group_interval": "interval", "min_outlets": "outlets"}

SILENCE: Keys = {
    **MATCHER,
    "author": Required(s.word, '"Ann"'),
    "reason": Required(s.word, '"the ministry counts anew"'),
    "until": Required(moment, "2026-01-31T18:00:00Z"),
    "since": moment,
}


def manners(said: dict[str, Any]) -> Manners:
    """Takes a receiver's keys about manners out of `said`, and gives them as a record."""
    return Manners(**{FIELDS.get(key, key): said.pop(key) for key in MANNERS if key in said})


def route(raw: Any, place: Place) -> Route:
    said = s.read_table(ROUTE, raw, place)
    match = Matcher(**{key: said.pop(key) for key in MATCHER if key in said})
    return Route(match=match, **{ROUTE_FIELDS.get(key, key): value for key, value in said.items()})


def silence(raw: Any, place: Place) -> Silence:
    said = s.read_table(SILENCE, raw, place)
    match = Matcher(**{key: said.pop(key) for key in MATCHER if key in said})
    return Silence(match=match, **said)


def check_names(
    tables: Mapping[str, Sequence[Route | Silence]], known: Mapping[str, Collection[str]], place: Place
) -> None:
    """Routes and silences may name only figures, entities and receivers that the file has."""
    for table, records in tables.items():
        for index, one in enumerate(records):
            named = {"figures": one.match.figures, "entities": one.match.entities}
            if isinstance(one, Route):
                named["receivers"] = one.receivers
            for key, names in named.items():
                for wrong in (each for each in names if each not in known[key]):
                    problem = f'names "{wrong}", which the file does not have'
                    raise place.at(table, index, key).wrong(problem, s.suggestion(wrong, known[key]))
