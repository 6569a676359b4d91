"""What is known of one figure, as a value: every function takes a `Standing` and returns the next one.

Law of this room: nothing is forgotten that could come back as an echo. A value that stops being held is superseded,
another party's value stays open beside it, and what a page last said is kept by page, so that an edit is seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal

from monitor.compare.algebra import equal, relate
from monitor.model import Article, Report, Standing, Value

KEPT = 60  # reports, superseded values, conflicts, refusals: enough for years of one story, small in a row

PRINTED = 300  # numbers of some twenty articles


def identity(article: Article) -> str:
    """What makes two pages the same article: the address that it calls its own, else where it was found."""
    return article.canonical or article.url


def note(standing: Standing, report: Report) -> Standing:
    """Remember that this page said so."""
    others = tuple(r for r in standing.reports if r.url != report.url or not equal(r.value, report.value))
    return replace(standing, reports=(*others, report)[-KEPT:])


def forget(standing: Standing, reports: Iterable[Report]) -> Standing:
    """A page was edited: what it said before is no longer its word."""
    gone = tuple(reports)
    return replace(standing, reports=tuple(r for r in standing.reports if r not in gone))


def hold(standing: Standing, report: Report, *, provisional: bool = False) -> Standing:
    """This is what stands now; what stood before is superseded, and a conflict that it settles is closed."""
    before = () if standing.held is None else (standing.held,)
    return replace(
        note(standing, report),
        held=report,
        provisional=provisional,
        confirmed=False,
        rival=None,
        superseded=(*standing.superseded, *_without(before, report))[-KEPT:],
        conflicts=_without(standing.conflicts, report),
    )


def refine(standing: Standing, report: Report) -> Standing:
    """The known number, said more exactly: it takes the place of the rough one, which nobody need hear of."""
    return replace(note(standing, report), held=report, provisional=False)


def restore(standing: Standing, report: Report) -> Standing:
    """What stood before stands again; the doubtful value that had taken its place is a hypothesis, and no echo."""
    earlier = _without(standing.superseded, report)
    return replace(note(standing, report), held=report, provisional=False, rival=standing.held, superseded=earlier)


def confirm_held(standing: Standing, report: Report) -> Standing:
    """Somebody else says the same: what stands is no longer provisional."""
    independent = standing.held is not None and standing.held.outlet != report.outlet
    return replace(note(standing, report), provisional=standing.provisional and not independent)


def supersede(standing: Standing, report: Report) -> Standing:
    """An older number came to light: it is known from now on, and stands for nothing."""
    if any(equal(report.value, known.value) for known in standing.superseded):
        return standing
    return replace(standing, superseded=(*standing.superseded, report)[-KEPT:])


def oppose(standing: Standing, report: Report) -> Standing:
    """Another party says otherwise: its word is kept open beside what stands; its older word is superseded."""
    older = tuple(c for c in standing.conflicts if c.url == report.url or _same_party(c, report))
    others = tuple(c for c in standing.conflicts if c not in older)
    kept = replace(note(standing, report), conflicts=(*others, report)[-KEPT:])
    return _fold(supersede, kept, older)


def suspect(standing: Standing, report: Report) -> Standing:
    """A second hypothesis: not believed, but remembered as what the figure may be."""
    return replace(standing, rival=report)


def refuse(standing: Standing, value: Value) -> Standing:
    """A person said no to this value."""
    rival = standing.rival if standing.rival and not equal(standing.rival.value, value) else None
    return replace(standing, rejected=(*standing.rejected, value)[-KEPT:], rival=rival)


def remember(standing: Standing, numbers: Iterable[Decimal]) -> Standing:
    """An article that spoke of the figure printed these."""
    new = tuple(n for n in dict.fromkeys(numbers) if n not in standing.printed)
    return replace(standing, printed=(*standing.printed, *new)[-PRINTED:]) if new else standing


def words_of(standing: Standing, article: Article) -> tuple[Report, ...]:
    """What this very page said when it was read before, under either of its addresses."""
    addresses = {article.url, identity(article)}
    return tuple(r for r in standing.reports if r.url in addresses)


def voices(standing: Standing, value: Value) -> frozenset[str]:
    """The outlets whose last word agrees with `value`."""
    return frozenset(r.outlet for r in standing.reports if relate(r.value, value) in ("same", "finer", "vaguer"))


def _without(reports: tuple[Report, ...], report: Report) -> tuple[Report, ...]:
    return tuple(r for r in reports if not equal(r.value, report.value))


def _same_party(a: Report, b: Report) -> bool:
    return bool(a.source) and a.source.casefold() == b.source.casefold()


def _fold(step: Callable[[Standing, Report], Standing], start: Standing, reports: Iterable[Report]) -> Standing:
    for report in reports:
        start = step(start, report)
    return start
