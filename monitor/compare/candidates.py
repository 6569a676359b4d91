"""From an article's claims to what it says of one figure: the distinct values, each with its mentions.

Law of this room: headline and body are one voice. "More than 600 dead" above and "622 in all" below are one value in
two forms, and the more telling form speaks; the surest mention lends it its score and its quote.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitor.compare.algebra import SILENT, equal, middle, precision, relate
from monitor.model import Claim, Value

SURE = 0.5  # below this a reading moves nothing by itself
COMMON = frozenset(
    {"the", "a", "an", "of", "for", "and", "its", "his", "her", "their", "official", "officials", "spokesman"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One value that the article gives for a figure as current. `claim` is the mention that speaks for it."""

    value: Value
    claim: Claim
    mentions: tuple[Claim, ...]
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that one article says of one figure: candidates best first; earlier values; values that it denies."""

    figure: str
    candidates: tuple[Candidate, ...]
    previous: tuple[Claim, ...] = ()
    denied: tuple[Value, ...] = ()


def read_claims(figure: str, claims: Sequence[Claim]) -> Reading:
    """Sort one article's claims of one figure into candidates, earlier values and denials."""
    mine = [c for c in claims if c.figure == figure]
    current = [c for c in mine if c.role == "current" and not is_denied(c)]
    return Reading(
        figure=figure,
        candidates=tuple(sorted(_candidates(current), key=_rank)),
        previous=tuple(c for c in mine if c.role == "previous" and c.score >= SURE),
        denied=tuple(c.value for c in mine if is_denied(c)),
    )


def is_denied(claim: Claim) -> bool:
    """Whether the article gives the number only to deny it."""
    return any(e.term == "denied" for e in claim.evidence)


def parties(claims: Iterable[Claim]) -> frozenset[str]:
    """Who says so, in words that tell parties apart ("the Red Crescent" is "Afghan Red Crescent")."""
    said = " ".join(c.attribution.source for c in claims if c.attribution).casefold()
    return frozenset(said.replace("'s", "").split()) - COMMON


def _candidates(claims: Iterable[Claim]) -> Iterable[Candidate]:
    groups: list[list[Claim]] = []
    for claim in sorted(claims, key=lambda c: precision(c.value)):
        home = next((g for g in groups if _one_number(claim.value, g[0].value)), None)
        if home is None:
            groups.append([claim])
        else:
            home.append(claim)
    return map(_candidate, groups)


def _one_number(rough: Value, exact: Value) -> bool:
    """Whether two values of one article are forms of one number; an open end must lie near it."""
    if equal(rough, exact):
        return True
    near = min(abs(middle(rough)), abs(middle(exact))) * 4 >= 3 * max(abs(middle(rough)), abs(middle(exact)))
    return relate(rough, exact) in SILENT and (near or rough.bound == "vague")


def _candidate(mentions: list[Claim]) -> Candidate:
    best = max(mentions, key=lambda c: c.score)
    telling = [c for c in mentions if c.score >= best.score / 2]
    speaker = min(telling, key=lambda c: (precision(c.value), -c.score))
    return Candidate(value=speaker.value, claim=speaker, mentions=tuple(mentions), score=best.score)


def _rank(candidate: Candidate) -> tuple[float, int]:
    return -candidate.score, -len(candidate.mentions)
