"""A short way to write what was read, for tables of tests and for docs/numbers.md.

"At least 41 dead in May"   ->  "at_least 41 count «dead»"
value (one, low..high, low.. or ..high), bound before it unless exact, unit unless count, /per, «noun»;
several readings are joined by "; ", a refused one is "trap: text".
"""

from __future__ import annotations

from decimal import Decimal

from monitor.model import Quantity
from monitor.quantities import Reading, read_numbers


def note(text: str, language: str = "en") -> str:
    """All readings of a text, refused ones too."""
    return "; ".join(_reading(reading) for reading in read_numbers(text, language)) or "nothing"


def _reading(reading: Reading) -> str:
    if reading.trap:
        return f"{reading.trap}: {reading.quantity.text}"
    quantity = reading.quantity
    bound = "" if quantity.bound in ("exact", "range") else f"{quantity.bound} "
    unit = "" if quantity.unit == "count" else f" {quantity.unit}"
    per = f"/{quantity.per}" if quantity.per else ""
    noun = f" «{quantity.noun}»" if quantity.noun else ""
    return f"{bound}{_value(quantity)}{unit}{per}{noun}"


def _value(quantity: Quantity) -> str:
    if quantity.low == quantity.high:
        return _plain(quantity.low)
    if quantity.bound in ("at_least", "more_than"):
        return _plain(quantity.low)
    if quantity.bound in ("at_most", "less_than"):
        return _plain(quantity.high)
    return f"{_plain(quantity.low)}..{_plain(quantity.high)}"


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value:,f}".replace(",", "_")
