"""How likely a value is news for somebody who remembers: match/ sees one article, the state has seen those before it.

Law of this room: signs, each told by the case alone, and one reviewed weight for each; their sum is the log-odds that
the value is the figure's and is news. What match/ gives is one sign among others: its certainty, its second thoughts,
and whose number it may be instead. The weights are learnt elsewhere (training/policy_train.py) and frozen here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import takewhile

from monitor.compare.algebra import SILENT, direction, equal, middle, relate
from monitor.compare.classify import Case, falls_unexplained, printed_before
from monitor.model import Article

Signs = dict[str, float]

FAR = 10
SMALL = 20  # counts below this meet by chance
LATE = 0.5  # beyond the middle of the article
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,15}(?:\.\d{1,6})?")

WEIGHTS: Mapping[str, float] = {
    "always": 0.0,
    "read": 1.0,
}


def chance(case: Case, by: Mapping[str, float] = WEIGHTS) -> float:
    """The probability that the case is news."""
    total = sum(by.get(sign, 0.0) * strength for sign, strength in signs(case).items())
    return 1 / (1 + math.exp(-total))


def signs(case: Case) -> Signs:
    """What speaks for and against, each between 0 and 1 (but for the log-odds of match/)."""
    p = min(max(case.candidate.score, 0.01), 0.99)
    told = {name: 1.0 for name, holds in SIGNS.items() if holds(case)}
    return {
        "always": 1.0,
        "read": math.log(p / (1 - p)),
        "second": _second(case) / (_second(case) + p),
        "held-read": _held_read(case),
        "wanted": case.wanted,
        **told,
    }


def _second(case: Case) -> float:
    """How surely the article gives the best of the other values, what stands apart."""
    held = case.held
    others = [c for c in case.reading.candidates if c is not case.candidate]
    return max((c.score for c in others if held is None or relate(c.value, held) not in SILENT), default=0.0)


def _held_read(case: Case) -> float:
    """How surely the article gives what stands, too."""
    held = case.held
    others = [c for c in case.reading.candidates if c is not case.candidate]
    return max((c.score for c in others if held is not None and relate(c.value, held) in SILENT), default=0.0)


def _far_off(case: Case) -> bool:
    """More than ten times what stands, or less than a tenth of it; nothing at all is no such number."""
    if case.held is None or not middle(case.held) or not middle(case.value):
        return False
    return not Decimal(1) / FAR <= middle(case.value) / middle(case.held) <= FAR


def _printed_before_held(case: Case) -> bool:
    """It was printed when what stands was not: whoever gives it now is behind."""
    if case.held is None or not printed_before(case):
        return False
    return middle(case.value) in tuple(takewhile(lambda n: n != middle(case.held or case.value), case.standing.printed))


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


def _own_sentence(case: Case) -> bool:
    """The number replaced another in the very same sentence of the page."""
    return any(same_sentence(case.candidate.claim.quote, r.quote) for r in case.own)


def same_sentence(new: str, old: str) -> bool:
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


def _down(case: Case) -> bool:
    return case.held is not None and direction(case.value, case.held) == "down"


SIGNS = {
    "first": lambda case: case.held is None,
    "far": _far_off,
    "down": _down,
    "fall-unexplained": falls_unexplained,
    "printed": printed_before,
    "printed-before-held": _printed_before_held,
    "printed-first": lambda case: case.held is None and printed_before(case),
    "heard-before": _heard_before,
    "own-sentence": _own_sentence,
    "own-page": lambda case: bool(case.own),
    "edited": lambda case: case.edited,
    "on-top": lambda case: case.on_top,
    "late": lambda case: case.place > LATE and not case.on_top,
    "top-and-text": lambda case: case.on_top and len(case.candidate.mentions) > 1,
    "knows-old": lambda case: any(
        case.held is not None and equal(c.value, case.held) for c in case.reading.previous
    ),
    "previous": lambda case: bool(case.reading.previous),
    "small": lambda case: 2 < middle(case.value) < SMALL,
    "tiny": lambda case: middle(case.value) <= 2,
    "bounded": lambda case: case.value.bound not in ("exact", "vague"),
    "vague": lambda case: case.value.bound == "vague",
    "anothers": lambda case: case.anothers,
    "refused": lambda case: case.refused,
    "provisional": lambda case: case.standing.provisional,
    "others-silent": lambda case: len(case.reading.candidates) == 1,
}
