"""What can be said of a block, as names of features: its shape, its words, its boxes.

Law: cheap and binary. A block's score is the sum of its features' coefficients (weights.json), so that every decision
can be read back as names. Blocks that are nothing but links, and short ones inside a named piece of chrome, are not
looked at: of 50,000 on real pages two in a thousand were an article's.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from monitor.extract.blocks import Box, Piece
from monitor.extract.chrome import BIT, CHROME
from monitor.extract.phrases import DATE, NAMES, said

HEADS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ENDS = frozenset(".!?…。！？:")
_OPENERS = "\"“«„‘'"
_CLOSERS = "\"”’'»)]」』 "
_STOP = re.compile(r"[.!?。！？](?:(?<=。)|(?![^\s\"”’»)」]))")
_BINS = tuple(min(15, int(2 * math.log2(i + 1))) if i else 0 for i in range(2048))
_SHARES = ("0", "0", "1", "1", "2", "2", "3", "3", "4", "5", "6")
_GAPS = "0011122222223" + "3" * 27 + "4" * 60 + "5"
_PLAIN = sum(
    BIT[g] for g in ("<nav>", "nav", "footer", "cookie", "sidebar", "comments", "share", "newsletter", "hidden")
)
# what boxes around single paragraphs are sometimes named for; readers' comments and teasers are told by such names
_WRAPS = sum(BIT[g] for g in ("nav", "footer", "share", "newsletter", "offer", "ad", "shop", "author", "widget"))
_GOOD = 80  # from this length on, a block with few links is taken for text until something is known
_UNDER = 14  # blocks for which a heading's words still count


# names are made once: some fifty are looked up for each block
_MANY = tuple(f"many{i}" for i in range(8))
_OUTER_MANY = tuple(f"outer-many{i}" for i in range(8))
_AROUND = tuple(
    (
        tuple({share: f"{label}{i}-link{share}" for share in "n0123456"} for i in range(9)),
        tuple(f"{label}-good{i}" for i in range(7)),
    )
    for label in ("box", "outer", "third")
)
_LENGTHS = tuple(f"len{i}" for i in range(17))
_HALVES = tuple(str(i // 2) for i in range(17))
_STOPS = tuple(f"stops{i}" for i in range(5))
_AFTER = {gap: "after-h" + gap for gap in "012345"}


class Features(NamedTuple):
    """Names of what holds of a block, and as group bits its box, the one around it, all around it, and its words."""

    names: list[str]
    own: int
    near: int
    chain: int
    words: int


class Sums:
    """Running sums over the blocks: what a box holds is the difference between its two ends."""

    __slots__ = ("good", "linked", "size")

    def __init__(self, pieces: Sequence[Piece]) -> None:
        sizes = [piece.size for piece in pieces]
        good = [p.size if p.size > _GOOD and p.linked * 3 < len(p.text) else 0 for p in pieces]
        self.size = [0, *accumulate(sizes)]
        self.linked = [0, *accumulate([piece.linked for piece in pieces])]
        self.good = [0, *accumulate(good)]


def length_of(size: int) -> str:
    """Short, medium or long."""
    return "s" if size < 60 else "m" if size < 200 else "l"


def first_round(
    pieces: Sequence[Piece], boxes: Sequence[Box], title: str, standfirst: str, told: str
) -> list[Features | None]:
    """The features of each block that need no opinion on other blocks, None for those not looked at.

    `told` is the article's text by JSON-LD, a hint on the few pages that have it.
    """
    sums = Sums(pieces)
    clear_bodies(boxes, sums.good)
    folded, intro = title.casefold(), standfirst.casefold()[:60]
    headline = find_headline(pieces, folded)
    boundary = _boundary(pieces, headline)
    told = "".join(told.split()) if len(told) > 500 else ""
    around = _Around(sums)
    seen: set[str] = set()
    under: list[str] = []
    since = _UNDER
    out: list[Features | None] = []
    for i, piece in enumerate(pieces):
        text, box = piece.text, piece.box
        is_head = box.tag in HEADS or (piece.size < 40 and piece.bold * 10 > len(text) * 9)
        if i >= boundary or (not is_head and _is_plain_chrome(piece)):
            since += 1
            out.append(None)
            continue
        words = said(text)
        if is_head:
            under, since = ["under-" + n for k, n in enumerate(NAMES) if words >> k & 1] or ["under-plain"], 0
        if piece.is_menu:
            out.append(None)
            continue
        names = _shape(piece, words)
        names += around.names(box)
        if text in seen:
            names.append("repeated")
        seen.add(text)
        names += _likeness(piece, folded, told)
        if intro and text[:60].casefold() == intro:
            names.append("standfirst-apart" if stands_apart(pieces, i) else "standfirst-lede")
        names.append(
            ("before-h" if i < headline else _AFTER[_GAPS[min(100, i - headline)]]) if headline >= 0 else "no-h"
        )
        if not is_head:
            since += 1
            if since < _UNDER:
                names += under
        outer = box.parent
        out.append(Features(names, box.bits, outer.bits if outer else 0, box.chain, words))
    return out


def _is_plain_chrome(piece: Piece) -> bool:
    if piece.linked * 10 >= len(piece.text) * (6 if "\n" in piece.text else 9):  # links in lines are a menu
        return True
    return piece.size < 60 and piece.box.chain & _PLAIN != 0


def clear_bodies(boxes: Sequence[Box], good: Sequence[int]) -> None:
    """What holds 38 % of the page's good text is never chrome, whatever its names say: a box, or boxes of one look side
    by side (some templates have a box named for sharing, or for advertisements, around each paragraph)."""
    most = good[-1] * 0.38
    if not most:
        return
    named = [(box, good[box.last] - good[box.first]) for box in boxes if box.bits & CHROME]
    rows = Counter[_Row]()
    for box, size in named:
        if 0 < size < most and box.bits & _WRAPS:
            rows[_row(box)] += size
    bodies = {box for box, size in named if size >= most}
    if any(size >= most for size in rows.values()):
        bodies |= {box for box, _ in named if box.bits & _WRAPS and rows[_row(box)] >= most}
    if not bodies:
        return
    for box in boxes:
        if box in bodies:
            box.bits &= ~CHROME
        if box.parent is not None:
            box.chain = box.parent.chain | box.bits


_Row = tuple[Box | None, str, str]


def _row(box: Box) -> _Row:
    """What a box is one of: those beside it that look like it."""
    return box.parent, box.tag, box.name


def find_headline(pieces: Sequence[Piece], title: str) -> int:
    """Where the headline stands: the h1 that is the title, else the first h1, else a block that is the title."""
    heads = [i for i, piece in enumerate(pieces) if piece.box.tag == "h1"]
    for i in heads:
        text = pieces[i].text.casefold()
        if title and (text in title or title in text):
            return i
    if heads:
        return heads[0]
    return next((i for i, piece in enumerate(pieces) if title and piece.text.casefold() == title), -1)


def _boundary(pieces: Sequence[Piece], headline: int) -> int:
    """Where the next article on the same page begins: at a second block that looks like the headline, after text."""
    if headline < 0:
        return len(pieces)
    head = pieces[headline].box
    look = _look(head)
    text = 0
    for i in range(headline + 1, len(pieces)):
        piece = pieces[i]
        box = piece.box
        if (
            text > 400
            and box.tag == head.tag
            and piece.size > 15
            and box.parent is not head.parent
            and _look(box) == look
        ):
            return i
        if piece.size > _GOOD and piece.linked * 3 < len(piece.text):
            text += piece.size
    return len(pieces)


def _look(box: Box) -> tuple[str, int, str, int, str]:
    outer = box.parent or box
    return box.tag, box.bits, box.name[:8], outer.bits, outer.name[:12]


def _shape(piece: Piece, words: int) -> list[str]:
    text, size, tag = piece.text, piece.size, piece.box.tag
    length = _BINS[size] if size < 2048 else 16
    half = _HALVES[length]
    last = text.rstrip(_CLOSERS)[-1:] if text[-1] in _CLOSERS else text[-1]
    share = _SHARES[min(10, piece.linked * 10 // len(text))] if piece.linked else "n"
    first = text[0]
    opening = ("lower" if first.islower() else "upper") if first.isalnum() else "quote" if first in _OPENERS else "odd"
    names = [*_outline(length, share, tag, "e" if last in _ENDS else "x"), opening]
    if words:
        names.append("says-len" + half)
    if size > 60:
        names.append(_STOPS[min(4, len(_STOP.findall(text)))])
    if piece.bold * 10 > len(text) * 9:
        names += ["bold", "bold-len" + half]
    if piece.row is not None:
        names.append("row")
    if piece.time:
        names.append("time")
    return names + _short(text, half) if size < 200 else names


@lru_cache(maxsize=2048)
def _outline(length: int, share: str, tag: str, ends: str) -> tuple[str, ...]:
    """The names of a block's length, links, element and end: few kinds occur, many times each."""
    half = _HALVES[length]
    return (
        _LENGTHS[length],
        "len" + half + "-link" + share,
        "tag-" + tag,
        "tag-" + tag + "-len" + half,
        ends + "-len" + half,
        ends + "-tag-" + tag,
    )


