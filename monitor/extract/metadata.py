"""What a page says about itself: headline, byline, times, canonical address, language, access.

Law: the page's own words first (JSON-LD, OpenGraph, meta, `<time>`), the feed's only where the page is silent; a
value that is half understood is unknown.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from monitor.extract.dates import read_date

_ARTICLE_TYPES = ("article", "newsarticle", "reportage", "blogposting", "liveblogposting", "posting")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the head of a page, its JSON-LD and a few elements say."""

    title: str = ""
    standfirst: str = ""
    byline: str = ""
    published: datetime | None = None
    modified: datetime | None = None
    canonical: str | None = None
    language: str = ""
    site: str = ""
    free: bool | None = None
    body: str = ""


def read_metadata(tree: LexborHTMLParser, url: str) -> Metadata:
    """Everything a page says about itself."""
    meta = _meta(tree)
    data = next(_articles(tree), {})
    title = _text(data.get("headline")) or meta.get("og:title", "") or meta.get("twitter:title", "")
    h1 = tree.css_first("h1")
    heading = " ".join((h1.text() or "").split()) if h1 is not None else ""
    if not title:
        title = heading or _title(tree)
    return Metadata(
        title=_clean(title),
        standfirst=_clean(_text(data.get("description")) or meta.get("og:description", "") or meta.get("description", "")),
        byline=_clean(_names(data.get("author")) or meta.get("author", "")),
        published=_first_date(data.get("datePublished"), meta.get("article:published_time"), meta.get("date"), _time(tree)),
        modified=_first_date(data.get("dateModified"), meta.get("article:modified_time"), meta.get("last-modified")),
        canonical=_canonical(tree, meta, url),
        language=_language(tree, meta),
        site=_clean(meta.get("og:site_name", "")),
        free=_free(data.get("isAccessibleForFree")),
        body=_text(data.get("articleBody")),
    )


def _meta(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.css("meta"):
        attributes = node.attributes
        key = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        value = attributes.get("content")
        if key and value:
            found.setdefault(key.lower(), value)
    return found


def _articles(tree: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    for node in tree.css('script[type="application/ld+json"]'):
        try:
            data = json.loads(node.text() or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _items(data):
            kinds = item.get("@type")
            for kind in kinds if isinstance(kinds, list) else [kinds]:
                if isinstance(kind, str) and kind.lower().endswith(_ARTICLE_TYPES):
                    yield item


def _items(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 4:
        return
    if isinstance(data, list):
        for item in data[:200]:
            yield from _items(item, depth + 1)
    elif isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity"):
            yield from _items(data.get(key), depth + 1)


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or ""
    return value if isinstance(value, str) else ""


def _names(value: Any) -> str:
    people = value if isinstance(value, list) else [value]
    return ", ".join(name for p in people if (name := _text(p)) and not name.startswith("http"))


def _clean(text: str) -> str:
    return " ".join(html.unescape(text).split())


def _title(tree: LexborHTMLParser) -> str:
    node = tree.css_first("title")
    return " ".join((node.text() or "").split()) if node is not None else ""


def _first_date(*values: Any) -> datetime | None:
    return next((when for v in values if isinstance(v, str) and (when := read_date(v))), None)


def _time(tree: LexborHTMLParser) -> str | None:
    node = tree.css_first("time[datetime]")
    return node.attributes.get("datetime") if node is not None else None


def _canonical(tree: LexborHTMLParser, meta: dict[str, str], url: str) -> str | None:
    node = tree.css_first('link[rel="canonical"]')
    href = (node.attributes.get("href") if node is not None else None) or meta.get("og:url")
    try:
        return urljoin(url, href.strip()) if href else None
    except ValueError:
        return None


def _language(tree: LexborHTMLParser, meta: dict[str, str]) -> str:
    node = tree.css_first("html")
    said = (node.attributes.get("lang") if node is not None else None) or meta.get("og:locale", "")
    code = said.replace("_", "-").split("-")[0].strip().lower()
    return code if code.isalpha() and len(code) in (2, 3) else ""


def _free(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(str(value).strip().lower())
