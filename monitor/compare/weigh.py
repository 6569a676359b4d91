"""How likely a reading is for somebody who remembers: match/ sees one article, the state has seen those before it.

Law of this room: it moves a candidate's score, and only for what stands and for what earlier articles said. A sure
reading stays sure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from monitor.compare.algebra import direction, equal, middle
from monitor.compare.classify import Case, knows_held
from monitor.model import Article

SECOND_VOICE = 0.2  # what an unsure value gains when a second outlet gives it
SURPRISE = 0.55  # what the odds of a surprising number lose: most of them are another number
FAR = 10
BACKGROUND = 0.35  # what the odds of a number lose that an earlier article printed without being taken for it
SMALL = 20  # counts below this meet by chance
SAME_SENTENCE = 0.9  # how surely a number is read that replaced another in the very same sentence
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,15}(?:\.\d{1,6})?")


def weighed(case: Case) -> Case:
    """The case as likely as it is for somebody who remembers what was said before."""
    doubt = 1 - case.candidate.score
    for odds, holds in ((SURPRISE, _far_off), (SURPRISE, _falls_unexplained), (BACKGROUND, _printed_before)):
        doubt = doubt / (doubt + odds * (1 - doubt)) if holds(case) else doubt
    if _heard_before(case):
        doubt *= 1 - SECOND_VOICE
    if any(_same_sentence(case.candidate.claim.quote, r.quote) for r in case.own):
        doubt = min(doubt, 1 - SAME_SENTENCE)
    return replace(case, candidate=replace(case.candidate, score=1 - doubt))


def _far_off(case: Case) -> bool:
    """More than ten times what stands, or less than a tenth of it; nothing at all is no such number."""
    if case.held is None or not middle(case.held) or not middle(case.value):
        return False
    return not Decimal(1) / FAR <= middle(case.value) / middle(case.held) <= FAR


def _falls_unexplained(case: Case) -> bool:
    """A count below what stands, in an article that neither knows that number nor was edited."""
    counted = case.figure.nature == "total" or (case.figure.nature is None and case.figure.unit == "count")
    explained = case.reading.previous or case.edited or knows_held(case)
    if case.held is None or not counted or explained or not middle(case.value):
        return False
    return direction(case.value, case.held) == "down"


def _printed_before(case: Case) -> bool:
    """Background repeats, news does not; a value that was missed once comes back as a question."""
    return middle(case.value) in case.standing.printed


def numbers_of(article: Article) -> tuple[Decimal, ...]:
    """The larger numbers that the article prints in digits, as they stand."""
    plain = (digits.replace(",", "") for digits in _DIGITS.findall(f"{article.title}\n{article.text}"))
    return tuple(n for n in map(Decimal, plain) if n >= SMALL)


def _heard_before(case: Case) -> bool:
    """The value was already the second hypothesis, by the word of another outlet."""
    rival = case.standing.rival
    return (
        rival is not None and rival.outlet != case.report.outlet and not case.copied and equal(rival.value, case.value)
    )


def _same_sentence(new: str, old: str) -> bool:
    """The sentence that gave the number before the edit, but for the number (at most three words of it)."""
    a, b = new.split(), old.split()
    if a == b or min(len(a), len(b)) < 4:
        return False
    head = _shared(a, b)
    tail = _shared(a[head:][::-1], b[head:][::-1])
    return max(len(a), len(b)) - head - tail <= 3


def _shared(a: Sequence[str], b: Sequence[str]) -> int:
    """How many words two sentences begin with together."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
