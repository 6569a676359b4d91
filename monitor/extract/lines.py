"""Scored blocks as the article's typed blocks, and the text they make.

Law: every block keeps its score and its reason, kept or not; positions are those of the finished text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from monitor.extract.blocks import Box, Piece
from monitor.extract.body import SEEN
from monitor.extract.chrome import BIT
from monitor.extract.context import UNSEEN
from monitor.extract.dates import read_date
from monitor.extract.features import HEADS, stands_apart
from monitor.extract.metadata import Metadata
from monitor.extract.phrases import DATE, NAMES, authors, is_report, said, why_aside
from monitor.model import Block, BlockKind

_CAPTION = BIT["<figcaption>"] | BIT["<figure>"]
_CAPTION_NAME = BIT["caption"]
_QUOTE = BIT["<blockquote>"]
_NAMED = sum(
    BIT[g] for g in ("<nav>", "nav", "footer", "sidebar", "comments", "share", "newsletter", "cookie", "ad", "hidden")
)
_ASIDE: frozenset[BlockKind] = frozenset(("headline", "standfirst", "caption"))
_NOTE = -4.0  # a correction is text, also where it stands below it in a box of its own
_CLOCK = re.compile(
    r"^(?:[^\W\d]{2,9}\.? )?(?:\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?)"
    r"(?: ?[A-Z]{2,4})?$",
    re.I,
)
_FEW = 250  # characters of text below which sentences are kept that would not be on a page with more
_LABEL = sum(1 << i for i, name in enumerate(NAMES) if name in ("by", "updated", "minutes", "photo", "follow"))
_LOST = -5.5
_ARTICLE = BIT["<article>"] | BIT["<main>"]
_NUMBERED = 2  # lines with a number that make a page without a sentence an article
_SMALL = 250  # characters in a box: 22 kept blocks stood in such ones with these names on 590 pages, none was text
_INSERTED = sum(
    BIT[g] for g in ("newsletter", "share", "related", "teasers", "comments", "cookie", "ad", "author", "footer")
)
_GAP = 6  # dropped blocks between a heading and its text
_ENTRIES = 2  # times in a text from which on it is a live blog


class Line(NamedTuple):
    """A block on its way into the article."""

    kind: BlockKind
    text: str
    kept: bool
    score: float
    reason: str
    piece: Piece | None = None
    time: datetime | None = None


def read_lines(
    pieces: Sequence[Piece], scores: Sequence[float], about: Metadata, walls: Sequence[bool], notes: Sequence[bool]
) -> list[Line]:
    """Each block with its kind, whether it is kept, and why."""
    apart = _standfirst(pieces, about)
    title, names = about.title.casefold(), authors(about.byline)
    lines = []
    for i, (piece, score) in enumerate(zip(pieces, scores, strict=True)):
        if score == UNSEEN:
            lines.append(Line(_plain_kind(piece), piece.text, False, score, "links or named chrome", piece))
            continue
        kind: BlockKind = "standfirst" if i == apart else "note" if notes[i] else _kind(piece, title)
        reason = "seen on other articles of the site" if score == SEEN else f"score {score:.1f}"
        kept = score > (_NOTE if kind == "note" else 0.0) and kind not in _ASIDE
        if walls[i]:
            kept, reason = False, "the wall's text"
        elif kept and kind != "note" and (why := _why_aside(piece, pieces, names)):
            kept, reason = False, why
        lines.append(Line(kind, piece.text, kept, score, reason, piece))
    if sum(len(line.text) for line in lines if line.kept) < _FEW:
        lines = _bare(_rescue(lines))
    return headings_need_text(_entries(_trim(lines), about))


def _why_aside(piece: Piece, pieces: Sequence[Piece], names: tuple[str, ...]) -> str:
    """Why a block is no text though it scores as such: a small box named for chrome, a pointer, a bio."""
    for box in (piece.box, piece.box.parent):
        if box is not None and box.bits & _INSERTED and sum(p.size for p in pieces[box.first : box.last]) < _SMALL:
            return "in a small box named for chrome"
    return why_aside(piece.text, names)


def _rescue(lines: Sequence[Line]) -> list[Line]:
    """On a page with hardly any text its sentences are the article: a flash of one line is no chrome."""
    out = []
    homes = {id(line.piece.box.parent) for line in lines if line.kept and line.piece is not None}
    for line in lines:
        piece = line.piece
        at_home = piece is not None and (not homes or id(piece.box.parent) in homes)
        hopeful = at_home and line.score <= 0 and line.kind not in _ASIDE and line.kind != "subhead"
        in_article = piece is not None and bool(piece.box.chain & _ARTICLE)
        hopeful &= line.score > _LOST or (in_article and (bool(homes) or is_report(line.text)))
        is_text = hopeful and piece is not None and piece.linked * 3 < len(line.text) and not piece.box.chain & _NAMED
        if is_text and _is_sentence(line.text) and (not said(line.text) or is_report(line.text)):
            line = line._replace(kept=True, reason="a sentence on a page with few")
        out.append(line)
    return out


def _bare(lines: Sequence[Line]) -> list[Line]:
    """On a page with hardly any text a table is the article's; where it has no sentence, so are its other lines."""
    nothing = not any(line.kept for line in lines)
    inside = [(nothing or line.kind in ("row", "item")) and _in_article(line) for line in lines]
    numbered = sum(any(map(str.isdigit, line.text)) for line, mine in zip(lines, inside, strict=True) if mine)
    if numbered < _NUMBERED:
        return list(lines)
    return [
        line._replace(kept=True, reason="in the article's box, on a page with few") if mine and not line.kept else line
        for line, mine in zip(lines, inside, strict=True)
    ]


