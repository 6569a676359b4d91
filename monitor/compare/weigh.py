"""How likely a value is news for somebody who remembers: match/ sees one article, the state has seen those before it.

Law of this room: few signs, each told by the case alone, and one reviewed weight for each. They move the certainty of
match/, whatever made that, and only for what the state and the whole article tell; a sure reading stays sure.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from monitor.compare.algebra import equal, middle
from monitor.compare.classify import Case, falls_unexplained, heard_before, printed_before
from monitor.compare.own_keys import is_sum_of_parts
from monitor.model import Article

FAR = 10
SMALL = 20  # counts below this meet by chance
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,15}(?:\.\d{1,6})?")

WEIGHTS: Mapping[str, float] = {  # in log-odds; a regression on labelled stories gave them, rounded to what they mean
    "far": -1.2,
    "fall-unexplained": -1.0,
    "printed": -1.05,
    "previous": 0.4,
    "knows-old": 0.4,
    "heard-before": 0.6,
    "own-sentence": 2.2,
    "sum-of-parts": 0.7,
}
SURE_END = 0.01  # match/ is never believed beyond this


def chance(case: Case) -> float:
    """The probability that the case is news: what match/ gives it, moved by every sign that holds."""
    p = min(max(case.candidate.score, SURE_END), 1 - SURE_END)
    total = math.log(p / (1 - p)) + sum(WEIGHTS[sign] for sign, holds in SIGNS.items() if holds(case))
    return 1 / (1 + math.exp(-total))


def _far_off(case: Case) -> bool:
    """More than ten times what stands, or less than a tenth of it; nothing at all is no such number."""
    if case.held is None or not middle(case.held) or not middle(case.value):
        return False
    return not Decimal(1) / FAR <= middle(case.value) / middle(case.held) <= FAR


def numbers_of(article: Article) -> tuple[Decimal, ...]:
    """The larger numbers that the article prints in digits, as they stand."""
    plain = (digits.replace(",", "") for digits in _DIGITS.findall(f"{article.title}\n{article.text}"))
    return tuple(n for n in map(Decimal, plain) if n >= SMALL)


def _own_sentence(case: Case) -> bool:
    """The number replaced another in the very same sentence of the page."""
    return any(_same_sentence(case.candidate.claim.quote, r.quote) for r in case.own)


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


def _told_as_moved(case: Case) -> bool:
    """The article gives an earlier value of the figure, too."""
    return bool(case.reading.previous)


def _knows_old(case: Case) -> bool:
    """What it gives as the earlier value is what stands."""
    held = case.held
    return held is not None and any(equal(c.value, held) for c in case.reading.previous)


SIGNS: Mapping[str, Callable[[Case], bool]] = {
    "far": _far_off,
    "fall-unexplained": falls_unexplained,
    "printed": printed_before,
    "previous": _told_as_moved,
    "knows-old": _knows_old,
    "heard-before": heard_before,
    "own-sentence": _own_sentence,
    "sum-of-parts": is_sum_of_parts,
}

DOUBTS: Mapping[str, str] = {
    "far": "it is far from what stands",
    "fall-unexplained": "it is less than what stands, which the article does not explain",
    "printed": "an earlier article printed the same number",
}


def doubts(case: Case) -> list[str]:
    """What speaks against the case in words for people."""
    return [words for sign, words in DOUBTS.items() if SIGNS[sign](case)]
