"""What a desk follows: entities by their names, figures by their words, compiled once for all rooms of the core.

Law of this room: plain frozen records, no parsing (config.py) and no reading of text (match/).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from monitor.model import Value

Nature = Literal["total", "level", "rate", "price", "plan"]
Sensitivity = Literal["fewer", "balanced", "more"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Somebody or something in the news, under all the names that outlets give it."""

    id: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A change smaller than this is not told: in the figure's unit, in per cent, in one direction, by N outlets."""

    absolute: Decimal | None = None
    percent: Decimal | None = None
    direction: Literal["up", "down"] | None = None
    outlets: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that we follow. Everything after `baseline` is optional help that a user may give in a minute."""

    id: str
    label: str
    unit: str
    nouns: tuple[str, ...]
    entities: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    baseline: Value | None = None
    nature: Nature | None = None  # None: inferred from the words
    part_of: str | None = None
    sum_of: tuple[str, ...] = ()
    actor: str | None = None  # names of who acts, separated by commas
    place: str | None = None
    actions: tuple[str, ...] = ()  # the noun as an action: "killed" beside "deaths"
    exclude_events: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    direction: Literal["up", "down", "both"] | None = None  # the way it can go
    plausible: tuple[Decimal | None, Decimal | None] = (None, None)
    outlets: tuple[str, ...] = ()  # preferred: their word wins over others'
    sample: str | None = None
    threshold: Threshold = field(default_factory=Threshold)

    @property
    def own_names(self) -> Mapping[str, tuple[str, ...]]:
        """The names of `actor` and `place` under keys of their own: they act like entities of this figure alone."""
        said = {f"{self.id}:actor": self.actor, f"{self.id}:place": self.place}
        return {key: tuple(n for name in text.split(",") if (n := name.strip())) for key, text in said.items() if text}


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRule:
    """What is known of one host's pages: CSS selectors of what is text, what is none, the headline, the date."""

    host: str
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    headline: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watchlist:
    """All that is followed. `figures` and `entities` by id, in the order of the config; `rules` for single sites."""

    figures: Mapping[str, Figure]
    entities: Mapping[str, Entity]
    sensitivity: Sensitivity = "balanced"
    rules: tuple[SiteRule, ...] = ()
