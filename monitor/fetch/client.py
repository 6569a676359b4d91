"""One fetch, whole: redirects, conditional requests, limits on bytes and on time. The only file that knows httpx.

httpx is the seam (any of its transports can stand in), `Transport` is what it runs on: our own wire, because the
default pool costs three times the CPU and loses slots when a request is cancelled.

Law of this room: everything else gets plain records. Nothing is kept between two fetches but open connections: no
cookies, no credentials beyond the origin they were given for. Each hop of a redirect is checked like the first.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Protocol

import httpx

from monitor import __version__
from monitor.errors import FetchError
from monitor.fetch import coding
from monitor.fetch.guard import Guard, Resolver
from monitor.fetch.urls import Place, joined, place
from monitor.fetch.wire import Connection, Wire
from monitor.sources import Validators

NAME = "monitor"  # also what robots.txt calls us
HOPS = 8
REDIRECTS = frozenset({301, 302, 303, 307, 308})
FOR_GOOD = frozenset({301, 308})
SMALL = 1 << 20  # bytes; of larger bodies only so many are held at once
LARGE_AT_ONCE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """What is asked for: the Accept header, how large it may be, and which labels cannot be it.

    `limit` counts unpacked bytes; `packed` those on the wire. A refused label ends the fetch before the body is read.
    """

    accept: str
    limit: int
    packed: int = 10 << 20
    refused: tuple[str, ...] = ("image/", "video/", "audio/", "font/")


FEED = Want(
    accept="application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9,"
    " application/json;q=0.8, text/html;q=0.5, */*;q=0.1",
    limit=16 << 20,
)
PAGE = Want(
    accept="text/html, application/xhtml+xml, application/xml;q=0.8, text/plain;q=0.5, */*;q=0.1",
    limit=8 << 20,
    refused=(*FEED.refused, "application/pdf", "application/zip", "application/msword", "application/vnd."),
)
ROBOTS = Want(accept="text/plain, */*;q=0.1", limit=512 << 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a URL answered in the end. `body` is unpacked, and read for a 200 only; header names are lower case."""

    url: str
    final_url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = field(default=b"", repr=False)
    hops: tuple[int, ...] = ()  # the status of each redirect on the way

    @property
    def moved_for_good(self) -> bool:
        return bool(self.hops) and FOR_GOOD.issuperset(self.hops)

    @property
    def validators(self) -> Validators | None:
        """What to ask with next time, exactly as it came."""
        etag, modified = self.headers.get("etag", ""), self.headers.get("last-modified", "")
        return Validators(url=self.final_url, etag=etag, modified=modified) if etag or modified else None


class Turns(Protocol):
    """When a request may go out: entered before each hop, left when its answer has been read."""

    def turn(self, where: Place) -> AbstractAsyncContextManager[None]: ...


class Transport(httpx.AsyncBaseTransport):
    """httpx on our own wire. The request line is sent as `extensions["target"]` has it."""

    def __init__(self, guard: Guard) -> None:
        self._wire = Wire(guard, Resolver(), httpx.create_ssl_context)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        where: Place = request.extensions["place"]
        connection, head = await self._wire.ask(
            where.origin, request.method.encode(), where.target.encode(), request.headers.raw
        )
        stream = _Stream(connection, partial(self._wire.done, where.origin, connection))
        return httpx.Response(head.status_code, headers=list(head.headers), stream=stream)

    async def aclose(self) -> None:
        self._wire.close()


class _Stream(httpx.AsyncByteStream):
    """A body on its way; closed early, it takes its connection with it."""

    def __init__(self, connection: Connection, done: partial[None]) -> None:
        self._connection, self._done = connection, done

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._connection.body():
            yield chunk

    async def aclose(self) -> None:
        self._done()


