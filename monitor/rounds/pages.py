"""Due entries' pages are fetched, walked down the corridor and recorded: all that a page yields in one transaction.

Law of this room: fetching goes side by side over hosts and in order within one; walking goes one page after the other,
since each page is compared with what the one before left standing. An entry whose page cannot be had speaks through
its feed's own words. What a feed's first poll brings is taken in silently, but for one alert a figure against a
baseline from config or seeds: a desk whose baseline is out of date wants to hear it.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

from monitor.errors import FetchError, StateError
from monitor.extract.links import refreshed
from monitor.fetch.client import PAGE, Answer
from monitor.fetch.manners import retry_after
from monitor.fetch.urls import Place
from monitor.model import Alert, Entry, Failure, Outcome, Page, Standing
from monitor.poll import rhythm
from monitor.poll.identity import address_key, is_homepage, shares_words
from monitor.rounds.house import House
from monitor.sources import Pending

log = logging.getLogger(__name__)

NEW = 2_000  # entries of one round; the rest waits for the next
AGAIN = 200  # pages of one round that are read again
LANES = 2  # of one host
WINDOW = 24  # pages that wait, fetched, to be walked
HOPS = 2  # interstitial pages on the way to an article
TIME = timedelta(seconds=35)  # for the pages of one round
LOOK = 0.3  # seconds between two looks at what the feeds of this round have brought


@dataclass(slots=True)
class Tally:
    """What came of one round of pages."""

    read: int = 0
    again: int = 0
    failed: int = 0
    alerts: int = 0
    questions: int = 0
    kept_quiet: int = 0  # changes in what first polls brought
    left: int = 0  # pages that the round had no time for


@dataclass(frozen=True, slots=True)
class _Fetched:
    """An entry with what its page answered, or why it did not."""

    pending: Pending
    answer: Answer | None
    error: FetchError | None = None


class _Turns:
    """A turn at a host, if its robots.txt gives one: asked for each hop of a redirect."""

    def __init__(self, house: House) -> None:
        self._house = house

    @asynccontextmanager
    async def turn(self, where: Place) -> AsyncIterator[None]:
        await self._house.robots.check(where.url)
        async with self._house.manners.turn(where):
            yield


async def read_pages(house: House, now: datetime, coming: asyncio.Event) -> Tally:
    """Read every page that is due, as far as the time goes, until no more are `coming`; what came of it."""
    reader = _Reader(house, now, time.monotonic() + TIME.total_seconds())
    house.manners.until = reader.end
    try:
        while True:
            last = coming.is_set()
            await reader.read(house.store.entries.due(now, new=NEW, again=max(AGAIN - reader.tally.again, 0)))
            if last:
                return reader.tally
            await _within(coming, LOOK)
    finally:
        house.manners.until = None


async def _within(event: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()


@dataclass(slots=True)
class _Reader:
    house: House
    now: datetime
    end: float
    tally: Tally = field(default_factory=Tally)
    taken: set[int] = field(default_factory=set)  # in this round

    async def read(self, due: Sequence[Pending]) -> None:
        hosts: dict[str, list[Pending]] = defaultdict(list)
        held = self.house.store.feeds.held(self.now)
        for each in due:
            if each.id in self.taken:
                continue
            self.taken.add(each.id)
            host = (urlsplit(each.entry.url).hostname or "") if each.entry.url else ""
            if host not in held:
                hosts[host].append(each)
        for each in hosts.pop("", []):
            await self._without_page(each)
        if hosts:
            await self._fetch_and_walk(hosts)

    async def _fetch_and_walk(self, hosts: Mapping[str, list[Pending]]) -> None:
        fetched: asyncio.Queue[_Fetched | None] = asyncio.Queue(WINDOW)
        lanes = [iter(queue) for queue in hosts.values()]

        async def lane(queue: Iterable[Pending]) -> None:
            for pending in queue:
                if time.monotonic() > self.end:
                    self.tally.left += 1
                    continue
                await fetched.put(await self._fetch(pending))

        async def all_lanes() -> None:
            async with asyncio.TaskGroup() as group:
                for queue in lanes:
                    for _ in range(LANES):
                        group.create_task(lane(queue))
            await fetched.put(None)

        async with asyncio.TaskGroup() as group:
            group.create_task(all_lanes())
            while found := await fetched.get():
                await self._settle_safely(found)

    async def _fetch(self, pending: Pending) -> _Fetched:
        url = pending.entry.url
        assert url  # noqa: S101
        try:
            answer = await self.house.client.fetch(url, PAGE, turns=_Turns(self.house), validators=pending.validators)
        except FetchError as error:
            return _Fetched(pending, None, error)
        except Exception as error:  # a fault of ours with one page must not reach another
            log.exception("%s: a fault of our own", url)
            return _Fetched(pending, None, FetchError(f"a fault of our own: {type(error).__name__}", reason="fault"))
        return _Fetched(pending, answer)

    # --- what is done with what was fetched ---

    async def _settle_safely(self, found: _Fetched) -> None:
        try:
            await self._settle(found)
        except StateError:
            raise
        except Exception as error:  # a fault of ours with one page must not reach another
            log.exception("%s: a fault of our own", found.pending.entry.url)
            due = rhythm.page_due(found.pending.attempts + 1, self.now, status=None, retry=True, after=None)
            self._failed(found.pending, "fault", f"a fault of our own: {type(error).__name__}", due)

    async def _settle(self, found: _Fetched) -> None:
        pending, answer = found.pending, found.answer
        if answer is None:
            assert found.error  # noqa: S101
            await self._not_had(pending, found.error, None)
        elif answer.status == 304 and pending.validators:
            self._read_again(pending, answer, pending.digest)
        elif answer.status != 200:
            after = retry_after(answer.headers.get("retry-after", ""), self.now)
            error = FetchError(f"the page answers {answer.status}", reason="status", status=answer.status, after=after)
            await self._not_had(pending, error, answer)
        else:
            await self._had(pending, answer)

    async def _had(self, pending: Pending, answer: Answer) -> None:
        digest = hashlib.sha256(answer.body).hexdigest()[:32]
        if digest == pending.digest:
            self._read_again(pending, answer, digest)
            return
        if not pending.reads and self._is_copy(pending, [answer.final_url]):
            return
        outcome = await self._walk(self._page(pending, answer), pending.entry)
        for _ in range(HOPS):
            onward = leads_on(outcome, answer)
            if not onward:
                break
            further = await self._further(onward)
            if further is None:
                break
            answer, digest = further, ""  # what stands at the entry's own address is no article to compare with
            outcome = await self._walk(self._page(pending, answer), pending.entry)
        if isinstance(outcome, Outcome) and not outcome.article.text and not pending.reads:
            outcome = await self._by_feed(pending) or outcome
        if isinstance(outcome, Failure):
            trouble = FetchError(outcome.detail, reason=outcome.reason, retry=outcome.retry)
            await self._not_had(pending, trouble, None)
            return
        self._record(pending, answer, outcome, digest)

    async def _further(self, url: str) -> Answer | None:
        """What the page answers that an interstitial leads to; None where it cannot be had."""
        try:
            answer = await self.house.client.fetch(url, PAGE, turns=_Turns(self.house))
        except FetchError as error:
            log.info("%s: %s", url, error)
            return None
        return answer if answer.status == 200 else None

    def _page(self, pending: Pending, answer: Answer) -> Page:
        feed = self.house.sources.get(pending.feed)
        return Page(
            url=pending.entry.url or answer.url,
            final_url=answer.final_url,
            outlet=(feed and feed.outlet) or _site(answer.final_url),
            fetched=self.house.clock.now(),
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
        )

    async def _walk(self, page: Page, entry: Entry) -> Outcome | Failure:
        """What the page yields by what stands now; walked once more if a person's word came in between."""
        before = self.house.store.written_elsewhere()
        outcome = await self.house.workshop.walk(page, entry)
        if self.house.store.written_elsewhere() != before:
            outcome = await self.house.workshop.walk(page, entry)
        return outcome

    def _record(self, pending: Pending, answer: Answer, outcome: Outcome, digest: str) -> None:
        store = self.house.store
        addresses = [outcome.page.final_url, outcome.article.canonical or ""]
        with store.atomic():
            if not pending.reads and self._is_copy(pending, addresses):
                return
            self._keep(pending, outcome)
            store.entries.read(
                pending.id,
                self.now,
                due=self._next_read(pending),
                validators=answer.validators,
                digest=digest,
            )
        if self.house.record:
            self.house.record(outcome.page, pending.entry)
        self.tally.read += 1

    def _keep(self, pending: Pending, outcome: Outcome) -> None:
        """Write down what a page yields, with the deliveries that are due by it."""
        if pending.intake:
            outcome = self._hushed(outcome)
        due = self.house.plan(outcome.alerts, self.house.config, self.house.clock.now())
        self.house.store.record(outcome, due)
        self.tally.alerts += len(outcome.alerts)
        self.tally.questions += len(outcome.questions)

    def _hushed(self, outcome: Outcome) -> Outcome:
        """What a first poll may say aloud."""
        standings = self.house.store.ledger.standings()
        aloud: dict[str, Alert] = {}
        for alert in outcome.alerts:
            if is_baseline(standings.get(alert.figure), self.house.seeds):
                aloud.setdefault(alert.figure, alert)
        self.tally.kept_quiet += len(outcome.alerts) - len(aloud)
        return replace(outcome, alerts=tuple(aloud.values()), questions=())

    def _is_copy(self, pending: Pending, addresses: Sequence[str]) -> bool:
        """Whether the entry turns out to be one that we have, under another address; if so it is marked as its copy."""
        names = [address_key(each) for each in addresses if each and not is_homepage(each)]
        return self.house.store.entries.also(pending.id, names, shares_words) is not None

    def _read_again(self, pending: Pending, answer: Answer, digest: str) -> None:
        """The page has not changed since it was last read."""
        self.house.store.entries.read(
            pending.id,
            self.now,
            due=self._next_read(pending),
            validators=answer.validators or (pending.validators if answer.status == 304 else None),
            digest=digest,
        )
        self.tally.again += 1

    def _next_read(self, pending: Pending) -> datetime | None:
        return rhythm.reread_due(self.house.config.poll.reread, pending.seen, self.now)

    # --- pages that cannot be had ---

    async def _not_had(self, pending: Pending, error: FetchError, answer: Answer | None) -> None:
        if error.reason == "later":
            self.tally.left += 1
            return
        attempts = pending.attempts + 1
        due = rhythm.page_due(attempts, self.now, status=error.status, retry=error.retry, after=error.after)
        if due is None and pending.reads:
            due = self._next_read(pending)
        elif not pending.reads and (due is None or attempts == 2):
            await self._speak(pending)
        if error.after and error.status == 429 and answer:
            host = urlsplit(answer.final_url).hostname or ""
            self.house.store.feeds.hold(host, self.now, self.now + error.after)
        self._failed(pending, error.reason, str(error), due)

    def _failed(self, pending: Pending, reason: str, detail: str, due: datetime | None) -> None:
        log.info("%s: %s", pending.entry.url, detail)
        self.house.store.entries.failed(pending.id, self.now, due=due, reason=reason, detail=detail)
        self.tally.failed += 1

    async def _without_page(self, pending: Pending) -> None:
        await self._speak(pending)
        self.house.store.entries.failed(
            pending.id, self.now, due=None, reason="no-link", detail="the feed gives no link"
        )

    async def _speak(self, pending: Pending) -> None:
        """Read the feed's own words in place of the page."""
        outcome = await self._by_feed(pending)
        if outcome:
            with self.house.store.atomic():
                self._keep(pending, outcome)
            if self.house.record:
                self.house.record(outcome.page, pending.entry)

    async def _by_feed(self, pending: Pending) -> Outcome | None:
        entry = pending.entry
        if not (entry.title or entry.text):
            return None
        url = entry.url or f"{pending.feed}#{entry.key}"
        feed = self.house.sources.get(pending.feed)
        page = Page(
            url=url,
            final_url=url,
            outlet=(feed and feed.outlet) or _site(url),
            fetched=self.house.clock.now(),
            status=200,
            headers={"content-type": "text/plain; charset=utf-8"},
            body=f"{entry.title}\n\n{entry.text}".encode(),
        )
        outcome = await self._walk(page, entry)
        return outcome if isinstance(outcome, Outcome) else None


def leads_on(outcome: Outcome | Failure, answer: Answer) -> str | None:
    """Where a page that holds no article of its own leads a reader."""
    if isinstance(outcome, Failure) or outcome.failure is None:
        return None
    onward = outcome.article.next_url or refreshed(answer.body, answer.final_url)
    return urljoin(answer.final_url, onward) if onward else None


def is_baseline(standing: Standing | None, seeds: frozenset[str]) -> bool:
    """Whether what stands for a figure still is what config or seeds said before any article."""
    held = standing.held if standing else None
    return held is not None and (held.at is None or held.url in seeds)


def _site(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
