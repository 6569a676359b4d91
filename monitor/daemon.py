"""The daemon: one round after the other, and the courier beside it. `monitor poll` is one round and an emptied outbox.

Law of this room: it opens and closes the rooms. One tick job decides what is due by the times in the store, so that a
blocked loop, a machine that slept for a week or a restart cost one late round and nothing else. SIGTERM ends it, SIGHUP
reads the config again, in a thread beside the rounds; a config that cannot be followed is refused with a sentence, and
the old one stays.
"""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import signal
import sys
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from monitor.clock import Clock, within
from monitor.config import Config
from monitor.deliver.courier import Result
from monitor.deliver.policy import plan_notices
from monitor.deliver.wording import how_many
from monitor.errors import MonitorError
from monitor.health import Pulse, metrics, tell_systemd
from monitor.model import Entry, Notice, Page
from monitor.post import PostOffice
from monitor.replay.recording import add_page
from monitor.replay.seeds import baselines, open_seeds
from monitor.reread import look_again
from monitor.rounds import feeds, pages
from monitor.rounds.house import House, Recorder, open_house
from monitor.rounds.workshop import Workshop
from monitor.sources import FeedState
from monitor.store import Store, open_store

log = logging.getLogger(__name__)

TICK = timedelta(seconds=5)
GRACE = timedelta(seconds=6)  # in which a round in progress may end after SIGTERM
BRIEFLY = 0.0005  # seconds for which another thread (a config read again, the board) computes while the loop waits
SEEDS = "seeds"  # the note that holds the addresses of the seeds


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one round came to, for the line that says so."""

    feeds: feeds.Tally
    pages: pages.Tally
    delivered: tuple[Result, ...] = ()

    def __str__(self) -> str:
        always = (
            f"{how_many(self.feeds.polled, 'feed')} asked",
            how_many(self.feeds.new, "new entry"),
            f"{how_many(self.pages.read, 'page')} read",
        )
        rare = (
            (self.feeds.failed, "feed", "failed"),
            (self.pages.failed, "page", "not had"),
            (self.pages.left, "page", "left for the next round"),
        )
        wrong = [f"{how_many(count, what)} {how}" for count, what, how in rare if count]
        return ", ".join([*always, *wrong, how_many(self.pages.alerts, "alert")])


def plant(config: Config, store: Store, clock: Clock) -> frozenset[str]:
    """Let config and seeds say what stands where nothing does yet; the addresses of the seeds."""
    if config.watchlist.figures.keys() - store.ledger.standings().keys():
        first = baselines(open_seeds(config.path), config.watchlist)
        with store.atomic():
            store.figures.seed(first, clock.now())
            told = sorted({report.url for each in first for report in each.reports if report.at})
            store.notes.put(SEEDS, json.dumps(told))
    for each in look_again(store, config, clock.now()):
        log.info(
            "%s, read again in stored articles by the config as it is now: %s gained, %d lost; nobody is"
            " alerted (`monitor reread %s` shows them)",
            each.figure,
            how_many(len(each.gained), "value"),
            len(each.lost),
            each.figure,
        )
    return frozenset(json.loads(store.notes.get(SEEDS) or "[]"))


async def one_round(
    config: Config, store: Store, clock: Clock, *, record: Recorder | None = None, workshop: Workshop | None = None
) -> Told:
    """One round of every due feed and page, and everything delivered that is due."""
    seeds, post = plant(config, store, clock), PostOffice(config=config, store=store, clock=clock, waits=False)
    house = open_house(config, store, clock, post.plan, record=record, seeds=seeds, workshop=workshop)
    try:
        told = await _round(house)
    finally:
        await house.close()
    return replace(told, delivered=await post.deliver())


async def _round(house: House) -> Told:
    now, all_asked = house.clock.now(), asyncio.Event()
    try:
        async with asyncio.TaskGroup() as group:
            reading = group.create_task(pages.read_pages(house, now, all_asked))
            asked = await feeds.poll_feeds(house, now)
            all_asked.set()
    except BaseExceptionGroup as trouble:
        raise _first_of(trouble) from None
    read = reading.result()
    for url, entries in asked.taken_in.items():
        log.info("%s: first poll, %s taken in silently", url, how_many(entries, "entry"))
    if read.kept_quiet:
        log.info("first polls: %s of figures taken in silently", how_many(read.kept_quiet, "change"))
    notices = [_silence(each, now) for each in feeds.fallen_silent(house, now)]
    house.store.deliveries.put(plan_notices(notices, house.config, now), now)
    return Told(feeds=asked, pages=read)


def _first_of(trouble: BaseException) -> BaseException:
    """The error inside a group of groups: a full disk says so once, whichever task met it first."""
    return _first_of(trouble.exceptions[0]) if isinstance(trouble, BaseExceptionGroup) else trouble


def _silence(state: FeedState, now: datetime) -> Notice:
    """A word on a source that answers, and says nothing."""
    log.warning("%s has brought nothing since %s", state.url, state.news)
    usual = f"{state.lull.total_seconds() / 3600:.0f} hours" if state.lull else "less"
    text = (
        f"{state.url}\nIt answers, but its last new entry came on {state.news:%Y-%m-%d %H:%M} UTC; {usual} are usual."
    )
    return Notice(
        id=f"silent {state.url} {state.news}", title=f"Source silent: {state.title or state.url}", text=text, at=now
    )


def recorder(folder: Path) -> Recorder:
    """Writes every page that is walked into a recording in `folder`."""

    def record(page: Page, entry: Entry | None) -> None:
        add_page(folder, page, entry)

    return record


# --- a process that listens to signals ------------------------------------------------------------------------


async def until_told_to_stop(work: Coroutine[Any, Any, Told]) -> Told | None:
    """What `work` came to, or None where SIGTERM or SIGINT ended it on the way; what it wrote down is whole."""
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, task.cancel)
    try:
        return await task
    except asyncio.CancelledError:
        return None


Reload = Callable[[], Config]


async def run(config: Config, store: Store, clock: Clock, *, reload: Reload, record: Recorder | None = None) -> None:
    """Poll, read and deliver until SIGTERM; SIGHUP reads the config again."""
    daemon = _Daemon(config, store, clock, reload, record)
    await daemon.serve()


class _Daemon:
    """One life of the daemon: a scheduler's tick, a courier, a board, and the house that they share."""

    def __init__(self, config: Config, store: Store, clock: Clock, reload: Reload, record: Recorder | None) -> None:
        self._config, self._store, self._clock = config, store, clock
        self._seeds = frozenset[str]()
        self._reload, self._record = reload, record
        self._stop, self._told_to_reload = asyncio.Event(), asyncio.Event()
        self._round: asyncio.Future[Told] | None = None
        self._pulse = Pulse(clock.now())

    async def serve(self) -> None:
        self._listen_to_signals()
        sys.setswitchinterval(BRIEFLY)
        tell_systemd("READY=1")
        self._seeds = plant(self._config, self._store, self._clock)
        while not self._stop.is_set():
            await self._serve_config()
        tell_systemd("STOPPING=1")
        log.info("stopped")

    def _listen_to_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop.set)
        loop.add_signal_handler(signal.SIGHUP, self._told_to_reload.set)

    async def _serve_config(self) -> None:
        """Serve one config until there is another or the daemon is told to stop."""
        post, house = await asyncio.to_thread(self._open)
        settle_in()
        ended = asyncio.Event()
        beside = [
            asyncio.create_task(self._tick_along(house, ended)),
            asyncio.create_task(post.run(ended)),
            asyncio.create_task(self._serve_board(ended)),
        ]
        try:
            await self._until_another_config()
        finally:
            ended.set()
            await _wind_up(beside)
            await house.close()

    def _open(self) -> tuple[PostOffice, House]:
        """Runs in a thread, as the states of ten thousand feeds take a while; nobody else is at the store then."""
        config, store, clock = self._config, self._store, self._clock
        post = PostOffice(config=config, store=store, clock=clock)
        return post, open_house(config, store, clock, post.plan, record=self._record, seeds=self._seeds)

    async def _until_another_config(self) -> None:
        """Return when there is another config to serve, or the daemon is told to stop."""
        while not self._stop.is_set():
            await _first(self._stop, self._told_to_reload)
            if self._told_to_reload.is_set() and await self._read_config_again():
                return

    async def _read_config_again(self) -> bool:
        """Whether there is a config that can be followed; what is served goes on until there is."""
        self._told_to_reload.clear()
        try:
            self._config, self._seeds = await asyncio.to_thread(self._next_config)
        except MonitorError as error:
            log.error("the config stays as it was: %s", error)
            return False
        except Exception:
            log.exception("a fault of our own: the config stays as it was")
            return False
        log.info(
            "config read again: %s, %s",
            how_many(len(self._config.feeds), "feed"),
            how_many(len(self._config.watchlist.figures), "figure"),
        )
        return True

    def _next_config(self) -> tuple[Config, frozenset[str]]:
        """Runs in a thread while rounds go on: the store is theirs, so this writes beside it as a command would."""
        config = self._reload()
        with open_store(self._store.folder, daemon=False) as beside:
            return config, plant(config, beside, self._clock)  # seeds that cannot be read refuse it too

    async def _tick_along(self, house: House, ended: asyncio.Event) -> None:
        """Have the scheduler tick until the end. A clock set back leaves its next tick far ahead: then it is moved."""
        from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]

        scheduler = AsyncIOScheduler(timezone=UTC)
        job = scheduler.add_job(
            self._tick,
            "interval",
            args=(house,),
            seconds=TICK.total_seconds(),
            next_run_time=datetime.now(UTC),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        scheduler.start()
        try:
            while not await within(ended, TICK * 6):
                if job.next_run_time and job.next_run_time > datetime.now(UTC) + TICK * 6:
                    job.modify(next_run_time=datetime.now(UTC))
        finally:
            scheduler.shutdown(wait=False)
            if self._round:
                self._round.cancel()
                await asyncio.wait([self._round])

    async def _tick(self, house: House) -> None:
        """One round, if anything is due. What goes wrong in it is said, and does not end the daemon."""
        self._round = asyncio.ensure_future(_round(house))
        try:
            told = await self._round
        except asyncio.CancelledError:
            log.info("the round was ended; what it had not read stays due")
        except MonitorError as error:
            log.error("the round was not finished: %s", error)
        except Exception:
            log.exception("a fault of our own ended the round")
        else:
            self._pulse.beat(
                self._clock.now(),
                polls=told.feeds.polled,
                failed_polls=told.feeds.failed,
                pages_read=told.pages.read,
                alerts=told.pages.alerts,
            )
            if told.feeds.polled or told.pages.read or told.pages.failed:
                log.info("%s", told)

    def _metrics(self) -> Callable[[], str]:
        """The text of /metrics, read by a connection of its own: the board asks from another thread."""
        from monitor.web.board import State

        state = State(self._store.folder)

        def text() -> str:
            with state.reading() as store:
                return metrics(store, self._pulse, self._clock.now())

        return text

    async def _serve_board(self, ended: asyncio.Event) -> None:
        """The board, beside everything else; without it the daemon goes on."""
        from monitor.web import address_of, create_app, listener, serve

        try:
            where = address_of(self._config.web)
            if where:
                app = create_app(
                    self._config,
                    self._store.folder,
                    clock=self._clock,
                    listens=where[0],
                    metrics=self._metrics(),
                    unwell=lambda: self._pulse.unwell(self._clock.now()),
                )
                with listener(*where) as found:
                    await serve(app, found, ended)
        except MonitorError as error:
            log.warning("no board: %s", error)


def settle_in() -> None:
    """Have the garbage collector leave alone all that is there now; for once a house is open, before its rounds.

    Libraries, config and states live as long as the house. With ten thousand feeds, looking through them once more
    would hold the event loop for longer than anything else does. What the house before left is thrown away first.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


async def _first(*events: asyncio.Event) -> None:
    """Return when the first of these events comes about."""
    waiting = [asyncio.ensure_future(each.wait()) for each in events]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for each in waiting:
        each.cancel()


async def _wind_up(tasks: list[asyncio.Task[None]]) -> None:
    """Let these end by themselves for a while, then end them."""
    _, late = await asyncio.wait(tasks, timeout=GRACE.total_seconds())
    for task in late:
        task.cancel()
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(result, Exception):
            log.error("%s: %s", type(result).__name__, result)
