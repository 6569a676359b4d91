"""Bytes to text: which kind of body this is, in which charset, and whether a parser may be let near it.

Law: nothing here raises for what a body holds. Valid UTF-8 is UTF-8 whatever the header says (the chance that other
text looks like it is nil); else the byte order mark, the header, the meta element and a guess are asked, in this order.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

LIMIT = 12_000_000  # bytes; the longest live blog we met has 4 million
DEPTH = 4_000  # nested elements; lexbor takes quadratic time in it (these: 17 ms), and real pages stay under 120
ATTRIBUTES = 2_000  # of one element: quadratic time again

_PIECE = 8_192

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# what browsers read under these names (WHATWG Encoding): a page that says latin-1 means windows-1252
_MEANT = {
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "x-euc-jp": "euc_jp",
    "big5": "big5hkscs",
    "unicode": "utf-16-le",
    "utf8": "utf-8",
}
_TEXTUAL = frozenset({"utf-8", "utf-16-le", "utf-16-be", "utf-16"})
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_XML = re.compile(rb"<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]{2,40})", re.I)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_MARKUP = re.compile(
    rb"<(?:!doctype|html|head|body|div|p|br|table|article|main|section|span|h[1-6]|meta|script|a\s)[^<]{0,2000}?>", re.I
)
_SIGNATURES = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"RIFF", "media"),
    (b"\x1a\x45\xdf\xa3", "video"),
    (b"OggS", "media"),
    (b"ID3", "audio"),
    (b"PK\x03\x04", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"Rar!", "archive"),
    (b"\xd0\xcf\x11\xe0", "office-document"),
)
_TYPES = (
    ("application/pdf", "pdf"),
    ("image/", "image"),
    ("video/", "video"),
    ("audio/", "audio"),
    ("font/", "binary"),
    ("application/zip", "archive"),
    ("application/gzip", "archive"),
    ("application/msword", "office-document"),
    ("application/vnd.", "office-document"),
)


class Decoded(NamedTuple):
    """A body in UTF-8; `plain` where it is a text dump without markup; `reason` where it is no page at all."""

    body: bytes = b""
    plain: bool = False
    reason: str = ""


def decode(body: bytes, headers: Mapping[str, str]) -> Decoded:
    """The text of a page's body, or the reason why it has none."""
    kind = _header(headers, "content-type").lower()
    if not body or body.isspace():
        return Decoded(reason="empty")
    if len(body) > LIMIT:
        return Decoded(reason="too-large")
    if reason := _no_page(kind, body):
        return Decoded(reason=reason)
    read = _read(body, kind)
    if b"\x00" in read:
        read = read.replace(b"\x00", b"")
    if _is_markup(read, kind):
        if depth_over(read, DEPTH):
            return Decoded(reason="too-deep")
        return Decoded(reason="too-many-attributes") if attributes_over(read, ATTRIBUTES) else Decoded(read)
    return Decoded(reason="binary") if _is_binary(read) else Decoded(read, plain=True)


def _is_markup(body: bytes, kind: str) -> bool:
    """Whether there are elements; a dump sent as text/plain may quote one or two and stays a dump."""
    head = body[:1000].lower()
    if "text/plain" not in kind and (b"<!doctype html" in head or b"<html" in head or b"<head" in head):
        return True
    return len(_MARKUP.findall(body, 0, 100_000)) > (2 if "text/plain" in kind else 0)


def _header(headers: Mapping[str, str], name: str) -> str:
    value = headers.get(name, "")
    return value if isinstance(value, str) else ""


def _no_page(kind: str, body: bytes) -> str:
    for signature, reason in _SIGNATURES:
        if body.startswith(signature):
            return reason
    return next((reason for prefix, reason in _TYPES if kind.startswith(prefix) and b"<" not in body[:200]), "")


