"""Plain-text dumps: menus, bullets, related stories, price boxes, repeated paragraphs, a date glued to the first line.

Law: the same as for markup, with lines for blocks. Prose is kept; what stands between prose (subheads, list items) is
kept with it; a line that speaks as chrome does opens a section of chrome, which the next line of prose closes. Nothing
after the last prose is text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, pairwise

from monitor.extract.blocks import size_of
from monitor.extract.dates import read_date
from monitor.extract.lines import Line, headings_need_text
from monitor.extract.metadata import Metadata
from monitor.extract.phrases import NAMES, authors, is_address, is_pointer, is_report, said, why_aside
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
_NEVER = frozenset(("rights", "legal", "cookie", "photo"))  # no report, whatever tense it is in
# from which length on a report with a number, a sentence, a sentence that says chrome is prose
_BRIEF, _SENTENCE, _AT_LENGTH = 18, 30, 72
_SHARED = re.compile(r"\d[\d.,]*k? (?:shares?|likes?)$", re.I)  # a counter, which may stand anywhere
_ENDING = frozenset(("comments", "rights", "legal"))  # under an article, hardly ever inside it
_BOX_COST, _END_COST = 60.0, 200.0  # what a gap in the prose costs at most, in characters of prose after it
_NAG = 300  # of an offer: it says two things that chrome says, or one to the reader
_LINK = re.compile(r"\b[a-z0-9-]+\.[a-z]{2,}/\S", re.I)
_BRACKETED = re.compile(r"\([^()]*\)\W*$")  # "(Catch all the news on our app.)"
_CAPTION = re.compile(r"(?:image|media|video|figure) caption\W*$", re.I)  # the caption is the next line
_LAYOUT = re.compile(
    r"(?:image|media) source\b|(?:presentational )?(?:gr[ae]y|white) (?:line|space)$|line break$", re.I
)
_WRAPS = 2  # so many lines that go on in the next make a dump that was wrapped
_TAG = 25  # a shorter line above a headline may be its topic
_BROKEN = 60  # a shorter line that ends in no stop is a heading, a name or a menu
_LEADING = frozenset(
    ("a", "about", "at", "by", "from", "least", "most", "nearly", "of", "or", "over", "than", "the", "to")
)  # fmt: skip
_BOX = 160  # a longer line is no offer, heading or menu


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One line (or unwrapped paragraph) of a dump: whether it is prose, and what set phrases it says."""

    text: str
    prose: bool
    says: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dump:
    """What its lines are judged by: the run of lines that is the text, the headline, the authors, which bullets are
    items of a list."""

    lines: Sequence[_Line]
    start: int
    end: int
    title: str
    names: tuple[str, ...]
    listed: frozenset[int]


def read_dump(text: str) -> tuple[Metadata, list[Line]]:
    """What a plain-text page says of itself, and its lines, kept or dropped with a reason."""
    glued, text = _unglue(text.lstrip("\ufeff"))
    lines = [_line(t) for t in _unwrap(text)]
    start, end = _body(lines)
    headline = _headline(lines, start, glued is not None)
    byline = _byline(lines[: start + 2])
    title = without_bar(lines[headline].text) if headline >= 0 else ""
    published, modified = _times(lines, glued, headline if headline >= 0 else start)
    dump = _Dump(lines=lines, start=start, end=end, title=title, names=authors(byline), listed=_listed(lines))
    return Metadata(title=title, byline=byline, published=published, modified=modified), _keep(dump)


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
    if cut < _WRAPS or cut * 4 < len(pairs):
        return _mend(raw)
    width = sorted(len(line) for line in raw if len(line) > 40)[-1] * 0.72
    out: list[list[str]] = []
    open_ = False
    for line in raw:
        if line and open_ and not _BULLET.match(line):
            out[-1].append(line)
        elif line:
            out.append([line])
        open_ = len(line) > width
    return [" ".join(parts) for parts in out]


