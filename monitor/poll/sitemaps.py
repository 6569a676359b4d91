"""Sitemaps: Google's news sitemaps, plain ones with dates, and the index that names them.

Law of this room: read by its few tags, in linear time, broken or not; entities are never expanded. A plain sitemap
lists the whole site: only what is dated within three days of its newest page is news.
"""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta

from monitor.model import Entry, Failure
from monitor.poll.document import MOST, Document
from monitor.poll.identity import entry_key
from monitor.poll.jsonfeed import moment
from monitor.poll.links import absolute
from monitor.poll.text import one_line

ROOT = re.compile(r"<(?:\w{1,20}:)?(urlset|sitemapindex)[\s>]")
RECENT = timedelta(days=3)
PARTS = 3  # of an index that are asked a round: those changed last
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


def read_sitemap(text: str, url: str) -> Document | Failure:
    """The sitemap or index in `text`, found at `url`."""
    root = ROOT.search(text)
    if root is None:
        return Failure(reason="not-a-feed", detail="no sitemap")
    complete = f"{root[1]}>" in text[-200:]
    if root[1] == "sitemapindex":
        return Document(kind="sitemap", parts=_parts(text, url), complete=complete)
    found = [_entry(each, url) for each in _chunks(text, "url")]
    return Document(kind="sitemap", entries=tuple(_news([each for each in found if each.url])), complete=complete)


def _chunks(text: str, tag: str) -> list[str]:
    return re.split(rf"<(?:\w{{1,20}}:)?{tag}(?:\s[^>]*)?>", text)[1:]


def _field(chunk: str, name: str) -> str:
    start = re.search(rf"<(?:\w{{1,20}}:)?{name}(?:\s[^>]*)?>", chunk)
    if not start:
        return ""
    inside = chunk[start.end() :].partition(f"</{start[0][1:].partition('>')[0].split()[0]}")[0]
    return html.unescape(_CDATA.sub(r"\1", inside)).strip()


def _entry(chunk: str, base: str) -> Entry:
    url = absolute(base, _field(chunk, "loc"))
    title = one_line(_field(chunk, "title"))
    modified = moment(_field(chunk, "lastmod"))
    published = moment(_field(chunk, "publication_date")) or modified
    return Entry(key=entry_key(url, None, title, ""), url=url, title=title, published=published, modified=modified)


def _news(entries: list[Entry]) -> list[Entry]:
    oldest = datetime.min.replace(tzinfo=UTC)
    newest = sorted(entries, key=lambda each: each.modified or each.published or oldest, reverse=True)
    if not newest or len(entries) <= 100 or any(each.title for each in entries):
        return newest[:MOST]
    top = newest[0].modified or newest[0].published
    return [each for each in newest if not top or (each.modified or oldest) >= top - RECENT][:MOST]


def _parts(text: str, base: str) -> tuple[str, ...]:
    rows = [(moment(_field(each, "lastmod")), absolute(base, _field(each, "loc"))) for each in _chunks(text, "sitemap")]
    oldest = datetime.min.replace(tzinfo=UTC)
    newest = sorted(((at or oldest, where) for at, where in rows if where), reverse=True)
    return tuple(where for _, where in newest[:PARTS])
