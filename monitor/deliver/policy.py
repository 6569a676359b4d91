"""Who hears what, and when: pure decisions, each with a reason.

    alert -> routes -> receivers -> withheld (silenced, less grave than wanted, flapping)
                                    or due: now | with its group | in the digest | after the quiet hours

Law of this room: told the time and the past, it opens nothing. Policy holds or withholds deliveries, never the
comparison of figures; what it withholds is written down with the reason. No alert is left without a receiver: what no
route matches goes to all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, tzinfo

from monitor.config import Config, ReceiverConfig
from monitor.deliver.wording import value_text
from monitor.model import Alert, Delivery, Notice, Question
from monitor.routing import SEVERITIES, Manners, Matcher, Past, Quiet, Route, Silence
from monitor.watchlist import Watchlist

PROGRAMS = {"file", "webhook"}  # kinds that get no questions and no notices, unless they ask
FLAPS = 2  # a value may come back so often in a day; then its source is flapping
NOTHING = Past()


def key_of(subject: str, receiver: str) -> str:
    """The idempotency key of a delivery: the same news to the same receiver has the same key."""
    return hashlib.sha256(f"{subject}\n{receiver}".encode()).hexdigest()[:32]


def plan(
    alerts: Iterable[Alert], config: Config, now: datetime, past: Past = NOTHING, *, waits: bool = True
) -> tuple[Delivery, ...]:
    """What is due to whom for these alerts, and what is withheld; without `waits` no alert waits for its group."""
    found: list[Delivery] = []
    for alert in alerts:
        withheld = silenced(alert, (*config.silences, *past.silences), config.watchlist, now)
        withheld = withheld or flapping(alert, past.recent)
        for receiver, route in heard_by(alert, config):
            found.append(_delivery(alert, receiver, route, now, past, withheld, waits))
    return tuple(found)


def plan_questions(questions: Iterable[Question], config: Config, now: datetime) -> tuple[Delivery, ...]:
    """Questions wait for the receiver's digest, or its daily one; programs and whoever wants none get none."""
    found = []
    for question in questions:
        for receiver in config.receivers:
            wish, manners = _questions(receiver), receiver.manners
            if wish != "never":
                key = key_of(f"question {question.id}", receiver.id)
                bare = Delivery(key=key, receiver=receiver.id, kind="question", due=now, question=question)
                found.append(_held(bare, manners, now if wish == "now" else next_digest(manners, now)))
    return tuple(found)


def plan_notices(notices: Iterable[Notice], config: Config, now: datetime) -> tuple[Delivery, ...]:
    """Notices go at once (after quiet hours) to every receiver that wants them."""
    return tuple(
        Delivery(
            key=key_of(f"notice {notice.id}", receiver.id),
            receiver=receiver.id,
            kind="notice",
            notice=notice,
            due=after_quiet(receiver.manners, now),
        )
        for notice in notices
        for receiver in config.receivers
        if (receiver.kind not in PROGRAMS if receiver.manners.notices is None else receiver.manners.notices)
    )


# --- who ------------------------------------------------------------------------------------------------------


def heard_by(alert: Alert, config: Config) -> Iterator[tuple[ReceiverConfig, Route]]:
    """Each receiver of an alert once, with the first route that leads there."""
    heard: set[str] = set()
    for route in routes_of(alert, config):
        for receiver in config.receivers:
            if receiver.id not in heard and (not route.receivers or receiver.id in route.receivers):
                heard.add(receiver.id)
                yield receiver, route


def routes_of(alert: Alert, config: Config) -> list[Route]:
    """The routes that an alert takes: the first that matches, and further ones as long as each says `more`."""
    taken: list[Route] = []
    for route in config.routes:
        if matches(route.match, alert, config.watchlist):
            taken.append(route)
            if not route.more:
                return taken
    return taken or [Route()]


def matches(match: Matcher, alert: Alert, watchlist: Watchlist) -> bool:
    """Whether an alert agrees with every list of a matcher that is not empty."""
    figure = watchlist.figures.get(alert.figure)
    return (
        (not match.figures or alert.figure in match.figures)
        and (not match.entities or bool(figure and set(match.entities) & set(figure.entities)))
        and (not match.outlets or alert.outlet in match.outlets)
        and (not match.kinds or alert.kind in match.kinds)
    )


# --- what is withheld, and why --------------------------------------------------------------------------------


def silenced(alert: Alert, silences: Iterable[Silence], watchlist: Watchlist, now: datetime) -> str:
    """Why an alert is silenced now; "" if it is not."""
    for each in silences:
        runs = (each.since is None or each.since <= now) and now < each.until
        if runs and matches(each.match, alert, watchlist):
            return f"silenced by {each.author} until {each.until:%Y-%m-%d %H:%M} UTC: {each.reason}"
    return ""


