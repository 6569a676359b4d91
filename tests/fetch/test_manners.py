"""Turns at hosts, and how long a Retry-After asks us to stay away."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import FetchError
from monitor.fetch.manners import AT_ONCE, GIVEN_UP, MANY, Manners, retry_after
from monitor.fetch.urls import place

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WEEK = timedelta(days=7)
WISHES = {
    "120": timedelta(minutes=2),
    " 0 ": timedelta(0),
    "99999999999999999999": WEEK,
    "Mon, 02 Mar 2026 10:00:00 GMT": timedelta(hours=1),
    "Monday, 02-Mar-26 10:00:00 GMT": timedelta(hours=1),
    "Mon, 02 Mar 2026 08:00:00 GMT": timedelta(0),
    "Fri, 01 Jan 2100 00:00:00 GMT": WEEK,
    "soon": None,
    "-5": None,
    "1.5": None,
    "": None,
    "٣": None,
}


@pytest.mark.parametrize("text", WISHES)
def test_retry_after_is_a_time_to_stay_away_or_nothing(text: str) -> None:
    assert retry_after(text, NOW) == WISHES[text]


@given(st.text(max_size=40))
def test_any_retry_after_is_within_a_week_or_nothing(text: str) -> None:
    found = retry_after(text, NOW)
    assert found is None or timedelta(0) <= found <= WEEK


def test_a_host_gets_two_requests_at_once_and_other_hosts_do_not_wait_for_it() -> None:
    inside: list[str] = []
    most: dict[str, int] = {}

    async def one(manners: Manners, url: str) -> None:
        async with manners.turn(place(url)):
            inside.append(url)
            most[url] = max(most.get(url, 0), inside.count(url))
            await asyncio.sleep(0.01)
            inside.remove(url)

    async def main() -> None:
        manners = Manners()
        await asyncio.gather(*(one(manners, f"http://{host}.example/") for host in "ab" for _ in range(10)))

    asyncio.run(main())
    assert most == {"http://a.example/": AT_ONCE, "http://b.example/": AT_ONCE}


def test_a_host_that_does_not_answer_is_left_alone_and_one_that_does_is_not() -> None:
    async def main() -> list[str]:
        manners, reasons = Manners(), []
        for reason in ["timeout", "status", *["timeout"] * GIVEN_UP, "timeout"]:
            try:
                async with manners.turn(place("http://news.example/")):
                    raise FetchError("no", reason=reason)
            except FetchError as error:
                reasons.append(error.reason)
        return reasons

    assert asyncio.run(main()) == ["timeout", "status", *["timeout"] * GIVEN_UP, "host-down"]


def test_nobody_waits_for_a_turn_beyond_the_end_of_the_round() -> None:
    async def main() -> None:
        manners = Manners()
        manners.slow_down("news.example", 60)
        manners.until = asyncio.get_running_loop().time() + 1
        async with manners.turn(place("http://news.example/")):
            pass
        async with manners.turn(place("http://news.example/")):
            pass

    with pytest.raises(FetchError) as refused:
        asyncio.run(main())
    assert refused.value.reason == "later"


def test_of_many_hosts_only_those_are_kept_in_mind_of_which_there_is_something_to_remember() -> None:
    async def main() -> tuple[int, list[str], float]:
        manners, reasons = Manners(), []
        manners.slow_down("slow.example", 0.2)
        for _ in range(GIVEN_UP):
            with suppress(FetchError):
                async with manners.turn(place("http://down.example/")):
                    raise FetchError("no", reason="timeout")
        async with AsyncExitStack() as stay:
            for _ in range(AT_ONCE):
                await stay.enter_async_context(manners.turn(place("http://busy.example/")))
            for number in range(MANY * 3):
                async with manners.turn(place(f"http://{number}.example/")):
                    pass
            waiting = asyncio.create_task(_pass(manners, "http://busy.example/"))
            await asyncio.sleep(0.01)
            reasons.append("waits" if not waiting.done() else "passes")
        await waiting
        with pytest.raises(FetchError) as caught:
            await _pass(manners, "http://down.example/")
        reasons.append(caught.value.reason)
        begun = asyncio.get_running_loop().time()
        for _ in range(2):
            await _pass(manners, "http://slow.example/")
        return len(manners._hosts), reasons, asyncio.get_running_loop().time() - begun

    known, reasons, seconds = asyncio.run(main())
    assert known <= MANY
    assert reasons == ["waits", "host-down"]
    assert seconds >= 0.2


async def _pass(manners: Manners, url: str) -> None:
    async with manners.turn(place(url)):
        return
