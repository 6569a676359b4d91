"""Writes docs/reference.md from the code: commands, tables of the state, metrics, addresses of the board, JSON fields.

python docs/reference.py          (tests/docs holds the page to what this gives)
"""

from __future__ import annotations

import inspect
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from monitor import events, health
from monitor.cli import COMMANDS, commands
from monitor.model import Alert, Article, Claim, Question, Report, Said, Standing, Value
from monitor.store import PARTS, open_store
from monitor.store import board as reads
from monitor.watchlist import Figure
from monitor.web import acts, api, app
from monitor.web.board import Glance

PAGE = Path(__file__).with_name("reference.md")
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
HEAD = """# Reference

Written by `docs/reference.py` from the code; do not edit. Every key of `config.toml` is in
[config.md](config.md)."""
COMMANDS_HEAD = """## Commands

Every command takes `--config FILE` (default `config.toml`), `--state FOLDER` (default `state/`) and `--debug`
(tracebacks of errors), before or after its name. What a program reads goes to stdout; errors are one sentence on
stderr. Exit status: 0 done, 2 the config, an input or the command line cannot be followed, 3 the state cannot be
used, 70 a fault of monitor's own."""
BOARD_NOTES = """Lists are {lists}; `figure`, `since` (an ISO time) and `limit`
narrow them. Exports are the same lists as `csv` or `json`. With `[web] password` or `token` every address but
`/healthz` asks for it, as HTTP Basic (any user name; it is the author of what one does) or as
`Authorization: Bearer`."""
TABLES_HEAD = """## Tables of the state

The state is one SQLite file, `monitor.db`, with WAL; open it read-only beside a running daemon. Times are text, UTC,
of one length, so that they sort; numbers are text, because SQLite's own would round them; a `record` is the whole
object as JSON (that of `versions` is compressed with zlib)."""
SHARED = {"--config", "--state", "--debug", "--help"}


def reference() -> str:
    """The whole page."""
    parts = (head(), cli(), board(), fields(), metrics(), tables())
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def head() -> Iterator[str]:
    yield HEAD


# --- commands -------------------------------------------------------------------------------------------------


def cli() -> Iterator[str]:
    yield COMMANDS_HEAD
    for name in COMMANDS:
        yield from command(name)


def command(name: str) -> Iterator[str]:
    found = commands.get_command(click.Context(commands), name)
    assert found is not None  # noqa: S101
    context = click.Context(found, info_name=f"monitor {name}")
    usage = " ".join(["monitor", name, *found.collect_usage_pieces(context)])
    yield from ("", f"### monitor {name}", "", f"    {usage}", "", inspect.cleandoc(found.help or ""))
    options = [each for each in found.params if isinstance(each, click.Option) and not SHARED & set(each.opts)]
    if options:
        yield from ("", "| option | |", "|---|---|")
    for option in options:
        written = option.get_help_record(context) or ("", "")
        yield f"| `{cell(written[0])}` | {cell(written[1])} |"


def cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


# --- the board ------------------------------------------------------------------------------------------------


def board() -> Iterator[str]:
    yield from ("## Addresses of the board", "", "| GET | what it answers |", "|---|---|")
    for path, view in app.READ.items():
        yield f"| `{path}` | {first_line(view)} |"
    for path, view in (("/healthz", app.health), ("/metrics", api.metrics)):
        yield f"| `{path}` | {first_line(view)} |"
    yield ""
    yield BOARD_NOTES.format(lists=", ".join(f"`{kind}`" for kind in api.LISTS))
    yield from ("", "| POST | what it does |", "|---|---|")
    for (kind, verb), _ in acts.ACTS.items():
        yield f"| `/{kind}/{{id}}/{verb}` | {acts.SAID[verb]} |"


def first_line(thing: Any) -> str:
    return cell((inspect.getdoc(thing) or "").partition("\n\n")[0])


# --- JSON -----------------------------------------------------------------------------------------------------


def fields() -> Iterator[str]:
    value = Value(low=Decimal(58), high=Decimal(58))
    alert = Alert(
        fingerprint="", figure="toll", label="", unit="count", kind="changed", old=value, new=value, quote="",
        mark=(0, 0), attribution=None, outlet="", title="", url="", at=AT,
    )  # fmt: skip
    report = Report(value=value, outlet="", url="", at=AT)
    said = Said(
        id=1, figure="toll", value=value, role="current", quote="", mark=(0, 0), source="", score=1.0, outlet="",
        url="", title="", at=AT, recorded=AT,
    )  # fmt: skip
    figure = Figure(id="toll", label="", unit="count", nouns=())
    held = Standing(figure="toll", held=report)
    records: Mapping[str, Mapping[str, Any]] = {
        "an article (replay)": events.article_event(Article(url="", outlet="", fetched=AT), ""),
        "a claim (replay)": events.claim_event(Claim(figure="toll", value=value, role="current", quote=""), ""),
        "an alert (replay, file, webhook, API)": events.alert_event(alert),
        "a question (replay, API)": events.question_event(
            Question(id="", figure="toll", alert=alert, score=0.3, doubt="")
        ),
        "a figure (API, `monitor figures`)": api.figure_record(
            Glance(figure=figure, standing=held, values=(), outlets=1, questions=0)
        ),
        "a claim or change (API, `monitor timeline`)": api.said_record(said),
    }
    yield "## Fields of JSON objects"
    yield ""
    yield "Fields are added, never renamed or taken away. Values are in the figure's unit; an open end is null."
    yield from ("", "| object | fields |", "|---|---|")
    for name, record in records.items():
        yield f"| {name} | {', '.join(f'`{each}`' for each in record)} |"


# --- metrics and tables ---------------------------------------------------------------------------------------


def metrics() -> Iterator[str]:
    yield from ("## Metrics", "", "| metric | type | |", "|---|---|---|")
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "state") as store:
        text = health.metrics(store, health.Pulse(AT), AT)
    kinds = dict(line.split()[2:4] for line in text.splitlines() if line.startswith("# TYPE"))
    for line in text.splitlines():
        if line.startswith("# HELP"):
            name, _, said = line.removeprefix("# HELP ").partition(" ")
            yield f"| `{name}` | {kinds.get(name, '')} | {cell(said)} |"


def tables() -> Iterator[str]:
    yield TABLES_HEAD
    for part in PARTS:
        module = import_module(part.__name__)
        yield from ("", f"### {part.__name__.rpartition('.')[2]}", "", "```text", inspect.getdoc(module) or "", "```")
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "state") as store:
        found = reads.tables(store.db)
    yield from ("", "| table | columns |", "|---|---|")
    for name, columns in found:
        yield f"| `{name}` | {', '.join(columns)} |"


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