def _mend(raw: Sequence[str]) -> list[str]:
    """Lines of whole paragraphs, of which one may be broken in the middle of a sentence."""
    out: list[str] = []
    before = ""
    for line in raw:
        goes_on = line[:1].islower() or (line[:1].isdigit() and before.rpartition(" ")[2] in _LEADING)
        if line and len(before) > _BROKEN and goes_on and before[-1].islower():
            out[-1] += " " + line
        elif line:
            out.append(line)
        before = line
    return out


def _line(text: str) -> _Line:
    bits = said(text)
    says = frozenset(name for i, name in enumerate(NAMES) if bits >> i & 1)
    return _Line(text=text, prose=_is_prose(text, says), says=says)


def _is_prose(text: str, says: frozenset[str]) -> bool:
    if not _END.search(text) or _BULLET.match(text) or is_pointer(text):
        return False
    size, chrome = size_of(text), says & _CHROME
    if size < 200 and (_CONTACT.search(text) or (_BRACKETED.match(text) and not is_report(text))):
        return False
    if size < _NAG and not says & _NEVER and is_report(text):
        return size >= (_BRIEF if any(map(str.isdigit, text)) else _SENTENCE)
    if "legal" in says or (size < 200 and says & _CLOSING and not says <= {"bio"}):
        return False
    if not chrome:
        return size >= _SENTENCE
    if size < _NAG and (len(chrome) > 1 or is_address(text)):
        return False
    return size >= _AT_LENGTH and (len(text) >= _BOX or not chrome & {"sign", "ad", "cookie", "click"})


def _weight(line: _Line) -> float:
    if line.prose:
        return min(400.0, size_of(line.text))
    return -90.0 if line.says & (_CHROME | _CLOSING) else -25.0


def _body(lines: Sequence[_Line]) -> tuple[int, int]:
    """The run of lines with the most prose."""
    best, span, total, start, gap, most = 0.0, (0, -1), 0.0, 0, 0.0, _BOX_COST
    for i, line in enumerate(lines):
        if total <= 0:
            total, start = 0.0, i
        weight = _weight(line)
        if weight > 0:
            total, gap, most = total + weight, 0.0, _BOX_COST
        else:  # however many lines a box has, it is one box
            ending = line.says & _ENDING and not line.prose and not _SHARED.match(line.text)
            most = _END_COST if ending else most
            weight = min(0.0, max(weight, -most - gap))
            total, gap = total + weight, gap + weight
        if total > best:
            best, span = total, (start, i)
    return span


def _headline(lines: Sequence[_Line], start: int, dated: bool) -> int:
    """The line above the text whose words the text uses, rather one that stands twice; inside it only such a one.

    `dated`: a crawler put the date before the first line, which then is its title more often than not.
    """
    body = set(
        re.findall(r"\w{4,}|\d+", " ".join(line.text for line in lines[start : start + 6] if line.prose).casefold())
    )
    texts = [without_bar(line.text) for line in lines]
    times = Counter(texts)
    best, at = 1.0, -1
    for i, line in enumerate(lines[: start + 4]):
        text = texts[i]
        twice = times[text] > 1
        if line.prose or not 12 <= len(text) <= 200 or _BULLET.match(text) or line.says & {"rights", "cookie", "photo"}:
            continue
        if (i >= start and not twice) or (len(text) < 60 and line.says & {"by", "updated", "sign", "follow"}):
            continue
        words = re.findall(r"\w{4,}|\d+", text.casefold())
        shared = sum(word in body for word in words)
        score = 3 * shared / max(3, len(words)) + 0.1 * shared + twice - 2.0 * bool(read_date(text)) - (len(text) > 110)
        score += 0.5 * (dated and not i)
        under = at >= 0 and at == i - 1 and not twice and len(texts[at]) >= _TAG  # a headline's own standfirst
        if len(words) > 1 and score > best and not under:
            best, at = score, i
    return at


