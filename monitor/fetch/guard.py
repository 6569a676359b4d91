"""Which addresses may be connected to: the public ones, and those inside that the operator names.

Law of this room: the address that was checked is the address that is connected to. Nothing is decided from the look of
a URL ("127.1", "0x7f.1", a name): only what the resolver made of it counts, at the time of connecting, after each
redirect anew; so a second look-up (DNS rebinding) changes nothing.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.errors import FetchError

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# What `is_global` lets pass in one Python version or another, and nobody publishes news from.
CLOSED: tuple[Network, ...] = tuple(
    ipaddress.ip_network(each)
    for each in (
        "192.88.99.0/24",  # 6to4 relays
        "::/96",  # IPv4-compatible, with :: and ::1
        "64:ff9b:1::/48",  # NAT64 for local use
        "100::/64",
        "2001::/23",  # Teredo and other protocol assignments
        "2002::/16",  # 6to4 carries an IPv4 address that nothing here would check
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing
        "fec0::/10",  # site-local
    )
)
NAT64 = ipaddress.ip_network("64:ff9b::/96")

KEPT = 60.0  # seconds that a look-up is good for
LOOKUPS = 32  # at once: a resolver that hangs holds up to so many threads, and nobody else


def is_public(address: IP) -> bool:
    """Whether `address` is one that anybody on the net can have: global, unicast, and so is what it wraps."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if address in NAT64:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF))
    return address.is_global and not address.is_multicast and not any(address in each for each in CLOSED)


@dataclass(frozen=True, slots=True)
class Allowed:
    """One entry of `[poll] allow`: a network or a name, and a port where one was given."""

    name: str
    network: Network | None
    port: int | None

    def covers(self, host: str, address: IP, port: int) -> bool:
        if self.port is not None and port != self.port:
            return False
        return address in self.network if self.network else host == self.name


class Guard:
    """Decides about each connection; `allow` as in the config: "10.0.0.0/8", "[::1]:8080", "intranet:8443"."""

    def __init__(self, allow: Sequence[str] = ()) -> None:
        self._allowed = tuple(_allowed(each) for each in allow)

    def permits(self, host: str, address: str, port: int) -> bool:
        found = ipaddress.ip_address(address.partition("%")[0])
        plain = getattr(found, "ipv4_mapped", None) or found
        return is_public(found) or any(each.covers(host, plain, port) for each in self._allowed)

    def choose(self, host: str, port: int, addresses: Sequence[str]) -> list[str]:
        """The addresses of `host` that may be connected to; `FetchError` ("address") if there is none."""
        good = [each for each in addresses if self.permits(host, each, port)]
        if not good:
            raise FetchError(
                f"{host} leads to {addresses[0]}, an address inside: not connected "
                "(name it in [poll] allow if it is your own)",
                reason="address",
                retry=False,
            )
        return good


class Resolver:
    """Asks the system for a host's addresses, each look-up in a thread of its own that may hang without harm."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], tuple[float, list[str]]] = {}
        self._turn = asyncio.Semaphore(LOOKUPS)

    async def look_up(self, host: str, port: int) -> list[str]:
        """The addresses of `host`, at least one; `FetchError` ("dns") where it has none."""
        try:
            return [str(ipaddress.ip_address(host))]
        except ValueError:
            pass
        until, known = self._known.get((host, port), (0.0, []))
        if time.monotonic() < until:
            return known
        found = await self._ask(host, port)
        self._known[host, port] = (time.monotonic() + KEPT, found)
        return found

    async def _ask(self, host: str, port: int) -> list[str]:
        await self._turn.acquire()
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[str]] = loop.create_future()

        def settle(found: list[str] | OSError | UnicodeError) -> None:
            self._turn.release()
            if answer.done():
                return
            if isinstance(found, list):
                answer.set_result(found)
            else:
                answer.set_exception(FetchError(f"no such host: {host}", reason="dns"))

        def ask() -> None:
            found: list[str] | OSError | UnicodeError
            try:
                rows = socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM)
                found = list(dict.fromkeys(str(row[4][0]) for row in rows))
            except (OSError, UnicodeError) as error:
                found = error
            try:
                loop.call_soon_threadsafe(settle, found)
            except RuntimeError:  # the loop has ended meanwhile; nobody waits any more
                return

        threading.Thread(target=ask, daemon=True, name=f"look-up of {host}").start()
        return await answer


def _allowed(entry: str) -> Allowed:
    name, port = entry.strip(), None
    bracket, colon, tail = name.rpartition(":")
    if colon and tail.isdigit() and (bracket.count(":") == 0 or bracket.endswith("]")):
        name, port = bracket, int(tail)
    name = name.strip("[]").rstrip(".").lower()
    try:
        return Allowed(name, ipaddress.ip_network(name, strict=False), port)
    except ValueError:
        return Allowed(name, None, port)
