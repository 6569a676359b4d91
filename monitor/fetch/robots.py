"""robots.txt as RFC 9309 has it: asked for once a day and host, followed for pages (a feed was put there for readers).

Law of this room: no rules (4xx) means go ahead, no answer (5xx, silence) means hands off for now; a stored copy speaks
for a day, and for longer only where a new one cannot be had. Crawl-delay is no part of the RFC and a courtesy.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol
from weakref import WeakValueDictionary

from protego import Protego

from monitor.errors import FetchError
from monitor.fetch.client import NAME, ROBOTS, Answer, Client
from monitor.fetch.manners import Manners
from monitor.fetch.urls import place

GOOD_FOR = timedelta(days=1)
STALE_FOR = timedelta(days=30)  # a copy that cannot be renewed, as RFC 9309 2.4 allows
ASK_AGAIN = timedelta(minutes=30)  # after no answer
LONGEST_PAUSE = 60.0  # seconds of Crawl-delay
KEPT = 500  # origins whose rules are at hand, those asked about last; the others' are read from the shelf again


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """A host's robots.txt as it came at a time, and until when it speaks. `text` None: it could not be had."""

    at: datetime
    until: datetime
    text: str | None
    parsed: Protego


class Shelf(Protocol):
    """Where rules are kept between rounds."""

    def robots(self, origin: str) -> tuple[datetime, str | None] | None: ...

    def keep_robots(self, origin: str, at: datetime, text: str | None) -> None: ...


class Robots:
    """Says of each page whether it may be fetched, and slows `manners` down where a host asks for a pause."""

    def __init__(self, client: Client, manners: Manners, shelf: Shelf, now: Callable[[], datetime]) -> None:
        self._client, self._manners, self._shelf, self._now = client, manners, shelf, now
        self._read: dict[str, Rules] = {}  # by origin, in the order of their last use
        self._asking: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()  # while somebody is there

    async def check(self, url: str) -> None:
        """Return if `url` may be fetched; `FetchError` ("robots": never, "robots-silent": not now) if not."""
        where = place(url)
        origin = f"{where.scheme}://{where.netloc}"
        async with self._asking.setdefault(origin, asyncio.Lock()):
            rules = await self._rules(origin)
        if rules.text is None:
            raise FetchError(f"{where.host} does not answer for its robots.txt: not fetched", reason="robots-silent")
        if not rules.parsed.can_fetch(where.url, NAME):
            raise FetchError(f"the robots.txt of {where.host} asks not to fetch it", reason="robots", retry=False)
        if pause := rules.parsed.crawl_delay(NAME):
            self._manners.slow_down(where.host, min(pause, LONGEST_PAUSE))

    async def _rules(self, origin: str) -> Rules:
        known = self._read.pop(origin, None) or self._kept(origin)
        if known is None or not known.at <= self._now() < known.until:
            known = await self._renewed(origin, known)
        self._read[origin] = known
        if len(self._read) > KEPT:
            del self._read[next(iter(self._read))]
        return known

    def _kept(self, origin: str) -> Rules | None:
        row = self._shelf.robots(origin)
        return _rules(*row) if row else None

    async def _renewed(self, origin: str, old: Rules | None) -> Rules:
        text, now = await self._ask(origin), self._now()
        if text is None and old and old.text is not None and now - old.at < STALE_FOR:
            return replace(old, until=now + ASK_AGAIN)
        self._shelf.keep_robots(origin, now, text)
        return _rules(now, text)

    async def _ask(self, origin: str) -> str | None:
        try:
            answer = await self._client.fetch(f"{origin}/robots.txt", ROBOTS, turns=self._manners)
        except FetchError as error:
            if error.reason == "address":  # the page's own fetch would say the same, and should
                raise
            return "" if error.reason in NO_RULES else None
        return _text(answer)


# A robots.txt that is there but cannot be one: as good as none (RFC 9309 2.3.1.3, 2.5).
NO_RULES = frozenset({"redirects", "too-large", "not-text", "encoding", "url"})


def _text(answer: Answer) -> str | None:
    if answer.status == 200:
        return answer.body.decode("utf-8", "replace")
    return None if answer.status >= 500 or answer.status == 429 else ""


def _rules(at: datetime, text: str | None) -> Rules:
    until = at + (GOOD_FOR if text is not None else ASK_AGAIN)
    said = "" if text is None or "<html" in text[:1000].lower() else text
    return Rules(at=at, until=until, text=text, parsed=Protego.parse(said))
