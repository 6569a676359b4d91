"""How listings look: a table on a terminal, plain columns in a pipe, JSON lines for programs; and a bar for long work.

Law of this room: a listing is rows of plain data first; how they look is decided here, once. Whatever an outlet wrote
is tamed before it reaches a terminal, and is never read as rich's own markup.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from monitor.deliver.wording import tame

if TYPE_CHECKING:
    from rich.console import Console

Row = Mapping[str, Any]
Item = TypeVar("Item")
LONG = 20  # fewer are done before a bar can be read


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its title, what of a row stands in it, its looks (a rich style, or one that depends on the cell)."""

    title: str
    cell: Callable[[Any], object]
    right: bool = False
    style: str | Callable[[str], str] = ""
    wrap: bool = True


as_json = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")


def figure_ids(ctx: click.Context, _: click.Parameter, begun: str) -> list[str]:
    """The figures that a shell may complete to; none where there is no config to read."""
    from monitor.cli import Given
    from monitor.config import load_config
    from monitor.errors import ConfigError

    try:
        config = load_config(ctx.ensure_object(Given).config_path, secrets=False)
    except ConfigError:
        return []
    return [name for name in config.watchlist.figures if name.startswith(begun)]


def listing(rows: Iterable[Any], columns: Sequence[Column], empty: str) -> None:
    """Print rows as a table; `empty` is the sentence for none."""
    rows = list(rows)
    if not rows:
        click.echo(empty, err=True)
        return
    if not sys.stdout.isatty():
        _plain(rows, columns)
        return
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(
            column.title, justify="right" if column.right else "left", no_wrap=not column.wrap, overflow="fold"
        )
    for row in rows:
        cells = [(column, words_of(column.cell(row))) for column in columns]
        table.add_row(*(Text(words, style=_style(column, words)) for column, words in cells))
    console().print(table)


def json_lines(records: Iterable[Row]) -> None:
    """Print records as JSON, one a line."""
    for record in records:
        click.echo(json.dumps(record, ensure_ascii=False))


def console() -> Console:
    """Where tables go: colours only on a terminal (NO_COLOR is heeded), no markup, no guessing at what a number is."""
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False, soft_wrap=False)


def counted(items: Iterable[Item], label: str) -> Iterator[Item]:
    """The same items, counted on stderr where that is a terminal and they are many."""
    found = tuple(items)
    if len(found) < LONG or not sys.stderr.isatty():
        yield from found
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(found, description=label, console=Console(stderr=True), transient=True)


def words_of(value: object) -> str:
    """A cell in words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M}"
    return tame(str(value))


def short_time(stamp: str | None) -> datetime | None:
    """A moment that a row holds as ISO text."""
    return datetime.fromisoformat(stamp) if stamp else None


def _plain(rows: Sequence[Any], columns: Sequence[Column]) -> None:
    """Columns wide enough for what stands in them, without colours or cuts: for pipes, files and grep."""
    table = [[column.title for column in columns]]
    table += [[words_of(column.cell(row)) for column in columns] for row in rows]
    widths = [max(len(line[at]) for line in table) for at in range(len(columns))]
    for line in table:
        cells = (
            words.rjust(width) if column.right else words.ljust(width)
            for words, width, column in zip(line, widths, columns, strict=True)
        )
        click.echo("  ".join(cells).rstrip())


def _style(column: Column, words: str) -> str:
    return column.style if isinstance(column.style, str) else column.style(words)
