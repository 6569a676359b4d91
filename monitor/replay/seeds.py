"""The seeds: pages beside a config that say what stands before any article, read as every page is read.

Law of this room: pure but for opening the pages. A figure without a baseline in the config takes what the seeds say of
it: one value where they agree in any words, all values where they do not. Each seed stays as evidence, also for a
figure that has a baseline: what a seed says is no news when its page is met again, and an edit of it is seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from pathlib import Path

from monitor.compare import baseline
from monitor.compare.state import identity, note
from monitor.extract import extract
from monitor.match import find_claims
from monitor.model import Article, Claim, Page, Report, Standing
from monitor.replay.recording import open_recording
from monitor.watchlist import Watchlist

SURE = 0.5  # a seed's claim below this is not taken for the desk's own knowledge


def open_seeds(config: Path) -> Iterator[Page]:
    """The pages of seeds/ beside the config, in order of time; nothing where there is no such folder."""
    folder = config.parent / "seeds"
    if folder.is_dir():
        yield from (sighting.page() for sighting in open_recording(folder).sightings)


def baselines(pages: Iterable[Page], watchlist: Watchlist) -> tuple[Standing, ...]:
    """What stands before any article, for each figure that the config or the seeds speak of."""
    told: dict[str, list[Report]] = {name: [] for name in watchlist.figures}
    for article in map(extract, pages):
        for claim in find_claims(article, watchlist):
            if claim.role == "current" and claim.score >= SURE:
                told[claim.figure].append(report(article, claim))
    first = (reduce(note, seeds, baseline(watchlist.figures[name], seeds)) for name, seeds in told.items())
    return tuple(standing for standing in first if standing.held)


def report(article: Article, claim: Claim) -> Report:
    return Report(
        value=claim.value,
        outlet=article.outlet,
        url=identity(article),
        at=article.modified or article.published or article.fetched,
        source=claim.attribution.source if claim.attribution else "",
        quote=claim.quote,
    )
