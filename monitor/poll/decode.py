"""A feed's bytes as text. Labels lie: what the bytes themselves show goes before what is said about them.

Law of this room: always a text, never an error. In order: a byte-order mark; zero bytes where UTF-16 has them; bytes
that are valid UTF-8 beyond ASCII (no other encoding looks like that by chance); the XML declaration; the HTTP header;
mostly valid UTF-8; windows-1252, as a browser would.
"""

from __future__ import annotations

import codecs
import re

from w3lib.encoding import resolve_encoding

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SEVEN_BIT = frozenset({"iso2022_jp", "iso-2022-jp", "hz", "utf-7"})  # text that is ASCII to the eye, and is not
BROKEN = 0.1  # of the characters beyond ASCII may be broken in a text that is still UTF-8
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def decode(body: bytes, content_type: str = "") -> str:
    """The text of `body`, without byte-order mark and without the control characters that XML forbids."""
    return _CONTROL.sub("", _decoded(body, content_type)).removeprefix("\ufeff")


def _decoded(body: bytes, content_type: str) -> str:
    for mark, encoding in MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    if wide := _wide(body[:4]):
        return body.decode(wide, "replace")
    said = _said(body[:2048], content_type)
    if not set(said) & SEVEN_BIT:
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            pass
    return _as_said(body, said)


def _wide(head: bytes) -> str:
    """UTF-16 without a mark shows by its zero bytes around a "<"."""
    return {b"<\x00": "utf-16-le", b"\x00<": "utf-16-be"}.get(head[:2], "")


def _said(head: bytes, content_type: str) -> list[str]:
    """The encodings that the document and the header claim, likest first, those that exist."""
    inside = _DECLARED.search(head) or _META.search(head)
    header = _CHARSET.search(content_type)
    names = [inside[1].decode("ascii", "replace") if inside else "", header[1] if header else ""]
    known = (resolve_encoding(name) for name in names if name)
    return list(dict.fromkeys(each for each in known if each))


def _as_said(body: bytes, said: list[str]) -> str:
    for encoding in said:
        if encoding == "utf-8":
            continue  # it was tried
        try:
            return body.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    text = body.decode("utf-8", "replace")
    if text.count("�") <= BROKEN * sum(character > "\x7f" for character in text):
        return text
    first = next((each for each in said if each != "utf-8"), "cp1252")
    return body.decode(first, "replace")
