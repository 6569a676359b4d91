"""A server on every loopback address, and a client that may ask it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

from monitor.fetch.client import Client
from monitor.fetch.guard import Guard


class Server:
    """Answers on every loopback address with one text, and knows who asked and which connections are open."""

    def __init__(self) -> None:
        self.answer = "200 OK", "news"
        self.asked: list[str] = []  # the host that each request named
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
            while head := await reader.readuntil(b"\r\n\r\n"):
                self.asked.append(re.findall(r"host: ([\d.]+)", head.decode().lower())[0])
                await asyncio.sleep(self.pause)
                status, text = self.answer
                heads = f"HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {len(text)}\r\n\r\n"
                writer.write((heads + text).encode())
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
