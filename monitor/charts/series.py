"""What a chart shows, before anything is drawn: steps (what stood), dots (who said what) and the frame around them.

Law of this room: what says little takes little room. A value that a person rejected or that nobody believes never
stretches the frame; it is drawn at its edge with its number instead: one misread 4,000,000 must not flatten a year of
41, 58, 61. A long silence is drawn short, with a break in the axis: news comes in bursts, and then an anniversary.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from monitor.charts.axes import day_of, time_ticks
from monitor.model import Value

State = Literal["stands", "past", "silent", "asked", "conflict", "rejected"]
OUTLETS = 7  # told apart by colour and shape; all others share one
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AGE = 30 * 365 * DAY  # a page may claim any date; older ones lie on the edge, and so do those of tomorrow
SILENCE = 0.2  # a silence is at least this part of the whole time, and is drawn as this part of the rest
LONG = 3  # where it is longer than so many times what is drawn for it; others are drawn as they are


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What stood from `since` on (None: from before the first article). `party`: "" for what the desk holds."""

    since: datetime | None
    value: Value
    text: str
    party: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One article's word. `text` is the value as people read it, `note` what a pointer shows, `link` where it leads."""

    at: datetime
    value: Value
    text: str
    outlet: str
    state: State
    alert: bool = False
    note: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One figure's history. `steps` in order of time; `unit` is as in `Quantity`; `until` is where the time ends."""

    label: str
    unit: str
    until: datetime
    steps: tuple[Step, ...] = ()
    dots: tuple[Dot, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The part of time and numbers that is drawn.

    knots: moments and where they lie, 0 to 1. breaks: long silences, from one moment to the next. dense: how much time
    fills the width where nothing is left out.
    """

    knots: tuple[tuple[datetime, float], ...]
    breaks: tuple[tuple[datetime, datetime], ...]
    dense: timedelta
    low: Decimal
    high: Decimal

    @property
    def start(self) -> datetime:
        return self.knots[0][0]

    @property
    def end(self) -> datetime:
        return self.knots[-1][0]

    def across(self, at: datetime) -> float:
        """Where a moment lies between start and end, 0 to 1."""
        after = bisect_right(self.knots, at, key=lambda knot: knot[0])
        if after in (0, len(self.knots)):
            return float(bool(after))
        (t1, x1), (t2, x2) = self.knots[after - 1 : after + 1]
        return x1 + (x2 - x1) * ((at - t1) / (t2 - t1))

    def ticks(self, most: int) -> tuple[tuple[datetime, str], ...]:
        """Moments to write at the axis, in order: round ones, but none in a silence; and where a silence ends."""
        round_ones = time_ticks(self.start, self.end, most, self.dense)
        kept = [each for each in round_ones if not any(a < each[0] < b for a, b in self.breaks)]
        return tuple(sorted([*kept, *((end, day_of(end, self.start.year)) for _, end in self.breaks)]))

    def up(self, number: Decimal) -> float:
        """Where a number lies between low and high, 0 to 1; numbers outside lie on the edge."""
        return min(1.0, max(0.0, float((number - self.low) / (self.high - self.low))))

    def holds(self, number: Decimal) -> bool:
        return self.low <= number <= self.high


def ends(value: Value) -> tuple[Decimal, Decimal]:
    """Lowest and highest number to draw for a value: an open end is drawn where the value begins."""
    low = value.low if value.low is not None else value.high
    high = value.high if value.high is not None else value.low
    return (low or Decimal(0)), (high or Decimal(0))


def opening(value: Value) -> Literal["", "up", "down"]:
    """Where a value is open: "at least 41" is open upwards."""
    if value.bound in ("at_least", "more_than") or (value.high is None and value.low is not None):
        return "up"
    return "down" if value.bound in ("at_most", "less_than") or value.low is None else ""


def frame_of(series: Series) -> Frame:
    """The frame that shows every value that stood, and every article in time."""
    told = [each.at for each in series.dots] + [each.since for each in series.steps if each.since]
    times = [min(max(at, series.until - AGE), series.until + DAY) for at in told]
    before = any(each.since is None for each in series.steps)
    moments = sorted({*times, series.until})
    low, high = _numbers(series)
    return _with_silences_cut(moments, 0.1 if before else 0.05, low, high)


def _with_silences_cut(moments: Sequence[datetime], margin: float, low: Decimal, high: Decimal) -> Frame:
    """The frame with long silences drawn short, and some air before the first moment and after the last."""
    gaps = [(after - before) / HOUR for before, after in pairwise(moments)]
    silent = SILENCE * sum(gaps)
    most = SILENCE * sum(gap for gap in gaps if gap <= silent) or sum(gaps)
    cut = [gap > max(silent, LONG * most) for gap in gaps]
    drawn = [most if long else gap for gap, long in zip(gaps, cut, strict=True)]
    air = max(sum(drawn) * margin, 1.0), max(sum(drawn) * 0.05, 1.0)
    widths = [air[0], *drawn, air[1]]
    ends = moments[0] - air[0] * HOUR, moments[-1] + air[1] * HOUR
    places = [sum(widths[:count]) / sum(widths) for count in range(len(widths) + 1)]
    return Frame(
        knots=tuple(zip((ends[0], *moments, ends[1]), places, strict=True)),
        breaks=tuple(silence for silence, long in zip(pairwise(moments), cut, strict=True) if long),
        dense=sum(widths) * HOUR,
        low=low,
        high=high,
    )


def _numbers(series: Series) -> tuple[Decimal, Decimal]:
    """The numbers from the lowest to the highest believed value, with air; from zero where that costs little.

    A mere word ("hundreds") counts only where there is nothing else.
    """
    values = [each.value for each in series.steps]
    values += [each.value for each in series.dots if each.state in ("stands", "past", "conflict")]
    values = [each for each in values if each.bound != "vague"] or values or [each.value for each in series.dots]
    numbers = [number for value in values for number in ends(value)] or [Decimal(0), Decimal(1)]
    low, high = min(numbers), max(numbers)
    air = (high - low) / 8 or abs(high) / 10 or Decimal(1)
    floor = Decimal(0) if 0 <= low <= (high - low) * 2 or (low >= 0 and low - air < 0) else low - air
    return floor, high + air


def outlets_of(series: Series) -> tuple[str, ...]:
    """The outlets that get a mark of their own: those heard most, in the order of their first word."""
    counts = Counter(each.outlet for each in series.dots)
    kept = {name for name, _ in counts.most_common(OUTLETS)}
    return tuple(name for name in dict.fromkeys(each.outlet for each in series.dots) if name in kept)


def held(series: Series) -> tuple[Step, ...]:
    """The steps of what the desk holds, without other parties'."""
    return tuple(each for each in series.steps if not each.party)


def summary(series: Series) -> str:
    """The chart as a sentence, for those who do not see it."""
    steps = held(series)
    if not steps:
        return f"{series.label}: nothing reported yet."
    moves = ", then ".join(each.text for each in steps[-8:])
    said = f"{len(series.dots)} reports by {len({each.outlet for each in series.dots})} outlets" if series.dots else ""
    others = ", ".join(f"{each.party} says {each.text}" for each in series.steps if each.party)
    return ". ".join(filter(None, [f"{series.label}: {moves}", said, others])) + "."
