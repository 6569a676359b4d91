"""Is this page a new version of what we have, and which sentences are new?

Law: a version is its normalised text; a copy is found by the sentences it shares, and the one it does not share is the
evidence.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Literal

from monitor.model import Article

Version = Literal["first", "same", "edited", "older", "unwell"]
_SENTENCE = re.compile(r"(?<=[.!?。！？…])[\"”’')\]»]*\s+|\n+")


def normalised(text: str) -> str:
    """Text as two versions are compared: folded, without spacing, quotes' and dashes' shapes."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[^\w%$€£.,+-]+", " ", folded).split())


def sentences(text: str) -> list[str]:
    """The sentences of a text, a table's row or a heading being one."""
    return [s.strip() for s in _SENTENCE.split(text) if s and s.strip()]


def sentence_hashes(article: Article) -> frozenset[str]:
    """One short hash for each sentence of more than five words; shared ones say how much two articles have in common."""
    return frozenset(_hash(n) for s in sentences(article.text) if len((n := normalised(s)).split()) > 5)


def changed_sentences(old: Article, new: Article) -> tuple[str, ...]:
    """The sentences of `new` that `old` did not have."""
    before = {normalised(s) for s in sentences(old.text)}
    return tuple(s for s in sentences(new.text) if normalised(s) not in before)


def compare_versions(article: Article, versions: tuple[Article, ...]) -> Version:
    """What `article` is to the earlier versions of its own address, oldest first."""
    if not versions:
        return "first"
    now = fingerprint(article)
    if article.reason or not article.text:
        return "unwell"
    if now == fingerprint(versions[-1]):
        return "same"
    if any(now == fingerprint(v) for v in versions[:-1]):
        return "older"
    if len(article.text) * 3 < len(versions[-1].text):
        return "unwell"
    return "edited"


def fingerprint(article: Article) -> str:
    """The same for two pages whose headline and text say the same."""
    return _hash(normalised(article.title) + "\n" + normalised(article.text))


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()