def _in_article(line: Line) -> bool:
    piece = line.piece
    if piece is None or line.kind in _ASIDE or piece.linked * 3 > len(line.text):
        return False
    chain = piece.box.chain
    return bool(chain & _ARTICLE) and not chain & _NAMED and (line.kind == "row" or not said(line.text) & _LABEL)


def _is_sentence(text: str) -> bool:
    """More than one word, and an end. (No pattern: one that looked for both took minutes on a line without spaces.)"""
    return " " in text and text.rstrip("\"”’'»)]」 ")[-1:] in tuple(".!?。！？…")


def _trim(lines: Sequence[Line]) -> list[Line]:
    """Bylines and dates above the first sentence are no text."""
    out = list(lines)
    for i, line in enumerate(lines):
        if not line.kept:
            continue
        if len(line.text) > 80 or line.kind in ("subhead", "row", "item") or _is_sentence(line.text):
            break
        if DATE.match(line.text) or said(line.text) & _LABEL:
            out[i] = line._replace(kept=False, reason="a date or byline")
    return out


def told_lines(body: str) -> list[Line]:
    """The text that JSON-LD tells, where the page itself shows none of it."""
    texts = [" ".join(part.split()) for part in body.split("\n")]
    return [Line("paragraph", text, True, 1.0, "told by JSON-LD") for text in texts if text]


def assemble(lines: Sequence[Line]) -> tuple[tuple[Block, ...], str]:
    """The blocks with their places, and the text they make."""
    blocks, parts, at = [], [], 0
    after: BlockKind | None = None
    for kind, text, kept, score, reason, piece, time in lines:
        start = None
        if kept:
            gap = "" if after is None else "\n" if after == kind == "row" else "\n\n"
            parts += [gap, text]
            start = at + len(gap)
            at = start + len(text)
            after = kind
        row = piece.row if piece is not None else None
        if row is None:
            block = Block(kind=kind, text=text, kept=kept, start=start, score=round(score, 2), reason=reason, time=time)
        else:
            block = Block(
                kind=kind,
                text=text,
                kept=kept,
                start=start,
                score=round(score, 2),
                reason=reason,
                label=row.label,
                cells=row.cells,
            )
        blocks.append(block)
    return tuple(blocks), "".join(parts)


