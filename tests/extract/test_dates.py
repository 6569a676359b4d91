"""Dates as pages write them: right or unknown, never another day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.extract.dates import Order, date_in_url, read_date

READ = [
    ("2026-01-06T07:00:00+05:30", "2026-01-06T01:30"),
    ("2026-01-06 07:00", "2026-01-06T07:00"),
    ("August 03, 202608:40 AM", "2026-08-03T08:40"),  # glued by a template
    ("09.01.2026 17:30", "2026-01-09T17:30"),
    ("13/04/2026 5:06 pm", "2026-04-13T17:06"),
    ("04/13/2026 5:06 pm", "2026-04-13T17:06"),
    ("January 04, 2023 — 06:43 pm EST", "2023-01-04T23:43"),
    ("June 2, 2025 at 8:05 p.m. ET", "2025-06-03T00:05"),  # summer time: four hours
    ("Dec. 2, 2025, 8:05 a.m. ET", "2025-12-02T13:05"),
    ("2 June 2025 10:00 GMT+3", "2025-06-02T07:00"),
    ("Published: 12:00, 03 August 2026", "2026-08-03T12:00"),
    ("Mon, 25 Nov 2026 02:13:45 GMT", "2026-11-25T02:13:45"),
    ("3 de marzo de 2025", "2025-03-03T00:00"),
    ("1er janvier 2024 à 14h30", "2024-01-01T14:30"),
    ("28 Temmuz 2025 Pazartesi 10:05", "2025-07-28T10:05"),
    ("2025年1月13日 18時05分", "2025-01-13T18:05"),
    ("25 ноября 2024, 14:05 МСК", "2024-11-25T11:05"),
    ("5. März 2026", "2026-03-05T00:00"),
    ("20250617", "2025-06-17T00:00"),
    ("1718000000", "2024-06-10T06:13:20"),
    ("on 5 May 2025, 10 people died there and at 11:30 more", "2025-05-05T00:00"),
]
UNKNOWN = [
    "03/04/2026",
    "06-08-2026 03:00",
    "2026-13-40",
    "17:05, 5 listopada 2025",
    "yesterday",
    "",
    "31 June 2025",
    "Version 3.4.2025.1",
]


@pytest.mark.parametrize(("text", "wanted"), READ)
def test_a_date_is_read_in_utc(text: str, wanted: str) -> None:
    assert read_date(text) == datetime.fromisoformat(wanted).replace(tzinfo=UTC)


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_can_be_read_two_ways_or_none_is_unknown(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(("order", "month"), [("dmy", 4), ("mdy", 3)])
def test_the_pages_region_decides_between_day_and_month(order: Order, month: int) -> None:
    when = read_date("03/04/2026", order)
    assert when is not None
    assert when.month == month


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://paper.example/2026/01/06/flood", "2026-01-06"),
        ("https://paper.example/news/flood-2026-01-06.html", "2026-01-06"),
        ("https://paper.example/a/20260106/flood", "2026-01-06"),
        ("https://paper.example/story-20269906", None),
        ("https://2026-01-06.example/flood", None),
    ],
)
def test_a_day_is_read_from_the_path_only(url: str, day: str | None) -> None:
    when = date_in_url(url)
    assert (f"{when:%Y-%m-%d}" if when else None) == day


@given(st.datetimes(datetime(1995, 1, 1), datetime(2090, 1, 1)), st.integers(-14 * 4, 14 * 4))  # noqa: DTZ001
def test_an_iso_time_with_its_offset_is_read_back(when: datetime, quarters: int) -> None:
    offset = timedelta(minutes=15 * quarters)
    sign = "-" if quarters < 0 else "+"
    hours, minutes = divmod(abs(15 * quarters), 60)
    text = f"{when:%Y-%m-%dT%H:%M:%S}{sign}{hours:02d}:{minutes:02d}"
    assert read_date(text) == (when - offset).replace(microsecond=0, tzinfo=UTC)


@given(st.text(max_size=120))
def test_no_text_is_too_strange(text: str) -> None:
    when = read_date(text)
    assert when is None or when.tzinfo is UTC
