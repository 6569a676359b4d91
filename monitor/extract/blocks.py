"""One pass over the tree: every block of text in reading order, each with the boxes (elements) around it.

Law: linear in the page; nothing is judged here, and nothing dropped but what no reader sees (scripts, styles) and
menus: elements named for them in which no paragraph stands. Boxes and pieces are plain slotted classes and not frozen
records: some hundreds are made for a page, and the pieces inside a box are one range, so sums over a box are
differences of running sums.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from monitor.extract.chrome import BIT, groups
from monitor.extract.tables import Row, read_table

_SKIP = frozenset(
    str.split(
        "style noscript svg template iframe object canvas select option textarea audio video map math head link "
        "meta nav title button input progress meter amp-ad amp-consent amp-sidebar amp-img "
        "amp-video amp-iframe amp-analytics "
        "-comment -doctype"
    )
)
_INLINE = frozenset(
    str.split(
        "a span b strong i em u s font small big sub abbr acronym cite code q mark time bdi bdo ins del data dfn kbd "
        "samp var tt nobr label strike img picture source wbr ruby rb rt rp"
    )
)
_TEXT, _RUN, _BLOCK, _MARK, _SKIPPED = range(5)
# what the pass does at an element: all others are blocks
_ACTS = {
    "-text": _TEXT,
    **dict.fromkeys(_INLINE, _RUN),
    **dict.fromkeys(_SKIP, _SKIPPED),
    **dict.fromkeys(("br", "sup"), _MARK),
    "script": _SKIPPED,
}
_HIDDEN = BIT["hidden"]
# Elements named like these are not entered where they hold nothing that text stands in: of 332 pages none lost more
# than a fiftieth of its text by it. (Not `card`, `shop`, `offer`: in some of those the text stands in bare <div>s.)
_MENUS = "nav <nav> footer share cookie related teasers sidebar comments newsletter tags"
_MENU = sum(BIT[group] for group in _MENUS.split())
_PROSE = "p, h1, article, table, blockquote, br"
_NAMES = frozenset(
    str.split(
        "class id itemprop role aria-label data-testid data-component data-module data-type data-qa data-test "
        "subscriptions-section"
    )
)
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_TABLE = " table"  # ends the name of an element that has the role
_BREAK = "\x00"  # a body's own NULs are gone before it is parsed


class Box:
    """An element that holds blocks: its groups of names (bits), those of all boxes around it too (chain), its range."""

    __slots__ = ("bits", "chain", "first", "last", "name", "parent", "tag")

    def __init__(self, tag: str, parent: Box | None, bits: int, chain: int, name: str, first: int) -> None:
        self.tag = tag
        self.parent = parent
        self.bits = bits
        self.chain = chain
        self.name = name
        self.first = self.last = first  # the pieces inside are first .. last - 1


class Piece:
    """A block of text as it stands on the page; `linked` and `bold` count characters, `time` is a <time>'s value."""

    __slots__ = ("bold", "box", "linked", "row", "size", "text", "time")

    def __init__(
        self, text: str, box: Box, linked: int = 0, bold: int = 0, time: str = "", row: Row | None = None
    ) -> None:
        self.text = text
        self.box = box
        self.linked = linked
        self.bold = bold
        self.time = time
        self.row = row
        self.size = size_of(text)

    @property
    def is_menu(self) -> bool:
        """Whether it is nothing but links."""
        return self.linked * 10 >= len(self.text) * 9

    def extend(self, text: str, linked: int) -> None:
        """Another link of the same menu."""
        self.text += "\n" + text
        self.linked += linked + 1
        self.size += size_of(text) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """What the pass over a body found: its blocks, the boxes (outer before inner), data scripts and stray metas."""

    pieces: list[Piece] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    scripts: list[LexborNode] = field(default_factory=list)
    metas: list[LexborNode] = field(default_factory=list)


def size_of(text: str) -> int:
    """Length in Latin characters: one of Chinese, Japanese or Korean says as much as three."""
    if text.isascii():
        return len(text)
    wide = len(text.encode("utf-8", "replace"))
    return wide if wide > 2.2 * len(text) else len(text)


def _is_beside(box: Box, other: Box) -> bool:
    """Whether two boxes are items of one list: the same outer box, or alike ones in the next outer."""
    a, b = box.parent, other.parent
    if a is None or b is None:
        return False
    return a is b or (a.parent is not None and a.parent is b.parent and a.tag == b.tag and a.name == b.name)