def _plain_kind(piece: Piece) -> BlockKind:
    tag = piece.box.tag
    return "subhead" if tag in HEADS else "row" if piece.row is not None else "item" if tag == "li" else "paragraph"


def _kind(piece: Piece, title: str) -> BlockKind:
    box = piece.box
    if box.tag == "h1" or (title and len(piece.text) == len(title) > 10 and piece.text.casefold() == title):
        return "headline"
    if piece.row is not None:
        return "row"
    if box.chain & _CAPTION or (box.bits & _CAPTION_NAME and box.tag != "p" and "caption" in box.name.lower()):
        return "caption"
    if box.tag in HEADS:
        return "subhead"
    if box.tag == "li" or (box.parent is not None and box.parent.tag == "li"):
        return "item"
    return "quote" if box.chain & _QUOTE else "paragraph"


def _standfirst(pieces: Sequence[Piece], about: Metadata) -> int:
    """Which block is the standfirst: the page's own description, standing apart from the body."""
    folded = about.standfirst[:60].casefold()
    if len(folded) < 20:
        return -1
    return next((i for i, p in enumerate(pieces) if p.text[:60].casefold() == folded and stands_apart(pieces, i)), -1)


def headings_need_text(lines: Sequence[Line], most: int = _GAP) -> list[Line]:
    """A heading is kept only where kept text follows it, after fewer than `most` dropped blocks."""
    out = list(lines)
    gap = most
    for i in range(len(out) - 1, -1, -1):
        line = out[i]
        if line.kind == "subhead" and line.kept and gap >= most:
            out[i] = line._replace(kept=False, reason="a heading without text")
        elif line.kept:
            gap = 0
        else:
            gap += 1
    return out


# --- live blogs -----------------------------------------------------------------------------------------------


def _entries(lines: list[Line], about: Metadata) -> list[Line]:
    """In a live blog each block that is a time opens an entry; its text carries it, to the next or its box's end."""
    texts = [i for i, line in enumerate(lines) if line.kept and not _is_stamp(line)]
    if not texts:
        return lines
    stamps = [i for i in range(max(0, texts[0] - 4), texts[-1]) if _is_stamp(lines[i])]
    entries = [(i, _end(lines, i, after, texts)) for i, after in pairwise([*stamps, len(lines)])]
    entries = [(i, end) for i, end in entries if end]
    if len(entries) < _ENTRIES:
        return lines
    out = list(lines)
    for i, end in entries:
        time = _moment(lines[i].piece, about)
        out[i] = lines[i]._replace(kind="entry", kept=True, reason="an entry's time", time=time)
        for j in range(i + 1, end):
            if out[j].kept:
                out[j] = out[j]._replace(kind="entry" if out[j].kind == "paragraph" else out[j].kind, time=time)
    return out


def _is_stamp(line: Line) -> bool:
    piece = line.piece
    if piece is None or len(piece.text) > 40:
        return False
    return _CLOCK.match(piece.text) is not None or (piece.time not in ("", "?") and len(piece.text) < 30)


def _end(lines: Sequence[Line], stamp: int, after: int, texts: Sequence[int]) -> int:
    """Where the entry of a time ends: with the innermost box that holds both it and text, or before the next time."""
    piece = lines[stamp].piece
    first = next((i for i in texts if stamp < i < after), None)
    box: Box | None = piece.box if piece is not None and first is not None else None
    while box is not None and first is not None and not box.first <= first < box.last:
        box = box.parent
    return min(after, box.last) if box is not None else 0


def _moment(piece: Piece | None, about: Metadata) -> datetime | None:
    """An entry's time: the machine's, else the clock's on the day of the page."""
    if piece is None:
        return None
    if piece.time not in ("", "?") and (when := read_date(piece.time)):
        return when
    if (when := read_date(piece.text)) is not None:
        return when
    day = about.modified or about.published
    return read_date(f"{day:%Y-%m-%d} {piece.text}") if day is not None else None
