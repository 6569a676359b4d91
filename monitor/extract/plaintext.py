"""Plain-text dumps: menus, bullets, related stories, price boxes, repeated paragraphs, a date glued to the first line.

Law: the same as for markup. The article is the run of lines with the most prose; what stands around it is chrome.
"""

from __future__ import annotations

import re
from datetime import datetime

from monitor.extract.dates import read_date

_GLUED = re.compile(r"^\s*date\s+(\d{4}-\d{2}-\d{2})\b[ \t]*(.*)$")
_BULLET = re.compile(r"^\s*(?:[•·*▪●»>]|-\s)")
_END = re.compile(r"[.!?…:][\"”’')\]»]*$")
_NUMBER = re.compile(r"^\d{1,4}$")


def read_dump(text: str) -> tuple[str, datetime | None, list[tuple[str, bool, float, str]]]:
    """Title, date and lines (text, kept, score, reason) of a plain-text page."""
    published = None
    first, _, rest = text.lstrip("\ufeff\r\n").partition("\n")
    if m := _GLUED.match(first):
        published = read_date(m[1])
        text = ("" if _NUMBER.match(m[2].strip()) else m[2]) + "\n" + rest
    lines = [" ".join(line.split()) for line in text.splitlines()]
    lines = [line for line in lines if line]
    prose = [_is_prose(line) for line in lines]
    title = next((line for line, p in zip(lines, prose, strict=True) if not p and len(line) >= 20), "")
    start, end = _run(lines, prose)
    seen: set[str] = set()
    out = []
    for i, line in enumerate(lines):
        kept = start <= i <= end and prose[i] and line not in seen and line != title
        seen.add(line)
        out.append((line, kept, 1.0 if kept else 0.0, "prose" if kept else "not part of the text"))
    if published is None:
        published = next((d for line in lines[: start + 1] if len(line) < 90 and (d := read_date(line))), None)
    return title, published, out


def _is_prose(line: str) -> bool:
    return len(line) > 60 and bool(_END.search(line)) and not _BULLET.match(line)


def _run(lines: list[str], prose: list[bool]) -> tuple[int, int]:
    best, span, total, start = 0, (0, -1), 0, 0
    for i, (line, good) in enumerate(zip(lines, prose, strict=True)):
        if total <= 0:
            total, start = 0, i
        total += len(line) if good else -40
        if total > best:
            best, span = total, (start, i)
    return span
