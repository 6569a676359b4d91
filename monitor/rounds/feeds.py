"""Due feeds are asked; what they answer becomes entries and the feed's next state, in one transaction.

Law of this room: validators are kept only together with the entries of the body that they belong to. An answer that is
no feed changes nothing but the feed's health. One feed's trouble is a value, and reaches no other feed.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from monitor.config import FeedConfig
from monitor.errors import FetchError, StateError
from monitor.fetch.client import FEED, Answer
from monitor.fetch.manners import retry_after
from monitor.model import Entry, Failure
from monitor.poll import rhythm
from monitor.poll.document import Document
from monitor.poll.identity import moved
from monitor.rounds.house import House
from monitor.rounds.workshop import ReadSource
from monitor.sources import FeedState, Validators

log = logging.getLogger(__name__)

TIRED = 3  # failures at an address that we learned, before the configured one is tried again
KEPT_TOGETHER = 100  # unchanged feeds whose states are written at once
INTAKE = 50  # entries of a first poll whose pages are read: the newest; older ones are history
LANES = 400  # feeds that are asked or waited for at once
STARTED = 20  # lanes between two looks at everything else
SLICE = 500  # feeds looked through at once


@dataclass(slots=True)
class Tally:
    """What came of one round of feeds."""

    polled: int = 0
    failed: int = 0
    new: int = 0
    taken_in: dict[str, int] = field(default_factory=dict)  # by feed: entries of a first poll


async def due_feeds(house: House, now: datetime) -> list[tuple[FeedConfig, FeedState]]:
    """The configured feeds that are to be asked now, each once, with what is known of them.

    The first feed of each host comes first, then the second of each: one host's hundred do not fill all lanes. Looked
    through in slices, so that ten thousand feeds hold up nobody.
    """
    held, ranks, ranked = house.store.feeds.held(now), Counter[str](), []
    for number, (url, feed) in enumerate(house.sources.items()):
        if number % SLICE == 0:
            await asyncio.sleep(0)
        state = house.states.get(url) or FeedState(url=url, address=url)
        if rhythm.is_due(state, now):
            host = urlsplit(state.address).hostname or ""
            if host not in held:
                ranked.append((ranks[host], feed, state))
                ranks[host] += 1
    ranked.sort(key=lambda each: each[0])
    return [(feed, state) for _, feed, state in ranked]


async def poll_feeds(house: House, now: datetime) -> Tally:
    """Ask every due feed, side by side; what came of it."""
    tally, keeper = Tally(), _Keeper(house)
    waiting = iter(await due_feeds(house, now))

    async def lane() -> None:
        for feed, state in waiting:
            await _Visit(house, feed, state, now, tally, keeper).pay()

    try:
        async with asyncio.TaskGroup() as group:
            for number in range(LANES):
                group.create_task(lane())
                if number % STARTED == 0:
                    await asyncio.sleep(0)
    finally:
        keeper.flush()
    return tally


class _Keeper:
    """Writes the states of unchanged feeds many at a time; lost ones only mean that a feed is asked again."""

    def __init__(self, house: House) -> None:
        self._house, self._waiting = house, list[FeedState]()

    def keep(self, state: FeedState) -> None:
        self._waiting.append(state)
        if len(self._waiting) >= KEPT_TOGETHER:
            self.flush()

    def flush(self) -> None:
        states, self._waiting = self._waiting, []
        if states:
            self._house.keep(states)


@dataclass(slots=True)
class _Visit:
    """One feed, asked once."""

    house: House
    feed: FeedConfig
    state: FeedState
    now: datetime
    tally: Tally
    keeper: _Keeper

    async def pay(self) -> None:
        self.tally.polled += 1
        try:
            answer = await self._ask()
            await self._take(answer)
        except FetchError as error:
            if error.reason != "later":  # no turn in this round: it stays due
                self._fail(error.reason, str(error), status=error.status, after=error.after)
        except StateError:
            raise
        except Exception as error:  # a fault of ours with one feed must not reach another
            log.exception("%s: a fault of our own", self.state.url)
            self._fail("fault", f"a fault of our own: {type(error).__name__}")

    async def _ask(self) -> Answer:
        known = None if rhythm.should_renew(self.state, self.now) else self.state.validators
        answer = await self._fetch(self.state.address, known)
        if answer.status == 304 and (known is None or known.url != answer.final_url):
            raise FetchError('"not modified" to a request that asked for no comparison', reason="odd-304")
        return answer

    async def _fetch(self, url: str, validators: Validators | None = None) -> Answer:
        return await self.house.client.fetch(
            url, FEED, turns=self.house.manners, validators=validators, login_of=self.feed.url
        )

    async def _take(self, answer: Answer) -> None:
        if answer.status == 304:
            self._unchanged(answer)
        elif answer.status == 200:
            await self._read(answer)
        elif answer.status == 410 and self.state.address == self.state.url:
            self._gone()
        else:
            self._refused(answer)

    # --- answers that are good ---

    async def _read(self, answer: Answer) -> None:
        digest = hashlib.sha256(answer.body).hexdigest()[:32]
        if digest == self.state.digest:
            self._unchanged(answer)
            return
        found = await self._document(answer)
        if isinstance(found, Document) and found.elsewhere:
            answer, found = await self._elsewhere(found.elsewhere)
            digest = ""  # of the page that led there, not of the feed
        if isinstance(found, Document) and found.parts:
            found = await self._with_parts(found)
        if isinstance(found, Failure):
            self._fail(found.reason, found.detail)
            return
        self._changed(answer, found, digest)

    async def _document(self, answer: Answer) -> Document | Failure:
        return await self.house.workshop.read_source(
            ReadSource(
                body=answer.body,
                url=answer.final_url,
                content_type=answer.headers.get("content-type", ""),
                kind=self.feed.kind,
                select=self.feed.select,
            )
        )

    async def _elsewhere(self, url: str) -> tuple[Answer, Document | Failure]:
        """A page in place of its feed leads to the feed; but a feed that became a page is an error to report."""
        if self.state.good is not None:
            raise FetchError("a page in place of the feed that was there", reason="not-a-feed")
        answer = await self._fetch(url)
        if answer.status != 200:
            raise FetchError(f"the feed that the page names answers {answer.status}", reason="status")
        found = await self._document(answer)
        if isinstance(found, Document) and found.elsewhere:
            found = Failure(reason="not-a-feed", detail="the page names a page as its feed")
        if isinstance(found, Document):
            self.state = replace(self.state, address=answer.final_url)
        return answer, found

    async def _with_parts(self, index: Document) -> Document:
        """An index of sitemaps with the entries of those that changed last; a part that fails is left out."""
        entries: list[Entry] = []
        for url in index.parts:
            try:
                part = await self._fetch(url)
            except FetchError as error:
                log.info("%s: %s", url, error)
                continue
            found = await self._document(part) if part.status == 200 else None
            entries += found.entries if isinstance(found, Document) else ()
        return replace(index, entries=tuple(entries), complete=False)

    def _changed(self, answer: Answer, found: Document, digest: str) -> None:
        intake = self.state.good is None
        with self.house.store.atomic():
            new = self.house.store.entries.take(
                self.state.url,
                found.entries,
                self.now,
                intake=intake,
                pages=INTAKE if intake else len(found.entries),
                same=moved,
            )
            state = replace(
                self._good(answer, news=bool(new)),
                title=found.title or self.state.title,
                hints=found.hints,
                digest=digest if found.complete else "",
                validators=answer.validators if found.complete else None,
                whole=self.now,
                unchanged=0,
                lull=rhythm.lull_after(self.state, self.now) if new and not intake else self.state.lull,
                news=self.now if new else self.state.news,
                told="" if new else self.state.told,
            )
            self._keep_now(self._scheduled(state))
        self.tally.new += new
        if intake and new:
            self.tally.taken_in[self.state.url] = new

    def _unchanged(self, answer: Answer) -> None:
        state = self._good(answer, news=False)
        if answer.status == 304:
            state = replace(state, unchanged=state.unchanged + 1)
        else:
            state = replace(state, unchanged=0, whole=self.now, validators=answer.validators)
        self.keeper.keep(self._scheduled(state))

    def _good(self, answer: Answer, *, news: bool) -> FeedState:
        fresh = rhythm.freshness(answer.headers, self.now)
        if answer.status == 304 and not ({"cache-control", "expires"} & answer.headers.keys()):
            fresh = self.state.fresh
        return replace(
            self._followed(answer),
            status="ok",
            reason="",
            error="",
            failures=0,
            polled=self.now,
            good=self.now,
            pace=rhythm.pace_after(self.state, self.house.rhythm, news=news),
            fresh=fresh,
        )

    def _followed(self, answer: Answer) -> FeedState:
        """The address moves when permanent redirects led to the same place in two rounds."""
        if not answer.moved_for_good:
            return replace(self.state, moved="", held=0)
        held = self.state.held + 1 if answer.final_url == self.state.moved else 1
        if held < 2:
            return replace(self.state, moved=answer.final_url, held=held)
        log.info("%s has moved to %s", self.state.url, answer.final_url)
        return replace(self.state, address=answer.final_url, moved="", held=0)

    def _scheduled(self, state: FeedState) -> FeedState:
        return replace(state, due=rhythm.due_after_success(state, self.house.rhythm, self.now))

    # --- answers that are not ---

    def _refused(self, answer: Answer) -> None:
        after = retry_after(answer.headers.get("retry-after", ""), self.now) if answer.status in rhythm.BUSY else None
        if after:
            host = urlsplit(answer.final_url).hostname or ""
            if answer.status == 429:
                self.house.store.feeds.hold(host, self.now, self.now + after)
        self._fail("status", f"it answers {answer.status}", status=answer.status, after=after)

    def _gone(self) -> None:
        log.warning("%s is gone for good (410): it is not asked any more", self.state.url)
        self._keep_now(
            replace(self.state, status="gone", reason="gone", error="it answers 410: gone for good", polled=self.now)
        )

    def _fail(self, reason: str, detail: str, *, status: int | None = None, after: timedelta | None = None) -> None:
        self.tally.failed += 1
        state = replace(
            self.state,
            status="failing",
            reason=reason,
            error=detail,
            failures=self.state.failures + 1,
            polled=self.now,
        )
        if state.failures >= TIRED and state.address != state.url:
            state = replace(state, address=state.url)
        due = rhythm.due_after_error(state, self.house.rhythm, self.now, status=status, after=after)
        log.warning("%s: %s", self.state.url, detail)
        self._keep_now(replace(state, due=due))

    def _keep_now(self, state: FeedState) -> None:
        self.house.keep([state])


def fallen_silent(house: House, now: datetime) -> list[FeedState]:
    """The feeds that answer well but have brought nothing for much longer than they used to; each is named once."""
    found = [
        replace(state, told="silent")
        for state in house.states.values()
        if state.url in house.sources and state.status == "ok" and not state.told and rhythm.is_silent(state, now)
    ]
    house.keep(found)
    return found
