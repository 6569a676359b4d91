"""Connections kept open between requests: few in all, those used last, and never more than two to one origin."""

from __future__ import annotations

import asyncio

from loopback import Server, serving

from monitor.fetch.client import PAGE, Client
from monitor.fetch.manners import Manners
from monitor.fetch.wire import IDLE, IDLE_IN_ALL


async def ask(server: Server, client: Client, host: str) -> None:
    answer = await client.fetch(f"http://{host}:{server.port}/", PAGE, turns=Manners())
    assert answer.body == b"news"


def test_of_many_servers_only_those_asked_last_are_kept_connected() -> None:
    hosts = [f"127.0.1.{number + 1}" for number in range(IDLE_IN_ALL + 20)]

    async def main() -> tuple[int, list[str]]:
        async with serving() as (server, client):
            for host in hosts:
                await ask(server, client, host)
            still = await server.settled()
            server.begun.clear()
            for host in (hosts[-1], hosts[20], hosts[0]):  # the last, the oldest that was kept, one that was not
                await ask(server, client, host)
            return still, server.begun

    assert asyncio.run(main()) == (IDLE_IN_ALL, [hosts[0]])


def test_a_connection_used_again_is_not_the_next_to_give_way() -> None:
    hosts = [f"127.0.1.{number + 1}" for number in range(IDLE_IN_ALL)]

    async def main() -> list[str]:
        async with serving() as (server, client):
            for host in (*hosts, hosts[0], "127.0.2.1"):
                await ask(server, client, host)
            server.begun.clear()
            for host in (hosts[0], hosts[1]):
                await ask(server, client, host)
            return server.begun

    assert asyncio.run(main()) == [hosts[1]]


def test_one_server_is_left_with_two_connections_at_most() -> None:
    async def main() -> tuple[int, int]:
        async with serving() as (server, client):
            server.pause = 0.05
            await asyncio.gather(*(ask(server, client, "127.0.0.1") for _ in range(IDLE + 3)))
            return len(server.begun), await server.settled()

    assert asyncio.run(main()) == (IDLE + 3, IDLE)


def test_a_connection_that_the_server_has_closed_meanwhile_costs_a_new_one_and_no_failure() -> None:
    async def main() -> int:
        async with serving() as (server, client):
            await ask(server, client, "127.0.0.1")
            server.writers[0].close()
            await server.settled()
            await ask(server, client, "127.0.0.1")
            return len(server.begun)

    assert asyncio.run(main()) == 2
