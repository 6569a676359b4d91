"""What holds for every text: it is read, its spans are right, and a number survives any way of printing it."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

import monitor.quantities
from monitor.quantities import read_numbers, read_quantities

LANGUAGES = ("en", "es", "fr", "de")
ROOM = Path(monitor.quantities.__file__).parent


def _words(node: object) -> list[str]:
    """Every word and phrase of a language's tables."""
    if isinstance(node, dict):
        return [word for key, value in node.items() for word in (key, *_words(value))]
    if isinstance(node, list):
        return [word for value in node for word in _words(value)]
    return [node] if isinstance(node, str) and node else []


VOCABULARY = [
    *(w for code in LANGUAGES for w in _words(tomllib.loads((ROOM / "languages" / f"{code}.toml").read_text("utf-8")))),
    *(
        "1",
        "12",
        "1,234",
        "1.5",
        "2024",
        "000",
        "½",
        "$",
        "£",
        "%",
        "(",
        ")",
        "[",
        "]",
        "/",
        "|",
        "\n",
        ".",
        ",",
        "-",
        "–",
    ),
    *(
        "1/2",
        "5/17/2018",
        "14:05",
        "KN-23",
        "٣",
        "²",
        "l'an",
        "\u202f",
        "\x00",
        "İ",
        "U.S.",
        "p.m.",
        "km2",
        "°C",
        "9" * 18,
        "9" * 30,
    ),
]
SOUP = st.lists(st.tuples(st.sampled_from(VOCABULARY), st.sampled_from(["", " ", " ", "-", "  "])), max_size=25).map(
    lambda parts: "".join(word + gap for word, gap in parts)
)


@settings(max_examples=400, deadline=None)
@given(text=st.one_of(SOUP, st.text(max_size=80)), language=st.sampled_from(LANGUAGES))
def test_any_text_is_read_and_its_spans_are_right(text: str, language: str) -> None:
    last = 0
    for reading in read_numbers(text, language):
        quantity = reading.quantity
        start, end = quantity.span
        assert last <= start < end <= len(text)
        assert text[start:end] == quantity.text
        assert quantity.low is None or quantity.high is None or quantity.low <= quantity.high
        assert reading.trap or quantity.low is not None or quantity.high is not None
        last = end


ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def spell(n: int) -> str:
    """A number in English words."""
    for scale, word in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if n >= scale:
            rest = n % scale
            link = " and " if 0 < rest < 100 else " " if rest else ""
            return f"{spell(n // scale)} {word}{link}{spell(rest) if rest else ''}"
    if n >= 20:
        return TENS[n // 10] + (f"-{ONES[n % 10]}" if n % 10 else "")
    return ONES[n]


@given(st.integers(min_value=2, max_value=10**12 - 1))
def test_a_number_in_words_is_worth_what_it_spells(n: int) -> None:
    (quantity,) = read_quantities(f"{spell(n)} homes")
    assert (quantity.low, quantity.high, quantity.noun) == (n, n, "homes")


@given(st.integers(min_value=0, max_value=10**12), st.sampled_from([",", "\u202f", "\u00a0", "'"]))
def test_a_grouped_number_is_worth_its_digits(n: int, separator: str) -> None:
    (quantity,) = read_quantities(f"in all {n:,} homes".replace(",", separator))
    assert (quantity.low, quantity.step, quantity.noun) == (n, 1, "homes")


@given(st.decimals(min_value=0, max_value=10**6, places=2), st.sampled_from(["es", "fr", "de"]))
def test_a_decimal_comma_is_read_where_the_language_has_one(value: Decimal, language: str) -> None:
    printed = f"{value:,.2f}".replace(",", " ").replace(".", ",").replace(" ", "." if language != "fr" else "\u202f")
    (quantity,) = read_quantities(f"{printed} %", language)
    assert (quantity.low, quantity.unit, quantity.step) == (value, "percent", Decimal("0.01"))


@given(st.integers(min_value=1, max_value=9_999), st.integers(min_value=1, max_value=9_999))
def test_a_range_has_the_smaller_number_first(a: int, b: int) -> None:
    low, high = sorted((a, a + b))
    (quantity,) = read_quantities(f"between {low:,} and {high:,} homes")
    assert (quantity.low, quantity.high, quantity.bound) == (low, high, "range")


def test_a_very_long_text_is_read_to_its_end() -> None:
    text = "1,2,3 one in " * 5_000 + "and 58 dead"
    assert (read_quantities(text)[-1].low, read_quantities(text)[-1].noun) == (58, "dead")
