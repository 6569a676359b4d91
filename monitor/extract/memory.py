"""What a page teaches about its host: the hashes of its blocks, and the container of its article.

Law: one article counts each block once; the store adds lessons up, and never counts a copy of a story.
"""

from __future__ import annotations

import hashlib

from monitor.model import Article, SiteMemory


def block_hash(text: str) -> str:
    """A short name for a block's text, the same on every page of a host."""
    return hashlib.blake2b(" ".join(text.split()).encode("utf-8", "replace"), digest_size=6).hexdigest()


def lessons(article: Article) -> SiteMemory:
    """What this one article adds to its host's memory."""
    return SiteMemory(seen={block_hash(b.text): 1 for b in article.blocks}, pages=1)
