"""robots.txt over weeks and over thousands of hosts; what it says of a page is in tests/poll/test_polite.py."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from loopback import Server, serving

from monitor.errors import FetchError
from monitor.fetch.client import Client
from monitor.fetch.manners import Manners
from monitor.fetch.robots import ASK_AGAIN, GOOD_FOR, KEPT, STALE_FOR, Robots

BEGUN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OPEN = "200 OK", "User-agent: *\nDisallow: /private\n"
DOWN = "503 Service Unavailable", ""


class Shelf:
    """Rules in memory, and how often they were looked for there."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[datetime, str | None]] = {}
        self.looks = 0

    def robots(self, origin: str) -> tuple[datetime, str | None] | None:
        self.looks += 1
        return self.rows.get(origin)

    def keep_robots(self, origin: str, at: datetime, text: str | None) -> None:
        self.rows[origin] = (at, text)


class Reader:
    """Asks a server's robots.txt about pages, at times that the test sets."""

    def __init__(self, server: Server, client: Client) -> None:
        self.server, self.shelf, self.now = server, Shelf(), BEGUN
        self.robots = Robots(client, Manners(), self.shelf, lambda: self.now)

    async def says(self, path: str = "/", host: str = "127.0.0.1") -> str:
        try:
            await self.robots.check(f"http://{host}:{self.server.port}{path}")
        except FetchError as error:
            return error.reason
        return "go ahead"


def test_of_many_hosts_the_rules_of_the_last_are_at_hand_and_the_others_are_not_asked_for_again() -> None:
    hosts = [f"127.0.{number // 250 + 1}.{number % 250 + 1}" for number in range(KEPT + 20)]

    async def main() -> tuple[int, int, int, list[str], int]:
        async with serving() as (server, client):
            server.answer = OPEN
            reader = Reader(server, client)
            for host in hosts:
                assert await reader.says(host=host) == "go ahead"
            asked, looks = len(server.asked), reader.shelf.looks
            said = [await reader.says("/private", host) for host in (hosts[-1], hosts[0])]
            held = len(reader.robots._read) + len(reader.robots._asking)
            return asked, len(server.asked), reader.shelf.looks - looks, said, held

    assert asyncio.run(main()) == (KEPT + 20, KEPT + 20, 1, ["robots", "robots"], KEPT)


def test_many_pages_of_one_host_ask_for_its_robots_txt_once() -> None:
    async def main() -> tuple[set[str], int]:
        async with serving() as (server, client):
            server.answer, server.pause = OPEN, 0.05
            reader = Reader(server, client)
            return set(await asyncio.gather(*(reader.says(f"/{number}") for number in range(20)))), len(server.asked)

    assert asyncio.run(main()) == ({"go ahead"}, 1)


OLD = [
    # how long its server has been down, what a copy says of a page that it forbids
    (GOOD_FOR, "robots"),
    (STALE_FOR - timedelta(days=1), "robots"),
    (STALE_FOR + timedelta(hours=1), "robots-silent"),
]


@pytest.mark.parametrize(("age", "said"), OLD)
def test_a_copy_that_cannot_be_renewed_speaks_for_a_month_and_no_longer(age: timedelta, said: str) -> None:
    async def main() -> tuple[str, str]:
        async with serving() as (server, client):
            server.answer = OPEN
            reader = Reader(server, client)
            await reader.says("/private")
            server.answer = DOWN
            while reader.now < BEGUN + age:  # a daemon goes on asking all the time
                reader.now = min(reader.now + timedelta(hours=5), BEGUN + age)
                last = await reader.says("/private")
            anew = Robots(client, Manners(), reader.shelf, lambda: reader.now)
            reader.robots = anew
            return last, await reader.says("/private")

    assert asyncio.run(main()) == (said, said)


def test_a_server_that_is_down_is_asked_for_its_robots_txt_every_half_hour_and_no_more_often() -> None:
    async def main() -> int:
        async with serving() as (server, client):
            server.answer = OPEN
            reader = Reader(server, client)
            await reader.says()
            server.answer = DOWN
            reader.now += GOOD_FOR
            server.asked.clear()
            for _ in range(6):
                assert await reader.says("/private") == "robots"
                reader.now += ASK_AGAIN / 3
            return len(server.asked)

    assert asyncio.run(main()) == 2
