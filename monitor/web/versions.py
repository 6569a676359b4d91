"""Two versions of an article side by side: paragraphs that belong together in a row, words that changed marked.

Law of this room: pure. A number that changed is marked as such; that is what a desk looks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

WORDS = re.compile(r"\d[\d.,' \u2009\u202f\u00a0]*\d|\d|\w+|\s+|[^\w\s]")
ALIKE = 0.4
LONGEST = 4000  # letters of a paragraph that are compared word by word
MOST = 800  # paragraphs of a page; comparing costs their square, and a page may be made to cost much
AHEAD = 12  # how far down the partner of a paragraph is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some words of one side: the same on both, or gone, or new; `number` where they are a number."""

    text: str
    kind: Literal["same", "gone", "new"] = "same"
    number: bool = False


REST = Piece(text="… the rest of this page is not compared")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A paragraph on both sides; one side is empty where it was taken out or put in."""

    left: tuple[Piece, ...] = ()
    right: tuple[Piece, ...] = ()

    @property
    def changed(self) -> bool:
        return self.left != self.right


def side_by_side(old: Sequence[str], new: Sequence[str]) -> tuple[Row, ...]:
    """The paragraphs of two versions in rows, in reading order."""
    rows: list[Row] = []
    cut = max(len(old), len(new)) > MOST
    old, new = old[:MOST], new[:MOST]
    for step, a1, a2, b1, b2 in SequenceMatcher(None, old, new).get_opcodes():
        if step == "equal":
            rows += [_kept(each) for each in old[a1:a2]]
        else:
            rows += _changed(old[a1:a2], new[b1:b2])
    return (*rows, Row(left=(REST,), right=(REST,))) if cut else tuple(rows)


def _kept(text: str) -> Row:
    return Row(left=(Piece(text=text),), right=(Piece(text=text),))


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Row]:
    """Pairs of alike paragraphs in order; those without a partner stand alone."""
    after = 0
    for left in old:
        partner = next((at for at in range(after, min(after + AHEAD, len(new))) if _alike(left, new[at])), None)
        if partner is None:
            yield Row(left=(Piece(text=left, kind="gone"),))
            continue
        yield from (Row(right=(Piece(text=each, kind="new"),)) for each in new[after:partner])
        yield _words(left, new[partner])
        after = partner + 1
    yield from (Row(right=(Piece(text=each, kind="new"),)) for each in new[after:])


def _alike(a: str, b: str) -> bool:
    matcher = SequenceMatcher(None, a[:LONGEST].split(), b[:LONGEST].split())
    return matcher.real_quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _words(old: str, new: str) -> Row:
    a, b = WORDS.findall(old), WORDS.findall(new)
    if max(len(old), len(new)) > LONGEST:
        return Row(left=(Piece(text=old, kind="gone"),), right=(Piece(text=new, kind="new"),))
    left: list[Piece] = []
    right: list[Piece] = []
    for step, a1, a2, b1, b2 in SequenceMatcher(None, a, b).get_opcodes():
        same = step == "equal"
        left += _pieces(a[a1:a2], "same" if same else "gone")
        right += _pieces(b[b1:b2], "same" if same else "new")
    return Row(left=tuple(left), right=tuple(right))


def _pieces(words: Sequence[str], kind: Literal["same", "gone", "new"]) -> Iterator[Piece]:
    """Words of one kind; numbers that changed by themselves, all others joined."""
    if kind == "same":
        yield from [Piece(text="".join(words))] if words else []
        return
    run = ""
    for word in words:
        if word[0].isdigit():
            yield from [Piece(text=run, kind=kind)] if run else []
            yield Piece(text=word, kind=kind, number=True)
            run = ""
        else:
            run += word
    yield from [Piece(text=run, kind=kind)] if run else []
