"""Plain-text dumps: menus, bullets, related stories, price boxes, repeated paragraphs, a date glued to the first line.

Law: the same as for markup, with lines for blocks. Prose is kept; what stands between prose (subheads, list items) is
kept with it; a line that speaks as chrome does opens a section of chrome, which the next line of prose closes. Nothing
after the last prose is text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from monitor.extract.blocks import size_of
from monitor.extract.dates import read_date
from monitor.extract.metadata import Metadata
from monitor.extract.phrases import NAMES, authors, is_bio, is_pointer, said
from monitor.model import BlockKind

_GLUED = re.compile(r"^\s*date:?\s+(\d{4}-\d{2}-\d{2})(?!\d)[ \t]*(.*)$", re.I)
_BULLET = re.compile(r"^(?:[•·*▪●‣◦»>–-]|\d{1,2}[.)])\s+")
_END = re.compile(r"[.!?…。！？:][\"”’'»)\]]*$")
_CONTACT = re.compile(r"\S@\S|\(\(|https?://|www\.|\+\d[\d ]{7,}")
_NAME_DATE = re.compile(
    r"^(?:by\s+)?((?:[A-ZÀ-Þ][\w.'’-]*\s+){1,3}[A-ZÀ-Þ][\w.'’-]+)\s*[,|•–-]?\s+(?=[A-Z]\w+\.? \d|\d{1,2}\.? )"
)
_BY = re.compile(r"^(?:(?:written|reported|story) )?(?:by|von|par|por)\s+([A-ZÀ-Þ].{2,80})$", re.I)
_CHROME = frozenset(("more", "sign", "follow", "rights", "ad", "cookie", "price", "click", "related", "comments"))
_CLOSING = frozenset(("rights", "legal", "about", "bio"))  # said in whole sentences, under an article
_ENDING = frozenset(("comments", "rights", "legal"))  # under an article, hardly ever inside it
_BOX_COST, _END_COST = 60.0, 200.0  # what a gap in the prose costs at most, in characters of prose after it
_NAG = 300  # of an offer: it says two things that chrome says, or one to the reader
_READER = re.compile(r"\b(?:you|your|vous|votre)\b", re.I)
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]")
_BOX = 160  # a longer line is no offer, heading or menu


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line (or unwrapped paragraph) of a dump, and what became of it."""

    text: str
    kind: BlockKind = "paragraph"
    kept: bool = False
    reason: str = ""
    prose: bool = False
    says: frozenset[str] = frozenset()


def read_dump(text: str) -> tuple[Metadata, list[Line]]:
    """What a plain-text page says of itself, and its lines, kept or dropped with a reason."""
    glued, text = _unglue(text.lstrip("\ufeff"))
    lines = [_line(t) for t in _unwrap(text)]
    start, end = _body(lines)
    headline = _headline(lines, start)
    byline = _byline(lines[: start + 2])
    kept = _keep(lines, start, end, headline)
    names = authors(byline)
    kept = [replace(n, kept=False, reason="about the author") if n.kept and is_bio(n.text, names) else n for n in kept]
    title = without_bar(lines[headline].text) if headline >= 0 else ""
    published, modified = _times(lines, glued, headline if headline >= 0 else start)
    return Metadata(title=title, byline=byline, published=published, modified=modified), kept


def _unglue(text: str) -> tuple[datetime | None, str]:
    """A crawler's date at the head of the first line, and the text without it."""
    first, _, rest = text.lstrip("\r\n").partition("\n")
    m = _GLUED.match(first)
    if m is None:
        return None, text
    tail = m[2].strip()
    return read_date(m[1]), ("" if tail.isdigit() else tail) + "\n" + rest


def _unwrap(text: str) -> list[str]:
    """The lines of a dump; where they were wrapped at a fixed width, whole paragraphs."""
    raw = [" ".join(line.split()) for line in text.splitlines()]
    pairs = [(a, b) for a, b in pairwise(raw) if len(a) > 40 and b]
    cut = sum(1 for a, b in pairs if not _END.search(a) and b[0].islower())
    if not pairs or cut * 4 < len(pairs):
        return [line for line in raw if line]
    width = sorted(len(line) for line in raw if len(line) > 40)[-1] * 0.72
    out: list[str] = []
    open_ = False
    for line in raw:
        if line and open_ and not _BULLET.match(line):
            out[-1] += " " + line
        elif line:
            out.append(line)
        open_ = len(line) > width
    return out


