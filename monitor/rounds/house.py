"""What a round works with: config, store, clock, client, workshop, all opened once and handed around."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from monitor.clock import Clock
from monitor.config import Config, FeedConfig
from monitor.fetch.client import Client
from monitor.fetch.guard import Guard
from monitor.fetch.manners import Manners
from monitor.fetch.robots import Robots
from monitor.fetch.urls import without_login
from monitor.model import Alert, Delivery, Entry, Page
from monitor.poll.rhythm import Rhythm, rhythm
from monitor.rounds.workshop import Workshop
from monitor.sources import FeedState
from monitor.store import Store

Plan = Callable[[Iterable[Alert], Config, datetime], tuple[Delivery, ...]]
Recorder = Callable[[Page, Entry | None], None]

PACE = 0.15  # seconds between two requests to one host


@dataclass(slots=True, kw_only=True)
class House:
    """Everything that a round needs. `record` writes pages into a recording, where one was asked for."""

    config: Config
    store: Store
    clock: Clock
    plan: Plan
    client: Client
    manners: Manners
    robots: Robots
    workshop: Workshop
    record: Recorder | None = None
    seeds: frozenset[str] = frozenset()  # addresses of the pages that baselines came from
    rhythm: Rhythm = field(init=False)
    sources: Mapping[str, FeedConfig] = field(init=False)  # by the name of a feed: its URL without credentials
    states: dict[str, FeedState] = field(init=False)  # as in the store, whose only writer this is

    def __post_init__(self) -> None:
        poll = self.config.poll
        self.rhythm = rhythm(poll.interval, poll.min_interval, poll.max_interval)
        self.sources = {without_login(each.url): each for each in reversed(self.config.feeds)}
        self.states = dict(self.store.feeds.states())

    def keep(self, states: Sequence[FeedState]) -> None:
        """Put these states in place of what was known of their feeds."""
        self.store.feeds.keep(states)
        self.states.update({each.url: each for each in states})

    async def close(self) -> None:
        await self.workshop.close()
        await self.client.aclose()


def open_house(
    config: Config,
    store: Store,
    clock: Clock,
    plan: Plan,
    *,
    record: Recorder | None = None,
    seeds: frozenset[str] = frozenset(),
    workshop: Workshop | None = None,
) -> House:
    """A house for this config on this store; close it when the config changes."""
    client = Client(guard=Guard(config.poll.allow), contact=config.contact, timeout=config.poll.timeout)
    manners = Manners(pace=PACE)
    return House(
        config=config,
        store=store,
        clock=clock,
        plan=plan,
        client=client,
        manners=manners,
        robots=Robots(client, manners, store.feeds, clock.now),
        workshop=workshop or Workshop(store.folder, config.watchlist),
        record=record,
        seeds=seeds,
    )
