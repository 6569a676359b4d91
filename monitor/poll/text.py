"""Titles and summaries of feeds as plain text: tags gone, entities read, also where they were escaped twice.

Law of this room: any string gives a string, in linear time; what only looks like a tag ("x < y") stays.
"""

from __future__ import annotations

import html
import re

_COMMENT = re.compile(r"<!--.*?-->|<!\[CDATA\[|\]\]>", re.DOTALL)
_HIDDEN = re.compile(r"<(script|style)\b[^>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_BREAK = re.compile(r"</?(?:p|div|br|li|ul|ol|tr|table|h[1-6]|blockquote|figure|figcaption)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
LONGEST = 200_000  # characters of one summary that are kept


def one_line(markup: str) -> str:
    """A title: plain, on one line."""
    return " ".join(plain(markup).split())


def plain(markup: str) -> str:
    """A summary or content: plain, with a line for each paragraph."""
    text = markup[: 2 * LONGEST]
    for _ in range(2):  # "&amp;lt;b&amp;gt;" is seen: once by the feed, once more by whoever filled it
        text = html.unescape(_TAG.sub("", _BREAK.sub("\n", _HIDDEN.sub(" ", _COMMENT.sub("", text)))))
        if not (_TAG.search(text) or _ENTITY.search(text)):
            break
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)[:LONGEST]