def _line(text: str) -> Line:
    bits = said(text)
    says = frozenset(name for i, name in enumerate(NAMES) if bits >> i & 1)
    return Line(text=text, prose=_is_prose(text, says), says=says)


def _is_prose(text: str, says: frozenset[str]) -> bool:
    if not _END.search(text) or (_CONTACT.search(text) and size_of(text) < 200):
        return False
    if is_pointer(text) or "legal" in says or (says & _CLOSING and size_of(text) < 200 and not says <= {"bio"}):
        return False
    if says & _CHROME and size_of(text) < _NAG and (len(says & _CHROME) > 1 or _READER.search(_QUOTED.sub("", text))):
        return False
    words = size_of(text) // 6
    if _BULLET.match(text):
        return False
    return words >= (12 if says & _CHROME else 5) and (
        len(text) >= _BOX or not (says & {"sign", "ad", "cookie", "click"})
    )


def _weight(line: Line) -> float:
    if line.prose:
        return min(400.0, size_of(line.text))
    return -90.0 if line.says & (_CHROME | _CLOSING) else -25.0


def _body(lines: Sequence[Line]) -> tuple[int, int]:
    """The run of lines with the most prose."""
    best, span, total, start, gap, most = 0.0, (0, -1), 0.0, 0, 0.0, _BOX_COST
    for i, line in enumerate(lines):
        if total <= 0:
            total, start = 0.0, i
        weight = _weight(line)
        if weight > 0:
            total, gap, most = total + weight, 0.0, _BOX_COST
        else:  # however many lines a box has, it is one box
            most = _END_COST if line.says & _ENDING and not line.prose else most
            weight = min(0.0, max(weight, -most - gap))
            total, gap = total + weight, gap + weight
        if total > best:
            best, span = total, (start, i)
    return span


def _headline(lines: Sequence[Line], start: int) -> int:
    """The line above the text whose words the text uses, rather one that stands twice; inside it only such a one."""
    body = set(
        re.findall(r"\w{4,}|\d+", " ".join(line.text for line in lines[start : start + 6] if line.prose).casefold())
    )
    texts = [without_bar(line.text) for line in lines]
    best, at = 1.0, -1
    for i, line in enumerate(lines[: start + 4]):
        text = texts[i]
        twice = texts.count(text) > 1
        if line.prose or not 12 <= len(text) <= 200 or _BULLET.match(text) or line.says & {"rights", "cookie", "photo"}:
            continue
        if (i >= start and not twice) or (len(text) < 60 and line.says & {"by", "updated", "sign", "follow"}):
            continue
        words = re.findall(r"\w{4,}|\d+", text.casefold())
        shared = sum(word in body for word in words)
        score = 3 * shared / max(3, len(words)) + 0.1 * shared + twice - 2.0 * bool(read_date(text)) - (len(text) > 110)
        if len(words) > 1 and score > best and not (at >= 0 and at == i - 1 and not twice):
            best, at = score, i
    return at


def without_bar(title: str) -> str:
    """A title without what stands behind a bar: in a dump a dash may be the headline's own."""
    head, bar, tail = title.replace("’", "'").replace("‘", "'").partition(" | ")
    return head if bar and len(head) > 20 else head + bar + tail


def _keep(lines: Sequence[Line], start: int, end: int, headline: int) -> list[Line]:
    title = without_bar(lines[headline].text) if headline >= 0 else ""
    seen: set[str] = set()
    chrome = False
    out = []
    for i, line in enumerate(lines):
        kind, kept, reason = _verdict(lines, i, start, end, headline, title, seen, chrome)
        if line.prose:
            chrome = False
        elif line.says & (_CHROME | _CLOSING) and len(line.text) < _BOX:
            chrome = True
        if len(line.text) > 20:
            seen.add(line.text)
        text = _BULLET.sub("", line.text) if kind == "item" else line.text
        out.append(replace(line, text=text, kind=kind, kept=kept, reason=reason))
    return _headings_need_text(out)


