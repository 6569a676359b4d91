"""One pass over the tree: text blocks in reading order, each with the boxes (elements) around it.

Law: linear in the page, nothing is judged here and nothing dropped but what no reader sees (scripts, styles). Boxes
and pieces are plain slotted classes, not frozen records: some thousand are made a page.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from monitor.extract.chrome import HARD, verdict

_SKIP = frozenset(
    "script style noscript svg template iframe object canvas select option textarea audio video map math head "
    "link meta title button input amp-ad amp-consent amp-sidebar nav-placeholder -comment".split()
)
_INLINE = frozenset(
    "a span b strong i em u s font small big sup sub abbr acronym cite code q mark time bdi bdo ins del data dfn kbd "
    "samp var tt wbr nobr label strike center-inline amp-img img picture source".split()
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CHROME_TAGS = frozenset(("nav", "footer", "aside", "form", "menu", "dialog"))
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_NAMES = ("class", "id", "itemprop", "data-testid", "data-component", "role")


@dataclass(slots=True, eq=False)
class Box:
    """An element that holds blocks: its tag, what its names say, and the box around it."""

    tag: str
    parent: Box | None
    name: str = ""
    verdict: int = 0
    depth: int = 0
    role: str = ""
    time: str = ""


@dataclass(slots=True, eq=False)
class Piece:
    """A block of text as it stands on the page."""

    text: str
    box: Box
    links: int = 0  # characters inside links
    bold: int = 0
    cells: list[str] = field(default_factory=list)
    header: list[str] = field(default_factory=list)


class _Pen:
    """Collects inline text until a block ends."""

    __slots__ = ("bold", "links", "parts", "pieces")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.pieces: list[Piece] = []
        self.links = self.bold = 0

    def flush(self, box: Box) -> None:
        if not self.parts:
            return
        lines = [" ".join(line.split()) for line in "".join(self.parts).split("\x00")]
        text = "\n".join(line for line in lines if line)
        if text:
            self.pieces.append(Piece(text, box, min(self.links, len(text)), min(self.bold, len(text))))
        self.parts = []
        self.links = self.bold = 0


def read_blocks(root: LexborNode) -> list[Piece]:
    """Every block of text under `root`, in reading order."""
    pen = _Pen()
    box = Box("body", None)
    stack: list[tuple[LexborNode | None, Box, int, int, bool]] = []
    node = root.first_child
    link = bold = 0
    breaks = 0
    while True:
        if node is None:
            if not stack:
                break
            node, outer, link, bold, block = stack.pop()
            if block:
                pen.flush(box)
                breaks = 0
            box = outer
            continue
        tag = node.tag
        if tag == "-text":
            text = node.text_content or ""
            if text and not text.isspace():
                breaks = 0
                if link:
                    pen.links += len(text.strip())
                if bold:
                    pen.bold += len(text.strip())
            pen.parts.append(text)
            node = node.next
            continue
        if tag in _SKIP or tag is None:
            node = node.next
            continue
        if tag == "br":
            breaks += 1
            if breaks > 1:
                pen.flush(box)
            else:
                pen.parts.append("\x00")
            node = node.next
            continue
        if tag in ("table",) and (rows := read_table(node)):
            pen.flush(box)
            attributes = node.attributes
            table = Box("table", box, "", 0, box.depth + 1)
            pen.pieces += [Piece(" | ".join(c for c in cells), table, cells=cells, header=header) for cells, header in rows]
            node = node.next
            continue
        if tag in _INLINE:
            following = node.next
            if tag == "sup":
                mark = _superscript(node)
                pen.parts.append(mark)
                node = following
                continue
            child = node.first_child
            if child is None:
                node = following
                continue
            stack.append((following, box, link, bold, False))
            if tag == "a":
                link = 1
            elif tag in ("b", "strong"):
                bold = 1
            node = child
            continue
        pen.flush(box)
        breaks = 0
        following = node.next
        child = node.first_child
        if child is None:
            node = following
            continue
        stack.append((following, box, link, bold, True))
        box = _box(node, tag, box)
        node = child
    pen.flush(box)
    return pen.pieces


def _box(node: LexborNode, tag: str, outer: Box) -> Box:
    attributes = node.attributes
    if not attributes:
        return Box(tag, outer, "", HARD if tag in _CHROME_TAGS else 0, outer.depth + 1)
    name = " ".join([value for key in _NAMES if (value := attributes.get(key))])
    said = verdict(name) if name else 0
    if tag in _CHROME_TAGS and tag != "form":
        said = HARD
    style = attributes.get("style") or ""
    if "hidden" in attributes or ("display" in style and "none" in style):
        said = HARD
    return Box(tag, outer, name, said, outer.depth + 1, attributes.get("role") or "")


def _superscript(node: LexborNode) -> str:
    """Digits set high must not run into the number before them: a linked one is a note mark and goes."""
    text = (node.text() or "").strip()
    if node.css_first("a") is not None:
        return ""
    return text.translate(_SUPERSCRIPT) if len(text) < 4 else text


def read_table(table: LexborNode) -> list[tuple[list[str], list[str]]] | None:
    """The rows of a table of data, or None where the table only lays out the page."""
    if table.css_first("table table, td p + p, td div div, td h1, td h2, td form") is not None:
        return None
    rows = []
    for row in table.css("tr"):
        cells = [" ".join((cell.text(separator=" ") or "").split()) for cell in row.css("td, th")]
        if any(cells):
            rows.append(cells)
    if len(rows) < 2 or sum(len(r) for r in rows) < 4 or max(len(r) for r in rows) < 2:
        return None
    if any(len(cell) > 300 for r in rows for cell in r):
        return None
    header = rows[0]
    return [(r, header) for r in rows]
