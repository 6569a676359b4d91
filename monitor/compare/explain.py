"""The decisions of a verdict, told to a person: what stood, what the article gave, what came of it and why.

Law of this room: it only tells; every sentence belongs to a reason that compare/ gave.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from monitor.compare.settle import Verdict
from monitor.model import ChangeKind, Claim, Standing, Value
from monitor.watchlist import Watchlist

MEANINGS: Mapping[str, str] = {
    "rejected": "a person said no to this value",
    "caught-up": "the page was edited to what others had said before",
    "corrected-conflict": "the page that was in conflict with what stands now says another number",
    "edited": "the same page said another number before",
    "notice": "the page carries a correction and names what stands as its error",
    "of-its-kin": "it is the number of the whole or of a part, not this figure’s",
    "other-outlet": "a preferred outlet’s word stands, and this outlet is none of them",
    "preferred-outlet": "a preferred outlet says so, and what stood was another’s word",
    "first": "nothing stood yet",
    "confirm": "it is the number that stands",
    "two-parties": "it names what stands as another party's number",
    "stated-move": "the article itself names what stands as an earlier value",
    "other-limit": "whoever knew what stands would not have put such a limit",
    "vaguer": "it says less than what stands, and nothing against it",
    "rounded": "it is the number that stands, rounded",
    "copy": "the article is a copy of one that said the same",
    "returned": "it stood before, and the article knows the number that stands and leaves it",
    "restored": "what stands was not sure, and another outlet goes on with what stood before",
    "echo": "it stood before and was superseded",
    "refined": "it says the number that stands more exactly",
    "repeated": "it is another party's number, known since that conflict was told",
    "out-of-order": "the article is older than the one that what stands is from",
    "behind": "it is less than what stands, a mere word or printed before, and the article knows of no fall",
    "below-threshold": "the change is smaller than the figure's threshold",
    "too-few-outlets": "fewer outlets than the figure asks for say so yet",
    "wrong-direction": "the figure asks only for changes the other way",
    "edited-in": "the page was edited, and we never read its earlier number",
    "conflict": "another party contradicts what stands",
    "beside-held": "the article also gives the number that stands, and nothing tells the two apart",
    "narrowed": "the first real number after a mere word",
    "beyond": "it is far past the open end that stood",
    "moved": "it cannot be squared with what stands",
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
    notes: tuple[str, ...] = ()


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
            notes=change.notes,
        )