def _headings_need_text(lines: Sequence[Line]) -> list[Line]:
    """A line between prose is a heading only right above what is kept."""
    out = list(lines)
    below = False
    for i in range(len(out) - 1, -1, -1):
        if out[i].kept and out[i].kind == "subhead" and not below:
            out[i] = replace(out[i], kept=False, reason="a heading without text")
        below = out[i].kept
    return out


def _verdict(
    lines: Sequence[Line], i: int, start: int, end: int, headline: int, title: str, seen: set[str], chrome: bool
) -> tuple[BlockKind, bool, str]:
    line = lines[i]
    text = line.text
    if title and without_bar(text) == title:
        return "headline", False, "the headline"
    if text in seen:
        return "paragraph", False, "said before"
    if i < start or i > end:
        if (
            i
            and title
            and without_bar(lines[i - 1].text) == title
            and len(text) >= 60
            and not line.says & (_CHROME | {"photo", "by", "updated"})
        ):
            return "standfirst", True, "below the headline"
        return "paragraph", False, "outside the text"
    if line.prose:
        return "paragraph", True, "prose"
    if "photo" in line.says:
        return "caption", False, "a picture's caption"
    if chrome or line.says & (_CHROME | _CLOSING):
        return "paragraph", False, "speaks as chrome does"
    if _BULLET.match(text):
        listed = _is_list(lines, i)
        return "item", listed, "a list in the text" if listed else "headlines in a row"
    if _CONTACT.search(text) or _BY.match(text) or len(text.split()) < 2 or (len(text) < 60 and read_date(text)):
        return "paragraph", False, "no sentence"
    return "subhead", True, "between prose"


def _is_list(lines: Sequence[Line], i: int) -> bool:
    """Whether a bullet is of a list and not of headlines in a row: it is announced by a colon or a heading, or the
    items are sentences."""
    first, last = i, i
    while first > 0 and _BULLET.match(lines[first - 1].text):
        first -= 1
    while last + 1 < len(lines) and _BULLET.match(lines[last + 1].text):
        last += 1
    above = lines[first - 1] if first else None
    announced = above is not None and (above.text.endswith(":") or not (above.prose or above.says & _CHROME))
    return announced or any(_END.search(line.text) and line.text[-1] not in "?!" for line in lines[first : last + 1])


def _byline(lines: Sequence[Line]) -> str:
    for line in lines:
        if len(line.text) < 100 and (m := _BY.match(line.text) or _NAME_DATE.match(line.text)):
            return re.split(r"\s+(?=[^\W\d]\w+\.? \d)|\s+\d|\s[|•–]", m[1])[0].strip(" ,|")
    return ""


def _times(lines: Sequence[Line], glued: datetime | None, headline: int) -> tuple[datetime | None, datetime | None]:
    """The date beside the headline; where a crawler's date is glued on, the one that agrees with it."""
    near = sorted(range(max(0, headline - 8), min(len(lines), headline + 9)), key=lambda i: abs(i - headline))
    found: list[datetime] = []
    modified = None
    for i in near:
        text = lines[i].text
        if len(text) > 110:
            continue
        head, word, tail = _split_updated(text)
        if word and (when := read_date(tail)):
            modified = modified or when
        if when := read_date(head):
            found.append(when)
    if glued is None:
        return (found[0] if found else modified), modified
    agreeing = [when for when in found if abs(when - glued) < timedelta(hours=38)]
    timed = [when for when in agreeing if when.hour or when.minute]
    return (timed or [glued])[0], modified


def _split_updated(text: str) -> tuple[str, str, str]:
    m = re.search(r"\b(?:last )?updated?:?\b|\bmodified\b", text, re.I)
    return (text[: m.start()], m[0], text[m.end() :]) if m else (text, "", "")
