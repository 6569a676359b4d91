"""Who comes in, and what leaves: every request passes here first, every answer carries the same headers.

    Host       a bare IP address, localhost or a name of ours: a page elsewhere that points its own name at this
               machine (DNS rebinding) is turned away
    password   reads and acts, token only reads; as HTTP Basic (whatever the user's name is, it is the author) or Bearer
    POST       comes from a page of ours (Origin, Sec-Fetch-Site) with the token that only our pages carry

Law of this room: secrets are compared in constant time, and nothing here says more than yes, no and what to do.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hmac
import ipaddress
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.config import WebConfig

HEADERS: Mapping[str, str] = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # no-referrer would make browsers hide the Origin of our own forms
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
# what needs no password: /healthz (asked by machines that know none; says nothing but well or unwell), the look of
# pages, and an address that is its own password: it answers one question
OPEN = ("/healthz", "/static/", "/signed/")
PAUSE = 0.5  # after a wrong password


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who asks: `author` is written beside what they do."""

    author: str
    acts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What the config says of visitors. `key` is this process's own and makes the forms' tokens."""

    web: WebConfig
    listens: str = "127.0.0.1"
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def knows(self, host: str) -> bool:
        """Whether a Host header names us."""
        name = urlsplit(f"//{host}").hostname or ""
        if name in ("localhost", self.listens.lower(), *(each.lower() for each in self.web.hosts)):
            return True
        if self.web.url and name == urlsplit(self.web.url).hostname:
            return True
        try:
            return bool(ipaddress.ip_address(name))
        except ValueError:
            return False

    def visitor(self, authorization: str) -> Visitor | None:
        """Who asks; None for somebody who must say a password first."""
        author, secret = _credentials(authorization)
        if self.web.password is None and self.web.token is None:
            return Visitor(author="board", acts=not self.web.read_only)
        if self.web.password is not None and _same(secret, self.web.password.reveal()):
            return Visitor(author=author or "board", acts=not self.web.read_only)
        if self.web.token is not None and _same(secret, self.web.token.reveal()):
            return Visitor(author=author or "api", acts=False)
        return None

    def form_token(self, visitor: Visitor) -> str:
        """What a form of ours carries; a page elsewhere cannot read it."""
        return hmac.new(self.key, visitor.author.encode(), "sha256").hexdigest()

    def is_ours(self, headers: Headers) -> bool:
        """Whether a POST was sent from a page of ours, as far as the browser says."""
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != headers.get("host", ""):
            return False
        return headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


class Guard:
    """The ASGI middleware that applies the rules."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self.app = app
        self.rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        answer = await self._refusal(scope)
        await (answer or self.app)(scope, receive, _with_headers(scope, send))

    async def _refusal(self, scope: Scope) -> Response | None:
        """The answer to a request that does not get in; None for one that does."""
        headers = Headers(scope=scope)
        if not self.rules.knows(headers.get("host", "")):
            return PlainTextResponse(
                "The board is not known by this name. If it should be, add it to hosts below [web].", 421
            )
        visitor = self.rules.visitor(headers.get("authorization", ""))
        if visitor is None and not scope["path"].startswith(OPEN):
            if "authorization" in headers:
                await asyncio.sleep(PAUSE)
            challenge = {"www-authenticate": 'Basic realm="monitor", charset="UTF-8"'}
            return PlainTextResponse("The board asks for its password.", 401, challenge)
        if scope["method"] not in ("GET", "HEAD") and not self.rules.is_ours(headers):
            return PlainTextResponse("This was sent from a page elsewhere; nothing was done.", 403)
        scope.setdefault("state", {})["visitor"] = visitor
        return None


def _with_headers(scope: Scope, send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("cache-control", "no-cache" if scope["path"].startswith("/static/") else "no-store")
        await send(message)

    return sending


def _credentials(authorization: str) -> tuple[str, str]:
    """Name and secret of an Authorization header; empty where it is none that we know."""
    kind, _, given = authorization.partition(" ")
    if kind.lower() == "bearer":
        return "api", given.strip()
    return _basic(given) if kind.lower() == "basic" else ("", "")


def _basic(given: str) -> tuple[str, str]:
    try:
        name, _, secret = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return "".join(each for each in name if each.isprintable())[:60], secret


def _same(given: str, secret: str) -> bool:
    return bool(secret) and hmac.compare_digest(given.encode(), secret.encode())
