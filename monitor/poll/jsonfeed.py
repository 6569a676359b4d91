"""JSON Feed 1.0 and 1.1."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from monitor.model import Entry, Failure
from monitor.poll.document import MOST, Document
from monitor.poll.identity import entry_key
from monitor.poll.links import absolute
from monitor.poll.text import one_line, plain


def read_json(text: str, url: str) -> Document | Failure:
    """The JSON Feed in `text`, found at `url`."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return Failure(reason="not-a-feed", detail="JSON that broke off or is none")
    items = said.get("items") if isinstance(said, dict) else None
    if not isinstance(items, list):
        return Failure(reason="not-a-feed", detail="JSON that is no JSON Feed: it has no items")
    found = [_entry(each, url) for each in items[:MOST] if isinstance(each, dict)]
    return Document(
        kind="feed",
        title=one_line(_string(said, "title")),
        entries=tuple(each for each in found if each.url or each.title or each.text),
    )


def _entry(item: Mapping[str, Any], base: str) -> Entry:
    url = absolute(base, _string(item, "url")) or absolute(base, _string(item, "external_url"))
    texts = [plain(_string(item, "content_html")), _string(item, "content_text"), plain(_string(item, "summary"))]
    title, text = one_line(_string(item, "title")), max(texts, key=len)
    guid = _string(item, "id") or None
    return Entry(
        key=entry_key(url, guid, title, text),
        url=url,
        title=title,
        text=text,
        published=moment(_string(item, "date_published")),
        modified=moment(_string(item, "date_modified")),
        byline=_byline(item),
        guid=guid,
    )


def _string(table: Mapping[str, Any], key: str) -> str:
    value = table.get(key)
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""


def _byline(item: Mapping[str, Any]) -> str:
    authors = item.get("authors")
    people = authors if isinstance(authors, list) else [item.get("author")]
    return ", ".join(one_line(_string(each, "name")) for each in people if isinstance(each, dict))


def moment(text: str) -> datetime | None:
    """The moment that an ISO date means, UTC where it names no zone; None for anything else."""
    try:
        found = datetime.fromisoformat(text.strip())
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
