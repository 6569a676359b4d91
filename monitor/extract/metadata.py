"""What a page says about itself: headline, byline, times, canonical address, language, access.

Law: the page's own words in the order of their worth: JSON-LD, OpenGraph and meta, microdata, `<time>`, the words
beside the headline, the address; the feed's own are asked in article.py, where the page is silent. A value that is half
understood is unknown.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.extract.blocks import Piece, Tree
from monitor.extract.dates import Order, date_in_url, read_date

_ARTICLE_TYPES = ("article", "reportage", "posting", "report")
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
    "dcterms.created", "dcterms.date", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date",
    "publish_date", "article.published", "article_date_original", "cxenseparse:recs:publishtime", "publication_date",
    "citation_publication_date", "og:published_time", "datecreated", "article:published",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:updated_time", "og:article:modified_time", "datemodified", "dcterms.modified",
    "last-modified", "lastmod", "revised", "article.updated", "article:modified", "modified",
)  # fmt: skip
_AUTHORS = (
    "author",
    "article:author",
    "dc.creator",
    "parsely-author",
    "sailthru.author",
    "byl",
    "byline",
    "cxenseparse:author",
)
_BY = re.compile(
    r"^(?:(?:written|reported|story|words|text) )?(?:by|von|par|por|av|door|di|od|автор:?)\s+(?!the way\b)(\S.{1,90})$",
    re.I,
)
_UPDATED = re.compile(
    r"\b(?:updated?|modified|aktualisiert|mis à jour|actualizado|atualizado|aggiornato|обновлено)\b", re.I
)
_TAIL = re.compile(r"\s+[|–—\-·•»:]+\s+([^|–—·•»]{2,50})$")
_TOLD = 200_000
_TOLD_IN_HEAD = "meta, title, link[rel=canonical i], script[type*=json i]"
_AMERICAN = ("us", "ph")  # month first; all others that write slashes put the day first


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the head of a page, its JSON-LD and the words beside its headline say."""

    title: str = ""
    standfirst: str = ""
    byline: str = ""
    published: datetime | None = None
    modified: datetime | None = None
    canonical: str | None = None
    language: str = ""
    site: str = ""
    free: bool | None = None  # None: the page does not say
    body: str = ""  # the article's text by JSON-LD
    kind: str = ""  # the article's type by JSON-LD
    meta: Mapping[str, str] | None = None


def read_metadata(tree: LexborHTMLParser, found: Tree, url: str) -> Metadata:
    """Everything a page says about itself."""
    meta, canonical, title = _head(tree, found)
    data = _article(found.scripts)
    language, order = _language(tree, meta, data)
    site = _clean(meta.get("og:site_name", "")) or _clean(_text(data.get("publisher")))
    headline = _title(data, meta, title, found.pieces, site)
    beside = _beside_headline(found.pieces, headline)
    published, modified = _times(data, meta, found.pieces, beside, order)
    return Metadata(
        title=headline,
        standfirst=_clean(
            _text(data.get("description")) or meta.get("og:description", "") or meta.get("description", "")
        ),
        byline=_byline(data, meta, beside),
        published=published or date_in_url(url),
        modified=modified if modified is None or published is None or modified >= published else None,
        canonical=_absolute(url, canonical or meta.get("og:url")),
        language=language,
        site=site,
        free=_free(data, meta),
        body=_told(data),
        kind=_kind(data),
        meta=meta,
    )


def _head(tree: LexborHTMLParser, found: Tree) -> tuple[dict[str, str], str, str]:
    """The meta values by name (the first of a name counts), the canonical link and the title."""
    meta: dict[str, str] = {}
    canonical = title = ""
    head = tree.head
    for node in (*(head.css(_TOLD_IN_HEAD) if head is not None else ()), *found.metas):
        tag, attributes = node.tag, node.attributes
        if tag == "meta":
            key = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
            key = key or attributes.get("http-equiv")
            if key and (value := attributes.get("content")):
                meta.setdefault(key.lower().strip(), value)
        elif tag == "link":
            canonical = canonical or attributes.get("href") or ""
        elif tag == "title":
            title = title or _clean(node.text() or "")
        else:
            found.scripts.insert(0, node)
    return meta, canonical, title


# --- JSON-LD --------------------------------------------------------------------------------------------------