def _short(text: str, half: str) -> list[str]:
    names = []
    if text.isupper():
        names.append("capitals-len" + half)
    if (len(text) < 60 or text[0].isdigit()) and DATE.match(text):
        names.append("date")
    if len(text) < 30 and not any(map(str.isalpha, text)):
        names.append("number")
    if "|" in text or "›" in text or "»" in text or "•" in text or " / " in text:
        names.append("bars")
    return names


@lru_cache(maxsize=1024)
def _inside(outer: str, tag: str) -> str:
    return f"in-{outer}-{tag}"


class _Around:
    """What boxes hold: how much text, linked text and good text, and how many blocks; remembered for the outer ones."""

    def __init__(self, sums: Sums) -> None:
        self._size, self._linked, self._good = sums.size, sums.linked, sums.good
        self._all = sums.good[-1] or 1
        self._wider: dict[Box, tuple[str, ...]] = {}

    def names(self, box: Box) -> tuple[str, ...]:
        """What holds of a box and the two around it."""
        outer = box.parent or box
        wider = self._wider.get(outer)
        if wider is None:
            count = _OUTER_MANY[min(6, (outer.last - outer.first).bit_length())]
            wider = self._wider[outer] = (*self._held(1, outer), *self._held(2, outer.parent or outer), count)
        many = (box.last - box.first).bit_length()
        return (_inside(outer.tag, box.tag), _MANY[many if many < 4 else 4], *self._held(0, box), *wider)

    def _held(self, distance: int, box: Box) -> tuple[str, str]:
        size_to, linked_to, good_to = self._size, self._linked, self._good
        labels, goods = _AROUND[distance]
        first, last = box.first, box.last
        size = size_to[last] - size_to[first]
        linked = linked_to[last] - linked_to[first]
        share = _SHARES[min(10, linked * 10 // (size or 1))] if linked else "n"
        good = 6 * (good_to[last] - good_to[first]) // self._all
        return labels[_BINS[size] // 2 if size < 2048 else 8][share], goods[good]


def stands_apart(pieces: Sequence[Piece], i: int) -> bool:
    """Whether a block has no like among the next ones: a standfirst does not, a first paragraph does."""
    box = pieces[i].box
    outer = box.parent or box
    for piece in pieces[i + 1 : i + 17]:
        other = piece.box
        if other is box or (other.parent is outer and (piece.size > _GOOD or piece.row is not None)):
            return False
        around = other.parent or other
        if (other.tag, other.name, around.tag, around.name) == (box.tag, box.name, outer.tag, outer.name):
            return False
    return True


def _likeness(piece: Piece, title: str, told: str) -> list[str]:
    names = []
    if title and 20 < len(piece.text) < max(200, len(title) + 1):
        text = piece.text.casefold()
        if text in title or (len(text) < 200 and title in text):
            names.append("title")
    if told and piece.size > 25:
        probe = "".join(piece.text[:400].split())
        at = len(probe) // 3
        names.append("told" if probe[at : at + 30] in told else "untold")
    return names
