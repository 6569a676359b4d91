"""robots.txt as RFC 9309 has it: asked for once a day and host, followed for pages (a feed was put there for readers).

Law of this room: no rules (4xx) means go ahead, no answer (5xx, silence) means hands off for now; a stored copy speaks
for a day, and for longer only where a new one cannot be had. Crawl-delay is no part of the RFC and a courtesy.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from protego import Protego

from monitor.errors import FetchError
from monitor.fetch.client import NAME, ROBOTS, Answer, Client
from monitor.fetch.manners import Manners
from monitor.fetch.urls import place

GOOD_FOR = timedelta(days=1)
STALE_FOR = timedelta(days=30)  # a copy that cannot be renewed, as RFC 9309 2.4 allows
ASK_AGAIN = timedelta(minutes=30)  # after no answer
LONGEST_PAUSE = 60.0  # seconds of Crawl-delay


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """A host's robots.txt as it came. `text` None: it could not be had."""

    origin: str
    at: datetime
    text: str | None


class Shelf(Protocol):
    """Where rules are kept between rounds."""

    def robots(self, origin: str) -> tuple[datetime, str | None] | None: ...

    def keep_robots(self, origin: str, at: datetime, text: str | None) -> None: ...


class Robots:
    """Says of each page whether it may be fetched, and slows `manners` down where a host asks for a pause."""

    def __init__(self, client: Client, manners: Manners, shelf: Shelf, now: Callable[[], datetime]) -> None:
        self._client, self._manners, self._shelf, self._now = client, manners, shelf, now
        self._read: dict[str, tuple[Rules, Protego]] = {}
        self._asking: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def check(self, url: str) -> None:
        """Return if `url` may be fetched; `FetchError` ("robots": never, "robots-silent": not now) if not."""
        where = place(url)
        origin = f"{where.scheme}://{where.netloc}"
        async with self._asking[origin]:
            rules, parsed = await self._rules(origin)
        if rules.text is None:
            raise FetchError(f"{where.host} does not answer for its robots.txt: not fetched", reason="robots-silent")
        if not parsed.can_fetch(where.url, NAME):
            raise FetchError(f"the robots.txt of {where.host} asks not to fetch it", reason="robots", retry=False)
        if pause := parsed.crawl_delay(NAME):
            self._manners.slow_down(where.host, min(pause, LONGEST_PAUSE))

    async def _rules(self, origin: str) -> tuple[Rules, Protego]:
        known = self._read.get(origin) or self._kept(origin)
        if known is None or not self._still_good(known[0]):
            known = _parsed(await self._renewed(origin, known[0] if known else None))
        self._read[origin] = known
        return known

    def _kept(self, origin: str) -> tuple[Rules, Protego] | None:
        row = self._shelf.robots(origin)
        return _parsed(Rules(origin=origin, at=row[0], text=row[1])) if row else None

    def _still_good(self, rules: Rules) -> bool:
        age = self._now() - rules.at
        return timedelta(0) <= age < (GOOD_FOR if rules.text is not None else ASK_AGAIN)

    async def _renewed(self, origin: str, old: Rules | None) -> Rules:
        text = await self._ask(origin)
        if text is None and old and old.text is not None and self._now() - old.at < STALE_FOR:
            return Rules(origin=origin, at=self._now() - GOOD_FOR + ASK_AGAIN, text=old.text)
        rules = Rules(origin=origin, at=self._now(), text=text)
        self._shelf.keep_robots(origin, rules.at, text)
        return rules

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


def _parsed(rules: Rules) -> tuple[Rules, Protego]:
    text = rules.text or ""
    return rules, Protego.parse("" if "<html" in text[:1000].lower() else text)
