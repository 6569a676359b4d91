"""A quantity in a figure's unit, or not at all.

Law of this room: kinds never mix: a share is no count, money in another currency is no value, measures are converted
inside their kind. A bare number may have lost its unit to an ellipsis ("containment, 60 percent at the last count, is
back to 35"); it is a candidate, and that its unit is silent is evidence.
"""

from __future__ import annotations

from monitor.model import Quantity, Value


def value_of(quantity: Quantity, unit: str) -> tuple[Value | None, str]:
    """The value in `unit` and how it came about: own, converted, elided; or None where the kinds differ."""
    same = quantity.unit == unit
    if same or quantity.unit == "count":
        how = "own" if same else "elided"
        return Value(low=quantity.low, high=quantity.high, bound=quantity.bound, step=quantity.step), how
    return None, ""
