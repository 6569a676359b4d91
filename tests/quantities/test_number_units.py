"""Units as anybody writes them, and conversion inside a kind."""

from __future__ import annotations

from decimal import Decimal

import pytest

from monitor.quantities import convert, convert_value, figure_unit, read_quantities, unit_kind

KINDS = {
    "count": "count",
    "sappers": "count",
    "percent": "share",
    "%": "share",
    "per cent": "share",
    "percentage points": "share_change",
    "EUR": "currency",
    "dollars": "currency",
    "acre": "area",
    "acres": "area",
    "ha": "area",
    "km2": "area",
    "square miles": "area",
    "terabyte": "data",
    "TB": "data",
    "days": "time",
    "mm": "length",
    "feet": "length",
    "litre": "volume",
    "liters": "volume",
    "barrel": "volume",
    "barrels per day": "flow",
    "tonne": "mass",
    "metric ton": "mass",
    "kg": "mass",
    "km/h": "speed",
    "mph": "speed",
    "celsius": "temperature",
    "MW": "power",
    "megawatts": "power",
    "wafers per month": "count",
}

CONVERSIONS = [
    (1, "hectare", "acre", "2.4710"),
    (1, "km2", "hectares", "100"),
    (1.5, "TB", "gigabytes", "1500"),
    (1, "barrel", "litres", "158.987"),
    (42, "gallons", "barrel", "1"),
    (2, "weeks", "days", "14"),
    (1, "tonne", "kg", "1000"),
    (118, "fahrenheit", "celsius", "47.777"),
    (0, "celsius", "fahrenheit", "32"),
    (100, "km/h", "mph", "62.137"),
    (1, "GW", "MW", "1000"),
    ("0.25", "fraction", "percent", "25"),
    (50, "basis_point", "percentage points", "0.5"),
]


@pytest.mark.parametrize(("unit", "kind"), KINDS.items())
def test_a_unit_is_known_by_its_sign_and_by_its_words(unit: str, kind: str) -> None:
    assert unit_kind(unit) == kind


@pytest.mark.parametrize(("value", "unit", "to", "expected"), CONVERSIONS)
def test_a_value_converts_inside_its_kind(value: object, unit: str, to: str, expected: str) -> None:
    converted = convert_value(Decimal(str(value)), unit, to)
    assert converted is not None
    assert abs(converted - Decimal(expected)) < Decimal("0.001")


@pytest.mark.parametrize(
    ("unit", "to"), [("acre", "km"), ("USD", "EUR"), ("count", "percent"), ("percent", "percentage_point")]
)
def test_kinds_and_moneys_do_not_convert_into_each_other(unit: str, to: str) -> None:
    assert convert_value(Decimal(1), unit, to) is None


SHARED = [
    ("$5m", "AUD", True),
    ("5 thousand dollars", "AUD", True),
    ("5 million US dollars", "AUD", False),
    ("US$5m", "AUD", False),
    ("A$5m", "USD", False),
    ("5 million pesos", "PHP", True),
    ("5 million Mexican pesos", "PHP", False),
    ("Rs 5 crore", "PKR", True),
    ("£5m", "EUR", False),
    ("80 million kroner", "DKK", True),
]


@pytest.mark.parametrize(("text", "unit", "possible"), SHARED)
def test_a_bare_sign_may_be_the_money_of_any_country_that_prints_it(text: str, unit: str, possible: bool) -> None:
    (quantity,) = read_quantities(text)
    converted = convert(quantity, unit)
    assert (converted is not None) == possible
    assert converted is None or (converted.unit, converted.low) == (unit, quantity.low)


@pytest.mark.parametrize(
    ("unit", "nouns", "expected"),
    [
        ("count", ("barrels per day", "barrels a day", "bpd"), "barrel_per_day"),
        ("count", ("sappers", "deminers"), "count"),
        ("count", ("tonnes", "bags"), "count"),
        ("acres", ("acres burned",), "acre"),
    ],
)
def test_a_count_of_a_measure_is_that_measure(unit: str, nouns: tuple[str, ...], expected: str) -> None:
    assert figure_unit(unit, nouns) == expected


def test_an_interval_converts_at_both_ends_and_keeps_its_open_one() -> None:
    (quantity,) = read_quantities("at least 100 hectares")
    converted = convert(quantity, "acres")
    assert converted is not None
    assert (round(converted.low or 0), converted.high, converted.unit) == (247, None, "acre")


def test_a_figure_in_metres_takes_a_bare_m_for_metres() -> None:
    (quantity,) = read_quantities("Downstream it was 5.1m.")
    assert (quantity.low, quantity.unit) == (Decimal(5100000), "count")
    converted = convert(quantity, "metres")
    assert converted is not None
    assert (converted.low, converted.unit) == (Decimal("5.1"), "m")


def test_a_step_is_the_visible_precision() -> None:
    texts = {
        "41": "1",
        "6K": "1000",
        "1.2 million": "100000",
        "6.3 %": "0.1",
        "a dozen": "12",
        "two million": "1000000",
    }
    assert {text: read_quantities(text)[0].step for text in texts} == {t: Decimal(s) for t, s in texts.items()}
