"""A figure's history, drawn: what stood, who said so, what was set aside; and nothing foreign that could run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.charts import Dot, Series, Step, spark_svg, spark_text, step_chart, text_chart
from monitor.charts.axes import number_ticks, short, time_ticks
from monitor.charts.series import frame_of, opening, outlets_of, summary
from monitor.model import Bound, Value

DAY1 = datetime(2026, 3, 1, tzinfo=UTC)
SVG = "{http://www.w3.org/2000/svg}"


def hour(count: float) -> datetime:
    return DAY1 + timedelta(hours=count)


def value(low: float | None, high: float | None = None, bound: Bound = "exact") -> Value:
    """exact unless said otherwise; `high` None with a closed bound is the same number."""
    closed = bound not in ("at_least", "more_than", "at_most", "less_than")
    top = low if high is None and closed else high
    return Value(
        low=None if low is None else Decimal(str(low)), high=None if top is None else Decimal(str(top)), bound=bound
    )


def dot(at: float, number: float, outlet: str = "Herald", **said: object) -> Dot:
    given = {"state": "past", "text": f"{number:,}", "value": value(number), **said}
    return Dot(at=hour(at), outlet=outlet, **given)  # type: ignore[arg-type]


def step(at: float | None, number: float, **said: object) -> Step:
    given = {"text": f"{number:,}", "value": value(number), **said}
    return Step(since=None if at is None else hour(at), **given)  # type: ignore[arg-type]


def series(steps: tuple[Step, ...] = (), dots: tuple[Dot, ...] = (), until: float = 100, label: str = "Dead") -> Series:
    return Series(label=label, unit="count", until=hour(until), steps=steps, dots=dots)


def classes(svg: str) -> list[str]:
    """The classes of all marks of a drawing, in drawing order."""
    return [each.get("class") or "" for each in ElementTree.fromstring(svg).iter() if each.get("class")]


def texts(svg: str) -> list[str]:
    return [each.text or "" for each in ElementTree.fromstring(svg).iter(f"{SVG}text")]


# --- what is drawn --------------------------------------------------------------------------------------------


def test_what_stands_is_strong_and_what_stood_is_grey() -> None:
    drawn = classes(step_chart(series((step(None, 12), step(5, 41), step(60, 58)))))
    assert [name for name in drawn if name.startswith("step")] == ["step past", "step past", "step now"]


def test_a_range_is_a_band_over_its_time() -> None:
    drawn = step_chart(series((step(5, 41), step(30, 55, value=value(55, 70, "range"), text="55 to 70"))))
    (band,) = [e for e in ElementTree.fromstring(drawn).iter(f"{SVG}rect") if "band" in (e.get("class") or "")]
    assert float(band.get("height", 0)) > 10
    assert float(band.get("width", 0)) > 100


@pytest.mark.parametrize(
    ("bound", "way"), [("at_least", "up"), ("more_than", "up"), ("at_most", "down"), ("less_than", "down")]
)
def test_an_open_bound_has_arrows_where_it_is_open(bound: Bound, way: str) -> None:
    open_value = value(41, None, bound) if way == "up" else value(None, 41, bound)
    drawn = step_chart(series((step(5, 41, value=open_value),)))
    assert opening(open_value) == way
    assert "arrow now" in classes(drawn)
    assert not any("arrow" in name for name in classes(step_chart(series((step(5, 41),)))))


def test_an_alert_has_a_ring_unless_it_was_rejected() -> None:
    drawn = step_chart(
        series((step(5, 41),), (dot(5, 41, alert=True, state="stands"), dot(9, 43, alert=True, state="rejected")))
    )
    assert classes(drawn).count("ring") == 1


def test_each_state_has_a_mark_of_its_own() -> None:
    states = ("stands", "past", "conflict", "silent", "asked", "rejected")
    drawn = classes(step_chart(series((step(1, 41),), tuple(dot(n, 41, state=s) for n, s in enumerate(states)))))
    marks = [name for name in drawn if name.startswith("mark")]
    assert sorted(marks) == [  # the last is the legend's
        "mark asked", "mark conflict o0", "mark past o0", "mark rejected", "mark silent", *["mark stands o0"] * 2
    ]  # fmt: skip


def test_outlets_are_told_apart_by_shape_as_well_as_colour() -> None:
    dots = tuple(dot(n, 41, outlet=f"Outlet {n}", state="stands") for n in range(5))
    tree = ElementTree.fromstring(step_chart(series((step(1, 41),), dots)))
    marks = [e for e in tree.iter(f"{SVG}path") if (e.get("class") or "").startswith("mark")]
    assert len({e.get("d") for e in marks}) == len({e.get("fill") for e in marks}) == 5


def test_many_outlets_share_the_last_mark_and_the_legend_says_so() -> None:
    dots = tuple(dot(n, 41, outlet=f"Outlet {n}") for n in range(12))
    assert len(outlets_of(series((), dots))) == 7
    assert "other outlets" in texts(step_chart(series((), dots)))


def test_another_partys_word_is_a_dashed_line_with_its_name() -> None:
    drawn = step_chart(series((step(5, 41), step(20, 70, party="Red Crescent"))))
    assert "other" in classes(drawn)
    assert "Red Crescent: 70" in texts(drawn)


def test_a_chart_of_nothing_is_still_a_chart() -> None:
    assert ElementTree.fromstring(step_chart(series())).tag == f"{SVG}svg"
    assert text_chart(series()) == "(nothing reported yet)"


# --- the frame ------------------------------------------------------------------------------------------------


def test_a_misread_number_does_not_flatten_the_chart() -> None:
    dots = (dot(5, 41), dot(9, 4_000_000, state="rejected"), dot(12, 58))
    told = series((step(5, 41), step(12, 58)), dots)
    assert frame_of(told).high < 100
    assert "4,000,000" in texts(step_chart(told))


@pytest.mark.parametrize("year", [1, 1900, 2500, 9999])
def test_a_page_may_claim_any_date(year: int) -> None:
    claimed = Dot(at=DAY1.replace(year=year), value=value(50), text="50", outlet="Liar", state="past")
    told = series((step(0, 41), step(50, 58)), (dot(0, 41), dot(50, 58), claimed))
    assert "Liar" in texts(step_chart(told))
    assert "Liar" in text_chart(told)


def test_a_number_may_be_of_any_size() -> None:
    for size in ("1e40", "-1e40", "1e-40", "0"):
        told = series((step(0, 41), Step(since=hour(5), value=value(float(size)), text=size)))
        assert ElementTree.fromstring(step_chart(told)) is not None
        assert text_chart(told)


def test_a_mere_word_does_not_stretch_the_chart_but_is_one_where_it_is_alone() -> None:
    hundreds = step(2, 0, value=value(100, 999, "vague"), text="hundreds")
    assert frame_of(series((hundreds, step(5, 110)))).high < 200
    assert frame_of(series((hundreds,))).high > 999


def test_a_long_silence_is_drawn_short_with_a_break_in_the_axis() -> None:
    burst = tuple(dot(n * 6, 41 + n) for n in range(20))
    frame = frame_of(series((step(0, 41),), (*burst, dot(24 * 365, 60)), until=24 * 366))
    assert frame.across(hour(120)) > 0.5
    assert len(frame.breaks) == 1
    assert not frame_of(series((step(0, 41),), burst)).breaks


def test_a_baseline_begins_before_the_first_article() -> None:
    frame = frame_of(series((step(None, 12), step(10, 41)), until=30))
    assert frame.start < hour(10) - timedelta(hours=1)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=30), st.integers(0, 10**6))
def test_moments_keep_their_order_and_stay_inside(hours: list[int], until: int) -> None:
    told = series(dots=tuple(dot(n, n % 97) for n in hours), until=until)
    places = [frame_of(told).across(hour(n)) for n in sorted(hours)]
    assert places == sorted(places)
    assert 0 <= places[0] <= places[-1] <= 1


@given(st.decimals("-1e12", "1e12", allow_nan=False, places=3), st.decimals("0.001", "1e12", allow_nan=False, places=3))
def test_ticks_are_round_few_and_inside(low: Decimal, span: Decimal) -> None:
    ticks = number_ticks(low, low + span)
    assert 1 <= len(ticks) <= 5
    assert all(low <= tick <= low + span for tick in ticks)
    assert len(set(ticks)) == len(ticks)


@given(st.integers(1, 60 * 24 * 365 * 30), st.integers(0, 10**7))
def test_times_have_few_labels_and_none_outside(minutes: int, start: int) -> None:
    begin = DAY1 + timedelta(minutes=start)
    ticks = time_ticks(begin, begin + timedelta(minutes=minutes))
    assert len(ticks) <= 8
    assert all(begin <= at <= begin + timedelta(minutes=minutes) for at, _ in ticks)


@pytest.mark.parametrize(
    ("number", "unit", "shown"),
    [
        ("41000", "count", "41,000"),
        ("4100000", "count", "4.1m"),
        ("3000000000", "EUR", "€3bn"),
        ("4.5", "percent", "4.5%"),
        ("-2.50", "percent", "-2.5%"),
        ("0", "count", "0"),
        ("1250000000000", "USD", "$1.25tn"),
    ],
)
def test_an_axis_writes_numbers_short(number: str, unit: str, shown: str) -> None:
    assert short(Decimal(number), unit) == shown


# --- words ----------------------------------------------------------------------------------------------------


def test_who_does_not_see_the_chart_is_told_it_in_a_sentence() -> None:
    told = series((step(None, 12), step(5, 41), step(9, 70, party="Red Crescent")), (dot(5, 41),))
    assert summary(told) == "Dead: 12, then 41. 1 reports by 1 outlets. Red Crescent says 70."
    assert ElementTree.fromstring(step_chart(told)).find(f"{SVG}title").text == summary(told)  # type: ignore[union-attr]


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_nothing_that_an_outlet_wrote_becomes_markup(outlet: str, note: str, link: str) -> None:
    hostile = [f"{each}</title><script>\"'&" for each in (outlet, note, link)]
    drawn = step_chart(series((step(5, 41),), (dot(5, 41, outlet=hostile[0], note=hostile[1], link=hostile[2]),)))
    tags = {each.tag.removeprefix(SVG) for each in ElementTree.fromstring(drawn).iter()}
    assert tags <= {"svg", "title", "rect", "line", "text", "path", "g", "a", "circle"}


def test_a_drawing_needs_no_stylesheet_and_has_no_style_attribute() -> None:
    drawn = step_chart(series((step(5, 41),), (dot(5, 41, state="stands"),))) + spark_svg([value(1), value(2)])
    assert "style=" not in drawn
    assert 'stroke="#' in drawn


@pytest.mark.parametrize(
    ("numbers", "blocks"), [([], ""), ([5], "▄"), ([5, 5], "▄▄"), ([0, 7], "▁█"), ([0, 1, 2, 3], "▁▃▅█")]
)
def test_a_sparkline_fits_into_a_table_cell(numbers: list[float], blocks: str) -> None:
    assert spark_text([value(each) for each in numbers]) == blocks
    assert bool(spark_svg([value(each) for each in numbers])) == bool(numbers)


def test_a_terminal_shows_the_same_history_in_letters() -> None:
    told = series(
        (step(None, 10), step(5, 41), step(60, 58)),
        (
            dot(5, 41),
            dot(60, 58, outlet="Wire", state="stands"),
            dot(80, 41, outlet="Gazette", state="silent"),
            dot(90, 50, state="rejected"),
        ),
    )
    drawn = text_chart(told, width=60, height=10)
    assert max(map(len, drawn.splitlines())) <= 60
    assert "━" in drawn
    assert [letter in drawn for letter in "ABcx"] == [True] * 4
    assert "A Herald   B Wire   C Gazette" in drawn
