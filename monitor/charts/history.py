"""From what the store remembers of a figure to a Series: what stood when, and how each article's word counts now.

Law of this room: the last step is what stands, whatever was told on the way there; a withdrawn alert is no step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.charts.series import Dot, Series, State, Step
from monitor.compare.algebra import SILENT, equal, middle, relate
from monitor.model import Alert, Report, Said, Standing, Value
from monitor.watchlist import Figure

COUNTED = frozenset({"confirm", "vaguer", "rounded", "refined", "caught-up"})  # silent words that agreed in their time
BELIEVED = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All that is remembered of one figure. `alerts` without those that were withdrawn."""

    figure: Figure
    standing: Standing
    said: tuple[Said, ...] = ()
    alerts: tuple[Alert, ...] = ()


Say = Callable[[Value], str]


def series_of(history: History, until: datetime, say: Say, link: Callable[[Said], str] = lambda _: "") -> Series:
    """The chart of a figure; `say` writes a value, `link` is where a dot leads."""
    return Series(
        label=history.figure.label,
        unit=history.figure.unit,
        until=until,
        steps=tuple(_steps(history, until, say)),
        dots=tuple(_dots(history, say, link)),
    )


def values_of(history: History, until: datetime) -> tuple[Value, ...]:
    """The values that stood, one after the other: what a sparkline shows."""
    return tuple(each.value for each in _held(history, until, lambda _: ""))


# --- steps ----------------------------------------------------------------------------------------------------


def _steps(history: History, until: datetime, say: Say) -> list[Step]:
    open_parties = [_party(each, until, say) for each in history.standing.conflicts]
    return [*_held(history, until, say), *open_parties]


def _held(history: History, until: datetime, say: Say) -> list[Step]:
    moves = sorted((each for each in history.alerts if each.kind != "conflict"), key=lambda each: each.at)
    steps = [Step(since=None, value=first, text=say(first)) for first in _before(history, moves)]
    steps += [Step(since=each.at, value=each.new, text=say(each.new)) for each in moves]
    held = history.standing.held
    if held is None:
        return []
    if not steps or not equal(steps[-1].value, held.value):
        last = steps[-1].since if steps else None
        since = held.at if held.at and (last is None or held.at > last) else until if steps else held.at
        steps.append(Step(since=since, value=held.value, text=say(held.value)))
    return steps


def _before(history: History, moves: Sequence[Alert]) -> tuple[Value, ...]:
    """What stood before the first alert: what that alert moved away from, else the config's baseline."""
    if moves and moves[0].old is not None:
        return (moves[0].old,)
    return (history.figure.baseline,) if history.figure.baseline else ()


def _party(report: Report, until: datetime, say: Say) -> Step:
    return Step(
        since=report.at or until, value=report.value, text=say(report.value), party=report.source or report.outlet
    )


# --- dots -----------------------------------------------------------------------------------------------------


def _dots(history: History, say: Say, link: Callable[[Said], str]) -> list[Dot]:
    told = {(each.url, each.new) for each in history.alerts}
    return [
        Dot(
            at=each.at,
            value=each.value,
            text=say(each.value),
            outlet=each.outlet,
            state=state_of(each, history.standing),
            alert=(each.url, each.value) in told,
            note=_note(each, say),
            link=link(each),
        )
        for each in voices(history.said)
    ]


def voices(said: Iterable[Said]) -> tuple[Said, ...]:
    """One word for each version of an article and value: its headline and its body are one voice."""
    best: dict[tuple[object, ...], Said] = {}
    for each in said:
        if each.role != "current" or not (each.score > BELIEVED or each.kind or each.reason == "asked"):
            continue
        key = (each.url, each.at, each.value.low, each.value.high)
        known = best.get(key)
        if known is None or (bool(each.kind), each.score) > (bool(known.kind), known.score):
            best[key] = each
    return tuple(best.values())


def state_of(said: Said, standing: Standing) -> State:
    """How an article's word counts now."""
    if any(equal(said.value, each) for each in standing.rejected):
        return "rejected"
    held = standing.held
    if held is not None and relate(said.value, held.value) in SILENT and _near(said.value, held.value):
        return "stands"
    if said.kind == "conflict" or any(equal(said.value, each.value) for each in standing.conflicts):
        return "conflict"
    if said.reason == "asked":
        return "asked"
    return "past" if said.kind or said.reason in COUNTED else "silent"


def _near(a: Value, b: Value) -> bool:
    """Whether two values are of one size: "at least 20" says nothing against 2,164, but is not its voice either."""
    sizes = sorted((abs(middle(a)), abs(middle(b))))
    return a.bound == "vague" or sizes[0] * 4 >= sizes[1] * 3


def _note(said: Said, say: Say) -> str:
    who = f"{said.outlet}, {said.at.day} {said.at:%b %Y %H:%M}"
    return f"{say(said.value)} · {who}{f' · {said.source}' if said.source else ''}\n{said.quote}"