def _read(body: bytes, kind: str) -> bytes:
    """The body in UTF-8, whatever it came in."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :] if name == "utf-8" else _recode(body[len(mark) :].decode(name, "replace"))
    if _is_utf8(body):
        return body
    for name in _declared(body, kind):
        try:
            text = body.decode(name, "replace")
        except (LookupError, ValueError):  # an unknown name, or a codec that is not for text
            continue
        if isinstance(text, str) and text.count("\ufffd") <= 2 + len(text) // 500:
            return _recode(text)
    return _recode(_guess(body))


def _is_utf8(body: bytes) -> bool:
    """Whether a body is valid UTF-8, piece by piece: a whole page as text would take four times its size."""
    if body.isascii():
        return True
    decoder = codecs.getincrementaldecoder("utf-8")()
    open_ = False  # whether a character is cut by the end of a piece
    try:
        for at in range(0, len(body), _PIECE):
            piece = body[at : at + _PIECE]
            if open_ or not piece.isascii():
                decoder.decode(piece)
                open_ = bool(decoder.getstate()[0])
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def _recode(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _declared(body: bytes, kind: str) -> list[str]:
    found = [m[1] for m in (_HEADER.search(kind),) if m]
    for pattern in (_META, _XML):
        if m := pattern.search(body[:4096]):
            found.append(m[1].decode("ascii", "replace"))
    return [_known(name.lower()) for name in [*found, "utf-8"]]


def _known(name: str) -> str:
    meant = _MEANT.get(name, name)
    try:
        return codecs.lookup(meant).name if meant not in _TEXTUAL else meant
    except LookupError:
        return meant


def _guess(body: bytes) -> str:
    """Without a usable word on the charset: Cyrillic has runs of high bytes, Western text has single ones."""
    sample = body[:20_000]
    high = sum(byte >= 0x80 for byte in sample)
    running = sum(map(len, re.findall(rb"[\xc0-\xff]{3,}", sample)))
    name = "cp1251" if high > 20 and running * 2 > high else "cp1252"
    return body.decode(name, "replace")


def _is_binary(body: bytes) -> bool:
    sample = body[:4000].decode("utf-8", "replace")
    odd = sum(1 for c in sample if (c < " " and c not in "\t\n\r\f\v\x1b") or c == "\ufffd")
    return odd * 8 > len(sample)


# --- guards: what the parser would take quadratic time for ----------------------------------------------------

_LONG = 16_384  # bytes of one tag
_START = re.compile(rb"<[a-zA-Z][\w:-]{0,40}[\s/]")
_ATTRIBUTE = re.compile(rb"[^\s=>\"'/]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]*))?")
_TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9-]*)")
# void elements, and those that the next one of their kind closes
_SHALLOW = frozenset(
    b"area base br col embed hr img input link meta source track wbr param p li td th tr option dt dd".split()
)
# a drawing with nothing but its own elements in it: there `<path/>` has an end, and a map has thousands of them
_DRAWING = re.compile(
    rb"<svg\b[^<]*+(?:<(?:title|desc|style)\b[^<]*+</(?:title|desc|style)\b[^<]*+|</?(?:g|path|circle|rect|line|polygon|"
    rb"polyline|ellipse|text|tspan|defs|use|stop|lineargradient|radialgradient|clippath|mask|pattern)\b[^<]*+)*+</svg"
)
_ENDED = re.compile(rb"<[^<>]*/>")


def depth_over(body: bytes, limit: int) -> bool:
    """Whether elements nest deeper than `limit`: linear, and for most pages a count of one character."""
    tags = body.count(b"<")
    return tags > limit and tags - body.count(b"</") > limit and _depth(body) > limit


def _depth(body: bytes) -> int:
    """How deep elements nest at most; an end tag closes nothing where no such element is open (`<div></x>`)."""
    most = level = 0
    opened: Counter[bytes] = Counter()
    markup = _DRAWING.sub(lambda m: _ENDED.sub(b"", m[0]), _without_scripts(body).lower())
    for close, name in _TAG.findall(markup):
        if name in _SHALLOW:
            continue
        if not close:
            opened[name] += 1
            level += 1
            most = max(most, level)
        elif opened[name]:
            opened[name] -= 1
            level -= 1
    return most


def _without_scripts(body: bytes) -> bytes:
    """The markup alone: scripts write tags of their own, in strings."""
    first, *rest = re.split(rb"<script\b", body, flags=re.I)
    return first + b"".join(re.split(rb"</script", part, maxsplit=1, flags=re.I)[-1] for part in rest)


def attributes_over(body: bytes, limit: int) -> bool:
    """Whether an element has more than about `limit` attributes: a stretch without a tag's end is looked at closely."""
    at = 0
    while at < len(body):
        end = body.find(b">", at)
        end = end if end >= 0 else len(body)
        if end - at >= _LONG and _attributes(body, at, end) > limit:
            return True
        at = max(end + 1, at + _LONG)
    return False


def _attributes(body: bytes, at: int, end: int) -> int:
    """How many attributes the start tag has that ends at `end` and is open at `at`; 0 in scripts."""
    start = max(0, body.rfind(b"<", max(0, at - _LONG), end))
    if body.find(b">", start, at) >= 0 or not _START.match(body, start):
        return 0
    in_script = body.rfind(b"<script", 0, start) > body.rfind(b"</script", 0, start)
    return 0 if in_script else len(_ATTRIBUTE.findall(body, start, end))
