"""A make-believe web on loopback: hosts with names and public addresses, servers whose every byte a test decides.

Names are looked up and connections made through the ordinary `socket` module; here both are answered by the world. Each
connect() is written down. One plain server and one with TLS play all hosts; who is meant shows by the Host header.
"""

from __future__ import annotations

import asyncio
import gzip
import itertools
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from monitor.cli.run import article_rows, feed_rows
from monitor.config import load_config
from monitor.daemon import Told, one_round
from monitor.rounds.workshop import ReadSource, Walk, Workshop, _Hand
from monitor.store import open_store

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
Body = bytes | str | Iterable[bytes]


@dataclass(frozen=True)
class Seen:
    """One request as the server saw it."""

    host: str
    method: str
    target: str
    headers: Mapping[str, str]
    raw: bytes
    at: float

    @property
    def url(self) -> str:
        return self.host + self.target


@dataclass
class Reply:
    """What a server answers. `pause` seconds before the head, `drip` between the pieces of the body.

    `length`: the Content-Length it claims (None: the true one; -1: none, the body ends with the connection).
    """

    body: Body = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    pause: float = 0
    drip: float = 0
    length: int | None = None
    raw: bytes | None = None


Page = Reply | Callable[[Seen], Reply]


def redirect(to: str, status: int = 302) -> Reply:
    return Reply(status=status, headers={"Location": to})


def packed(text: str | bytes) -> bytes:
    return gzip.compress(text.encode() if isinstance(text, str) else text)


class Clock:
    """A wall clock that a test moves."""

    def __init__(self) -> None:
        self.shift = timedelta()

    def now(self) -> datetime:
        return START + self.shift


class Here(Workshop):
    """The workshop's work, done in this process: quicker, where a test is about something else."""

    def __init__(self, hand: _Hand) -> None:
        self._hand = hand

    async def read_source(self, job: ReadSource) -> Any:
        return self._hand.do(job)

    async def walk(self, page: Any, entry: Any) -> Any:
        return self._hand.do(Walk(page=page, entry=entry))

    async def close(self) -> None:
        return


