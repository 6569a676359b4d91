"""A quantity in a figure's unit, or not at all.

Law of this room: kinds never mix: a share is no count, money in another currency is no value, measures are converted
inside their kind. A bare number may have lost its unit to an ellipsis ("containment, 60 percent at the last count, is
back to 35"); it is a candidate, and that its unit is silent is evidence.
"""

from __future__ import annotations

from functools import lru_cache

from monitor.model import Quantity, Value
from monitor.quantities import convert, unit_kind


def value_of(quantity: Quantity, unit: str) -> tuple[Value | None, str]:
    """The value in `unit` and how it came about: own, converted, elided; or None where the kinds differ."""
    kind = _kind(unit)
    if kind != "count" and quantity.unit == "count":
        return _value(quantity), "elided"
    if kind != _kind(quantity.unit):
        return None, ""
    own = convert(quantity, unit)
    if own is None:
        return None, ""
    return _value(own), "own" if own.low == quantity.low and own.high == quantity.high else "converted"


@lru_cache(maxsize=10_000)
def _kind(unit: str) -> str:
    return unit_kind(unit)


def _value(quantity: Quantity) -> Value:
    return Value(low=quantity.low, high=quantity.high, bound=quantity.bound, step=quantity.step)
