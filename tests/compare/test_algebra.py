"""Two printed values of one figure: the whole table of "is this news?", as people would say it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from desk import value
from hypothesis import given
from hypothesis import strategies as st

from monitor.compare.algebra import SILENT, core, inside, limit_moved, reach, relate
from monitor.model import Value

TABLE = [
    # new               old                relation
    ("41", "41", "same"),
    ("6K", "6000", "same"),
    ("58", "41", "apart"),
    ("40", "39", "apart"),  # a count is no rounding of its neighbour
    ("0", "19", "apart"),
    ("19", "0", "apart"),
    # the new one says less
    ("about 60", "63", "vaguer"),
    ("about 20", "19", "vaguer"),
    ("about 100", "90", "vaguer"),
    ("about 100", "70", "apart"),
    ("about 3K", "2817", "vaguer"),
    ("more than 700", "731", "vaguer"),
    ("at least 2", "2", "vaguer"),
    ("up to 50", "45-50", "vaguer"),
    ("dozens", "41", "vaguer"),
    ("thousands", "2900", "vaguer"),
    ("thousands", "more than 1500", "vaguer"),
    ("15-18", "15", "vaguer"),
    ("47", "46.9", "same"),
    ("47", "46.5", "rounded"),
    ("1.1m", "1102345", "same"),
    ("1.2m", "1213000", "rounded"),
    ("10", "10.25", "apart"),  # a rate is not rounded by a quarter of a point
    # the new one says the known number more exactly
    ("1238900", "1.24m", "same"),
    ("1213000", "1.2m", "apart"),
    ("1209000", "1.2m", "finer"),
    ("41", "about 40", "finer"),
    ("400", "380-420", "finer"),
    ("1555", "more than 1500", "finer"),
    ("9.75", "10", "apart"),
    ("1.3m", "1.24m", "apart"),
    ("6200", "6000", "apart"),
    ("346210", "about 300000", "apart"),
    # the first number after a word
    ("41", "dozens", "narrowed"),
    ("622", "hundreds", "narrowed"),
    ("120", "dozens", "apart"),
    # inside an open end, and far past it
    ("4", "at least 2", "beyond"),
    ("2817", "more than 1500", "beyond"),
    ("more than 180", "more than 120", "beyond"),
    ("24", "up to 30", "beyond"),
    ("42", "up to 30", "apart"),
    ("580", "more than 600", "apart"),
    # against an open end from the other side
    ("up to 25", "about 40", "apart"),
    ("fewer than 150", "312", "apart"),
    ("more than 20", "9", "apart"),
    ("at least 41", "about 40", "vaguer"),
    ("20-30", "about 40", "apart"),
]


@pytest.mark.parametrize(("new", "old", "relation"), TABLE, ids=[f"{n} after {o}" for n, o, _ in TABLE])
def test_a_value_is_to_what_we_know(new: str, old: str, relation: str) -> None:
    assert relate(value(new), value(old)) == relation


LIMITS = [
    ("more than 18K", "20000", True),  # whoever knew of 20,000 would not put it so
    ("at least 13", "31", True),
    ("more than 10K", "15000", False),  # a manner of speaking
    ("more than 300", "312", False),
    ("more than 1400", "1457", False),
    ("18000", "20000", False),  # no limit at all
    ("up to 94", "62", True),
    ("up to 20K", "10000", True),
    ("up to 50", "45-50", False),
    ("up to 3000", "3600", False),  # that one is apart
    ("fewer than 1000", "780", False),
    ("fewer than 1500", "1100", True),
]


@pytest.mark.parametrize(("new", "old", "moved"), LIMITS)
def test_a_limit_far_from_what_stands_says_something_new_if_it_is_a_telling_number(
    new: str, old: str, moved: bool
) -> None:
    assert limit_moved(value(new), value(old)) is moved


OTHER_UNITS = [
    # printed            in the figure's unit, step                what stands   relation
    (
        "some 3,500 ha",
        Value(low=Decimal("8648.7"), high=Decimal("8648.7"), bound="about", step=Decimal("2.47")),
        "8570",
        "vaguer",
    ),
    ("120 mph", Value(low=Decimal("193.12"), high=Decimal("193.12"), step=Decimal("1.61")), "195", "rounded"),
    ("137,000 gallons", Value(low=Decimal("518601"), high=Decimal("518601"), step=Decimal(3785)), "520K", "same"),
    (
        "some 53,000 ha",
        Value(low=Decimal("130966.2"), high=Decimal("130966.2"), bound="about", step=Decimal("2.47")),
        "126425",
        "apart",
    ),
    (
        "nearly two-thirds",
        Value(low=Decimal("66.6666666667"), high=Decimal("66.6666666667"), bound="about"),
        "62",
        "vaguer",
    ),
    (
        "nearly two-thirds",
        Value(low=Decimal("66.6666666667"), high=Decimal("66.6666666667"), bound="about"),
        "40",
        "apart",
    ),
]


@pytest.mark.parametrize(("printed", "new", "old", "relation"), OTHER_UNITS, ids=[row[0] for row in OTHER_UNITS])
def test_a_number_in_another_unit_is_as_rough_as_it_was_printed(
    printed: str, new: Value, old: str, relation: str
) -> None:
    assert relate(new, value(old)) == relation


numbers = st.decimals(min_value=-(10**6), max_value=10**12, places=2, allow_nan=False)


@st.composite
def values(draw: st.DrawFn) -> Value:
    bound = draw(st.sampled_from(["exact", "about", "at_least", "more_than", "at_most", "less_than", "range", "vague"]))
    low, high = sorted((draw(numbers), draw(numbers)))
    step = draw(st.sampled_from([Decimal("0.01"), Decimal(1), Decimal(1000)]))
    if bound in ("at_least", "more_than"):
        return Value(low=low, high=None, bound=bound, step=step)
    if bound in ("at_most", "less_than"):
        return Value(low=None, high=high, bound=bound, step=step)
    return Value(low=low, high=high if bound in ("range", "vague") else low, bound=bound, step=step)


@given(values())
def test_a_value_repeated_word_for_word_is_the_same(said: Value) -> None:
    assert relate(said, said) == "same"


@given(values())
def test_what_a_writer_may_have_meant_holds_what_he_wrote(said: Value) -> None:
    assert inside(core(said), reach(said))


@given(values(), values())
def test_numbers_apart_by_more_than_a_tenth_are_never_taken_for_one_another(a: Value, b: Value) -> None:
    if a.bound in ("exact", "about") and b.bound in ("exact", "about") and a.low and b.low and a.low > 2 * b.low > 0:
        assert relate(a, b) not in SILENT
        assert relate(b, a) not in SILENT


@given(numbers, numbers)
def test_for_exact_whole_counts_news_is_news_in_both_directions(x: Decimal, y: Decimal) -> None:
    a, b = (Value(low=n.to_integral_value(), high=n.to_integral_value()) for n in (x, y))
    assert (relate(a, b) in SILENT) == (relate(b, a) in SILENT) or abs(x - y) < max(x, y) / 50
