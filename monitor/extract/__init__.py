"""The article on a page, the whole article, nothing but the article.

    decode     bytes to UTF-8, and what is no page          plaintext   the same laws for text dumps
    blocks     the tree as blocks in boxes (tables)         metadata    what the page says of itself (dates, language)
    features, context, body   a score for each block        access      walls, and pages that are no article
    lines      typed blocks and the text they make          versions, memory   what pages have in common
    article    all of it in order                           sites       rules for single hosts, as data

Law: `extract` never raises: any bytes give an article or a named reason. Only this room opens HTML.
"""

from __future__ import annotations

from monitor.extract.article import extract
from monitor.extract.memory import block_hash, layout_changed, lessons
from monitor.extract.sites import load_rules, read_rules, suggest
from monitor.extract.versions import changed_sentences, compare_versions, fingerprint, sentence_hashes, shared
from monitor.watchlist import SiteRule

__all__ = [
    "SiteRule",
    "block_hash",
    "changed_sentences",
    "compare_versions",
    "extract",
    "fingerprint",
    "layout_changed",
    "lessons",
    "load_rules",
    "read_rules",
    "sentence_hashes",
    "shared",
    "suggest",
]
