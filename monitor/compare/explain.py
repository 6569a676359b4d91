"""The decisions of a verdict, told to a person: what stood, what the article gave, what came of it and why.

Law of this room: it only tells; every sentence belongs to a reason that compare/ gave.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from monitor.compare.classify import RULES
from monitor.compare.settle import Verdict
from monitor.model import ChangeKind, Claim, Standing, Value
from monitor.watchlist import Watchlist

MEANINGS: Mapping[str, str] = {rule.reason: rule.means for rule in RULES} | {
    "asked": "the reading is too unsure for an alert, so a person is asked",
    "crowded-out": "the article asked enough about other figures",
    "unsure": "the reading is too unlikely even for a question",
    "second-to-another": "another value of this article is likelier, and an article is compared once",
    "alternating-copy": "the page is an older version again, as caches serve them",
    "unwell-page": "the page shrank or lost its article, so nothing on it counts",
    "same-text": "the text was read before, word for word",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One value of one figure: `stood` is what was held before the article, `kind` the alert (None: silence)."""

    figure: str
    label: str
    stood: Value | None
    value: Value
    kind: ChangeKind | None
    reason: str
    meaning: str
    claim: Claim


def decisions(verdict: Verdict, standings: Mapping[str, Standing], watchlist: Watchlist) -> Iterator[Decision]:
    """Every decision in `verdict`, in its order; `standings` are those from before the article."""
    for change in verdict.changes:
        figure = watchlist.figures[change.figure]
        standing = standings.get(change.figure)
        yield Decision(
            figure=figure.id,
            label=figure.label,
            stood=standing.held.value if standing and standing.held else figure.baseline,
            value=change.new,
            kind=change.kind,
            reason=change.reason,
            meaning=MEANINGS[change.reason],
            claim=change.claim,
        )
