"""From chosen values to claims: quotes, roles, attributions, and each number given to one figure at most.

Law of this room: a claim's score is the probability that the article gives this value for the figure now. Claims above
ASKED are handed on with their doubt; what is below is not worth a person's time. A number that two figures want goes
to the one that wants it more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.match.choose import Slate, Weights, probabilities, score
from monitor.match.frames import Mention, Terms
from monitor.match.reading import Reading
from monitor.match.values import Candidate, one
from monitor.match.voices import attribution
from monitor.model import Claim, Evidence, Role, Span, Value

ASKED = 0.05
TAKES = 0.15  # from here on a number is spoken for
SHOWN = 12  # terms of evidence that a claim carries
_PART = ("part:L1", "part:R1", "part:P")
_LEFT = ("L", "L1", "LX")
_FROM = ("from:L1", "than_before:L1", "earlier:L1", "earlier:R1")


@dataclass(slots=True)
class _Bid:
    slate: Slate
    candidate: Candidate
    p: float


def claims(reading: Reading, slates: Sequence[Slate], by: Weights) -> tuple[Claim, ...]:
    """All claims of an article in the order of the figures: current ones by score, then previous and other scope."""
    bids = [_Bid(s, c, p) for s in slates for c, p in zip(s.candidates, probabilities(s, by), strict=True)]
    taken: dict[tuple[int, Span], str] = {}
    current: dict[str, list[Claim]] = {s.figure.id: [] for s in slates}
    for bid in sorted(bids, key=lambda bid: -bid.p):
        figure = bid.slate.figure.id
        free = [item for item in bid.candidate.mentions if taken.get(_where(item[0]), figure) == figure]
        if bid.p < ASKED or not free:
            continue
        if bid.p > TAKES:
            taken.update((_where(m), figure) for m, _, _ in free)
        current[figure] += _current(reading, bid, free, by)
    return tuple(c for s in slates for c in (*current[s.figure.id], *_past(reading, s, current[s.figure.id])))


def _where(mention: Mention) -> tuple[int, Span]:
    return mention.sentence.block, mention.quantity.span


def _current(reading: Reading, bid: _Bid, free: Sequence[tuple[Mention, Terms, Value]], by: Weights) -> list[Claim]:
    """The candidate's best mention, and one for each other form of the value on the page."""
    ranked = sorted(free, key=lambda item: -score(item[1], by))
    out: list[Claim] = []
    for mention, terms, value in ranked:
        if not any((value.low, value.high, value.bound) == (c.value.low, c.value.high, c.value.bound) for c in out):
            shown = {**terms, **bid.candidate.terms}
            out.append(_claim(reading, bid.slate.figure.id, mention, value, "current", bid.p, shown, by))
    return out


def _past(reading: Reading, slate: Slate, current: Sequence[Claim]) -> list[Claim]:
    """What the article says the figure was, and what only looks like it: numbers beside the figure's own words."""
    out = []
    for candidate in slate.candidates:
        if any(one(candidate.value, c.value) and c.score > 0.5 for c in current):
            continue
        for mention, terms, value in candidate.mentions:
            role = _role(terms)
            if role:
                out.append(_claim(reading, slate.figure.id, mention, value, role, 0.5, terms, {}))
                break
    return out


def _role(terms: Terms) -> Role | None:
    near = "head:own" in terms or "noun:R1" in terms or "noun:L1" in terms
    if near and any(t in terms for t in _PART):
        return "other_scope"
    outbid = "rival:stronger" in terms or "rival:better" in terms
    said = near or "what:carried" in terms or any(f"{slot}:{z}" in terms for slot in ("noun", "event") for z in _LEFT)
    return "previous" if said and not outbid and any(t in terms for t in _FROM) else None


def _claim(
    reading: Reading, figure: str, mention: Mention, value: Value, role: Role, p: float, terms: Terms, by: Weights
) -> Claim:
    block = reading.blocks[mention.sentence.block]
    start, end = mention.sentence.start, mention.sentence.end
    quote = block.text[start:end]
    lead = len(quote) - len(quote.lstrip())
    first = mention.quantity.span[0] - start - lead
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
