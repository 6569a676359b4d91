"""When a source is asked again: tables of what is known of it, and laws that hold for any."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.poll import rhythm as r
from monitor.sources import FeedState, Hints

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
QUARTER = r.rhythm(15 * MINUTE, 15 * MINUTE, 15 * MINUTE)
FREE = r.rhythm(15 * MINUTE, 5 * MINUTE, 4 * HOUR)
FEED = FeedState(url="http://news.example/feed", address="http://news.example/feed", good=NOW - HOUR)


def test_the_pace_follows_the_news_between_floor_and_ceiling() -> None:
    state, paces = FEED, []
    for news in [False] * 20 + [True] * 20:
        state = replace(state, pace=r.pace_after(state, FREE, news=news))
        paces.append(state.pace)
    assert paces[19] == FREE.ceiling
    assert paces[-1] == FREE.floor
    assert paces[:20] == sorted(paces[:20])


ERRORS = [  # failures in a row, status, Retry-After, at least, at most
    (1, 500, None, 14 * MINUTE, 15 * MINUTE),
    (2, 500, None, 29 * MINUTE, 30 * MINUTE),
    (3, None, None, 59 * MINUTE, HOUR),
    (50, 500, None, DAY - MINUTE, DAY),
    (1, 429, None, 30 * MINUTE, 30 * MINUTE),
    (1, 503, None, 30 * MINUTE, 30 * MINUTE),
    (1, 429, 2 * HOUR, 2 * HOUR, 2 * HOUR),
    (1, 429, 7 * DAY, 7 * DAY, 7 * DAY),
    (3, 429, 5 * MINUTE, 2 * HOUR, 2 * HOUR),
]


@pytest.mark.parametrize(("failures", "status", "after", "least", "most"), ERRORS)
def test_after_errors_a_feed_is_asked_less_and_less(
    failures: int, status: int | None, after: timedelta | None, least: timedelta, most: timedelta
) -> None:
    due = r.due_after_error(replace(FEED, failures=failures), QUARTER, NOW, status=status, after=after)
    assert least <= due - NOW <= most


def test_the_first_error_never_costs_more_than_eight_hours_beyond_the_pace() -> None:
    daily = r.rhythm(DAY, DAY, DAY)
    due = r.due_after_error(replace(FEED, failures=1), daily, NOW)
    assert due - NOW <= DAY


durations = st.timedeltas(min_value=MINUTE, max_value=3 * DAY)
states = st.builds(
    FeedState,
    url=st.just("http://news.example/feed") | st.text(max_size=20),
    address=st.just(""),
    pace=st.none() | durations,
    fresh=st.timedeltas(min_value=timedelta(0), max_value=400 * DAY),
    failures=st.integers(0, 10_000),
    hints=st.builds(
        Hints,
        wait=st.timedeltas(min_value=timedelta(0), max_value=400 * DAY),
        skip_hours=st.frozensets(st.integers(0, 23), max_size=23),
        skip_days=st.frozensets(st.integers(0, 6), max_size=6),
    ),
)


@given(states)
def test_no_wish_and_no_error_silences_a_feed_for_good(state: FeedState) -> None:
    state = replace(state, pace=15 * MINUTE)
    assert NOW < r.due_after_success(state, QUARTER, NOW) <= NOW + 8 * DAY
    assert NOW < r.due_after_error(state, QUARTER, NOW) <= NOW + DAY


@given(states)
def test_a_feed_is_due_at_its_time_and_not_before_it(state: FeedState) -> None:
    due = r.due_after_success(state, FREE, NOW)
    asked = replace(state, due=due, polled=NOW)
    assert r.is_due(asked, due)
    assert not r.is_due(asked, NOW)


def test_a_clock_that_was_set_back_makes_a_feed_due() -> None:
    ahead = replace(FEED, polled=NOW + 365 * DAY, due=NOW + 366 * DAY)
    assert r.is_due(ahead, NOW)
    assert not r.is_due(replace(ahead, status="gone"), NOW)


FRESH = [
    ({"cache-control": "max-age=7200"}, 2 * HOUR),
    ({"cache-control": 'public, Max-Age="7200"'}, 2 * HOUR),
    ({"cache-control": "max-age=7200", "age": "600"}, 110 * MINUTE),
    ({"cache-control": "max-age=7200", "age": "99999"}, timedelta(0)),
    ({"cache-control": "s-maxage=7200"}, timedelta(0)),
    ({"cache-control": "no-cache, max-age=7200"}, timedelta(0)),
    ({"cache-control": "max-age=31536000"}, DAY),
    ({"cache-control": "max-age=soon"}, timedelta(0)),
    ({"expires": "Mon, 02 Mar 2026 10:00:00 GMT", "date": "Mon, 02 Mar 2026 09:30:00 GMT"}, 30 * MINUTE),
    ({"expires": "0"}, timedelta(0)),
    ({"expires": "Mon, 02 Mar 2020 10:00:00 GMT"}, timedelta(0)),
    ({}, timedelta(0)),
]


@pytest.mark.parametrize(("headers", "fresh"), FRESH, ids=str)
def test_how_long_an_answer_says_it_is_good(headers: dict[str, str], fresh: timedelta) -> None:
    assert r.freshness(headers, NOW) == fresh


def test_304_for_ever_is_put_to_the_test_once_a_day() -> None:
    lying = replace(FEED, unchanged=200, whole=NOW - 2 * DAY)
    assert r.should_renew(lying, NOW)
    assert not r.should_renew(replace(lying, whole=NOW - HOUR), NOW)
    assert not r.should_renew(replace(lying, unchanged=3), NOW)


def test_a_feed_is_silent_by_its_own_measure() -> None:
    weekly = replace(FEED, lull=7 * DAY, news=NOW - 30 * DAY)
    hourly = replace(FEED, lull=HOUR, news=NOW - 30 * DAY)
    assert not r.is_silent(weekly, NOW)
    assert r.is_silent(hourly, NOW)
    assert not r.is_silent(replace(hourly, news=NOW - 2 * DAY), NOW)
    assert not r.is_silent(replace(hourly, lull=None), NOW)


PAGES = [  # status, retry: how many tries in all
    (404, True, 3),
    (403, True, 3),
    (410, True, 1),
    (451, True, 1),
    (418, True, 1),
    (500, True, 9),
    (429, True, 9),
    (None, True, 9),
    (None, False, 1),
]


@pytest.mark.parametrize(("status", "retry", "tries"), PAGES)
def test_a_page_is_tried_so_often_and_no_more(status: int | None, retry: bool, tries: int) -> None:
    attempts = next(
        number for number in range(1, 50) if r.page_due(number, NOW, status=status, retry=retry, after=None) is None
    )
    assert attempts == tries


@given(st.integers(1, 8))
def test_a_page_is_tried_again_within_eight_hours(attempts: int) -> None:
    due = r.page_due(attempts, NOW, status=500, retry=True, after=None)
    assert due
    assert NOW < due <= NOW + 8 * HOUR


def test_of_the_ages_that_have_passed_none_is_made_up_for() -> None:
    ages = (15 * MINUTE, HOUR, 4 * HOUR)
    assert r.reread_due(ages, NOW, NOW) == NOW + 15 * MINUTE
    assert r.reread_due(ages, NOW, NOW + 2 * HOUR) == NOW + 4 * HOUR
    assert r.reread_due(ages, NOW, NOW + 5 * HOUR) is None
    assert r.reread_due((), NOW, NOW) is None
