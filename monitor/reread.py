"""Stored articles read again: after a figure changed in the config, or a better reader came with an upgrade.

Law of this room: nobody is alerted by what stood in an article long ago. The difference is shown; only when a person
says so does it become what stands, and what a person said of a figure stays in any case.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

import msgspec

from monitor import __version__
from monitor.compare import compare
from monitor.compare.candidates import SURE
from monitor.config import Config
from monitor.match import find_claims
from monitor.model import Claim, Standing, Value
from monitor.replay.seeds import baselines, open_seeds
from monitor.store import Store
from monitor.watchlist import Figure

Key = tuple[str, Decimal | None, Decimal | None]
AT_START = timedelta(days=14)
NEWEST = 300  # versions that a start has time for
READ_BY = "read-by"  # the note that holds each figure's words, as a hash, when it was last read by them


@dataclass(frozen=True, slots=True)
class Found:
    """A value that an article is read to give for a figure, with where it stands."""

    value: Value
    quote: str
    url: str


@dataclass(slots=True, kw_only=True)
class Difference:
    """What reading again changes for one figure. `before` and `after`: what stands."""

    figure: str
    gained: list[Found] = field(default_factory=list)
    lost: list[Found] = field(default_factory=list)
    before: Value | None = None
    after: Value | None = None

    def __bool__(self) -> bool:
        return bool(self.gained or self.lost or self.before != self.after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """The outcome of reading again: how many versions were read, the differences, and the standings they lead to."""

    versions: int
    differences: tuple[Difference, ...]
    standings: Mapping[str, Standing]


def read_again(store: Store, config: Config, figures: Iterable[str], since: datetime, limit: int = -1) -> Again:
    """Read what is stored since then as if it came now, in order of time, from the baselines on; writes nothing.

    Of a figure that those articles do not speak of, by the old words or by the new, nothing can be said: it stays.
    """
    names, heard = set(figures), set[str]()
    standings = {each.figure: each for each in baselines(open_seeds(config.path), config.watchlist)}
    found = {name: Difference(figure=name, before=_held(store.figures.standing(name))) for name in sorted(names)}
    versions = 0
    for number, kind, article in store.articles.stored(since, limit):
        claims = find_claims(article, config.watchlist, standings)
        heard |= _compare_claims(found, store.claims.of_version(number), claims, article.url)
        verdict = compare(article, claims, config.watchlist, standings, kind, ())
        standings |= {each.figure: each for each in verdict.standings}
        versions += 1
    told = {name for name in names if name in heard or found[name].before is None}
    for name, each in found.items():
        each.after = _held(standings.get(name, Standing(figure=name))) if name in told else each.before
    kept = {name: standings[name] for name in told & standings.keys()}
    return Again(versions=versions, differences=tuple(filter(None, found.values())), standings=kept)


def apply(store: Store, again: Again, config: Config, now: datetime) -> tuple[str, ...]:
    """Let it stand, but for figures that a person spoke of; which figures took it. Nobody is alerted."""
    with store.atomic():
        spoken = {word["figure"] for word in store.figures.words()}
        taken = tuple(name for name in again.standings if name not in spoken)
        store.figures.keep((again.standings[name] for name in taken), now)
        remember(store, config)
    return taken


def look_again(store: Store, config: Config, now: datetime) -> tuple[Difference, ...]:
    """What a daemon does when it starts: figures whose words changed are read in the newest stored articles.

    One for which nothing stands takes what was found; of the others the difference is only shown.
    """
    changed = changed_figures(store, config)
    again = Again(versions=0, differences=(), standings={})
    if changed:
        again = read_again(store, config, changed, now - AT_START, NEWEST)
        with store.atomic():  # a daemon's round may write beside this
            bare = {name: each for name, each in again.standings.items() if store.figures.standing(name).held is None}
            apply(store, replace(again, standings=bare), config, now)
    elif _known(store) != _marks(config):
        remember(store, config)
    return again.differences


def changed_figures(store: Store, config: Config) -> tuple[str, ...]:
    """The figures whose words, or whose reader, are not those that they were last read by; none on a first run."""
    known = _known(store)
    if not known:
        return ()
    return tuple(name for name, mark in _marks(config).items() if known.get(name) != mark)


def remember(store: Store, config: Config) -> None:
    """Write down by which words the figures are read from now on."""
    store.notes.put(READ_BY, json.dumps(_marks(config)))


def _known(store: Store) -> dict[str, str]:
    found: dict[str, str] = json.loads(store.notes.get(READ_BY) or "{}")
    return found


def _marks(config: Config) -> dict[str, str]:
    return {name: _mark(figure) for name, figure in config.watchlist.figures.items()}


def _mark(figure: Figure) -> str:
    words = msgspec.json.encode(figure, order="deterministic") + __version__.encode()
    return hashlib.sha256(words).hexdigest()[:16]


def _compare_claims(
    found: Mapping[str, Difference], stored: Iterable[Claim], fresh: Iterable[Claim], url: str
) -> set[str]:
    """Write down what one version is read to give, and no longer to give; the figures that it speaks of."""
    old, new = _values(stored), _values(fresh)
    for key in new.keys() - old.keys():
        if key[0] in found:
            found[key[0]].gained.append(Found(new[key].value, new[key].quote, url))
    for key in old.keys() - new.keys():
        if key[0] in found:
            found[key[0]].lost.append(Found(old[key].value, old[key].quote, url))
    return {figure for figure, _, _ in old.keys() | new.keys()}


def _values(claims: Iterable[Claim]) -> dict[Key, Claim]:
    """What is believed, by figure and value."""
    sure = (each for each in claims if each.role == "current" and each.score > SURE)
    return {(each.figure, each.value.low, each.value.high): each for each in sure}


def _held(standing: Standing) -> Value | None:
    return standing.held.value if standing.held else None
