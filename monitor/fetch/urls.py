"""A URL taken apart for the wire: whom to ask, what to ask for, and whom to say we are.

Law of this room: the request goes out as it was configured. Query, order and percent-escapes are not touched (a signed
URL stays whole); only what no request line can hold (spaces, letters beyond ASCII) is escaped, and the fragment stays
here. Credentials leave the URL at once and are shown nowhere.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote_to_bytes, urljoin, urlsplit, urlunsplit

import idna

from monitor.errors import FetchError

PORTS = {"http": 80, "https": 443}
LONGEST = 8_000  # characters: what servers commonly take
_UNSENDABLE = re.compile(r"[^\x21-\x7e]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a URL leads. `url` is without credentials and fragment; `login` is a ready Authorization header."""

    url: str
    scheme: str
    host: str  # as DNS knows it: lower case, xn--
    port: int
    target: str
    login: str = field(default="", repr=False)

    @property
    def origin(self) -> tuple[str, str, int]:
        return self.scheme, self.host, self.port

    @property
    def netloc(self) -> str:
        """The Host header: the port only where it is not the scheme's own."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == PORTS[self.scheme] else f"{name}:{self.port}"


def place(url: str) -> Place:
    """Where `url` leads; `FetchError` ("url") for what is no http or https address."""
    parts = _split(_CONTROL.sub("", url.strip()))
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise _wrong(f"{scheme or 'this'}: is no scheme that is followed, only http and https")
    host, port = _host(parts), _port(parts) or PORTS[scheme]
    path = _escape(parts.path) or "/"
    target = f"{path}?{_escape(parts.query)}" if parts.query else path
    if len(target) > LONGEST:
        raise _wrong(f"an address of {len(target)} characters is too long to ask for")
    found = Place("", scheme, host, port, target, _login(parts))
    return Place(f"{scheme}://{found.netloc}{target}", scheme, host, port, target, found.login)


def without_login(url: str) -> str:
    """The same URL without user and password: how a URL is named everywhere outside this room."""
    parts = urlsplit(url)
    if "@" not in parts.netloc:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def joined(base: str, reference: str) -> str:
    """What `reference` means on the page at `base`; credentials in it are dropped."""
    try:
        return without_login(urljoin(base, reference.strip()))
    except ValueError:
        raise _wrong("an address that cannot be understood") from None


def _wrong(problem: str) -> FetchError:
    return FetchError(problem, reason="url", retry=False)


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        raise _wrong("an address that cannot be understood") from None


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if not host or len(host) > 253 or re.search(r"[\s/\\%@<>\"']", host):
        raise _wrong("an address without a host that could be asked")
    if host.isascii():
        return host.lower()
    try:
        return idna.encode(host, uts46=True).decode()
    except idna.IDNAError:
        raise _wrong("an address whose host is no possible name") from None


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError:
        raise _wrong("an address whose port is no number") from None


def _escape(text: str) -> str:
    return _UNSENDABLE.sub(lambda each: "".join(f"%{byte:02X}" for byte in each[0].encode("utf-8", "replace")), text)


def _login(parts: SplitResult) -> str:
    userinfo, at, _ = parts.netloc.rpartition("@")
    if not at:
        return ""
    user, _, password = userinfo.partition(":")
    return "Basic " + base64.b64encode(unquote_to_bytes(user) + b":" + unquote_to_bytes(password)).decode()
