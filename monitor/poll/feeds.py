"""Any body that a source answers, as a `Document` with entries. The body decides what it is, not its label.

Law of this room: pure and total. Bytes and what was said about them in, a `Document` out, or a `Failure` with a named
reason; hostile input costs bounded time in every reader here, and a caller who must be sure sets a deadline besides.
"""

from __future__ import annotations

import re
from typing import Literal

from monitor.extract.links import links
from monitor.model import Entry, Failure
from monitor.poll import sitemaps, xmlfeed
from monitor.poll.decode import decode
from monitor.poll.document import MOST, Document
from monitor.poll.identity import entry_key
from monitor.poll.jsonfeed import read_json
from monitor.poll.links import absolute, feed_of

HEAD = 20_000  # characters in which a document shows what it is
_HTML = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)


def read_source(
    body: bytes,
    url: str,
    *,
    content_type: str = "",
    kind: Literal["feed", "sitemap", "page"] | None = None,
    select: str | None = None,
) -> Document | Failure:
    """What is in `body`, fetched from `url`; `kind` and `select` as the config says."""
    text = decode(body, content_type)
    if not text.strip():
        return Failure(reason="empty", detail="the answer has nothing in it", retry=True)
    if kind == "page":
        return _list_page(text, url, select)
    head = text[:HEAD]
    if head.lstrip()[:1] in "{[":
        return read_json(text, url)
    if sitemaps.ROOT.search(head):
        return sitemaps.read_sitemap(text, url)
    if _is_feed(head):
        return xmlfeed.read_xml(text, url)
    if _HTML.search(head):
        return _page(text, url)
    return Failure(reason="not-a-feed", detail="what is there is no feed, no sitemap and no page")


def _is_feed(head: str) -> bool:
    """Whether a feed's root comes before anything of an HTML page."""
    root, page = xmlfeed.ROOT.search(head), _HTML.search(head)
    return root is not None and (page is None or root.start() < page.start())


def _page(text: str, url: str) -> Document | Failure:
    elsewhere = feed_of(text, url)
    if elsewhere:
        return Document(kind="page", elsewhere=elsewhere)
    return Failure(
        reason="not-a-feed", detail='a page, not a feed (kind = "page" reads a page for its links)', retry=True
    )


def _list_page(text: str, url: str, select: str | None) -> Document | Failure:
    """The articles that an HTML page links to, in its order."""
    found: dict[str, Entry] = {}
    for href, words in links(text, url, select):
        where = absolute(url, href)
        if where and where != url:
            key = entry_key(where, None, words, "")
            known = found.get(key)
            if known is None or len(words) > len(known.title):
                found[key] = Entry(key=key, url=where, title=words)
    if not found:
        return Failure(reason="no-links", detail=f"no links to articles on the page (select = {select!r})", retry=True)
    return Document(kind="page", entries=tuple(found.values())[:MOST])
