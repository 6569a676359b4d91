"""Names found in a text: one automaton for all aliases of all figures, however many there are.

Law of this room: a name is found on folded text (compatibility forms, quotes, dashes and case made one) and told in
positions of the text as it was. The automaton gives overlapping hits (leftmost-longest would lose "Kunar" inside
"Kunar province"), so the test that a hit is a whole word is ours. A short name in capitals ("US", "WHO", "IT") must
stand in capitals, or "us" would be a country.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import ahocorasick_rs

_ENDINGS = re.compile(r"(?:s|n|an|ian|ean|ese|er|i|is|ers|ns|ans|ians|eans)(?![^\W_])")
_QUOTES = {ord(c): "'" for c in "’‘ʼ`´＇"} | {ord(c): '"' for c in "“”„«»"}
_DASHES = {ord(c): "-" for c in "‐‑‒–—―−"}
_DROPPED = {0x0307: None, 0x00AD: None, 0x200B: None}
_MADE_ONE = _QUOTES | _DASHES | _DROPPED


@dataclass(frozen=True, slots=True)
class Hit:
    """A name in a text: the keys that carry it and its half-open span."""

    keys: tuple[str, ...]
    start: int
    end: int


def fold(text: str) -> tuple[str, list[int] | None]:
    """The text as names are compared in it, and for each of its characters the position in `text`.

    The positions are None where folding moved nothing, which is nearly always.
    """
    if text.isascii():
        return text.lower(), None
    folded = unicodedata.normalize("NFKC", text.translate(_MADE_ONE)).casefold().translate(_DROPPED)
    if len(folded) == len(text) and not any(ord(c) in _DROPPED for c in text):
        return folded, None
    pieces = [(unicodedata.normalize("NFKC", c.translate(_MADE_ONE)).casefold().translate(_DROPPED)) for c in text]
    return "".join(pieces), [i for i, piece in enumerate(pieces) for _ in piece]


def _whole(folded: str, start: int, end: int) -> bool:
    """Whether a hit is not the inside of a longer word: no letter or digit touches it."""
    before, after = folded[start - 1 : start], folded[end : end + 1]
    return not (before.isalnum() and folded[start].isalnum()) and not (after.isalnum() and folded[end - 1].isalnum())


def _tail(folded: str, start: int, end: int) -> int:
    """The end of a name with the ending of a plural or of its people: "Victorians" names Victoria."""
    match = _ENDINGS.match(folded, end)
    return match.end() if match and end - start >= 5 and folded[end - 1].isalpha() else end


def _shouted(name: str) -> bool:
    """Names that mean something else in small letters."""
    return len(name) <= 4 and name.isupper() and name.isalpha()


class Aliases:
    """All names with the keys that carry them, compiled once for a watchlist."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        by_form: dict[str, dict[str, None]] = {}
        capitals: dict[str, str] = {}
        for name, key in names:
            form = fold(" ".join(name.split()))[0]
            if form:
                by_form.setdefault(form, {})[key] = None
                if _shouted(name):
                    capitals[form] = name
        self._keys = [tuple(keys) for keys in by_form.values()]
        self._capitals = [capitals.get(form) for form in by_form]
        self._automaton = ahocorasick_rs.AhoCorasick(list(by_form)) if by_form else None

    def find(self, text: str) -> tuple[Hit, ...]:
        """Every name in `text`, by position; a name inside a longer one is told too."""
        if self._automaton is None or not text:
            return ()
        folded, places = fold(text)
        hits = []
        for pattern, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            end = _tail(folded, start, end)
            if not _whole(folded, start, end):
                continue
            first, last = (start, end) if places is None else (places[start], places[end - 1] + 1)
            capitals = self._capitals[pattern]
            if capitals is None or text[first:last] == capitals:
                hits.append(Hit(self._keys[pattern], first, last))
        return tuple(sorted(hits, key=lambda hit: (hit.start, -hit.end)))
