"""The two doors of this room: all quantities of a text, and all numbers with the reason why some are none."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from monitor.model import Quantity
from monitor.quantities.amounts import find_atoms
from monitor.quantities.atoms import Atom, Context
from monitor.quantities.bounds import bind, bind_late
from monitor.quantities.language import load
from monitor.quantities.nouns import name
from monitor.quantities.ranges import join_bounds, join_ranges, share_scale
from monitor.quantities.tokens import tokenize
from monitor.quantities.traps import mark_magnitudes, mark_traps
from monitor.quantities.units import load_units


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A number as read; `trap` names what it is instead of a quantity ("date", "age", "score" ...), "" if it is one."""

    quantity: Quantity
    trap: str = ""


def read_quantities(text: str, language: str = "en") -> tuple[Quantity, ...]:
    """All quantities of a text in the order of their places, values as printed; never raises, linear in the text."""
    return tuple(reading.quantity for reading in read_numbers(text, language) if not reading.trap)


def read_numbers(text: str, language: str = "en") -> tuple[Reading, ...]:
    """All numbers of a text in order, those that count nothing with the name of the trap that refused them."""
    tables = load(language)
    context = Context(tokenize(text, tables), tables, load_units(tables))
    atoms = find_atoms(context)
    if not atoms:
        return ()
    context.ends.update(atom.end for atom in atoms)
    mark_magnitudes(context, atoms)
    mark_traps(context, atoms)
    atoms = join_ranges(context, atoms)
    share_scale(context, atoms)
    for atom in atoms:
        bind(context, atom)
        name(context, atom)
        bind_late(context, atom)
    return tuple(_reading(context, atom) for atom in join_bounds(context, atoms))


def _reading(context: Context, atom: Atom) -> Reading:
    tokens = context.tokens
    start, end = tokens.starts[atom.first], tokens.ends[atom.end - 1]
    quantity = Quantity(
        low=_plain(atom.low), high=_plain(atom.high), bound=atom.bound, unit=atom.unit, noun=atom.noun,
        span=(start, end), text=tokens.text[start:end], step=_plain(atom.step) or Decimal(1), per=atom.per,
    )  # fmt: skip
    return Reading(quantity=quantity, trap=atom.trap)


def _plain(value: Decimal | None) -> Decimal | None:
    """Without trailing noughts and without an exponent: 1.2 million is 1200000."""
    if value is None or value == value.to_integral_value():
        return None if value is None else value.quantize(Decimal(1)) if abs(value) < _HUGE else value
    return value.normalize()


_HUGE = Decimal("1e27")
