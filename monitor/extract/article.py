"""From a page to its article: the one function of this room that the corridor calls.

Law: it never raises; whatever goes wrong is the article's `reason`, and the feed's own text stands in where a page
gives none.

How blocks enter `Article.text`: paragraphs, subheads, list items, quotes, live entries and a table's rows (cells joined
by " | ") that are kept, in reading order, with a blank line between; a table's rows follow each other line by line. The
headline, the standfirst (unless it is the body's own first paragraph) and captions are blocks with `start` None: known,
but outside the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from monitor.extract.blocks import Piece, read_blocks
from monitor.extract.body import score_blocks
from monitor.extract.chrome import BIT
from monitor.extract.context import UNSEEN
from monitor.extract.decode import decode
from monitor.extract.features import HEADS, stands_apart
from monitor.extract.metadata import Metadata, read_metadata
from monitor.extract.plaintext import read_dump
from monitor.model import Article, Block, BlockKind, Entry, Page, SiteMemory

_CAPTION = BIT["<figcaption>"] | BIT["<figure>"]


class _Line(NamedTuple):
    """A block on its way into the article."""

    kind: BlockKind
    text: str
    kept: bool
    score: float
    reason: str
    piece: Piece | None = None


def extract(page: Page, *, entry: Entry | None = None, memory: SiteMemory | None = None, rules: tuple[()] = ()) -> Article:
    """The article on `page`; its `text` may be "" with a named `reason`. Never raises."""
    try:
        decoded = decode(page.body, page.headers)
        if decoded.reason:
            return _fallback(page, entry, decoded.reason)
        if decoded.plain:
            return _dump(page, entry, decoded.body.decode("utf-8", "replace"))
        return _markup(page, entry, memory, decoded.body)
    except (ValueError, RecursionError, MemoryError, AttributeError, TypeError, LookupError, ArithmeticError):
        return _fallback(page, entry, "unreadable")


def _fallback(page: Page, entry: Entry | None, reason: str) -> Article:
    """What the feed itself said, where the page gives nothing."""
    if entry is None:
        return Article(url=page.final_url, outlet=page.outlet, fetched=page.fetched, reason=reason)
    return Article(
        url=page.final_url,
        outlet=page.outlet,
        fetched=page.fetched,
        title=entry.title,
        text=entry.text,
        blocks=(Block(kind="paragraph", text=entry.text, start=0, reason="the feed's own text"),) if entry.text else (),
        byline=entry.byline,
        published=entry.published,
        modified=entry.modified,
        reason=reason,
    )


def _dump(page: Page, entry: Entry | None, text: str) -> Article:
    title, published, lines = read_dump(text)
    return _article(page, entry, Metadata(title=title, published=published), [_Line("paragraph", *line) for line in lines])


def _markup(page: Page, entry: Entry | None, memory: SiteMemory | None, body: bytes) -> Article:
    tree = LexborHTMLParser(body)
    if tree.body is None:
        return _fallback(page, entry, "empty")
    found = read_blocks(tree.body)
    about = read_metadata(tree, found, page.final_url)
    pieces, boxes = found.pieces, found.boxes
    scores = score_blocks(pieces, boxes, about.title, about.standfirst, about.body)
    apart = _standfirst(pieces, about)
    lines = [_line(piece, score, about, i == apart) for i, (piece, score) in enumerate(zip(pieces, scores, strict=True))]
    lines = _headings_need_text(lines)
    if len(about.body) > 400 and sum(len(line.text) for line in lines if line.kept) * 3 < len(about.body):
        lines = [_Line("paragraph", t, True, 1.0, "JSON-LD") for p in about.body.split("\n") if (t := " ".join(p.split()))]
    return _article(page, entry, about, lines)


def _standfirst(pieces: Sequence[Piece], about: Metadata) -> int:
    """Which block is the standfirst: the page's own description, standing apart from the body."""
    folded = about.standfirst[:60].casefold()
    if len(folded) < 20:
        return -1
    return next((i for i, p in enumerate(pieces) if p.text[:60].casefold() == folded and stands_apart(pieces, i)), -1)


def _line(piece: Piece, score: float, about: Metadata, is_standfirst: bool) -> _Line:
    kind = "standfirst" if is_standfirst else _kind(piece, about)
    kept = score > 0 and kind not in ("headline", "standfirst", "caption")
    reason = "links or named chrome" if score == UNSEEN else f"score {score:.1f}"
    return _Line(kind, piece.text, kept, score, reason, piece)


def _kind(piece: Piece, about: Metadata) -> BlockKind:
    tag = piece.box.tag
    folded = piece.text.casefold()
    if tag == "h1" or (folded == about.title.casefold() and len(folded) > 10):
        return "headline"
    if piece.row is not None:
        return "row"
    if piece.box.chain & _CAPTION:
        return "caption"
    if tag in HEADS:
        return "subhead"
    if tag == "li" or piece.box.bits & BIT["<li>"]:
        return "item"
    return "quote" if piece.box.chain & BIT["<blockquote>"] else "paragraph"


def _headings_need_text(lines: Sequence[_Line]) -> list[_Line]:
    """A heading is kept only where kept text follows before the next heading of dropped text."""
    out = list(lines)
    follows = False
    gap = 0
    for i in range(len(out) - 1, -1, -1):
        line = out[i]
        if line.kind == "subhead":
            if line.kept and not (follows and gap < 6):
                out[i] = line._replace(kept=False, reason="a heading without text")
        elif line.kept:
            follows, gap = True, 0
        else:
            gap += 1
    return out


def _article(page: Page, entry: Entry | None, about: Metadata, lines: Sequence[_Line]) -> Article:
    blocks, body = _assemble(lines)
    if not body:
        return _fallback(page, entry, "no-text")
    return Article(
        url=page.final_url,
        outlet=page.outlet,
        fetched=page.fetched,
        title=about.title or (entry.title if entry else ""),
        text=body,
        blocks=blocks,
        byline=about.byline or (entry.byline if entry else ""),
        published=about.published or (entry.published if entry else None),
        modified=about.modified,
        canonical=about.canonical,
        language=about.language or "en",
        access="gated" if about.free is False else "full",
    )


def _assemble(lines: Sequence[_Line]) -> tuple[tuple[Block, ...], str]:
    """The blocks with their places, and the text they make."""
    blocks, parts, at = [], [], 0
    after: BlockKind | None = None
    for line in lines:
        row = line.piece.row if line.piece else None
        start = None
        if line.kept:
            gap = "" if after is None else "\n" if after == line.kind == "row" else "\n\n"
            parts += [gap, line.text]
            start = at + len(gap)
            at = start + len(line.text)
            after = line.kind
        blocks.append(
            Block(
                kind=line.kind,
                text=line.text,
                kept=line.kept,
                start=start,
                score=round(line.score, 2),
                reason=line.reason,
                label=row.label if row else "",
                cells=row.cells if row else (),
            )
        )
    return tuple(blocks), "".join(parts)
