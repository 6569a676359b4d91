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
from monitor.compare.algebra import SILENT, precision, relate
from monitor.compare.candidates import SURE
from monitor.compare.state import hold, identity, note, oppose
from monitor.extract import extract
from monitor.match import find_claims
from monitor.model import Article, Claim, Page, Report, Standing
from monitor.replay.recording import open_recording
from monitor.watchlist import Figure, Watchlist


def open_seeds(config: Path) -> Iterator[Page]:
    """The pages of seeds/ beside the config, in order of time; nothing where there is no such folder."""
    folder = config.parent / "seeds"
    if folder.is_dir():
        yield from (sighting.page() for sighting in open_recording(folder).sightings)


def baselines(pages: Iterable[Page], watchlist: Watchlist) -> tuple[Standing, ...]:
    """What stands before any article, for each figure that the config or the seeds speak of."""
    told: dict[str, list[Report]] = {name: [] for name in watchlist.figures}
    for article in (extract(page, rules=watchlist.rules) for page in pages):
        for claim in believed(find_claims(article, watchlist)):
            told[claim.figure].append(report(article, claim))
    first = (standing(watchlist.figures[name], reports) for name, reports in told.items())
    return tuple(one for one in first if one.held)


def believed(claims: Iterable[Claim]) -> Iterable[Claim]:
    """The one value an article gives for each figure, if it surely gives one; a number before a mere word."""
    best: dict[str, Claim] = {}
    for claim in sorted(claims, key=lambda claim: (claim.value.bound == "vague", -claim.score)):
        if claim.role == "current" and claim.score > SURE:
            best.setdefault(claim.figure, claim)
    return best.values()


def standing(figure: Figure, reports: list[Report]) -> Standing:
    """The config's baseline, else the most told value, the others open beside it; every report is kept with it."""
    start = baseline(figure)
    if start.held is None:
        for rank, group in enumerate(sorted(agreeing(reports), key=weight)):
            start = oppose(start, group[0]) if rank else hold(start, group[0])
    return reduce(note, reports, start)


def agreeing(reports: Iterable[Report]) -> list[list[Report]]:
    """The reports in groups that say the same in any words, the one that says most first in each."""
    groups: list[list[Report]] = []
    for one in sorted(reports, key=lambda report: precision(report.value)):
        home = next((group for group in groups if relate(one.value, group[0].value) in SILENT), None)
        if home is None:
            groups.append([one])
        else:
            home.append(one)
    return groups


def weight(group: Iterable[Report]) -> tuple[int, float]:
    """A key that sorts the value of most outlets first, then the latest."""
    reports = tuple(group)
    return -len({report.outlet for report in reports}), -max(report.at.timestamp() for report in reports if report.at)


def report(article: Article, claim: Claim) -> Report:
    return Report(
        value=claim.value,
        outlet=article.outlet,
        url=identity(article),
        at=article.modified or article.published or article.fetched,
        source=claim.attribution.source if claim.attribution else "",
        quote=claim.quote,
    )
