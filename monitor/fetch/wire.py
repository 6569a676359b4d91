"""HTTP/1.1 on the wire: connections to checked addresses, some kept open for a next request, one exchange at a time.

h11 is the conversation, asyncio the sockets. Law of this room: no redirects, no decoding, no clock: whoever calls
limits the time of the whole. A cancelled exchange closes its connection, so nothing is lost to a pool (httpcore loses
a slot for good there); a poller's new connection costs a third of what it does in httpcore.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Final, cast

import h11

from monitor.errors import FetchError
from monitor.fetch.guard import Guard, Resolver

HEADERS: Final = 64 * 1024  # bytes of headers that a server may send
HIGH: Final = 256 * 1024  # bytes that wait unread before the server is made to wait
CONNECT: Final = 3.0  # seconds for one address, if there is another to try
ADDRESSES: Final = 4
IDLE: Final = 2  # connections kept open to one origin
IDLE_IN_ALL: Final = 100  # ten thousand would take as many descriptors, and the garbage collector 150 ms a look

Origin = tuple[str, str, int]
Headers = Sequence[tuple[bytes, bytes]]


class Connection(asyncio.Protocol):
    """One open connection to one server."""

    def __init__(self) -> None:
        self._h11 = h11.Connection(h11.CLIENT, max_incomplete_event_size=HEADERS)
        self._transport: asyncio.Transport | None = None
        self._news: asyncio.Future[None] | None = None
        self._waiting = 0
        self._paused = False
        self.ended = False
        self.heard = False  # whether the server has answered anything in this exchange

    # --- what asyncio calls ---

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self.heard = True
        self._h11.receive_data(data)
        self._waiting += len(data)
        if self._waiting > HIGH and self._transport and not self._paused:
            self._paused = True
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> bool:
        self._end()
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        self._end()

    def _end(self) -> None:
        if not self.ended:
            self.ended = True
            with contextlib.suppress(RuntimeError, h11.ProtocolError):
                self._h11.receive_data(b"")
        self._wake()

    def _wake(self) -> None:
        if self._news and not self._news.done():
            self._news.set_result(None)

    # --- one exchange ---

    async def ask(self, method: bytes, target: bytes, headers: Headers) -> h11.Response:
        """Send a request without a body; the head of what comes back."""
        assert self._transport  # noqa: S101
        self.heard = False
        request = self._h11.send(h11.Request(method=method, target=target, headers=list(headers)))
        end = self._h11.send(h11.EndOfMessage())
        self._transport.write((request or b"") + (end or b""))
        while True:
            event = await self._next()
            if isinstance(event, h11.Response):
                return event
            if not isinstance(event, h11.InformationalResponse):
                raise FetchError("the server closed without an answer", reason="protocol")

    async def body(self) -> AsyncIterator[bytes]:
        """The body as it comes, still packed; it ends where the server said, or `FetchError` is raised."""
        while True:
            event = await self._next()
            if isinstance(event, h11.Data):
                yield bytes(event.data)
            elif isinstance(event, h11.EndOfMessage):
                return
            else:
                raise FetchError("the answer broke off", reason="truncated")

    async def _next(self) -> h11.Event | type[h11.PAUSED]:
        while True:
            try:
                event = self._h11.next_event()
            except h11.RemoteProtocolError as error:
                raise _protocol_error(error, self.ended) from None
            if event is not h11.NEED_DATA:
                return cast("h11.Event | type[h11.PAUSED]", event)
            if self.ended:
                raise FetchError("the server closed before its answer was complete", reason="truncated")
            self._waiting = 0
            if self._paused and self._transport:
                self._paused = False
                self._transport.resume_reading()
            self._news = asyncio.get_running_loop().create_future()
            await self._news

    def ready(self) -> bool:
        """Whether another request can go over this connection."""
        if self.ended or self._h11.our_state is not h11.DONE or self._h11.their_state is not h11.DONE:
            return False
        if self._h11.trailing_data[0]:
            return False
        self._h11.start_next_cycle()
        return True

    def close(self) -> None:
        if self._transport:
            self._transport.abort()


def _protocol_error(error: h11.RemoteProtocolError, ended: bool) -> FetchError:
    said = str(error)
    if "too long" in said or "Receive buffer" in said:
        return FetchError(f"more than {HEADERS // 1024} KB of headers", reason="headers")
    if ended:
        return FetchError("the answer broke off", reason="truncated")
    return FetchError("the answer is not HTTP", reason="protocol")


class Wire:
    """Opens connections and keeps those that were used last for the next request to the same origin."""

    def __init__(self, guard: Guard, resolver: Resolver, trust: Callable[[], ssl.SSLContext]) -> None:
        self._guard, self._resolver, self._trust = guard, resolver, trust
        self._context: ssl.SSLContext | None = None
        self._idle: dict[Connection, Origin] = {}  # in the order of their last use
        self._open_to: dict[Origin, list[Connection]] = {}  # the same by origin

    async def ask(
        self, origin: Origin, method: bytes, target: bytes, headers: Headers
    ) -> tuple[Connection, h11.Response]:
        """The head of the answer and the connection that its body comes over; give that back with `done`."""
        while kept := self._take(origin):
            try:
                return kept, await self._exchange(kept, method, target, headers)
            except (FetchError, OSError):
                if kept.heard:
                    raise  # it answered, if badly: not a connection that had gone stale
        connection = await self._connect(origin)
        return connection, await self._exchange(connection, method, target, headers)

    def done(self, origin: Origin, connection: Connection) -> None:
        """Keep `connection` if another request can use it, else close it; the one idle for longest gives way."""
        if len(self._open_to.get(origin, ())) >= IDLE or not connection.ready():
            connection.close()
            return
        self._idle[connection] = origin
        self._open_to.setdefault(origin, []).append(connection)
        if len(self._idle) > IDLE_IN_ALL:
            self._forget(next(iter(self._idle))).close()

    def close(self) -> None:
        for connection in tuple(self._idle):
            self._forget(connection).close()

    def _take(self, origin: Origin) -> Connection | None:
        while kept := self._open_to.get(origin):
            connection = self._forget(kept[-1])
            if not connection.ended:
                return connection
            connection.close()
        return None

    def _forget(self, connection: Connection) -> Connection:
        """The same connection, idle no more."""
        origin = self._idle.pop(connection)
        self._open_to[origin].remove(connection)
        if not self._open_to[origin]:
            del self._open_to[origin]
        return connection

    async def _exchange(self, connection: Connection, method: bytes, target: bytes, headers: Headers) -> h11.Response:
        try:
            return await connection.ask(method, target, headers)
        except BaseException:
            connection.close()
            raise

    async def _connect(self, origin: Origin) -> Connection:
        scheme, host, port = origin
        addresses = self._guard.choose(host, port, await self._resolver.look_up(host, port))[:ADDRESSES]
        trouble: Exception = OSError("no address")
        for number, address in enumerate(addresses, 1):
            try:
                async with asyncio.timeout(CONNECT if number < len(addresses) else None):
                    return await self._open(scheme, host, address, port)
            except ssl.SSLCertVerificationError as error:
                raise FetchError(
                    f"the certificate of {host} is not good: {error.verify_message}", reason="tls"
                ) from None
            except (OSError, TimeoutError) as error:
                trouble = error
        reason = "tls" if isinstance(trouble, ssl.SSLError) else "connect"
        raise FetchError(f"no connection to {host} port {port}: {_why(trouble)}", reason=reason) from None

    async def _open(self, scheme: str, host: str, address: str, port: int) -> Connection:
        loop = asyncio.get_running_loop()
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        plug = socket.socket(family, socket.SOCK_STREAM)
        try:
            plug.setblocking(False)
            await loop.sock_connect(plug, (address, port))
            _, connection = await loop.create_connection(
                Connection,
                sock=plug,
                ssl=self._secure() if scheme == "https" else None,
                server_hostname=host if scheme == "https" else None,
            )
        except BaseException:
            plug.close()
            raise
        return connection

    def _secure(self) -> ssl.SSLContext:
        self._context = self._context or self._trust()
        return self._context


def _why(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer"
    return (
        getattr(error, "reason", None) or error.strerror
        if isinstance(error, OSError) and error.strerror
        else str(error)
    )