class _Pen:
    """Collects inline text until a block ends."""

    __slots__ = ("bold", "breaks", "linked", "parts", "pieces", "time")

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = pieces
        self.parts: list[str] = []
        self.linked = self.bold = self.breaks = 0
        self.time = ""

    def write(self, text: str, link: bool, bold: bool) -> None:
        if not text.isspace():
            self.breaks = 0
            if link or bold:
                size = len(text.strip())
                self.linked += size if link else 0
                self.bold += size if bold else 0
        elif not self.parts:
            return
        self.parts.append(text)

    def sign(self, node: LexborNode, tag: str, box: Box, link: bool, bold: bool) -> None:
        """A `<br>` ends a line, a second one the block; a number set high is written so."""
        if tag == "sup":
            self.write(_raised(node), link, bold)
            return
        if not self.parts:
            return
        self.breaks += 1
        if self.breaks > 1:
            self.end(box)
        else:
            self.parts.append(_BREAK)

    def end(self, box: Box) -> None:
        """What was written is a block."""
        text = "".join(self.parts)
        self.parts.clear()
        if text.isprintable() and "  " not in text:  # no space but plain ones
            text = text.strip()
        elif _BREAK in text:
            text = "\n".join([line for part in text.split(_BREAK) if (line := " ".join(part.split()))])
        else:
            text = " ".join(text.split())
        if text:
            self._add(text, box)
        self.linked = self.bold = 0
        self.time = ""

    def _add(self, text: str, box: Box) -> None:
        size = len(text)
        linked = self.linked if self.linked < size else size
        if linked * 10 >= size * 9:  # items of one menu are one block: two thirds of all blocks are links
            last = self.pieces[-1] if self.pieces else None
            if last is not None and last.is_menu and (last.box is box or _is_beside(last.box, box)):
                last.extend(text, linked)
                return
        self.pieces.append(Piece(text, box, linked, self.bold if self.bold < size else size, self.time))


def read_blocks(root: LexborNode) -> Tree:  # noqa: C901  the one hot loop: a call for each case is a tenth of it
    """Every block of text under `root` in reading order, with the boxes around them."""
    tree = Tree()
    pieces = tree.pieces
    pen = _Pen(pieces)
    parts, write, end, acts = pen.parts, pen.write, pen.end, _ACTS.get
    box = Box("body", None, 0, 0, "", 0)
    tree.boxes.append(box)
    # what to do when the children of an element are done: its next sibling, the box, link and bold state around it
    stack: list[tuple[LexborNode | None, Box, bool, bool]] = [(None, box, False, False)]
    node: LexborNode | None = root.first_child
    link = bold = False
    while stack:
        if node is None:
            node, outer, link, bold = stack.pop()
            if outer is not box:
                if parts:
                    end(box)
                box.last = len(pieces)
                box = outer
            continue
        tag = node.tag or ""
        act = acts(tag, _BLOCK)
        following = node.next
        if act == _TEXT:
            if parts or not node.is_empty_text_node:  # most are, between two elements
                write(node.text_content or "", link, bold)
        elif act == _RUN:
            if (child := node.first_child) is not None:
                stack.append((following, box, link, bold))
                if tag == "a":
                    link = True
                elif tag == "b" or tag == "strong":
                    bold = True
                elif tag == "time":
                    pen.time = pen.time or node.attributes.get("datetime") or "?"
                following = child
        elif act == _BLOCK:
            if parts:
                end(box)
            if (child := node.first_child) is not None and (inner := _enter(node, tag, box, tree)) is not None:
                stack.append((following, box, link, bold))
                box = inner
                following = child
        elif act == _MARK:
            pen.sign(node, tag, box, link, bold)
        else:
            _put_by(node, tag, tree)
        node = following
    if parts:
        end(box)
    box.last = len(pieces)
    return tree


def _enter(node: LexborNode, tag: str, outer: Box, tree: Tree) -> Box | None:
    """The box of an element that is to be walked through; a menu is left out, a table of data read at once."""
    name, more = _names(node.attributes)
    bits = groups(tag, name) | more
    if bits & _MENU and node.css_first(_PROSE) is None:
        return None
    box = Box(tag, outer, bits, outer.chain | bits, name, len(tree.pieces))
    tree.boxes.append(box)
    if (tag == "table" or name.endswith(_TABLE)) and (rows := read_table(node, tag)):
        tree.pieces.extend([Piece(row.text, box, row.linked, row=row) for row in rows])
        box.last = len(tree.pieces)
        return None
    return box


def _put_by(node: LexborNode, tag: str, tree: Tree) -> None:
    """Metas and data scripts are kept for the metadata, wherever they stand."""
    if tag == "meta":
        tree.metas.append(node)
    elif tag == "script" and "json" in (node.attributes.get("type") or ""):
        tree.scripts.append(node)


def _names(attributes: Mapping[str, str | None]) -> tuple[str, int]:
    """What an element is called, and the group of those that no reader sees where it is one."""
    if not attributes:
        return "", 0
    if len(attributes) == 1 and (only := attributes.get("class")):  # most of them
        return only, 0
    name = " ".join([value for key, value in attributes.items() if value and key in _NAMES])
    style = attributes.get("style")
    hidden = "hidden" in attributes or (style and "none" in style and "display" in style)
    if attributes.get("role") == "table":
        name += _TABLE
    return name, _HIDDEN if hidden else 0


def _raised(node: LexborNode) -> str:
    """Digits set high must not run into the number before them: a linked one is a note's mark and goes."""
    text = " ".join((node.text() or "").split())
    if node.css_first("a") is not None:
        return ""
    return text.translate(_RAISED) if len(text) < 4 else text
