"""Tables of data: rows with their cells bound to column headers; tables that only lay out a page are no tables.

Law: one cell's digits never run into the next one's or into a note's mark.
"""

from __future__ import annotations

from typing import NamedTuple

from selectolax.lexbor import LexborNode

_LAYOUT = "table, form, h1, h2, p + p, br + br, div div, ul, [role=navigation]"
_LONGEST = 400
_ROWS = 2_000


class Row(NamedTuple):
    """One row: its text as it goes into the article, its label and its cells as (column header, text)."""

    text: str
    label: str
    cells: tuple[tuple[str, str], ...]
    linked: int
    is_header: bool


def read_table(table: LexborNode, tag: str) -> list[Row]:
    """The rows of a table of data, empty where the table only lays out the page."""
    row_query, cell_query = (
        ("tr", "th, td")
        if tag == "table"
        else ("[role=row]", "[role=cell], [role=gridcell], [role=columnheader], [role=rowheader]")
    )
    nodes = table.css(row_query)
    if len(nodes) < 2 or len(nodes) > _ROWS:
        return []
    if tag == "table" and any(cell.css_first(_LAYOUT) is not None for cell in nodes[0].css("td")):
        return []
    grid = [[_cell(cell) for cell in row.css(cell_query)] for row in nodes]
    grid = [cells for cells in grid if any(cells)]
    if len(grid) < 2 or max(map(len, grid)) < 2 or sum(map(len, grid)) < 4:
        return []
    if any(len(cell) > _LONGEST for cells in grid for cell in cells) or _is_layout(table, tag):
        return []
    linked = sum(len(a.text() or "") for a in table.css("a"))
    share = linked / max(1, sum(len(c) for cells in grid for c in cells))
    header = _header(nodes, grid)
    return [_row(cells, header, share, cells is grid[0] and bool(header)) for cells in grid]


def _is_layout(table: LexborNode, tag: str) -> bool:
    if tag != "table":
        return False
    inner = table.css("table, form, h1, td p + p, ul li + li + li")
    return any(
        node.mem_id != table.mem_id for node in inner
    )  # a query may find the table itself, inside another's cell


def _cell(cell: LexborNode) -> str:
    for mark in cell.css("sup"):
        mark.decompose()
    return " ".join((cell.text(separator=" ") or "").split())


def _header(nodes: list[LexborNode], grid: list[list[str]]) -> list[str]:
    """The column headers: a first row of header cells, or one without digits above rows with them."""
    first = nodes[0]
    if len(first.css("th, [role=columnheader]")) > 1 or first.css_first("td") is None:
        return grid[0]
    digits = [any(c.isdigit() for c in cell) for cell in grid[0][1:]]
    below = [any(c.isdigit() for c in cell) for cells in grid[1:] for cell in cells[1:]]
    return grid[0] if below and not any(digits) and sum(below) * 2 >= len(below) else []


def _row(cells: list[str], header: list[str], share: float, is_header: bool) -> Row:
    text = " | ".join(cells)
    bound = tuple((header[i] if i < len(header) else "", cell) for i, cell in enumerate(cells))
    return Row(text, cells[0], bound, int(share * len(text)), is_header)