class Client:
    """Fetches one URL at a time for many callers at once."""

    def __init__(
        self,
        *,
        guard: Guard | None = None,
        contact: str | None = None,
        timeout: timedelta = timedelta(seconds=20),
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._transport = transport or Transport(guard or Guard())
        self._seconds = timeout.total_seconds()
        self._large = asyncio.Semaphore(LARGE_AT_ONCE)
        self._headers = {want.accept: _standing_headers(want, contact) for want in (FEED, PAGE, ROBOTS)}

    async def fetch(
        self,
        url: str,
        want: Want,
        *,
        turns: Turns,
        validators: Validators | None = None,
        login_of: str | None = None,
    ) -> Answer:
        """What `url` answers in the end; `FetchError` with a reason where it gives no answer that can be used.

        Credentials are those in `login_of` (else in `url`), and go to that origin only.
        """
        here, owner = place(url), place(login_of or url)
        first, left, seen, hops = here, self._seconds, {here.url}, list[int]()
        while True:
            async with turns.turn(here):
                begun = time.monotonic()
                answer = await self._hop(owner, here, want, validators, left)
                left -= time.monotonic() - begun
            onward = _onward(answer)
            if onward is None:
                return replace(answer, url=first.url, hops=tuple(hops))
            here = place(joined(here.url, onward))
            hops.append(answer.status)
            if here.url in seen or len(hops) > HOPS:
                raise FetchError(f"redirects that lead in a circle ({len(hops)} of them)", reason="redirects")
            seen.add(here.url)

    async def _hop(self, owner: Place, here: Place, want: Want, validators: Validators | None, left: float) -> Answer:
        try:
            async with asyncio.timeout(left):
                return await self._exchange(owner, here, want, validators)
        except TimeoutError:
            raise FetchError(f"no whole answer within {self._seconds:g} s", reason="timeout") from None
        except OSError as error:
            raise FetchError(f"the connection broke: {error.strerror or error}", reason="connect") from None

    async def _exchange(self, owner: Place, here: Place, want: Want, validators: Validators | None) -> Answer:
        headers = [(b"Host", here.netloc.encode()), *self._headers[want.accept]]
        if owner.login and _is_own(here, owner):
            headers.append((b"Authorization", owner.login.encode()))
        if validators and validators.url == here.url:
            headers += _conditions(validators)
        try:
            request = httpx.Request("GET", here.url, headers=headers, extensions={"place": here})
        except httpx.InvalidURL:
            raise FetchError("an address that cannot be asked for", reason="url", retry=False) from None
        response = await self._transport.handle_async_request(request)
        try:
            heads = _plain_headers(response.headers.raw)
            body = await self._read(response, heads, want) if response.status_code == 200 else b""
        finally:
            await response.aclose()
        return Answer(url=here.url, final_url=here.url, status=response.status_code, headers=heads, body=body)

    async def _read(self, response: httpx.Response, heads: Mapping[str, str], want: Want) -> bytes:
        label = heads.get("content-type", "").strip().lower()
        if label.startswith(want.refused):
            raise FetchError(f"{label.partition(';')[0]} is nothing to read", reason="not-text", retry=False)
        size = heads.get("content-length", "")
        if size.isdigit() and int(size) > want.packed:
            raise coding.too_large()
        body = coding.Body(heads.get("content-encoding", ""), limit=want.limit, packed=want.packed)
        async with AsyncExitStack() as large:
            async for chunk in response.stream:  # type: ignore[union-attr]
                small = body.size <= SMALL
                body.add(chunk)
                if small and body.size > SMALL:
                    await large.enter_async_context(self._large)
        return body.whole()

    async def aclose(self) -> None:
        await self._transport.aclose()


def _standing_headers(want: Want, contact: str | None) -> list[tuple[bytes, bytes]]:
    """The headers that are the same in every request, made once."""
    return [
        (b"User-Agent", user_agent(contact).encode("ascii", "replace")),
        (b"Accept", want.accept.encode()),
        (b"Accept-Encoding", coding.ADVERTISED.encode()),
    ]


def user_agent(contact: str | None) -> str:
    """Who is asking: name, version and how to reach whoever runs this."""
    reach = " ".join((contact or "").split())
    return f"{NAME}/{__version__} (news monitor; +{reach})" if reach else f"{NAME}/{__version__} (news monitor)"


def _conditions(validators: Validators) -> list[tuple[bytes, bytes]]:
    given = ((b"If-None-Match", validators.etag), (b"If-Modified-Since", validators.modified))
    return [(name, value.encode("latin-1")) for name, value in given if value]


def _plain_headers(raw: Sequence[tuple[bytes, bytes]]) -> dict[str, str]:
    """Names in lower case, byte for byte as characters; of a header sent twice the first, Cache-Control as one list."""
    heads: dict[str, str] = {}
    for name, value in raw:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        heads[key] = f"{heads[key]}, {text}" if key == "cache-control" and key in heads else heads.get(key, text)
    return heads


def _is_own(here: Place, owner: Place) -> bool:
    """Whether credentials given for `owner` may go to `here`: the same origin, or the same host gone over to https."""
    upgraded = (owner.scheme, owner.port, here.scheme, here.port) == ("http", 80, "https", 443)
    return here.host == owner.host and (here.origin == owner.origin or upgraded)


def _onward(answer: Answer) -> str | None:
    """Where a redirect leads, as it was written (some servers send UTF-8); None for any other answer."""
    if answer.status not in REDIRECTS:
        return None
    where = answer.headers.get("location", "").strip()
    if not where:
        raise FetchError("a redirect that names no address", reason="redirects")
    try:
        return where.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return where
