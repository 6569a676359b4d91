"""The seeds: pages beside a config that say what stands before any article, read as every page is read.

Law of this room: pure but for opening the pages. A figure's baseline is what the seeds say of it, each seed its
evidence: one value where they agree in any words, all values where they do not (the most told stands, the others are
open conflicts). A figure with a baseline in the config keeps that one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from monitor.compare.algebra import precision, relate
from monitor.extract import extract
from monitor.match import find_claims
from monitor.model import Article, Claim, Page, Report, Standing
from monitor.replay.recording import open_recording
from monitor.watchlist import Watchlist

SURE = 0.5  # a seed's claim below this is not taken for the desk's own knowledge
Group = list[Report]


def open_seeds(config: Path) -> Iterator[Page]:
    """The pages of seeds/ beside the config, in order of time; nothing where there is no such folder."""
    folder = config.parent / "seeds"
    if folder.is_dir():
        yield from (sighting.page() for sighting in open_recording(folder).sightings)


def baselines(pages: Iterable[Page], watchlist: Watchlist) -> tuple[Standing, ...]:
    """What stands by the word of the seeds, for each figure without a baseline of its own that they speak of."""
    open_figures = {name for name, figure in watchlist.figures.items() if figure.baseline is None}
    groups: dict[str, list[Group]] = {}
    for article in map(extract, pages):
        for claim in find_claims(article, watchlist):
            if claim.role == "current" and claim.score >= SURE and claim.figure in open_figures:
                join(groups.setdefault(claim.figure, []), report(article, claim))
    return tuple(standing(figure, found) for figure, found in groups.items())


def report(article: Article, claim: Claim) -> Report:
    return Report(
        value=claim.value,
        outlet=article.outlet,
        url=article.canonical or article.url,
        at=article.published or article.fetched,
        source=claim.attribution.source if claim.attribution else "",
        quote=claim.quote,
    )


def join(groups: list[Group], new: Report) -> None:
    """Put a report with those that it agrees with, be it vaguer or finer than they; else it is a group of its own."""
    for group in groups:
        if any({relate(new.value, old.value), relate(old.value, new.value)} <= {"apart"} for old in group):
            continue
        group.append(new)
        return
    groups.append([new])


def standing(figure: str, groups: list[Group]) -> Standing:
    def weight(group: Group) -> tuple[int, datetime]:
        """Most outlets first, then the latest word."""
        return len({told.outlet for told in group}), max(told.at for told in group if told.at)

    first, *others = sorted(groups, key=weight, reverse=True)
    return Standing(
        figure=figure,
        held=clearest(first),
        confirmed=not others,
        reports=tuple(told for group in groups for told in group),
        conflicts=tuple(clearest(group) for group in others),
    )


def clearest(group: Group) -> Report:
    """Of reports that agree, the one that says most."""
    return min(group, key=lambda told: precision(told.value))
