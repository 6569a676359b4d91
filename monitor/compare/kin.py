"""A figure's kin: the wholes it is part of and the parts it is made of, with what is known of each.

Law of this room: what the very article surely says of a relative comes before what stands for it. Only figures in the
same unit are kin: a share of the whole is no part that could be added.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from monitor.compare.candidates import SURE, Reading
from monitor.model import Standing, Value
from monitor.watchlist import Figure, Watchlist


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """Another figure by its label: what the article surely says of it, and what stands."""

    label: str
    read: Value | None
    stands: Value | None

    @property
    def known(self) -> tuple[Value, ...]:
        """All that is known of it, the newest first."""
        return tuple(v for v in (self.read, self.stands) if v is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """`summed` is the sum of all parts of a `sum_of`, where each of them is known."""

    wholes: tuple[Relative, ...] = ()
    parts: tuple[Relative, ...] = ()
    summed: Value | None = None


def all_kin(watchlist: Watchlist, standings: Mapping[str, Standing], readings: Mapping[str, Reading]) -> dict[str, Kin]:
    """The kin of each figure that an article speaks of, whichever of the two names the other."""
    naming = [f for f in watchlist.figures.values() if f.part_of or f.sum_of]
    return {id_: _kin_of(watchlist.figures[id_], naming, watchlist, standings, readings) for id_ in readings}


def _kin_of(
    figure: Figure,
    naming: Sequence[Figure],
    watchlist: Watchlist,
    standings: Mapping[str, Standing],
    readings: Mapping[str, Reading],
) -> Kin:
    named = dict.fromkeys(id_ for id_ in (figure.part_of, *figure.sum_of) if id_)
    own = [watchlist.figures[id_] for id_ in named]
    wholes = _each(f for f in (*own, *naming) if f.id == figure.part_of or figure.id in f.sum_of)
    parts = _each(f for f in (*own, *naming) if f.id in figure.sum_of or f.part_of == figure.id)

    def relatives(of: Iterable[Figure]) -> tuple[Relative, ...]:
        same = (f for f in of if f.unit == figure.unit and f.id != figure.id)
        return tuple(r for f in same if (r := _relative(f, standings, readings)).known)

    made_of = relatives([f for f in parts if f.id in figure.sum_of])
    complete = len(made_of) == len(figure.sum_of) > 1
    return Kin(
        wholes=relatives(wholes),
        parts=relatives(parts),
        summed=_sum([each.known[0] for each in made_of]) if complete else None,
    )


def _each(figures: Iterable[Figure]) -> list[Figure]:
    return list({f.id: f for f in figures}.values())


def _relative(figure: Figure, standings: Mapping[str, Standing], readings: Mapping[str, Reading]) -> Relative:
    best = readings[figure.id].candidates[:1] if figure.id in readings else ()
    held = standings[figure.id].held if figure.id in standings else None
    return Relative(
        label=figure.label,
        read=next((c.value for c in best if c.score > SURE), None),
        stands=held.value if held else figure.baseline,
    )


def _sum(values: list[Value]) -> Value:
    lows, highs = [v.low for v in values], [v.high for v in values]
    low, high = _added(lows), _added(highs)
    return Value(low=low, high=high, bound="exact" if low == high else "range", step=max(v.step for v in values))


def _added(ends: list[Decimal | None]) -> Decimal | None:
    closed = [end for end in ends if end is not None]
    return sum(closed, Decimal(0)) if len(closed) == len(ends) else None
