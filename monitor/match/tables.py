"""A number in a table: what its row and its column say, against what the other rows and columns say.

Law of this room: a table is read by comparison. A row or column is a figure's own because it matches the figure's
words best among its neighbours, not because it matches them well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.match import lexicon
from monitor.match.aliases import Aliases
from monitor.match.words import stems
from monitor.model import Block


@dataclass(frozen=True, slots=True)
class Title:
    """What a row or column is called: its stems, the entities it names, the events its words stand for."""

    stems: frozenset[str]
    entities: frozenset[str]
    events: frozenset[str]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its own title among those of all rows, and its columns' titles by cell."""

    title: Title
    rows: tuple[Title, ...]
    columns: tuple[Title, ...]


def rows(blocks: Sequence[Block], aliases: Aliases) -> dict[int, Row]:
    """Every table row by the index of its block; the first row of a table that holds no numbers names the columns."""
    out: dict[int, Row] = {}
    for run in _tables(blocks):
        cells = {i: _cells(blocks[i]) for i in run}
        heads = [h for h, _ in blocks[run[0]].cells]
        body = run
        if not any(heads):
            first = cells[run[0]]
            heads = first if not any(_numeric(c) for c in first) else []
            body = run[1:] if heads else run
        columns = tuple(_title(h, aliases) for h in heads)
        titles = {i: _title(cells[i][0] if cells[i] else "", aliases) for i in body}
        for i in body:
            out[i] = Row(titles[i], tuple(titles.values()), columns)
    return out


def _tables(blocks: Sequence[Block]) -> list[list[int]]:
    runs: list[list[int]] = []
    for i, block in enumerate(blocks):
        if block.kind == "row":
            if runs and runs[-1][-1] == i - 1:
                runs[-1].append(i)
            else:
                runs.append([i])
    return runs


def _cells(block: Block) -> list[str]:
    return [cell.strip() for cell in block.text.split("|")]


def _numeric(cell: str) -> bool:
    return any(c.isdigit() for c in cell) and not any(c.isalpha() for c in cell)


def _title(text: str, aliases: Aliases) -> Title:
    run = stems(text)
    digits = [w for w in text.split() if any(c.isdigit() for c in w)]
    entities = frozenset(k for hit in aliases.find(text) for k in hit.keys)
    return Title(frozenset(run) | {d.lower() for d in digits}, entities, lexicon.events().names(run))