def _article(scripts: Iterable[LexborNode]) -> dict[str, Any]:
    """The article among a page's JSON-LD objects: one with a headline and a date before one without."""
    best: dict[str, Any] = {}
    worth = 0
    for node in scripts:
        if "ld" not in (node.attributes.get("type") or ""):
            continue
        for item in _items(_parse(node.text() or "")):
            if not _is_article(item):
                continue
            score = 1 + sum(key in item for key in ("headline", "datePublished", "author", "articleBody"))
            if score > worth:
                best, worth = item, score
    return best


def _parse(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        pass
    try:  # comments around it, a semicolon or comma too many: seen on real pages
        return json.loads(
            re.sub(r",(\s*[}\]])", r"\1", re.sub(r"<!--|-->|//\s*<!\[CDATA\[|//\s*\]\]>|;\s*$", "", text)), strict=False
        )
    except (ValueError, RecursionError):
        return None


def _items(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 5:
        return
    if isinstance(data, list):
        for item in data[:200]:
            yield from _items(item, depth + 1)
    elif isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "liveBlogUpdate"):
            if key in data and key != "liveBlogUpdate":
                yield from _items(data[key], depth + 1)


def _is_article(item: Mapping[str, Any]) -> bool:
    kinds = item.get("@type")
    return any(
        isinstance(k, str) and k.lower().endswith(_ARTICLE_TYPES)
        for k in (kinds if isinstance(kinds, list) else [kinds])
    )


def _kind(data: Mapping[str, Any]) -> str:
    kind = data.get("@type", "")
    return str(kind[0] if isinstance(kind, list) and kind else kind)


def _told(data: Mapping[str, Any]) -> str:
    """JSON-LD's articleBody as plain text: it may hold HTML, escaped or not."""
    body = data.get("articleBody")
    if isinstance(body, list):
        body = "\n".join(part for part in body if isinstance(part, str))
    if not isinstance(body, str):
        return ""
    body = body[:_TOLD]
    if "&" in body:
        body = html.unescape(body)
    if "<" in body:
        body = re.sub(r"<(script|style)\b.{0,2000}?</\1>|<!--.{0,2000}?-->", " ", body, flags=re.S | re.I)
        body = re.sub(r"</?(?:p|br|div|li|h[1-6]|tr|blockquote)\b[^>]*>", "\n", body, flags=re.I)
        body = re.sub(r"<[^<>]{1,500}>", "", body)
    return body


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or ""
    return value if isinstance(value, str) else ""


def _names(value: Any) -> str:
    people = value if isinstance(value, list) else [value]
    names = [_clean(_text(p)) for p in people[:12]]
    return ", ".join(dict.fromkeys(n for n in names if n and not n.startswith(("http", "www."))))


def _free(data: Mapping[str, Any], meta: Mapping[str, str]) -> bool | None:
    """Whether the text is free: bool or string in JSON-LD, also of its parts; the tier among the meta values."""
    said = [data.get("isAccessibleForFree")]
    parts = data.get("hasPart")
    said += [
        p.get("isAccessibleForFree") for p in (parts if isinstance(parts, list) else [parts]) if isinstance(p, dict)
    ]
    values = {str(v).strip().lower() for v in said if v is not None}
    if values & {"false", "no", "0"}:
        return False
    tier = meta.get("article:content_tier", "").lower()
    if tier in ("locked", "metered"):
        return False
    return True if values or tier == "free" else None


# --- headline, byline, times ----------------------------------------------------------------------------------


def _clean(text: str) -> str:
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = re.sub(r"</?[a-z][^<>]{0,200}>", " ", text, flags=re.I)
    return " ".join(text.split())


def _title(data: Mapping[str, Any], meta: Mapping[str, str], title: str, pieces: Sequence[Piece], site: str) -> str:
    """The headline as readers see it: the h1 where the head agrees, else the head's own, without the site's name."""
    heads = [piece.text.replace("\n", " ") for piece in pieces if piece.box.tag == "h1"]
    named = [
        _clean(_text(data.get("headline"))),
        _clean(meta.get("og:title", "")),
        _clean(meta.get("twitter:title", "")),
        title,
    ]
    for head in heads:
        folded = head.casefold()
        if len(folded) > 8 and any(n and (folded in n.casefold() or n.casefold() in folded) for n in named):
            return head
    said = next((n for n in named if n), "")
    if said:
        return without_site(said, site)
    long = [head for head in heads if len(head) > 15]
    return (long or heads or [""])[0]


def without_site(title: str, site: str) -> str:
    """A title without the outlet's name at its end or start."""
    m = _TAIL.search(title[:400])
    if m and len(title) - len(m[0]) > 15 and (not site or _akin(m[1], site) or len(m[1].split()) <= 4):
        return title[: m.start()]
    return title


def _akin(name: str, site: str) -> bool:
    a, b = (re.sub(r"\W+", "", s.casefold()) for s in (name, site))
    return bool(a and b) and (a in b or b in a)


def _beside_headline(pieces: Sequence[Piece], title: str) -> list[Piece]:
    """The short blocks around the headline, where byline and dates stand."""
    folded = title.casefold()
    at = next(
        (
            i
            for i, p in enumerate(pieces)
            if p.box.tag == "h1" and (p.text.casefold() in folded or folded in p.text.casefold())
        ),
        -1,
    )
    if at < 0:
        at = next((i for i, p in enumerate(pieces) if p.text.casefold() == folded), -1)
    if at < 0:
        return [p for p in pieces[:40] if len(p.text) < 120]
    return [p for p in (*pieces[at : at + 16], *reversed(pieces[max(0, at - 5) : at])) if len(p.text) < 120]


def _byline(data: Mapping[str, Any], meta: Mapping[str, str], beside: Sequence[Piece]) -> str:
    if name := _names(data.get("author")):
        return name
    for key in _AUTHORS:
        value = _clean(meta.get(key, ""))
        if value and not value.startswith(("http", "www.", "@")) and len(value) < 120:
            return value
    for piece in beside:
        if m := _BY.match(piece.text):
            return re.split(
                r"\s*(?:[|•·]|\s[–—-]\s|,?\s*(?:published|updated|posted)\b|\d{1,2}[:.]\d\d)", m[1], flags=re.I
            )[0].strip(" ,.")
    return ""


def _times(
    data: Mapping[str, Any], meta: Mapping[str, str], pieces: Sequence[Piece], beside: Sequence[Piece], order: Order
) -> tuple[datetime | None, datetime | None]:
    published = _first((_text(data.get("datePublished")), _text(data.get("dateCreated"))), order)
    published = published or _first((meta[k] for k in _PUBLISHED if k in meta), order)
    modified = _first((_text(data.get("dateModified")),), order) or _first(
        (meta[k] for k in _MODIFIED if k in meta), order
    )
    if published is not None and not _at_midnight(published):
        return published, modified
    seen, changed = _seen_times(beside, order)
    if published is None or (seen is not None and seen.date() == published.date()):
        published = seen or published
    return published, modified or changed


def _at_midnight(when: datetime) -> bool:
    return when.hour == when.minute == when.second == 0


def _seen_times(beside: Sequence[Piece], order: Order) -> tuple[datetime | None, datetime | None]:
    """The dates a reader sees beside the headline; `<time>` before plain words, "updated" ones apart."""
    published = modified = None
    for piece in sorted(beside, key=lambda p: not p.time):
        text = piece.text
        value = piece.time if piece.time not in ("", "?") else ""
        updated = _UPDATED.search(text)
        if updated and updated.start() > 8 and published is None:  # "Written: … Updated: …" in one line
            published = read_date(text[: updated.start()], order)
            modified = modified or read_date(text[updated.end() :], order)
            continue
        when = (read_date(value, order) if value else None) or read_date(text, order)
        if when is None:
            continue
        if updated:
            modified = modified or when
        elif published is None:
            published = when
    return published, modified


def _first(values: Iterable[str], order: Order) -> datetime | None:
    return next((when for value in values if value and (when := read_date(value, order))), None)


def _absolute(url: str, href: str | None) -> str | None:
    try:
        joined = urljoin(url, href.strip()) if href else ""
        return joined if urlsplit(joined).scheme in ("http", "https") else None
    except ValueError:
        return None


def _language(tree: LexborHTMLParser, meta: Mapping[str, str], data: Mapping[str, Any]) -> tuple[str, Order]:
    """The page's language, and how it writes dates in figures: its region decides, where it has one."""
    root = tree.root
    said = (
        (root.attributes.get("lang") if root is not None else None)
        or meta.get("og:locale")
        or meta.get("content-language")
    )
    said = said or _text(data.get("inLanguage"))
    parts = re.split(r"[-_]", said.strip().lower())
    code, region = parts[0], parts[-1] if len(parts) > 1 else ""
    if not (code.isalpha() and len(code) in (2, 3)):
        return "", ""
    if region in _AMERICAN:
        return code, "mdy"
    return code, "dmy" if code != "en" or region else ""
