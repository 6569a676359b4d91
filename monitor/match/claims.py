"""From chosen values to claims: quotes, roles, attributions, and each number given to one figure at most.

Law of this room: a claim's score is the probability that the article gives this value for the figure now. Claims above
ASKED are handed on with their doubt; what is below is not worth a person's time. A number that two figures want goes
to the one that wants it more.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from monitor.match.choose import Slate, Weights, probabilities, score
from monitor.match.frames import Mention, Terms
from monitor.match.reading import Reading
from monitor.match.values import Candidate, one, speaks
from monitor.match.voices import attribution
from monitor.model import Claim, Evidence, Role, Span, Value

ASKED = 0.05
BESIDE = 0.25  # how often an article that tells what stands tells a new value beside it
GATE = 9.0  # what a gate is shown as: it outweighs all else
SHOWN = 12  # terms of evidence that a claim carries
_PART = ("part:L1", "part:R1", "part:P")
_NAMED = ("noun:L", "noun:L1", "event:near", "what:carried")
_FROM = ("stage:then", "from:L1", "than_before:L1", "earlier:L1", "earlier:R1")


@dataclass(slots=True)
class _Bid:
    slate: Slate
    candidate: Candidate
    p: float

    @property
    def odds(self) -> float:
        return self.p / max(1e-9, 1 - self.p)


def claims(reading: Reading, slates: Sequence[Slate], by: Weights) -> tuple[Claim, ...]:
    """All claims of an article in the order of the figures: current ones by score, then previous and other scope."""
    bids = [bid for s in slates for bid in _bids(s, by)]
    current: dict[str, list[Claim]] = {s.figure.id: [] for s in slates}
    for bid, p in sorted(zip(bids, _shared(bids), strict=True), key=lambda pair: -pair[1]):
        if p >= ASKED:
            current[bid.slate.figure.id] += _current(reading, replace(bid, p=p), by)
    past = {s.figure.id: (*_past(reading, s, current[s.figure.id]), *_barred(reading, s)) for s in slates}
    return tuple(c for s in slates for c in (*current[s.figure.id], *past[s.figure.id]))


def _bids(slate: Slate, by: Weights) -> list[_Bid]:
    """The values of a figure with their probabilities; an article that tells what stands may tell a new one, too."""
    sums = probabilities(slate, by)
    held = sum(p for c, p in zip(slate.candidates, sums, strict=True) if "held:same" in c.terms)
    beside = 1 + BESIDE * held / max(1e-9, 1 - held)
    return [
        _Bid(slate, c, p if "held:same" in c.terms else min(p * beside, p + BESIDE))
        for c, p in zip(slate.candidates, sums, strict=True)
    ]


def _shared(bids: Sequence[_Bid]) -> list[float]:
    """The probabilities, where a number belongs to one figure at most: its odds are shared among those that want it.

    A value that is told twice is wanted as much as where it is wanted least.
    """
    wanted: dict[tuple[int, Span], list[_Bid]] = {}
    for bid in bids:
        for mention, _, _ in bid.candidate.mentions:
            wanted.setdefault(_where(mention), []).append(bid)
    out = []
    for bid in bids:
        rivals = (_rivals(bid, wanted[_where(mention)]) for mention, _, _ in bid.candidate.mentions)
        out.append(bid.odds / (1 + bid.odds + min(rivals)))
    return out


def _rivals(bid: _Bid, here: Sequence[_Bid]) -> float:
    """The odds of the other figures; one for which the number stands already, and which fits it better, has it."""
    rivals = [b for b in here if b.slate is not bid.slate and b.p > ASKED]
    known = any(b.p >= bid.p and "held:same" in b.candidate.terms for b in rivals)
    return math.inf if known and "held:same" not in bid.candidate.terms else sum(b.odds for b in rivals)


def _where(mention: Mention) -> tuple[int, Span]:
    return mention.sentence.block, mention.quantity.span


def _current(reading: Reading, bid: _Bid, by: Weights) -> list[Claim]:
    """The candidate's best mention, and one for each other form of the value on the page."""
    ranked = sorted(bid.candidate.mentions, key=lambda item: -score(item[1], by))
    out: list[Claim] = []
    for mention, terms, value in ranked:
        if not any((value.low, value.high, value.bound) == (c.value.low, c.value.high, c.value.bound) for c in out):
            shown = {**terms, **bid.candidate.terms}
            out.append(_claim(reading, bid.slate.figure.id, mention, value, "current", bid.p, shown, by))
    return out


def _past(reading: Reading, slate: Slate, current: Sequence[Claim]) -> list[Claim]:
    """What the article says the figure was, and what only looks like it: numbers beside the figure's own words."""
    out = []
    told = {c.quote for c in current if c.score > 0.5}  # what stood, beside a new value that is sure, was left
    for candidate in slate.candidates:
        again = [c for c in current if one(candidate.value, c.value)]
        if any(c.score > 0.5 for c in again):
            continue
        left = "held:same" in candidate.terms and not again
        for mention, terms, value in candidate.mentions:
            role = _role(terms) or ("previous" if left and _quote(reading, mention).strip() in told else None)
            if role:
                out.append(_claim(reading, slate.figure.id, mention, value, role, 0.5, terms, {}))
                break
    return out


def _barred(reading: Reading, slate: Slate) -> list[Claim]:
    """Numbers with the figure's own words that its keys bar: told, so that nobody wonders."""
    own = [(m, {t: 1.0 for t in terms if t.startswith("gate:")}, v) for m, terms, v in slate.barred if speaks(terms)]
    by = {term: -GATE for _, terms, _ in own for term in terms}
    return [_claim(reading, slate.figure.id, m, v, "other_scope", 0.0, terms, by) for m, terms, v in own]


def _quote(reading: Reading, mention: Mention) -> str:
    """The mention's sentence as it is printed."""
    return reading.blocks[mention.sentence.block].text[mention.sentence.start : mention.sentence.end]


def _role(terms: Terms) -> Role | None:
    near = "head:own" in terms or "noun:R1" in terms or "noun:L1" in terms
    if near and any(t in terms for t in _PART):
        return "other_scope"
    outbid = "rival:stronger" in terms or "rival:better" in terms
    said = near or any(t in terms for t in _NAMED)
    return "previous" if said and not outbid and any(t in terms for t in _FROM) else None


def _claim(
    reading: Reading, figure: str, mention: Mention, value: Value, role: Role, p: float, terms: Terms, by: Weights
) -> Claim:
    quote = _quote(reading, mention)
    first = mention.quantity.span[0] - mention.sentence.start - (len(quote) - len(quote.lstrip()))
    width = mention.quantity.span[1] - mention.quantity.span[0]
    weighed = [Evidence(term=t, weight=round(s * by[t], 3)) for t, s in terms.items() if abs(s * by.get(t, 0)) >= 0.05]
    return Claim(
        figure=figure,
        value=value,
        role=role,
        quote=quote.strip(),
        mark=(first, first + width),
        block=reading.places[mention.sentence.block],
        attribution=attribution(mention),
        score=round(p, 4),
        evidence=tuple(sorted(weighed, key=lambda e: -abs(e.weight))[:SHOWN]),
    )
