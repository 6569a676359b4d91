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
    r"|(?P<line>[\n\t])"
)
_SAME = str.maketrans({"‐": "-", "‑": "-", "‒": "–", "—": "—", "−": "-", "’": "'", "％": "%", "＄": "$"})
_WRAPPED = 40  # characters: a line as long as this may be a wrapped one
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


def tokenize(text: str, language: Language) -> Tokens:
    """All tokens of a text in order. Any text, linear time; never raises."""
    scan = _Scan(text, language)
    take = {name: getattr(scan, name) for name in _SCAN.groupindex}
    put = scan.put
    for match in _SCAN.finditer(text):
        group = match.lastgroup or "mark"
        if group == "word" and (norm := match.group().lower()).isalpha():  # most tokens by far: the short way
            put("w", norm, match.start(), match.end())
        else:
            take[group](*match.span())
    return scan.tokens()


class _Scan:
    """The token lists while they grow; one method for each group of the expression."""

    def __init__(self, text: str, language: Language) -> None:
        self.text, self.language = text, language
        self.kinds: list[str] = []
        self.norms: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.numerals: dict[int, Numeral] = {}
        self.line_start = 0

    def tokens(self) -> Tokens:
        """All that was taken, with blanks behind it."""
        size, far = len(self.kinds), len(self.text) + 9
        self.kinds.extend([""] * _PAD)
        self.norms.extend([""] * _PAD)
        self.starts.extend([far] * _PAD)
        self.ends.extend([far] * _PAD)
        return Tokens(self.text, self.kinds, self.norms, self.starts, self.ends, self.numerals, size)

    def put(self, kind: str, norm: str, start: int, end: int) -> None:
        """One more token."""
        self.kinds.append(kind)
        self.norms.append(norm)
        self.starts.append(start)
        self.ends.append(end)

    def numeral(self, start: int, end: int) -> None:
        """The numbers of one chain of digits."""
        dated = self.norms[-1:] in (["-"], ["/"], [":"]) and self.kinds[-2:-1] == ["n"] and self.ends[-1] == start
        if dated and (blank := self.text.find(" ", start, end)) > 0:  # "2025-06-18 403 dead": no 18,403
            self.numeral(start, blank)
            start = blank + 1
        for found in split_numerals(self.text[start:end], start, self.language):
            number = self._mended(found)
            self.numerals[len(self.kinds)] = number
            self.put("n", self.text[number.start : number.end], number.start, number.end)

    def _mended(self, tail: Numeral) -> Numeral:
        """A "000" behind a comma and a blank is the torn end of the number before: "5, 000 people"."""
        torn = (
            tail.value == 0 and tail.end - tail.start == 3 and self.norms[-1:] == [","] and self.kinds[-2:-1] == ["n"]
        )
        head = self.numerals.get(len(self.kinds) - 2) if torn else None
        if head is None or head.flaw or head.step != 1 or tail.start - head.end > 2:
            return tail
        for tokens in (self.kinds, self.norms, self.starts, self.ends):
            del tokens[-2:]
        return Numeral(head.start, tail.end, head.value * 1000, head.step, True)

    def word(self, start: int, end: int) -> None:
        """A word; the article or preposition of "d'euros", "jusqu'à" is a word of its own."""
        norm = self.text[start:end].lower()
        if "'" in norm or "’" in norm:
            norm = norm.replace("’", "'")
            if self.language.elides:
                head = norm.split("'")[0] + "'"
                self.put("w", head, start, start + len(head))
                start += len(head)
                norm = self.text[start:end].lower().replace("’", "'")
        self.put("w", norm, start, end)

    def initials(self, start: int, end: int) -> None:
        """ "U.S.", "p.m." without their dots."""
        self.put("w", self.text[start:end].lower().replace(".", ""), start, end)

    def fraction(self, start: int, end: int) -> None:
        """ "½"."""
        self.put("f", self.text[start:end], start, end)

    def address(self, start: int, end: int) -> None:
        """A web address: nothing in it is a number."""
        self.put("x", "", start, end)

    def mark(self, start: int, end: int) -> None:
        """Any other character; "|" ends a cell."""
        norm = self.text[start:end].translate(_SAME)
        self.put("b" if norm == "|" else "p", norm, start, end)

    def line(self, start: int, end: int) -> None:
        """The end of a line or cell, but not where a long line was wrapped inside a sentence."""
        wrapped = (
            start - self.line_start >= _WRAPPED and self.text[start] == "\n" and self.text[end : end + 1].islower()
        )
        self.line_start = end
        if not wrapped:
            self.put("b", "\n", start, end)
