"""What a page teaches about its host: the hashes of its blocks, and what the element with its text is called.

Law: one article counts each block once; the store adds lessons up by host, and never those of a copy or a later
version of a story it has.
"""

from __future__ import annotations

import hashlib

from monitor.model import Article, SiteMemory

_ENOUGH = 4  # articles of a host before its usual container means anything
_USUAL = 0.75


def block_hash(text: str) -> str:
    """A short name for a block's text, the same on every page of a host."""
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=6).hexdigest()


def lessons(article: Article) -> SiteMemory:
    """What this one article adds to its host's memory."""
    seen = {block_hash(block.text): 1 for block in article.blocks}
    return SiteMemory(seen=seen, containers={article.container: 1} if article.container else {}, pages=1)


def usual_container(memory: SiteMemory) -> str:
    """The container that three of four articles of a host had, "" where there is none or too few are known."""
    name, count = max(memory.containers.items(), key=lambda item: item[1], default=("", 0))
    return name if count >= _ENOUGH and count >= _USUAL * sum(memory.containers.values()) else ""


def layout_changed(article: Article, memory: SiteMemory) -> bool:
    """Whether a page's text stands elsewhere than on the host's earlier pages: a matter of the source's health."""
    usual = usual_container(memory)
    return bool(usual and article.container and article.container != usual and not article.reason)
