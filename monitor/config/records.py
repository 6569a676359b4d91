"""The config as records. Law of this room: no reading, no checking; a secret is never shown by accident."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from monitor.routing import Health, Manners, Route, Silence
from monitor.watchlist import Watchlist

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A string that is never printed or logged; `reveal()` is for the one line that sends it."""

    value: str

    def reveal(self) -> str:
        return self.value

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__


@dataclass(frozen=True, slots=True, kw_only=True)
class PollConfig:
    """How often and how patiently sources are asked."""

    interval: timedelta = 15 * MINUTE
    min_interval: timedelta | None = None
    max_interval: timedelta | None = None
    timeout: timedelta = timedelta(seconds=20)
    reread: tuple[timedelta, ...] = (15 * MINUTE, HOUR, 4 * HOUR, DAY, 3 * DAY)
    allow: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedConfig:
    """One source. `kind` None: the body decides. `select` is the CSS selector of a page's article links."""

    url: str
    outlet: str | None = None
    language: str | None = None
    kind: Literal["feed", "sitemap", "page"] | None = None
    select: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiverConfig:
    """One place alerts go to; `settings` are the kind's own keys, checked by that receiver's file."""

    id: str
    kind: str
    settings: Mapping[str, Any]
    manners: Manners = field(default_factory=Manners)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebConfig:
    """Where the board listens ("" for nowhere), who may come in, and the names by which it is known."""

    listen: str = "127.0.0.1:8080"
    password: Secret | None = None  # reads and acts
    token: Secret | None = None  # reads: for programs and feed readers
    hosts: tuple[str, ...] = ()  # names in addresses, beside localhost and bare IP addresses
    read_only: bool = False
    url: str | None = None  # as others reach it: links in messages lead there


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything that config.toml says."""

    path: Path
    watchlist: Watchlist
    contact: str | None = None
    poll: PollConfig = field(default_factory=PollConfig)
    feeds: tuple[FeedConfig, ...] = ()
    receivers: tuple[ReceiverConfig, ...] = ()
    routes: tuple[Route, ...] = ()
    silences: tuple[Silence, ...] = ()
    health: Health = field(default_factory=Health)
    web: WebConfig = field(default_factory=WebConfig)
    warnings: tuple[str, ...] = ()
    state: Path | None = None  # None: state/ beside the working directory, unless --state says
