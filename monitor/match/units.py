"""A quantity in a figure's unit, or not at all.

Law of this room: kinds never mix: a share is no count, money in another currency is no value, measures are converted
inside their kind. A bare number may have lost its unit to an ellipsis ("containment, 60 percent at the last count, is
back to 35"); it is a candidate, and that its unit is silent is evidence.
"""

from __future__ import annotations

from functools import lru_cache

from monitor.match.words import stems
from monitor.model import Quantity, Value
from monitor.quantities import convert, unit_kind


def value_of(
    quantity: Quantity, unit: str, *, bare: bool = True, words: frozenset[str] = frozenset()
) -> tuple[Value | None, str]:
    """The value in `unit` and how it came about: own, converted, elided; or None where the kinds differ.

    `bare`: nothing that is counted follows the number, so it may have lost its unit. `words`: stems of a figure's
    nouns; a measure that is one of them ("barrels a day") is a count like any other.
    """
    kind = _kind(unit)
    if unit == "GBP" and quantity.unit == "lb" and "pound" in quantity.text:
        return _value(quantity), "own-currency"  # "lost 31.4 million pounds"
    if kind != "count" and quantity.unit == "count":
        return (_value(quantity), "elided") if bare else (None, "")
    if kind != _kind(quantity.unit):
        named = kind == "count" and words and words & frozenset(stems(quantity.unit.replace("_", " ")))
        return (_value(quantity), "own-count") if named else (None, "")
    own = convert(quantity, unit)
    if own is None:
        return None, ""
    same = own.low == quantity.low and own.high == quantity.high
    return _value(own), f"own-{kind if kind in ('count', 'currency', 'share') else 'measure'}" if same else "converted"


@lru_cache(maxsize=10_000)
def _kind(unit: str) -> str:
    return unit_kind(unit)


def _value(quantity: Quantity) -> Value:
    return Value(low=quantity.low, high=quantity.high, bound=quantity.bound, step=quantity.step)
