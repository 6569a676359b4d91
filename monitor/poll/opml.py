"""OPML in and out: how feed readers hand their subscriptions to each other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from xml.sax.saxutils import quoteattr

from monitor.config import FeedConfig
from monitor.poll.links import absolute

_OUTLINE = re.compile(r"<outline\b([^<>]*)", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def read_opml(text: str) -> tuple[FeedConfig, ...]:
    """The feeds of an OPML document, each once, in its order; folders are not kept."""
    found: dict[str, FeedConfig] = {}
    for outline in _OUTLINE.finditer(text):
        said = {name.lower(): unescape(a or b) for name, a, b in _ATTRIBUTE.findall(outline[1])}
        url = absolute("", said.get("xmlurl", ""))
        if url:
            found.setdefault(url, FeedConfig(url=url, outlet=said.get("title") or said.get("text") or None))
    return tuple(found.values())


def write_opml(feeds: Iterable[FeedConfig], title: str = "monitor") -> str:
    """The feeds as an OPML 2.0 document; credentials stay here."""
    rows = []
    for feed in feeds:
        url = absolute("", feed.url) or feed.url
        name = quoteattr(feed.outlet or url)
        rows.append(f'    <outline type="rss" text={name} title={name} xmlUrl={quoteattr(url)}/>\n')
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n  <head><title>{title}</title></head>\n'
    return f"{head}  <body>\n{''.join(rows)}  </body>\n</opml>\n"
