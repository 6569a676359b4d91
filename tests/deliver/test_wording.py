"""Numbers as people read them, and foreign text made harmless."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.deliver.wording import difference, marked, number, tame, time_text, value_text, web_link
from monitor.model import Value


def value(low: str | None, high: str | None = "same", bound: str = "exact") -> Value:
    ends = [None if end is None else Decimal(end) for end in (low, low if high == "same" else high)]
    return Value(low=ends[0], high=ends[1], bound=bound)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("held", "unit", "said"),
    [
        (value("1000"), "count", "1,000"),
        (value("600", bound="about"), "count", "about 600"),
        (value("10000", "12000", "range"), "count", "10,000 to 12,000"),
        (value("8648.688351350786978688537522"), "acre", "8,648.69 acres"),
        (value("41", None, "at_least"), "count", "at least 41"),
        (value("76000", None, "more_than"), "count", "more than 76,000"),
        (value(None, "15000", "at_most"), "count", "up to 15,000"),
        (value(None, "5", "less_than"), "count", "less than 5"),
        (value("0"), "count", "none"),
        (value("0"), "percent", "0%"),
        (value("24", "99", "vague"), "count", "roughly 24 to 99"),
        (value("3", "5", "exact"), "count", "3 to 5"),
        (value("41", None, "exact"), "count", "at least 41"),
        (value("4.5"), "percent", "4.5%"),
        (value("4", "5", "range"), "percent", "4 to 5%"),
        (value("3000000000"), "GBP", "£3 billion"),
        (value("1234567890"), "count", "1,234,567,890"),
        (value("12.50"), "CHF", "CHF 12.5"),
        (value("5000"), "acre", "5,000 acres"),
        (value("1"), "terabyte", "1 terabyte"),
        (value("30"), "mm", "30 mm"),
        (value("3E+3"), "count", "3,000"),
        (value(None, None), "count", "unknown"),
    ],
)
def test_a_value_reads_as_a_sentence_would_say_it(held: Value, unit: str, said: str) -> None:
    assert value_text(held, unit) == said


@pytest.mark.parametrize(
    ("old", "new", "unit", "said"),
    [
        (value("1000"), value("1200"), "count", "up 200 (+20%)"),
        (value("58"), value("41"), "count", "down 17 (−29%)"),
        (value("12"), value("12.3"), "count", "up 0.3 (+2.5%)"),
        (value("0"), value("3"), "count", "up 3"),
        (value("4"), value("5.5"), "percent", "up 1.5 points"),
        (value("10000", "12000", "range"), value("15000"), "count", "up 3,000 to 5,000"),
        (value("600", bound="about"), value("700"), "count", "up about 100 (+17%)"),
        (value("31", None, "at_least"), value("41", None, "at_least"), "count", "up 10 (+32%)"),
        (value("10", "20", "range"), value("15"), "count", ""),
        (None, value("15"), "count", ""),
    ],
)
def test_a_difference_is_said_where_it_can_be(old: Value | None, new: Value, unit: str, said: str) -> None:
    assert difference(old, new, unit) == said


@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("Toll\r\nBcc: all@x.example", "Toll Bcc: all@x.example"),
        ("\x1b[31mred\x07", "[31mred"),
        ("abc\u202etxt.exe", "abc txt.exe"),
        ("a\u2028b\u2029c\x85d", "a b c d"),
        ("zero\u200bwidth \ufeffmark", "zero width mark"),
        ("فارسی می\u200cخواهم", "فارسی می\u200cخواهم"),
        ("  much \t\n space ", "much space"),
        ("lone \ud800 surrogate", "lone surrogate"),
    ],
)
def test_foreign_text_is_tamed(hostile: str, harmless: str) -> None:
    assert tame(hostile) == harmless


@given(st.text())
def test_tamed_text_is_one_line_that_any_terminal_and_header_can_bear(text: str) -> None:
    tamed = tame(text, 80)
    assert len(tamed) <= 80
    assert len((tamed + "x").splitlines()) == 1
    assert not any(ord(each) < 32 or 0x7F <= ord(each) < 0xA0 for each in tamed)
    assert tame(tamed, 80) == tamed


@given(st.text(), st.integers(-5, 60), st.integers(-5, 60))
def test_any_mark_in_any_quote_gives_three_harmless_pieces(quote: str, start: int, end: int) -> None:
    for piece in marked(quote, (start, end)):
        assert len((piece + "x").splitlines()) == 1


def test_a_long_quote_is_cut_away_from_its_number() -> None:
    quote = "word " * 200 + "58" + " word" * 200
    before, mark, after = marked(quote, (1000, 1002))
    assert mark == "58"
    assert before.startswith("…")
    assert before.endswith("word ")
    assert after.startswith(" word")
    assert after.endswith("…")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//x.example/", "https://x.example/a b", ""]
)
def test_what_is_no_web_address_is_no_link(url: str) -> None:
    assert web_link(url) == ""


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=4))
def test_a_printed_number_is_the_number(value: Decimal) -> None:
    plain = number(value)
    for name, size in ((" trillion", 10**12), (" billion", 10**9)):
        if plain.endswith(name):
            assert Decimal(plain.removesuffix(name).replace(",", "")) * size == value
            return
    assert Decimal(plain.replace(",", "")) == value


def test_times_are_the_receivers_own_on_both_sides_of_the_change_of_clocks() -> None:
    kyiv = ZoneInfo("Europe/Kyiv")
    assert time_text(datetime(2026, 3, 29, 0, 30, tzinfo=UTC), kyiv) == "Sunday 29 March 2026, 02:30 EET"
    assert time_text(datetime(2026, 3, 29, 1, 30, tzinfo=UTC), kyiv) == "Sunday 29 March 2026, 04:30 EEST"
