"""Adapter and floors for benches of article text: see docs/extraction.md.

`page_text(html, url)` is what a bench of `f(html, url) -> str` calls: the real `extract`, bytes and all.
`with_memory` also learns from every page it is shown, as the store does for a host, and never from a page about itself.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime
from urllib.parse import urlsplit

from monitor.extract import extract, lessons
from monitor.model import Page, SiteMemory

_THEN = datetime(2036, 1, 1, tzinfo=UTC)
_taught: dict[str, dict[str, SiteMemory]] = defaultdict(dict)  # host -> url -> what that page taught


def page_text(html: str, url: str) -> str:
    """The text of one page, without any memory of its site."""
    return extract(_page(html, url)).text


def with_memory(html: str, url: str) -> str:
    """The text of one page, with what the host's other pages taught so far."""
    host = urlsplit(url).netloc.removeprefix("www.")
    taught = _taught[host]
    seen: Counter[str] = Counter()
    containers: Counter[str] = Counter()
    for other, lesson in taught.items():
        if other != url:
            seen.update(lesson.seen)
            containers.update(lesson.containers)
    article = extract(_page(html, url), memory=SiteMemory(seen=seen, containers=containers, pages=len(taught)))
    taught[url] = lessons(article)
    return article.text


def _page(html: str, url: str) -> Page:
    headers = {"content-type": "text/html; charset=utf-8"}
    body = html.encode("utf-8", "replace")
    return Page(url=url, final_url=url, outlet="", fetched=_THEN, status=200, headers=headers, body=body)
