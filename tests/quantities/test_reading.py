"""One sentence, one number: what is read, as printed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from monitor.quantities import read_quantities

FORMS = [
    ("6,000", 6000),
    ("6 000", 6000),
    ("6\u202f000", 6000),
    ("6'000", 6000),
    ("2,50,000", 250000),
    ("6K", 6000),
    ("1.2m people", 1200000),
    ("six thousand", 6000),
    ("four (4)", 4),
    ("a dozen", 12),
    ("half a million", 500000),
    ("15-thousand", 15000),
    ("four-thousand-100", 4100),
]


@pytest.mark.parametrize(("text", "value"), FORMS)
def test_a_number_is_worth_what_it_prints(text: str, value: int) -> None:
    (quantity,) = read_quantities(text)
    assert (quantity.low, quantity.high, quantity.unit) == (Decimal(value), Decimal(value), "count")