def without_bar(title: str) -> str:
    """A title without what stands behind a bar: in a dump a dash may be the headline's own."""
    head, bar, tail = title.replace("’", "'").replace("‘", "'").partition(" | ")
    return head if bar and len(head) > 20 else head + bar + tail


def _keep(dump: _Dump) -> list[Line]:
    seen: set[str] = set()
    chrome = False
    out = []
    for i, line in enumerate(dump.lines):
        kind, kept, reason = _verdict(dump, i, seen, chrome)
        if line.prose:
            chrome = False
        elif line.says & (_CHROME | _CLOSING) and len(line.text) < _BOX:
            chrome = True
        if len(line.text) > 20:
            seen.add(line.text)
        text = _BULLET.sub("", line.text) if kind == "item" else line.text
        out.append(Line(kind, text, kept, float(kept), reason))
    return headings_need_text(out, 1)  # a line between prose is a heading only right above what is kept


def _verdict(dump: _Dump, i: int, seen: set[str], chrome: bool) -> tuple[BlockKind, bool, str]:
    line = dump.lines[i]
    text = line.text
    if dump.title and without_bar(text) == dump.title:
        return "headline", False, "the headline"
    if text in seen:
        return "paragraph", False, "said before"
    if not dump.start <= i <= dump.end:
        return _outside(dump, i)
    captioned = i > 0 and _CAPTION.match(dump.lines[i - 1].text) is not None
    if captioned or _CAPTION.match(text) or _LAYOUT.match(text) or ("photo" in line.says and not line.prose):
        return "caption", False, "a picture's caption"
    if why := why_aside(text, dump.names):
        return "paragraph", False, why
    if line.prose:
        return "paragraph", True, "prose"
    if chrome or line.says & (_CHROME | _CLOSING):
        return "paragraph", False, "speaks as chrome does"
    if _BULLET.match(text):
        listed = i in dump.listed
        return "item", listed, "a list in the text" if listed else "headlines in a row"
    if (
        _CONTACT.search(text)
        or _LINK.search(text)
        or _BY.match(text)
        or _BRACKETED.match(text)
        or len(text.split()) < 2
        or (len(text) < 60 and read_date(text))
    ):
        return "paragraph", False, "no sentence"
    return "subhead", True, "between prose"


def _outside(dump: _Dump, i: int) -> tuple[BlockKind, bool, str]:
    below = i > 0 and dump.title != "" and without_bar(dump.lines[i - 1].text) == dump.title
    if below and len(dump.lines[i].text) >= 60 and not dump.lines[i].says & (_CHROME | {"photo", "by", "updated"}):
        return "standfirst", True, "below the headline"
    return "paragraph", False, "outside the text"


def _listed(lines: Sequence[_Line]) -> frozenset[int]:
    """Which bullets are of a list and not of headlines in a row: it is announced by a colon or a heading, or the items
    are sentences."""
    listed: set[int] = set()
    for bulleted, run in groupby(range(len(lines)), key=lambda i: _BULLET.match(lines[i].text) is not None):
        items = list(run)
        if not bulleted:
            continue
        above = lines[items[0] - 1] if items[0] else None
        announced = above is not None and (above.text.endswith(":") or not (above.prose or above.says & _CHROME))
        if announced or any(_END.search(lines[i].text) and lines[i].text[-1] not in "?!" for i in items):
            listed.update(items)
    return frozenset(listed)


def _byline(lines: Sequence[_Line]) -> str:
    for line in lines:
        if not line.prose and len(line.text) < 100 and (m := _BY.match(line.text) or _NAME_DATE.match(line.text)):
            return re.split(r"\s+(?=[^\W\d]\w+\.? \d)|\s+\d|\s[|•–]", m[1])[0].strip(" ,|")
    return ""


def _times(lines: Sequence[_Line], glued: datetime | None, headline: int) -> tuple[datetime | None, datetime | None]:
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
