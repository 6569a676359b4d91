"""A number in a table: what its row and its column say, against what the other rows and columns say.

Law of this room: a table is read by comparison. A row or column is a figure's own because it matches the figure's
words best among its neighbours, not because it matches them well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from monitor.match import lexicon
from monitor.match.aliases import Aliases
from monitor.match.words import MONTHS, stems, words
from monitor.model import Block, Quantity
from monitor.quantities import read_scale

Scale = tuple[Decimal, str]
_BARE: Scale = (Decimal(1), "count")
_ABOVE = 2  # blocks before a table that may say what its numbers count
_DATE = re.compile(r"\b(\d{1,2})[/.](\d{1,2})\b")
_PART_OF_YEAR = re.compile(r"\b([qh])([1-4])\b")
_MOST_MONTHS = 12
_DAYS = words("mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday")
_NEWER = words("today now latest current this new")
_OLDER = words("last previous prior before yesterday earlier ago then old")


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
    scales: tuple[Scale, ...] = ()  # what the bare numbers of each cell count, by cell
    ages: tuple[int | None, ...] = ()  # of each column how many are newer, None where its heading tells no time

    def scaled(self, quantity: Quantity, cell: int) -> Quantity:
        """A bare number of a cell with the factor and the unit that the table's words give it."""
        factor, unit = self.scales[cell] if cell < len(self.scales) else _BARE
        if (factor, unit) == _BARE or quantity.unit != "count" or not quantity.text[-1:].isdigit():
            return quantity
        low, high = (None if end is None else end * factor for end in (quantity.low, quantity.high))
        return replace(quantity, low=low, high=high, step=quantity.step * factor, unit=unit)


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
        if heads and cells[run[0]] == heads:
            body = run[1:]
        if body and heads and len(heads) == len(cells[body[0]]) - 1:
            heads = ["", *heads]  # the corner was left out
        columns = tuple(_title(h, aliases) for h in heads)
        titles = {i: _title(cells[i][0] if cells[i] else "", aliases) for i in body}
        around = _around(blocks, run[0])
        for i in body:
            label = cells[i][0] if cells[i] else ""
            width = max(len(heads), len(cells[i]))
            scales = tuple(
                _scale([heads[k] if k < len(heads) else "", label, *heads[:1], *around]) for k in range(width)
            )
            out[i] = Row(titles[i], tuple(titles.values()), columns, scales, _ages(heads))
    return out


def _around(blocks: Sequence[Block], first: int) -> list[str]:
    """The text before a table that may say what its numbers count, nearest first, then the headline."""
    near = [
        b.text
        for b in reversed(blocks[max(0, first - _ABOVE) : first])
        if b.kind in ("subhead", "caption") or len(b.text) < 120
    ]
    return [*near, *(b.text for b in blocks if b.kind == "headline")]


def _scale(texts: Sequence[str]) -> Scale:
    """What the nearest text that says so gives a bare number: "in millions of euros", "thousand barrels a day"."""
    return next((found for text in texts if text and (found := read_scale(text)) != _BARE), _BARE)


def _ages(heads: Sequence[str]) -> tuple[int | None, ...]:
    """Of each column how many are newer by their headings: dates, months, quarters, "today" beside "Monday"."""
    dates = [_DATE.search(h) for h in heads]
    firsts, seconds = ([int(d[part]) for d in dates if d] for part in (1, 2))
    day_first = max(firsts, default=0) > _MOST_MONTHS
    told_apart = day_first != (max(seconds, default=0) > _MOST_MONTHS)  # "3/4" may be in March or in April
    times = [_when(h, d if told_apart else None, day_first) if k else None
             for k, (h, d) in enumerate(zip(heads, dates, strict=True))]  # fmt: skip
    told = [t for t in times if t is not None]
    if len(told) < 2:
        return tuple(None for _ in heads)
    wraps = {t[2] for t in told} >= {1, 12} and len({t[1] for t in told}) == 1  # December before January
    key = [t and (t[0], t[1], t[2] + 12 if wraps and t[2] < 7 else t[2], t[3]) for t in times]
    return tuple(None if k is None else sum(o is not None and o > k for o in key) for k in key)


def _when(head: str, date: re.Match[str] | None, day_first: bool) -> tuple[int, int, int, int] | None:
    """A heading's time, fit to be compared with its neighbours': relation to now, year, month, day."""
    low = re.findall(r"[a-z]+|\d+", head.lower())
    side = any(w in _NEWER for w in low) - any(w in _OLDER for w in low)
    year = next((int(w) for w in low if re.fullmatch(r"(?:19|20)\d\d", w)), 0)
    if date:
        first, second = int(date[1]), int(date[2])
        return (side, year, second, first) if day_first else (side, year, first, second)
    month = next((MONTHS[w] for w in low if w in MONTHS), 0)
    part = _PART_OF_YEAR.search(head.lower())
    if part:
        month = int(part[2]) * (3 if part[1] == "q" else 6)
    day = next((int(w) for w in low if w.isdigit() and int(w) < 32), 0) if month and not part else 0
    return (side, year, month, day) if side or year or month or any(w in _DAYS for w in low) else None


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
