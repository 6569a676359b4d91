"""From a page to its article: the one function of this room that the corridor calls.

Law: it never raises; whatever goes wrong is the article's `reason`.
"""

from __future__ import annotations

from datetime import datetime

from selectolax.lexbor import LexborHTMLParser

from monitor.extract.blocks import Piece, read_blocks
from monitor.extract.body import choose
from monitor.extract.decode import decode
from monitor.extract.metadata import Metadata, read_metadata
from monitor.extract.plaintext import read_dump
from monitor.model import Article, Block, BlockKind, Entry, Page, SiteMemory


def extract(page: Page, *, entry: Entry | None = None, memory: SiteMemory | None = None, rules: tuple[()] = ()) -> Article:
    """The article on `page`; its `text` may be "" with a named `reason`. Never raises."""
    try:
        decoded = decode(page.body, page.headers)
        if decoded.reason:
            return _fallback(page, entry, decoded.reason)
        return _dump(page, entry, decoded.text) if decoded.plain else _markup(page, entry, memory, decoded.text)
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
    return _article(page, entry, Metadata(title=title, published=published), [("paragraph", *line) for line in lines])


def _markup(page: Page, entry: Entry | None, memory: SiteMemory | None, text: str) -> Article:
    tree = LexborHTMLParser(text)
    about = read_metadata(tree, page.final_url)
    if tree.body is None:
        return _fallback(page, entry, "empty")
    pieces = read_blocks(tree.body)
    scores = choose(pieces, memory.seen if memory else {})
    rows: list[tuple[BlockKind, str, bool, float, str]] = []
    for piece, score in zip(pieces, scores, strict=True):
        kind = _kind(piece)
        kept = score > 0 and kind != "headline"
        rows.append((kind, piece.text, kept, score, "article" if kept else "chrome"))
    return _article(page, entry, about, rows)


def _kind(piece: Piece) -> BlockKind:
    tag = piece.box.tag
    if tag == "h1":
        return "headline"
    if tag in ("h2", "h3", "h4", "h5", "h6"):
        return "subhead"
    if tag == "li":
        return "item"
    if tag == "blockquote":
        return "quote"
    if tag == "figcaption":
        return "caption"
    return "row" if piece.cells else "paragraph"


def _article(
    page: Page, entry: Entry | None, about: Metadata, rows: list[tuple[BlockKind, str, bool, float, str]]
) -> Article:
    blocks, at, parts = [], 0, []
    for kind, text, kept, score, reason in rows:
        kept = kept and kind != "caption"
        start = at if kept else None
        if kept:
            parts.append(text)
            at += len(text) + 2
        blocks.append(Block(kind=kind, text=text, kept=kept, start=start, score=score, reason=reason))
    body = "\n\n".join(parts)
    if not body:
        return _fallback(page, entry, "no-text")
    return Article(
        url=page.final_url,
        outlet=page.outlet,
        fetched=page.fetched,
        title=about.title or (entry.title if entry else ""),
        text=body,
        blocks=tuple(blocks),
        byline=about.byline or (entry.byline if entry else ""),
        published=_sane(about.published) or (entry.published if entry else None),
        modified=_sane(about.modified),
        canonical=about.canonical,
        language=about.language or "en",
        access="gated" if about.free is False else "full",
    )


def _sane(when: datetime | None) -> datetime | None:
    return when
