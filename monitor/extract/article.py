"""From a page to its article: the one function of this room that the corridor calls.

Law: it never raises; whatever goes wrong is the article's `reason` (a fault of ours with a note of what it was, so that
it is seen and can be looked for), and the feed's own text stands in where a page gives none.

How blocks enter `Article.text`: paragraphs, subheads, list items, quotes, live entries and a table's rows (cells joined
by " | ") that are kept, in reading order, with a blank line between; a table's rows follow each other line by line. The
headline, the standfirst (unless it is the body's own first paragraph) and captions are blocks with `start` None: known,
but outside the text. A correction notice is part of the text, and stands in `Article.correction` too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from monitor.extract.access import access_of, is_correction, is_wall, why_none
from monitor.extract.blocks import Piece, read_blocks
from monitor.extract.body import NOTE_WORDS, OFFER_NAMES, OFFER_WORDS, remember, score_blocks
from monitor.extract.dates import date_in_url, read_date
from monitor.extract.decode import decode
from monitor.extract.language import guess_language
from monitor.extract.lines import assemble, read_lines, told_lines
from monitor.extract.metadata import Metadata, read_metadata
from monitor.extract.plaintext import read_dump
from monitor.extract.sites import MARK, apply_rule, rule_for, text_at
from monitor.model import Article, Block, Entry, Page, SiteMemory
from monitor.watchlist import SiteRule

_NOTHING = SiteMemory()
# what can go wrong in the reader: what has a reason of its own, and faults of ours
_NAMED: dict[type[Exception], str] = {
    MemoryError: "too-large",
    RecursionError: "too-deep",
    SelectolaxError: "not-parsed",
}
_FAULTS: tuple[type[Exception], ...] = (
    *_NAMED,
    ValueError,
    AttributeError,
    TypeError,
    LookupError,
    ArithmeticError,
)
_SLACK = timedelta(minutes=10)
_ZONES = timedelta(hours=15)
_MUTE = frozenset(("consent", "error-page", "script-only", "robot-check", "redirect", "aggregator"))


def extract(
    page: Page, *, entry: Entry | None = None, memory: SiteMemory | None = None, rules: Iterable[SiteRule] = ()
) -> Article:
    """The article on `page`; its `text` may be "" with a named `reason`. Never raises.

    `entry` is what a feed said of it, `memory` what earlier pages of the host taught, `rules` what is known of sites.
    """
    try:
        decoded = decode(page.body, page.headers)
        if decoded.reason:
            return _without(page, entry, decoded.reason)
        if decoded.plain:
            return _dump(page, entry, decoded.body.decode("utf-8", "replace"))
        return _markup(page, entry, memory or _NOTHING, rule_for(rules, page.final_url), decoded.body)
    except _FAULTS as error:
        reason = _NAMED.get(type(error), "fault-of-the-reader")
        told = Block(kind="note", text=f"{type(error).__name__}: {error}", reason="what went wrong in the reader")
        article = _without(page, entry, reason)
        return replace(article, blocks=(*article.blocks, told))


def _without(
    page: Page, entry: Entry | None, reason: str, about: Metadata | None = None, to: str | None = None
) -> Article:
    """A page that is no article: the reason, where it leads on to, and what the feed itself said."""
    about = about or Metadata()
    text = entry.text if entry else ""
    kept = (Block(kind="paragraph", text=text, start=0, reason="the feed's own text"),) if text else ()
    bare = Article(url=page.final_url, outlet=page.outlet, fetched=page.fetched, text=text, blocks=kept, reason=reason)
    return replace(
        bare,
        title=(entry.title if entry else "") or ("" if reason in _MUTE else about.title),
        byline=entry.byline if entry else "",
        published=entry.published if entry else None,
        modified=entry.modified if entry else None,
        language=about.language or guess_language(text),
        next_url=to,
    )


def _dump(page: Page, entry: Entry | None, text: str) -> Article:
    about, lines = read_dump(text)
    if not any(line.kept for line in lines):
        return _without(page, entry, "no-text", about)
    return _article(page, entry, about, *assemble(lines))


def _markup(page: Page, entry: Entry | None, memory: SiteMemory, rule: SiteRule | None, body: bytes) -> Article:
    tree = LexborHTMLParser(body)
    if tree.body is None:
        return _without(page, entry, "no-text")
    ruled = rule is not None and apply_rule(tree, rule)
    found = read_blocks(tree.body)
    about = _by_rule(read_metadata(tree, found, page.final_url), tree, rule)
    pieces = found.pieces
    scored = score_blocks(pieces, found.boxes, about.title, about.standfirst, about.body)
    scores = remember(pieces, scored.scores, memory)
    if ruled:
        scores = [
            abs(z) + 0.1 if MARK in _names_around(p) and p.linked < 0.9 * len(p.text) else -9.0
            for p, z in zip(pieces, scores, strict=True)
        ]
    said = list(zip(pieces, scored.words, strict=True))
    walls = [bool(w & OFFER_WORDS or p.box.chain & OFFER_NAMES) and is_wall(p) for p, w in said]
    notes = [bool(w & NOTE_WORDS) and is_correction(p.text) for p, w in said]
    lines = read_lines(pieces, scores, about, walls, notes)
    if len(about.body) > 400 and 3 * sum(len(n.text) for n in lines if n.kept) < len(about.body):
        lines = [*told_lines(about.body), *(n._replace(kept=False) for n in lines)]
    blocks, text = assemble(lines)
    seen = "\n".join(p.text for p in pieces[:200]) if len(text) < 400 or page.status >= 400 else ""
    reason, to = why_none(tree, page.final_url, page.status, about.title, text, seen, body)
    if reason:
        return _without(page, entry, reason, about, to)
    article = _article(page, entry, about, blocks, text)
    box = scored.container
    return replace(
        article,
        access=access_of(about, any(walls), text, found.boxes),
        correction=next((p.text for p, is_note in zip(pieces, notes, strict=True) if is_note), ""),
        container=".".join((box.tag, *box.name.split()[:3])) if box else "",
    )


def _names_around(piece: Piece) -> list[str]:
    names, box = [], piece.box
    while box.parent is not None:
        names += box.name.split()
        box = box.parent
    return names


def _by_rule(about: Metadata, tree: LexborHTMLParser, rule: SiteRule | None) -> Metadata:
    if rule is None:
        return about
    title, date = text_at(tree, rule.headline), text_at(tree, rule.date)
    return replace(about, title=title or about.title, published=read_date(date) or about.published)


def _article(page: Page, entry: Entry | None, about: Metadata, blocks: Sequence[Block], text: str) -> Article:
    published = _possible(about.published, page.fetched) or (entry.published if entry else None)
    return Article(
        url=page.final_url,
        outlet=page.outlet,
        fetched=page.fetched,
        title=("" if about.title.casefold() == page.outlet.casefold() else about.title)
        or (entry.title if entry else ""),
        text=text,
        blocks=tuple(blocks),
        byline=about.byline or (entry.byline if entry else ""),
        published=published or date_in_url(page.final_url),
        modified=_possible(about.modified, page.fetched) or (entry.modified if entry else None),
        canonical=about.canonical,
        language=about.language or guess_language(text),
    )


def _possible(when: datetime | None, fetched: datetime) -> datetime | None:
    """A page cannot be newer than its fetching: a few hours are an unknown zone, more is another date."""
    if when is None or when <= fetched + _SLACK:
        return when
    return fetched if when <= fetched + _ZONES else None