def flapping(alert: Alert, recent: Iterable[Alert]) -> str:
    """Why an alert is damped: within a day its figure was told to have just this value too often."""
    told = sum(
        each.figure == alert.figure
        and each.fingerprint != alert.fingerprint
        and (each.new.low, each.new.high) == (alert.new.low, alert.new.high)
        for each in recent
    )
    if told < FLAPS:
        return ""
    return f"flapping: {value_text(alert.new, alert.unit)} was told {told} times within a day"


def _too_slight(route: Route, manners: Manners) -> str:
    if SEVERITIES.index(route.severity) >= SEVERITIES.index(manners.severity):
        return ""
    return f"severity {route.severity}, this receiver wants {manners.severity} and above"


# --- when -----------------------------------------------------------------------------------------------------


def _delivery(
    alert: Alert, receiver: ReceiverConfig, route: Route, now: datetime, past: Past, withheld: str, waits: bool
) -> Delivery:
    bare = Delivery(
        key=key_of(alert.fingerprint, receiver.id),
        receiver=receiver.id,
        kind="alert",
        due=now,
        alert=alert,
        withheld=withheld or _too_slight(route, receiver.manners),
        repeat=route.repeat,
        outlets=route.outlets,
        severity=route.severity,
    )
    if bare.withheld:
        return bare
    if receiver.manners.digest:
        return _held(bare, receiver.manners, next_digest(receiver.manners, now))
    if waits and (route.wait or route.interval):
        group = f"figure {alert.figure}"
        return replace(bare, group=group, due=_group_due((receiver.id, group), route, receiver.manners, now, past))
    due = after_quiet(receiver.manners, now)
    return replace(bare, due=due, group="" if due == now else f"quiet until {due.isoformat()}")


def _group_due(group: tuple[str, str], route: Route, manners: Manners, now: datetime, past: Past) -> datetime:
    """With the message that is waiting already; else after the wait, and no sooner than `interval` after the last."""
    if group in past.waiting:
        return past.waiting[group]
    due = now + route.wait
    if group in past.last:
        due = max(due, past.last[group] + route.interval)
    return after_quiet(manners, due)


def _held(delivery: Delivery, manners: Manners, due: datetime) -> Delivery:
    """A delivery that waits until `due`, together with all that wait for the same digest."""
    group = "" if due == delivery.due else f"digest {due.isoformat()}"
    return replace(delivery, due=after_quiet(manners, due), group=group)


def _questions(receiver: ReceiverConfig) -> str:
    return receiver.manners.questions or ("never" if receiver.kind in PROGRAMS else "digest")


def after_quiet(manners: Manners, at: datetime) -> datetime:
    """`at`, or the end of the receiver's quiet hours that it falls into, by its own clock, also when that changes."""
    for _ in range(1 + len(manners.quiet)):  # one span of quiet may lead into the next
        ends = [end for span in manners.quiet if (end := _end_of(span, at, manners.zone))]
        if not ends:
            return at
        at = max(ends)
    return at


def _end_of(span: Quiet, at: datetime, zone: tzinfo) -> datetime | None:
    """When the quiet span around `at` ends; None if `at` is outside it."""
    local = at.astimezone(zone)
    wall = local.time().replace(tzinfo=None)
    over_midnight = span.end <= span.start
    inside = wall >= span.start or wall < span.end if over_midnight else span.start <= wall < span.end
    return next_local(span.end, at, zone, folds=(0, 1)) if inside else None


def next_digest(manners: Manners, now: datetime) -> datetime:
    """When the receiver's next digest goes out; who has none gets questions daily."""
    if manners.digest == "hourly":
        local = now.astimezone(manners.zone)
        return (
            now
            + timedelta(hours=1)
            - timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        )
    due = next_local(manners.at, now, manners.zone)
    while manners.digest == "weekly" and due.astimezone(manners.zone).weekday() != manners.day:
        due = next_local(manners.at, due, manners.zone)
    return due


def next_local(wall: time, after: datetime, zone: tzinfo, folds: tuple[int, ...] = (0,)) -> datetime:
    """The next moment later than `after` at which a clock in `zone` shows `wall`.

    An hour that is skipped counts as the hour after it; of an hour that comes twice, the first one counts, with `folds`
    (0, 1) both.
    """
    day = after.astimezone(zone).date() - timedelta(days=1)
    while True:
        for fold in folds:
            found = datetime.combine(day, wall, tzinfo=zone).replace(fold=fold).astimezone(UTC)
            if found > after:
                return found
        day += timedelta(days=1)
