"""Connections kept open between requests: few in all, those used last, and never more than two to one origin."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

from monitor.fetch.client import PAGE, Client
from monitor.fetch.guard import Guard
from monitor.fetch.manners import Manners
from monitor.fetch.wire import IDLE, IDLE_IN_ALL

WHOLE = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nnews"


class Server:
    """Answers on every loopback address, and knows which connections are open."""

    def __init__(self) -> None:
        self.port = 0
        self.begun: list[str] = []  # the address that each connection was made to
        self.open = 0
        self.pause = 0.0
        self.writers: list[asyncio.StreamWriter] = []

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.begun.append(writer.get_extra_info("sockname")[0])
        self.writers.append(writer)
        self.open += 1
        with suppress(OSError, asyncio.IncompleteReadError):
            while await reader.readuntil(b"\r\n\r\n"):
                await asyncio.sleep(self.pause)
                writer.write(WHOLE)
        self.open -= 1
        writer.close()

    async def settled(self) -> int:
        """How many connections are open once the closing of others has come through."""
        before = -1
        while before != self.open:
            before = self.open
            await asyncio.sleep(0.05)
        return before


@asynccontextmanager
async def serving() -> AsyncIterator[tuple[Server, Client]]:
    server = Server()
    async with await asyncio.start_server(server.handle, "0.0.0.0", 0, backlog=500) as found:
        server.port = found.sockets[0].getsockname()[1]
        client = Client(guard=Guard(["127.0.0.0/8"]), timeout=timedelta(seconds=20))
        try:
            yield server, client
        finally:
            await client.aclose()
            await server.settled()


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
