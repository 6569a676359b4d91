"""Real servers on 127.0.0.1 that answer as a script says: an SMTP sink (aiosmtpd) and an HTTP sink."""

from __future__ import annotations

import asyncio
import json
import ssl
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, TypeVar

from aiosmtpd.smtp import SMTP, AuthResult

Sink = TypeVar("Sink")

CERTIFICATES = Path(__file__).parents[1] / "poll" / "certs"


@dataclass
class MailSink:
    """`answers` are taken one a mail (the last for ever): a reply to DATA, or "rcpt 550 ...", "greet 421 ...",
    "mute" (no word from the beginning), "silent" (at the end), "drop" (accept the data, then hang up)."""

    answers: Sequence[str] = ("250 taken",)
    mails: list[EmailMessage] = field(default_factory=list)
    tries: int = 0
    port: int = 0

    def now(self) -> str:
        return self.answers[min(self.tries, len(self.answers) - 1)]

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        verb, _, reply = self.now().partition(" ")
        if verb == "rcpt":
            self.tries += 1
            return reply
        if verb == "only":  # one address is refused for now: "only bad@x 451 later"
            wrong, _, reply = reply.partition(" ")
            if address == wrong:
                return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = self.now()
        self.tries += 1
        if answer == "silent":
            await asyncio.sleep(60)
        if answer.startswith(("4", "5")):
            return answer
        mail = message_from_bytes(envelope.content, policy=policy.default)
        mail.recipients = list(envelope.rcpt_tos)  # type: ignore[attr-defined]
        self.mails.append(mail)  # type: ignore[arg-type]
        if answer == "drop":
            server.transport.abort()
        return "250 taken"


class _Server(SMTP):
    def connection_made(self, transport: Any) -> None:
        sink: MailSink = self.event_handler
        verb, _, reply = sink.now().partition(" ")
        if verb == "greet":
            sink.tries += 1
            transport.write(reply.encode() + b"\r\n")
            transport.close()
            return
        if verb == "mute":
            sink.tries += 1
            return
        super().connection_made(transport)


@asynccontextmanager
async def mail_sink(
    *answers: str, password: str = "", tls: str = "none", sink: MailSink | None = None
) -> AsyncIterator[MailSink]:
    """A mail server; with a `password` only whoever knows it may send. `tls`: none, starttls, tls, as news.example."""
    sink = sink or MailSink(answers or ("250 taken",))

    def known(server: Any, session: Any, envelope: Any, mechanism: str, login: Any) -> AuthResult:
        return AuthResult(success=login.password == password.encode(), handled=False)

    login = {"authenticator": known, "auth_required": True, "auth_require_tls": False} if password else {}
    if tls == "starttls":
        login |= {"tls_context": _certificate(), "require_starttls": True}
    server = await asyncio.get_running_loop().create_server(
        lambda: _Server(sink, hostname="sink", enable_SMTPUTF8=True, **login),
        "127.0.0.1",
        sink.port,
        ssl=_certificate() if tls == "tls" else None,
    )
    sink.port = server.sockets[0].getsockname()[1]
    try:
        yield sink
    finally:
        server.close()


def _certificate() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / "server.pem")
    return context


@dataclass
class Post:
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


Answer = tuple[int, dict[str, str], str]


@dataclass
class HookSink:
    """`answers` are taken one a request (the last for ever); the status 0 is silence; `before` each is called."""

    answers: Sequence[Answer] = ((200, {}, "ok"),)
    posts: list[Post] = field(default_factory=list)
    port: int = 0
    before: Callable[[], None] = field(default=lambda: None)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks/T0P-S3CRET-path"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                first, *lines = head.decode().split("\r\n")[:-2]
                headers = {name.lower(): text for name, _, text in (line.partition(": ") for line in lines)}
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                status, extra, said = self.answers[min(len(self.posts), len(self.answers) - 1)]
                self.posts.append(Post(first.split()[1], headers, body))
                self.before()
                if status == 0:
                    await asyncio.sleep(60)
                more = "".join(f"{name}: {text}\r\n" for name, text in extra.items())
                writer.write(f"HTTP/1.1 {status} X\r\n{more}Content-Length: {len(said)}\r\n\r\n{said}".encode())
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


@asynccontextmanager
async def hook_sink(*answers: Answer, sink: HookSink | None = None) -> AsyncIterator[HookSink]:
    sink = sink or HookSink(answers or ((200, {}, "ok"),))
    server = await asyncio.start_server(sink.serve, "127.0.0.1", sink.port)
    sink.port = server.sockets[0].getsockname()[1]
    try:
        yield sink
    finally:
        server.close()


@contextmanager
def served(opened: AbstractAsyncContextManager[Sink]) -> Iterator[Sink]:
    """A sink in an event loop of its own; at the end whoever still waits there is let go."""
    ready, running = threading.Event(), list[tuple[asyncio.AbstractEventLoop, asyncio.Event, Sink]]()

    async def serve() -> None:
        async with opened as sink:
            running.append((asyncio.get_running_loop(), asyncio.Event(), sink))
            ready.set()
            await running[0][1].wait()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert ready.wait(10)
    loop, stop, sink = running[0]
    try:
        yield sink
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(5)
