"""RSS 0.9x, 1.0, 2.0 and Atom, as broken as they come, through feedparser.

Law of this room: what comes in is text, cleaned of what is no feed (what a server printed above it, a DOCTYPE with
entities), and bounded in what feedparser is slow at; so a hostile feed is refused by name, not waited for.
"""

from __future__ import annotations

import calendar
import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from html.entities import html5
from typing import Any

from monitor.model import Entry, Failure
from monitor.poll.document import MOST, Document
from monitor.poll.identity import entry_key
from monitor.poll.links import absolute
from monitor.poll.text import one_line, plain
from monitor.sources import Hints

ROOT = re.compile(r"<(?:\w{1,20}:)?(rss|feed|RDF)[\s>/]", re.IGNORECASE)
_LONG_TAG = re.compile(r"<[^!?<>][^<>]{8000,}")
_END = re.compile(r"</\s*(?:\w{1,20}:)?(?:rss|feed|RDF)\s*>", re.IGNORECASE)
_NAMED = re.compile(r"&([a-zA-Z][a-zA-Z0-9]{1,31});")
XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_END_ITEM = re.compile(r"</\s*(?:item|entry)\s*>", re.IGNORECASE)
ATTRIBUTES = 1_000  # in one tag: feedparser's time grows with their square
HEAD = 64 * 1024  # characters in which a feed says how often it wishes to be asked
DAY = timedelta(days=1)


def read_xml(text: str, url: str) -> Document | Failure:
    """The feed in `text`, found at `url`."""
    import feedparser  # type: ignore[import-untyped]  # costs a tenth of a second, and most rounds are all 304

    if any(tag.group().count("=") > ATTRIBUTES for tag in _LONG_TAG.finditer(text)):
        return Failure(reason="too-many-attributes", detail="the feed has a tag with thousands of attributes")
    clean = _cleaned(text)
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    parsed = feedparser.parse(
        clean.encode("utf-8", "replace"),
        response_headers=headers,
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    found = parsed.entries[:-1] if _breaks_off(clean) else parsed.entries
    entries = tuple(_entry(each, url) for each in found[:MOST])
    title = one_line(parsed.feed.get("title") or "")
    if not entries and ((parsed.bozo and not _END.search(clean)) or (not parsed.version and not title)):
        return Failure(reason="not-a-feed", detail="what is there cannot be read as a feed")
    return Document(
        kind="feed",
        title=title,
        entries=tuple(each for each in entries if each.url or each.title or each.text),
        hints=_hints(clean[:HEAD], parsed.feed),
        complete=bool(_END.search(clean[-2000:])),
    )


def _breaks_off(clean: str) -> bool:
    """Whether the last entry was cut off, and half a link would be taken for one."""
    last = max(clean.rfind(each) for each in ("<item", "<entry"))
    return last >= 0 and not _END_ITEM.search(clean, last)


def _cleaned(text: str) -> str:
    """The document from its root on: what a server printed above it goes, and so does a DOCTYPE with its entities."""
    root = ROOT.search(text)
    body = text[root.start() :] if root else text
    return '<?xml version="1.0" encoding="utf-8"?>\n' + _NAMED.sub(_character, body)


def _character(entity: re.Match[str]) -> str:
    """HTML's entities are undeclared in XML, and many feeds use them all the same."""
    meant = html5.get(f"{entity[1]};", "")
    return entity[0] if entity[1] in XML_ENTITIES or not meant or meant in "<>&" else meant


def _entry(found: dict[str, Any], base: str) -> Entry:
    url = absolute(base, found.get("link") or "")
    title, text = one_line(found.get("title") or ""), _text(found)
    guid = (found.get("id") or "").strip() or None
    updated = _moment(dict.get(found, "updated_parsed"))  # its own get() answers with another date in its place
    return Entry(
        key=entry_key(url, guid, title, text),
        url=url,
        title=title,
        text=text,
        published=_moment(found.get("published_parsed")) or updated,
        modified=updated,
        byline=one_line(found.get("author") or ""),
        guid=guid,
    )


def _text(found: Mapping[str, Any]) -> str:
    """The longer of summary and content: some feeds carry the article, most a teaser."""
    parts = [each.get("value") or "" for each in found.get("content") or ()] + [found.get("summary") or ""]
    return max((plain(each) for each in parts), key=len)


def _moment(parsed: time.struct_time | None) -> datetime | None:
    if not parsed:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError):
        return None


# --- how often the feed wishes to be asked -------------------------------------------------------------------

PERIODS = {"hourly": timedelta(hours=1), "daily": DAY, "weekly": 7 * DAY, "monthly": 30 * DAY, "yearly": 365 * DAY}
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SKIPPED = {
    name: re.compile(rf"<{name}>(.*?)</{name}>", re.IGNORECASE | re.DOTALL) for name in ("skipHours", "skipDays")
}
_SKIPPED_ONE = re.compile(r"<(?:hour|day)>\s*(\w+)\s*<", re.IGNORECASE)


def _hints(head: str, channel: Mapping[str, Any]) -> Hints:
    ttl = str(channel.get("ttl") or "").strip()
    minutes = int(ttl[:6]) if ttl.isascii() and ttl.isdigit() else 0
    hours = {int(each) % 24 for each in _skipped(head, "skipHours") if each.isdigit()}
    days = {DAYS.index(each) for each in _skipped(head, "skipDays") if each in DAYS}
    return Hints(
        wait=max(timedelta(minutes=minutes), _period(channel)),
        skip_hours=frozenset(hours) if len(hours) < 24 else frozenset(),
        skip_days=frozenset(days) if len(days) < 7 else frozenset(),
    )


def _period(channel: Mapping[str, Any]) -> timedelta:
    period = PERIODS.get(str(channel.get("sy_updateperiod") or "").strip().lower(), timedelta(0))
    often = str(channel.get("sy_updatefrequency") or "").strip()
    return period / max(1, int(often[:6])) if often.isascii() and often.isdigit() else period


def _skipped(head: str, name: str) -> list[str]:
    found = _SKIPPED[name].search(head)
    return [each.lower() for each in _SKIPPED_ONE.findall(found[1])] if found else []
