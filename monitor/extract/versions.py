"""Is this page a new version of what we have, and which of its sentences are new?

Law: a version is its normalised text: another quote mark, space or dash is no edit. A copy is found by the sentences
it shares, and the one it does not share is the evidence. A table's rows are matched by their labels, never by position.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

from monitor.model import Article, Block

Version = Literal["first", "same", "edited", "older", "unwell"]
_SENTENCE = re.compile(r"(?<=[.!?…])[\"”’'»)\]]*\s+(?=[^\sa-z])|(?<=[。！？])|\n+")
_WORDS = 5  # shorter sentences ("He did not say.") are shared by chance
_SHRUNK = 0.4  # a page that has less of its text than this is not well: a wall, a cut-off answer, an error within it


def normalised(text: str) -> str:
    """Text as two versions are compared: folded, and without spacing and the shapes of quotes and dashes."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[^\w%$€£.,+-]+|[‐-―−]", " ", folded).split())


def sentences(text: str) -> list[str]:
    """The sentences of a text; a heading or a table's row is one too."""
    return [s.strip() for s in _SENTENCE.split(text) if s and s.strip()]


def sentence_hashes(article: Article) -> frozenset[str]:
    """One short hash for each sentence of five words or more: shared ones say how alike two articles are."""
    return frozenset(_hash(n) for s in sentences(article.text) if len((n := normalised(s)).split()) >= _WORDS)


def shared(hashes: frozenset[str], others: frozenset[str]) -> float:
    """How much of the shorter text stands in the longer one, 0 to 1."""
    return len(hashes & others) / max(1, min(len(hashes), len(others)))


def changed_sentences(old: Article, new: Article) -> tuple[str, ...]:
    """What `new` says that `old` did not: sentences, and rows with a cell that their label did not have before."""
    before = {normalised(s) for s in sentences(_prose(old))}
    said = [s for s in sentences(_prose(new)) if normalised(s) not in before]
    cells = {(row.label, header, text) for row in _rows(old) for header, text in row.cells}
    moved = [
        row.text
        for row in _rows(new)
        if any((row.label, header, text) not in cells for header, text in row.cells if text != row.label)
    ]
    return (*said, *moved)


def compare_versions(article: Article, versions: tuple[Article, ...]) -> Version:
    """What `article` is to the earlier versions of the same address, oldest first.

    `unwell`: no article, or much less of one than before; `older`: a cache served an earlier text again.
    """
    if article.reason and versions:
        return "unwell"
    if not versions:
        return "first"
    last = versions[-1]
    now = fingerprint(article)
    if now == fingerprint(last):
        return "same"
    if any(now == fingerprint(version) for version in versions[:-1]) or _is_before(article, last):
        return "older"
    walled = article.access == "teaser" and last.access != "teaser"
    if last.text and (walled or len(article.text) < _SHRUNK * len(last.text)):
        return "unwell"
    return "edited"


def fingerprint(article: Article) -> str:
    """The same for two pages whose headline and text say the same."""
    return _hash(normalised(article.title) + "\n" + normalised(article.text))


def _is_before(article: Article, last: Article) -> bool:
    return article.modified is not None and last.modified is not None and article.modified < last.modified


def _rows(article: Article) -> Iterator[Block]:
    return (block for block in article.blocks if block.kept and block.cells)


def _prose(article: Article) -> str:
    """The text without its tables' rows."""
    rows = {row.text for row in _rows(article)}
    return "\n".join(line for line in article.text.split("\n") if line not in rows) if rows else article.text


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()
