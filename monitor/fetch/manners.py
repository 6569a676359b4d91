"""Whose turn it is: how many requests a host gets at once, how fast, and when it is left alone.

Law of this room: one `Manners` for everything that goes out, feeds, pages and robots.txt alike, so that a host
never sees more of us than it would of one reader. Waiting here costs nobody else anything.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from monitor.errors import FetchError
from monitor.fetch.urls import Place

AT_ONCE = 2  # requests a host
IN_ALL = 128
GIVEN_UP = 2  # in a row without an answer: the host is down, the rest of this round need not wait for it
DOWN = frozenset({"timeout", "connect", "dns"})
LONGEST_WISH = timedelta(days=7)
MANY = 500  # hosts, after which those are forgotten of which there is nothing to remember


@dataclass(slots=True)
class _Host:
    slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    pause: float = 0.0  # seconds from one request to the next
    next: float = 0.0  # on the monotonic clock
    silent: int = 0
    down_until: float = 0.0
    guests: int = 0  # of ours, at the host or waiting for their turn


class Manners:
    """Turns at hosts. `pace` is the least time between two requests to one host, in seconds."""

    def __init__(self, *, pace: float = 0.0, rest: timedelta = timedelta(minutes=5)) -> None:
        self._hosts: dict[str, _Host] = {}
        self._many = MANY
        self._pace = pace
        self._all = asyncio.Semaphore(IN_ALL)
        self._rest = rest.total_seconds()
        self.until: float | None = None  # on the monotonic clock: nobody waits for a turn beyond

    def slow_down(self, host: str, pause: float) -> None:
        """From now on at least `pause` seconds between two requests to `host` (its Crawl-delay)."""
        known = self._host(host)
        known.pause = max(known.pause, pause)

    @asynccontextmanager
    async def turn(self, where: Place) -> AsyncIterator[None]:
        """Wait for a turn at the host; `FetchError` ("host-down") at once where it has stopped answering."""
        host = self._host(where.host)
        host.guests += 1
        try:
            async with host.slots:
                await self._wait(where, host)
                async with self._all:
                    try:
                        yield
                    except FetchError as error:
                        self._learn(host, error.reason in DOWN)
                        raise
                    self._learn(host, False)
        finally:
            host.guests -= 1

    def _host(self, name: str) -> _Host:
        """What is known of a host. Ten thousand strangers, met once a quarter of an hour, are not all kept in mind."""
        if len(self._hosts) >= self._many:
            now = time.monotonic()
            self._hosts = {name: host for name, host in self._hosts.items() if not self._is_at_rest(host, now)}
            self._many = max(MANY, 2 * len(self._hosts))
        if name not in self._hosts:
            self._hosts[name] = _Host(pause=self._pace)
        return self._hosts[name]

    def _is_at_rest(self, host: _Host, now: float) -> bool:
        """Whether a host may be forgotten: it would be treated just as a new one is."""
        return (host.guests, host.silent, host.pause) == (0, 0, self._pace) and max(host.next, host.down_until) <= now

    async def _wait(self, where: Place, host: _Host) -> None:
        if time.monotonic() < host.down_until:
            raise FetchError(f"{where.host} does not answer: left alone for now", reason="host-down")
        start = max(time.monotonic(), host.next)
        if self.until is not None and start > self.until:
            raise FetchError(f"no turn at {where.host} in this round", reason="later")
        host.next = start + host.pause
        if (ahead := start - time.monotonic()) > 0:
            await asyncio.sleep(ahead)

    def _learn(self, host: _Host, silent: bool) -> None:
        host.silent = host.silent + 1 if silent else 0
        if host.silent >= GIVEN_UP:
            host.down_until = time.monotonic() + self._rest


def retry_after(text: str, now: datetime) -> timedelta | None:
    """How long a Retry-After asks us to stay away, at most a week; None for none or for nonsense."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=min(int(text[:12]), 10**8)), LONGEST_WISH)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(until - now, timedelta(0)), LONGEST_WISH)
