"""The time that a number is of, held against the time that a figure is of: a week's cases are no year's.

Law of this room: only periods that are named count: "in the week to Sunday", "last year", "in 2022", "since the
truce". A figure's periods are those of its label and context; a number's are those that stand nearest to it, in its
chunk or in a chunk beside it that has no number of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.match.reading import Sentence
from monitor.match.words import MONTHS, Token, words

_UNITS = {
    "year": "year", "years": "year", "annual": "year", "annually": "year", "yearly": "year", "twelvemonth": "year",
    "season": "season", "quarter": "quarter", "quarterly": "quarter", "half": "half", "half-year": "half",
    "month": "month", "monthly": "month", "week": "week", "weekly": "week", "weekend": "week", "day": "day",
    "daily": "day", "night": "day", "hours": "day", "months": "months",
    "decade": "decade", "spring": "season", "summer": "season", "autumn": "season", "winter": "season",
}  # fmt: skip
_PAST = words("last previous preceding past prior earlier")
_BEFORE = words("ago before earlier previously")
_SINGLE = words("the one single first second third fourth latest that whole this each every per a entire full busiest")
_ALONE = words("annual annually yearly quarterly monthly weekly daily")
_OF_LAST = [["of", "last", "year"], ["a", "year", "ago"], ["a", "year", "earlier"]]
_NEW_YEAR = words("january jan new")
_WITHIN = words("in for")
_SLICES = words("week month quarter half")
_YEAR = re.compile(r"(?:19|20)\d\d$")


_ORDER = words("first second third fourth")
_LENGTHS = {"3": "quarter", "three": "quarter", "6": "half", "six": "half", "12": "year", "twelve": "year"}


@dataclass(frozen=True, slots=True)
class Period:
    """A named time: its unit, whether it is told as gone by, and the words that say which one it is."""

    at: int
    unit: str
    past: bool
    which: frozenset[str]
    within: bool = False  # "in the week", not "a week": only what happened in it


def periods(tokens: Sequence[Token], year: int) -> list[Period]:
    """All times that a run of tokens names; `year` is the article's own."""
    out = []
    for i, token in enumerate(tokens):
        low, near = _word(token), [t.text.lower() for t in tokens[max(0, i - 3) : i]]
        after = [t.low for t in tokens[i + 1 : i + 4]]
        if "since" in near:
            continue  # "since 1953", "since the end of last month" is one time, told by "since"
        if token.quantity < 0 and _YEAR.match(low):
            out.append(Period(i, "year", int(low) < year, frozenset((low,))))
        elif low == "since" and after:
            which = frozenset(t.stem for t in tokens[i + 1 : i + 6] if t.low[0].isalnum() and len(t.low) > 2)
            out.append(Period(i, "since", False, frozenset(("year",)) if which & _NEW_YEAR else which - {"the"}))
        elif low in MONTHS and near and near[-1] in ("in", "for", "during") and token.text[0].isupper():
            out.append(Period(i, "month", False, frozenset((f"month {MONTHS[low]}",))))
        elif low in _UNITS and not (near[-2:-1] == ["of"] and _word(tokens[max(0, i - 3)]) in _UNITS):
            unit, named = _length(tokens, i), bool(_SINGLE & set(near)) or low in _ALONE
            past = _gone(unit, near, after)
            numbered = bool(i) and tokens[i - 1].quantity >= 0
            if past or named or numbered:
                within = bool(_WITHIN & {t.low for t in tokens[max(0, i - 4) : i]}) and "a" not in near
                out.append(Period(i, unit, past, frozenset((*near, *after)) & _ORDER, within))
    return out


def _word(token: Token) -> str:
    """The word of a token; "quarter" and "fourth quarter" are read as numbers too."""
    return token.low if token.quantity < 0 else token.text.lower().split()[-1]


def _gone(unit: str, near: Sequence[str], after: Sequence[str]) -> bool:
    """Whether a time is told as gone by; "last week" and "last quarter" are news."""
    if _BEFORE & set(after[:1]) or list(after[:3]) in _OF_LAST:
        return True
    long = unit in ("year", "season", "decade")
    return long and (bool(_PAST & set(near[-2:])) or list(after[:2]) == ["of", "the"])


def _length(tokens: Sequence[Token], i: int) -> str:
    unit = _UNITS[_word(tokens[i])]
    if unit == "half" and i + 1 < len(tokens) and tokens[i + 1].low == "of":
        return "half"
    if unit == "months" and i:
        return _LENGTHS.get(tokens[i - 1].text.lower(), "months")
    return unit


def agreement(near: Period | None, mine: Sequence[Period]) -> str | None:
    """How a number's time agrees with the figure's: same, past, other, slice; None: nothing tells."""
    if near is None:
        return None
    if any(_same(near, p) for p in mine):
        return "same"
    if near.past:
        return None if any(p.past for p in mine) else "past"
    if mine and near.unit != "year":
        return "other" if any(p.unit != near.unit or (p.which and near.which) for p in mine) else None
    return "slice" if near.within and near.unit in _SLICES else None


def _same(a: Period, b: Period) -> bool:
    if a.unit == "since" and b.unit == "since":
        return bool(a.which & b.which)
    if {a.unit, b.unit} == {"since", "year"}:
        return "year" in a.which | b.which and not (a.past or b.past)
    return a.unit == b.unit and a.past == b.past and (a.which == b.which or not a.which or not b.which)


def nearest(sentence: Sentence, at: int, chunk: tuple[int, int], found: Sequence[Period]) -> Period | None:
    """Of the times of its sentence the one that the number at `at` is of."""
    here = [p for p in found if _reaches(sentence, at, chunk, p.at)]
    return min(here, key=lambda p: abs(p.at - at), default=None)


def _reaches(sentence: Sentence, at: int, chunk: tuple[int, int], where: int) -> bool:
    """Whether no other number stands between, nor in the chunk of the time; "ten" of "ten months" is none."""
    numbers = [n for n in sentence.numbers if n not in (at, where, where - 1)]
    if where == at + 1 or any(min(at, where) < n < max(at, where) for n in numbers):
        return False
    place = sentence.chunks.index(chunk)
    beside = sentence.chunks[max(0, place - 1) : place + 2]
    return any(a <= where < b and ((a, b) == chunk or not any(a <= n < b for n in numbers)) for a, b in beside)
