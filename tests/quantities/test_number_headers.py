"""What a heading says the bare numbers below it are in."""

from __future__ import annotations

from decimal import Decimal

import pytest

from monitor.quantities import read_scale

HEADINGS = {
    "Results at a glance, million euros": (1_000_000, "EUR"),
    "In millions of EUR": (1_000_000, "EUR"),
    "In \u20ac millions": (1_000_000, "EUR"),
    "EUR millions, but for shares": (1_000_000, "EUR"),
    "Revenue, \u20acm": (1_000_000, "EUR"),
    "US$bn": (1_000_000_000, "USD"),
    "Sales in billions of yen": (1_000_000_000, "JPY"),
    "Crude output, thousand barrels a day": (1_000, "barrel_per_day"),
    "Passengers (thousands)": (1_000, "count"),
    "Rainfall (mm)": (1, "mm"),
    "Turnout, per cent": (1, "percent"),
    "Thousands flee": (1, "count"),
    "Millions of dollars lost": (1, "count"),
    "A billion dollars lost": (1, "count"),
    "Toll rises to 3 million": (1, "count"),
    "": (1, "count"),
}


@pytest.mark.parametrize(("heading", "scale"), HEADINGS.items())
def test_a_heading_gives_the_scale_of_its_table(heading: str, scale: tuple[int, str]) -> None:
    assert read_scale(heading) == (Decimal(scale[0]), scale[1])