class World:
    """Hosts, what they answer, and a monitor that polls them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = Clock()
        self.pages: dict[str, Page] = {}
        self.dns: dict[str, list[str] | Callable[[], list[str]]] = {}
        self.seen: list[Seen] = []
        self.connects: list[tuple[str, int]] = []
        self.ports: dict[int, int] = {}
        self.at_once: dict[str, int] = {}
        self.most_at_once: dict[str, int] = {}
        self.poll: dict[str, Any] = {"interval": "15m", "min_interval": "15m", "max_interval": "15m", "timeout": "10s"}
        self.poll["reread"] = []
        self.config = ""
        self._numbers = itertools.count(1)
        self._told: Told | None = None

    # --- the web ---

    def __setitem__(self, url: str, page: Page | Body) -> None:
        """world["host/path"] = what it answers."""
        host = url.partition("/")[0]
        self.dns.setdefault(host.partition(":")[0], [f"93.184.{next(self._numbers) + 100}.34"])
        self.pages[url] = page if callable(page) or isinstance(page, Reply) else Reply(body=page)

    def __delitem__(self, url: str) -> None:
        del self.pages[url]

    def requests(self, url: str = "", *, robots: bool = False) -> list[Seen]:
        """What was asked for, of URLs that begin like this."""
        return [each for each in self.seen if each.url.startswith(url) and (robots or each.target != "/robots.txt")]

    def forget(self) -> None:
        self.seen.clear()
        self.connects.clear()

    # --- the monitor ---

    def setting(self, *feeds: str | dict[str, Any], text: str = "") -> None:
        """The config: these feeds, the usual [poll], and `text`."""
        rows = [each if isinstance(each, dict) else {"url": each} for each in feeds]
        tables = ["[poll]", *(f"{key} = {json.dumps(value)}" for key, value in self.poll.items())]
        for row in rows:
            tables += ["[[feeds]]", *(f"{key} = {json.dumps(value)}" for key, value in row.items())]
        self.config = 'contact = "desk@paper.example"\n' + "\n".join(tables) + "\n" + text

    def round(self, *feeds: str | dict[str, Any], later: timedelta | float = 0, real: bool = False) -> Told:
        """One round, so much (minutes) later than the last; in its own workshop if `real`."""
        if feeds or not self.config:
            self.setting(*feeds)
        self.clock.shift += later if isinstance(later, timedelta) else timedelta(minutes=later)
        path = self.folder / "config.toml"
        path.write_text(self.config)
        config = load_config(path)
        with open_store(self.folder / "state") as store:
            hand = _Hand(store.folder, config.watchlist)
            hand._ledger = store.ledger
            workshop = None if real else Here(hand)
            self._told = asyncio.run(one_round(config, store, self.clock, workshop=workshop))
        return self._told

    def articles(self) -> list[dict[str, Any]]:
        with open_store(self.folder / "state", read_only=True) as store:
            return list(article_rows(store))

    def titles(self) -> list[str]:
        return [row["title"] for row in self.articles()]

    def feeds(self) -> list[dict[str, Any]]:
        with open_store(self.folder / "state", read_only=True) as store:
            return list(feed_rows(load_config(self.folder / "config.toml"), store))

    # --- what the socket module is answered ---

    def getaddrinfo(self, host: Any, port: Any, *_: Any, **__: Any) -> list[Any]:
        known = self.dns.get(host)
        if known is None:
            return _REAL_LOOKUP(host, port, 0, socket.SOCK_STREAM)  # odd forms of addresses, localhost
        addresses = known() if callable(known) else known
        if not addresses:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [
            (socket.AF_INET6 if ":" in each else socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port))
            for each in addresses
        ]

    def connect(self, plug: socket.socket, address: Any) -> Any:
        if plug.family not in (socket.AF_INET, socket.AF_INET6) or address[1] in self.ports.values():
            return _REAL_CONNECT(plug, address)
        self.connects.append((address[0], address[1]))
        return _REAL_CONNECT(plug, ("127.0.0.1", self.ports[443 if address[1] == 443 else 80]))


_REAL_LOOKUP = socket.getaddrinfo
_REAL_CONNECT = socket.socket.connect


class Server:
    """Plays all hosts of a world, in a thread of its own."""

    def __init__(self, certificate: Path | None = None) -> None:
        self.world: World | None = None
        self.ports: dict[int, int] = {}
        self._listening: list[asyncio.Server] = []
        self._loop = asyncio.new_event_loop()
        self._certificate = certificate
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        ready.wait()

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._open())
        ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(self._end())
        self._loop.close()

    async def _open(self) -> None:
        plain = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self._listening.append(plain)
        self.ports[80] = plain.sockets[0].getsockname()[1]
        if self._certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self._certificate)
            secure = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=context)
            self._listening.append(secure)
            self.ports[443] = secure.sockets[0].getsockname()[1]

    async def _end(self) -> None:
        """Let go of whoever still waits for an answer that was never to come."""
        for listening in self._listening:
            listening.close()
        waiting = asyncio.all_tasks() - {asyncio.current_task()}
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                while await self._exchange(await reader.readuntil(b"\r\n\r\n"), writer):
                    pass
        finally:
            writer.close()

    async def _exchange(self, head: bytes, writer: asyncio.StreamWriter) -> bool:
        world = self.world
        assert world
        seen = _parsed(head)
        world.seen.append(seen)
        world.at_once[seen.host] = now = world.at_once.get(seen.host, 0) + 1
        world.most_at_once[seen.host] = max(now, world.most_at_once.get(seen.host, 0))
        try:
            page = world.pages.get(seen.url) or world.pages.get(seen.host + seen.target.partition("?")[0])
            reply = page(seen) if callable(page) else page or Reply(b"not here", status=404)
            return await _send(reply, writer)
        finally:
            world.at_once[seen.host] -= 1


def _parsed(head: bytes) -> Seen:
    lines = head.decode("latin-1").split("\r\n")
    method, target, _ = lines[0].split(" ", 2)
    pairs = (line.split(":", 1) for line in lines[1:] if ":" in line)
    headers = {name.strip().lower(): value.strip() for name, value in pairs}
    return Seen(headers.get("host", ""), method, target, headers, head, time.monotonic())


async def _send(reply: Reply, writer: asyncio.StreamWriter) -> bool:
    if reply.pause:
        await asyncio.sleep(reply.pause)
    if reply.raw is not None:
        for start in range(0, len(reply.raw), 1 if reply.drip else len(reply.raw)):
            writer.write(reply.raw[start : start + 1] if reply.drip else reply.raw)
            await writer.drain()
            await asyncio.sleep(reply.drip)
        return False
    body = reply.body.encode() if isinstance(reply.body, str) else reply.body
    pieces = [body] if isinstance(body, bytes) else body
    length = reply.length if reply.length is not None else len(body) if isinstance(body, bytes) else -1
    heads = {"Content-Length": str(length)} if length >= 0 else {"Connection": "close"}
    heads |= dict(reply.headers)
    writer.write(f"HTTP/1.1 {reply.status} X\r\n".encode())
    writer.write("".join(f"{name}: {value}\r\n" for name, value in heads.items()).encode("latin-1") + b"\r\n")
    for piece in pieces if reply.status not in (204, 304) else []:
        writer.write(piece)
        await writer.drain()
        if reply.drip:
            await asyncio.sleep(reply.drip)
    await writer.drain()
    return (isinstance(body, bytes) and length == len(body)) or reply.status in (204, 304)


# --- documents ------------------------------------------------------------------------------------------------


def item(name: str, **more: str) -> str:
    """An RSS item; `link` and `guid` "" for none."""
    fields = {"title": f"Story {name}", "link": f"http://news.example/{name}", "guid": "", "description": ""} | more
    return "<item>" + "".join(f"<{tag}>{value}</{tag}>" for tag, value in fields.items() if value) + "</item>"


def rss(*items: str, head: str = "", version: str = "2.0") -> str:
    channel = f"<title>News</title><link>http://news.example/</link>{head}{''.join(items)}"
    return f'<?xml version="1.0"?><rss version="{version}"><channel>{channel}</channel></rss>'


def article(
    text: str = "The council met on Monday and agreed on the plan.", title: str = "A story", head: str = ""
) -> str:
    paragraphs = "".join(
        f"<p>{each} It was said in the town hall, in front of a large and patient crowd.</p>" for each in (text,) * 3
    )
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head>"
        f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )
