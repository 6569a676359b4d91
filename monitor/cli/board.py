"""What stands and who said so, on the terminal and in the browser; and out again as files."""

from __future__ import annotations

import asyncio
import shutil
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.cli import Given, pass_given
from monitor.cli.tables import Column, as_json, figure_ids, json_lines, listing

if TYPE_CHECKING:
    from monitor.store import Store
    from monitor.web.board import Board, Glance

KINDS = ("figures", "claims", "changes", "alerts", "questions", "feeds")
FORMS = ("csv", "json")
ALL = 1 << 40

of_figure = click.option("--figure", metavar="ID", shell_complete=figure_ids, help="Only of this figure.")


@contextmanager
def opened(given: Given) -> Iterator[tuple[Board, Store]]:
    """The board and its state, to read from."""
    from monitor.web.board import Board, State

    config = given.config()
    board = Board(config=config, state=State(given.state(config)))
    with board.state.reading() as store:
        yield board, store
    board.state.close()


def named_figure(board: Board, name: str) -> Any:
    from monitor.desk import figure_of

    return figure_of(board.config, name)


# --- listings -------------------------------------------------------------------------------------------------


@click.command()
@as_json
@pass_given
def figures(given: Given, as_json: bool) -> None:
    """What stands for each figure, since when, and how it came there."""
    from monitor.web.api import figure_record
    from monitor.web.board import glances

    with opened(given) as (board, store):
        found = glances(board, store)
    if as_json:
        json_lines(map(figure_record, found))
        return
    listing(found, FIGURES, "The config follows no figure yet; `monitor init URL` finds some on a page.")


def _stands(each: Glance) -> str:
    from monitor.deliver.wording import value_text

    return value_text(each.standing.held.value, each.figure.unit) if each.standing.held else "nothing yet"


def _moved(each: Glance) -> str:
    from monitor.deliver.wording import difference

    return difference(each.before, each.standing.held.value, each.figure.unit) if each.standing.held else ""


def _since(each: Glance) -> object:
    return each.since or ("baseline" if each.standing.held else "")


def _notes(each: Glance) -> str:
    standing = each.standing
    marks = ["confirmed" if standing.confirmed else "provisional" if standing.provisional else ""]
    marks += [f"{len(standing.conflicts)} conflict(s)" if standing.conflicts else ""]
    marks += [f"{each.questions} question(s)" if each.questions else ""]
    return ", ".join(filter(None, marks))


def _spark(each: Glance) -> str:
    from monitor.charts import spark_text

    return spark_text(each.values)


FIGURES = (
    Column(title="figure", cell=lambda each: each.figure.id, style="cyan", wrap=False),
    Column(title="", cell=lambda each: each.figure.label),
    Column(title="stands", cell=_stands, right=True, style="bold", wrap=False),
    Column(title="change", cell=_moved),
    Column(title="since (UTC)", cell=_since, wrap=False),
    Column(title="outlets", cell=lambda each: each.outlets or "", right=True),
    Column(title="history", cell=_spark, style="blue", wrap=False),
    Column(title="", cell=_notes, style="yellow"),
)


@click.command()
@of_figure
@click.option(
    "--limit", type=click.IntRange(1), metavar="N", help="At most so many, newest first; default 50, with --json all."
)
@as_json
@pass_given
def alerts(given: Given, figure: str | None, limit: int | None, as_json: bool) -> None:
    """What was found to be news, newest first."""
    from monitor.web.api import Asked, alert_records

    with opened(given) as (board, store):
        if figure:
            named_figure(board, figure)
        if as_json:
            json_lines(alert_records(board, store, Asked(figure=figure, limit=limit or ALL)))
            return
        found = store.alerts.newest(figure, limit or 50)
    listing(found, ALERTS, "No number has moved yet.")


def _headline(pair: Any) -> str:
    from monitor.deliver.messages import headline

    return headline(pair[0])


def _fate(pair: Any) -> str:
    return "withdrawn" if pair[1]["retracted"] else "acknowledged" if pair[1]["acknowledged"] else ""


ALERTS = (
    Column(title="time (UTC)", cell=lambda pair: pair[0].at, wrap=False),
    Column(title="alert", cell=_headline, style="bold"),
    Column(title="outlet", cell=lambda pair: pair[0].outlet),
    Column(title="id", cell=lambda pair: pair[0].fingerprint[:8], style="cyan", wrap=False),
    Column(title="", cell=_fate, style="dim"),
    Column(title="link", cell=lambda pair: pair[0].url, style="blue"),
)


@click.command()
@of_figure
@as_json
@pass_given
def questions(given: Given, figure: str | None, as_json: bool) -> None:
    """What waits for a yes or a no; answer with `monitor answer ID yes`."""
    from monitor.events import question_event

    with opened(given) as (board, store):
        if figure:
            named_figure(board, figure)
        found = store.questions.open(figure)
    if as_json:
        json_lines(map(question_event, found))
        return
    listing(found, QUESTIONS, "Nothing is asked.")


def _asks(question: Any) -> str:
    from monitor.deliver.messages import question_item

    return question_item(question).head


QUESTIONS = (
    Column(title="id", cell=lambda each: each.id, style="cyan", wrap=False),
    Column(title="question", cell=_asks, style="bold"),
    Column(title="quote", cell=lambda each: each.alert.quote),
    Column(title="outlet", cell=lambda each: each.alert.outlet),
    Column(title="why it is asked", cell=lambda each: each.doubt, style="yellow"),
)


@click.command()
@click.argument("figure", shell_complete=figure_ids)
@click.option(
    "--limit", type=click.IntRange(1), metavar="N", default=30, show_default=True, help="At most so many claims."
)
@as_json
@pass_given
def timeline(given: Given, figure: str, limit: int, as_json: bool) -> None:
    """A figure's values over time as a chart, and the claims behind it."""
    from monitor.charts import text_chart
    from monitor.charts.history import state_of
    from monitor.deliver.wording import value_text
    from monitor.timeline import chart_of, history_of
    from monitor.web.api import said_record

    with opened(given) as (board, store):
        about = named_figure(board, figure)
        history = history_of(store, about)
    if as_json:
        json_lines(said_record(each) for each in history.said[-limit:])
        return
    believed = [each for each in history.said if each.role == "current" and (each.score > 0.5 or each.kind)]
    width = min(shutil.get_terminal_size().columns, 120) if sys.stdout.isatty() else 100
    click.echo(f"{about.label}\n")
    click.echo(text_chart(chart_of(history, board.clock.now()), width))
    click.echo()
    columns = (
        Column(title="time (UTC)", cell=lambda each: each.at, wrap=False),
        Column(title="value", cell=lambda each: value_text(each.value, about.unit), right=True, style="bold"),
        Column(title="", cell=lambda each: each.kind or state_of(each, history.standing), style=_state_style),
        Column(title="outlet", cell=lambda each: each.outlet),
        Column(title="says so", cell=lambda each: each.source),
        Column(title="quote", cell=lambda each: each.quote),
    )
    listing(believed[-limit:], columns, "No article gave a value yet.")


def _state_style(words: str) -> str:
    styles = {"stands": "green", "conflict": "red", "corrected": "red", "rejected": "dim", "silent": "dim"}
    return styles.get(words, "")


# --- the browser ----------------------------------------------------------------------------------------------


@click.command()
@click.option("--listen", metavar="HOST:PORT", help="In place of the config's [web] listen.")
@click.option("--read-only", is_flag=True, help="Nobody can act, whatever the config says.")
@pass_given
def serve(given: Given, listen: str | None, read_only: bool) -> None:
    """The board in a browser, beside a running daemon or without one."""
    from dataclasses import replace

    from monitor.errors import InputError
    from monitor.web import address_of, create_app, listener

    config = given.config(secrets=True)
    where = address_of(config.web, listen)
    if where is None:
        raise InputError('the config says [web] listen = "", nowhere; name an address with --listen 127.0.0.1:8080.')
    if read_only:
        config = replace(config, web=replace(config.web, read_only=True))
    app = create_app(config, given.state(config), listens=where[0])
    host = f"[{where[0]}]" if ":" in where[0] else where[0]
    with listener(*where) as found:
        click.echo(f"monitor: the board is at http://{host}:{found.getsockname()[1]}/ (Ctrl-C ends it)", err=True)
        asyncio.run(_until_told(app, found))


async def _until_told(app: Any, found: socket.socket) -> None:
    """Serve until SIGINT or SIGTERM."""
    import signal

    from monitor.web import serve as serving

    stop = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    await serving(app, found, stop)


# --- out ------------------------------------------------------------------------------------------------------


@click.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.option("--format", "form", type=click.Choice(FORMS), default="csv", show_default=True)
@of_figure
@click.option(
    "--since",
    type=click.DateTime(),
    metavar="TIME",
    help="Only what was recorded since then: 2026-03-02, or with a time (UTC).",
)
@click.option("--output", "-o", type=click.File("w", encoding="utf-8"), default="-", help="A file; default stdout.")
@pass_given
def export(given: Given, kind: str, form: str, figure: str | None, since: datetime | None, output: Any) -> None:
    """A list as CSV (for a spreadsheet) or JSON."""
    from monitor.web.api import LISTS, Asked
    from monitor.web.export import as_csv
    from monitor.web.export import as_json as as_one_list

    asked = Asked(figure=figure, since=since.replace(tzinfo=UTC) if since else None, limit=ALL)
    with opened(given) as (board, store):
        if figure:
            named_figure(board, figure)
        records = LISTS[kind](board, store, asked)
    output.write(as_csv(records) if form == "csv" else as_one_list(records))


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@pass_given
def opml(given: Given, file: Path | None) -> None:
    """Without FILE: the config's feeds as OPML. With an OPML FILE: its feeds as [[feeds]] for the config."""
    from monitor.errors import InputError
    from monitor.poll.opml import read_opml, write_opml

    if file is None:
        click.echo(write_opml(given.config().feeds))
        return
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file} cannot be read ({error}); name an OPML file.") from None
    for feed in read_opml(text):
        outlet = f"outlet = {toml_text(feed.outlet)}\n" if feed.outlet else ""
        click.echo(f"[[feeds]]\nurl = {toml_text(feed.url)}\n{outlet}")


def toml_text(text: str) -> str:
    """A string as TOML writes it."""
    import json

    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """A script that lets your shell complete commands; see the first line of what it prints."""
    from click.shell_completion import get_completion_class

    from monitor.cli import commands

    how = {
        "bash": "monitor completion bash > ~/.local/share/bash-completion/completions/monitor",
        "zsh": "monitor completion zsh > a folder of $fpath, as _monitor",
        "fish": "monitor completion fish > ~/.config/fish/completions/monitor.fish",
    }
    made = get_completion_class(shell)
    assert made is not None  # noqa: S101  (the three shells that click knows)
    first = "" if shell == "zsh" else f"# {how[shell]}\n"
    click.echo(first + made(commands, {}, "monitor", "_MONITOR_COMPLETE").source())
