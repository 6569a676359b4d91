"""The links of a list page (what a source without a feed offers to read), and the one of a page that leads on.

Law of this room: as in all of extract/, no input makes it raise, and a page nested beyond reason is not parsed.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

DEPTH = 3_000  # parsing nested elements takes time with the square of their depth
WORDS = 4  # a headline has as many; a section's name has not
_OPEN, _CLOSE = re.compile(r"<[a-zA-Z]"), re.compile(r"</[a-zA-Z]")


def links(text: str, url: str, select: str | None = None) -> list[tuple[str, str]]:
    """The (address, words) of each link that `select` matches or encloses; else of those that read like headlines.

    Addresses are as written, resolved against the page's <base> if it has one; words are on one line, "" for a picture.
    """
    if len(_OPEN.findall(text)) - len(_CLOSE.findall(text)) > 10 * DEPTH:
        return []
    tree = LexborHTMLParser(text)
    base = tree.css_first("base[href]")
    home = urljoin(url, (base.attributes.get("href") or "") if base else "")
    found = _selected(tree, select) if select else _headlines(tree, urlsplit(url).hostname or "", home)
    return [(urljoin(home, href), words) for href, words in found]


def _selected(tree: LexborHTMLParser, select: str) -> Iterator[tuple[str, str]]:
    for node in tree.css(select):
        for anchor in [node] if node.tag == "a" else node.css("a[href]"):
            href = anchor.attributes.get("href")
            if href:
                yield href, _words(anchor)


def _headlines(tree: LexborHTMLParser, host: str, home: str) -> Iterator[tuple[str, str]]:
    for anchor in tree.css("a[href]"):
        href, words = anchor.attributes.get("href") or "", _words(anchor)
        if len(words.split()) >= WORDS and _is_near(urljoin(home, href), host):
            yield href, words


def _is_near(url: str, host: str) -> bool:
    """Whether `url` is an article's on the same site: another outlet's links are its, not ours."""
    parts = urlsplit(url)
    return parts.path.strip("/") != "" and _site(parts.hostname or "") == _site(host)


def _site(host: str) -> str:
    return ".".join(host.split(".")[-2:])


def _words(node: LexborNode) -> str:
    return " ".join(node.text(separator=" ").split())


_REFRESH = re.compile(r"<meta\b[^>]{0,300}http-equiv\s*=\s*[\"']?refresh\b[^>]{0,2000}>", re.IGNORECASE)
_CONTENT = re.compile(r"content\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_WAIT_AND_URL = re.compile(r"\s*(\d{1,5})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?['\"]?([^'\"]+)", re.IGNORECASE)
HEAD = 64 * 1024  # bytes in which a page says that it leads on
PATIENCE = 15  # seconds: a page that waits longer is one to read


def refreshed(body: bytes, url: str) -> str | None:
    """Where the page's <meta http-equiv=refresh> leads a reader, if at once and elsewhere."""
    tag = _REFRESH.search(body[:HEAD].decode("latin-1"))
    content = _CONTENT.search(tag[0]) if tag else None
    said = _WAIT_AND_URL.match(html.unescape(content[1] or content[2] or "")) if content else None
    if not said or int(said[1]) > PATIENCE:
        return None
    try:
        there = urljoin(url, said[2].strip())
    except ValueError:
        return None
    return there if there != url else None
