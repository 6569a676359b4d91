"""A text as tokens: numerals, words, marks. Law: one pass, one regular expression that never goes back.

Web and mail addresses become one opaque token before anything can see digits in them. A numeral token is one number
as printed: what "1 234 567", "22,24,26" or "6'000" are is settled by `numerals`, so a token is never half a number.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from monitor.quantities.language import Language
from monitor.quantities.numerals import Numeral, split_numerals

_FRACTIONS = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"
# Possessive quantifiers and disjoint first characters: no alternative is ever tried twice on the same text.
_SCAN = re.compile(
    r"(?P<address>(?:https?://|www\.)\S++)"
    r"|(?P<numeral>\d++(?:[.,'’٬ \u00a0\u2007\u2009\u202f]\d++)*+|(?<![\w.,])\.\d++)"
    r"|(?P<initials>(?<!\w)(?:[^\W\d_]\.){2,}+)"
    rf"|(?P<word>[^\W\d_{_FRACTIONS}⁰¹²³⁴-⁹]++(?:[\u0300-\u036f]++[^\W\d_]*+)*+(?:['’][^\W\d_]++)*+[²³]?+)"
    rf"|(?P<fraction>[{_FRACTIONS}])"
    r"|(?P<mark>[^\s])"
    r"|(?P<line>\n)"
)
_KIND = {"address": "x", "numeral": "n", "initials": "w", "word": "w", "fraction": "f", "mark": "p", "line": "b"}
_SAME = str.maketrans({"‐": "-", "‑": "-", "‒": "–", "—": "—", "−": "-", "’": "'", "％": "%", "＄": "$"})
_PAD = 16  # blank tokens behind the last: looking ahead (or at -1, behind the first) needs no test


class Tokens(NamedTuple):
    """Parallel lists. kinds: n numeral, f vulgar fraction, w word, p mark, b line or cell end, x address, "" none."""

    text: str
    kinds: list[str]
    norms: list[str]  # lower case; one spelling of hyphens and apostrophes
    starts: list[int]
    ends: list[int]
    numerals: dict[int, Numeral]
    size: int

    def glued(self, i: int) -> bool:
        """Whether token i stands right behind the one before it."""
        return i > 0 and self.ends[i - 1] == self.starts[i]

    def raw(self, i: int) -> str:
        """Token i as printed."""
        return self.text[self.starts[i] : self.ends[i]]


def _mend(
    numeral: Numeral,
    kinds: list[str],
    norms: list[str],
    starts: list[int],
    ends: list[int],
    numerals: dict[int, Numeral],
) -> Numeral:
    """A "000" behind a comma and a blank is the torn end of the number before: "5, 000 people"."""
    torn = numeral.value == 0 and numeral.end - numeral.start == 3 and norms[-1:] == [","] and kinds[-2:-1] == ["n"]
    head = numerals.get(len(kinds) - 2)
    if not torn or head is None or head.flaw or head.step != 1 or numeral.start - head.end > 2:
        return numeral
    for tokens in (kinds, norms, starts, ends):
        del tokens[-2:]
    return Numeral(head.start, numeral.end, head.value * 1000, head.step, True)


def _elide(norm: str, start: int, kinds: list[str], norms: list[str], starts: list[int], ends: list[int]) -> int:
    """Put the article or preposition of "d'euros", "jusqu'à" as a token of its own; where the rest begins."""
    head = norm.replace("’", "'").split("'")[0] + "'"
    kinds.append("w")
    norms.append(head)
    starts.append(start)
    ends.append(start + len(head))
    return start + len(head)


def tokenize(text: str, language: Language) -> Tokens:
    """All tokens of a text in order. Any text, linear time; never raises."""
    kinds: list[str] = []
    norms: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    numerals: dict[int, Numeral] = {}
    for match in _SCAN.finditer(text):
        group = match.lastgroup or "mark"
        start, end = match.span()
        if group == "numeral":
            for numeral in split_numerals(match.group(), start, language):
                numeral = _mend(numeral, kinds, norms, starts, ends, numerals)
                numerals[len(kinds)] = numeral
                kinds.append("n")
                norms.append(text[numeral.start : numeral.end])
                starts.append(numeral.start)
                ends.append(numeral.end)
            continue
        norm = match.group().lower()
        kind = _KIND[group]
        if kind == "w":
            if language.elides and "'" in norm.replace("’", "'"):
                start = _elide(norm, start, kinds, norms, starts, ends)
                norm = text[start:end].lower()
            norm = norm.replace(".", "") if group == "initials" else norm.replace("’", "'")
        elif kind == "p":
            norm = norm.translate(_SAME)
            if norm in "|\t":
                kind = "b"
        kinds.append(kind)
        norms.append(norm)
        starts.append(start)
        ends.append(end)
    size = len(kinds)
    kinds.extend([""] * _PAD)
    norms.extend([""] * _PAD)
    starts.extend([len(text) + 9] * _PAD)
    ends.extend([len(text) + 9] * _PAD)
    return Tokens(text, kinds, norms, starts, ends, numerals, size)
