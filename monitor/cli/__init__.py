"""The command `monitor`: one table of commands, each loaded only when it is called.

Law of this room: a command says what a person asked, puts the rooms together and prints; it decides nothing about the
news. What a program reads goes to stdout, progress and errors to stderr; an error is one sentence, and its class says
the exit status. Nothing heavy is imported here: `monitor --help` costs no more than click.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor import __version__
from monitor.errors import MonitorError

if TYPE_CHECKING:
    from monitor.config import Config

# name: (module:command, what `monitor --help` says of it), in the order in which a person meets them
COMMANDS: Mapping[str, tuple[str, str]] = {
    "demo": ("monitor.cli.demo:demo", "See it work: a made-up news day on this machine, no network."),
    "init": ("monitor.cli.init:init", "Write a config from the figures found on a page."),
    "suggest": ("monitor.cli.init:suggest", "The figures on a page that the config does not follow yet."),
    "check": ("monitor.cli.check:check", "Try config, feeds and receivers; --send sends a test alert."),
    "run": ("monitor.cli.run:run", "The daemon: poll, read, store, deliver, serve."),
    "poll": ("monitor.cli.run:poll", "One round of every due feed; deliver what is due; exit."),
    "figures": ("monitor.cli.board:figures", "What stands for each figure, since when, with its history."),
    "timeline": ("monitor.cli.board:timeline", "A figure's values over time, and who said them."),
    "alerts": ("monitor.cli.board:alerts", "What was found to be news, newest first."),
    "questions": ("monitor.cli.board:questions", "What waits for a yes or a no."),
    "answer": ("monitor.cli.desk:answer", "Answer a question: yes or no."),
    "confirm": ("monitor.cli.desk:confirm", "What stands for a figure is right."),
    "reject": ("monitor.cli.desk:reject", "What stands for a figure is wrong: withdraw it."),
    "correct": ("monitor.cli.desk:correct", "Set a figure by hand."),
    "ack": ("monitor.cli.desk:ack", "An alert has been seen: nothing more goes out about it."),
    "silence": ("monitor.cli.desk:silence", "Send nobody alerts of a figure for a while."),
    "deliveries": ("monitor.cli.care:deliveries", "What went out, was given up or withheld; send dead letters again."),
    "doctor": ("monitor.cli.care:doctor", "Find what is wrong, and say what to do."),
    "backup": ("monitor.cli.care:backup", "Copy the state, whole, also while the daemon runs."),
    "reread": ("monitor.cli.care:reread", "Read stored articles again after a change of the config."),
    "prune": ("monitor.cli.care:prune", "Forget what is old."),
    "serve": ("monitor.cli.board:serve", "The board in a browser."),
    "export": ("monitor.cli.board:export", "Figures, claims, changes, alerts as CSV or JSON."),
    "opml": ("monitor.cli.board:opml", "The config's feeds as OPML, or an OPML file's as [[feeds]]."),
    "completion": ("monitor.cli.board:completion", "A script by which bash, zsh or fish completes commands."),
    "replay": ("monitor.cli.replay:replay", "Read a recording or a folder of pages; JSON lines."),
    "feeds": ("monitor.cli.run:feeds", "How each source is: last good, last error, next poll."),
    "articles": ("monitor.cli.run:articles", "Every article that the feeds brought."),
    "extract": ("monitor.cli.read:extract", "The article on a page, as JSON."),
    "explain": ("monitor.cli.read:explain", "Every number on a page, and why it counted or not."),
}


@dataclass
class Given:
    """What every command is given: where the config and the state are, and whether to show tracebacks."""

    config_path: Path = Path("config.toml")
    state_path: Path | None = None
    debug: bool = False

    def config(self, *, secrets: bool = False) -> Config:
        """The checked config; its warnings go to stderr. `secrets` for commands that send something."""
        from monitor.config import load_config

        config = load_config(self.config_path, secrets=secrets)
        for warning in config.warnings:
            click.echo(f"monitor: {warning}", err=True)
        return config

    def state(self, config: Config | None = None) -> Path:
        """The folder of the state: --state, else the config's `state`, else state/."""
        return self.state_path or (config.state if config else None) or Path("state")


pass_given = click.make_pass_decorator(Given, ensure=True)


def shared_options() -> list[click.Parameter]:
    """--config, --state and --debug: every command takes them, before or after its name."""

    def keep(name: str) -> Any:
        def callback(ctx: click.Context, _: click.Parameter, value: Any) -> None:
            if value:
                setattr(ctx.ensure_object(Given), name, value)

        return callback

    path = click.Path(path_type=Path)
    return [
        click.Option(
            ["--config"], type=path, expose_value=False, callback=keep("config_path"), help="Default: config.toml."
        ),
        click.Option(["--state"], type=path, expose_value=False, callback=keep("state_path"), help="Default: state/."),
        click.Option(
            ["--debug"], is_flag=True, expose_value=False, callback=keep("debug"), help="Show tracebacks of errors."
        ),
    ]


class Commands(click.Group):
    """A group that imports a command's module when the command is called, and never for its own help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        from importlib import import_module

        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)  # noqa: S101
        add_shared(command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from monitor.settings import suggestion

            raise click.UsageError(f"there is no command {args[0]!r}; {suggestion(args[0], COMMANDS)}.", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except MonitorError as error:
            if ctx.ensure_object(Given).debug:
                raise
            click.echo(f"monitor: {error}", err=True)
            ctx.exit(error.exit_status)
        except (click.ClickException, click.Abort, click.exceptions.Exit, BrokenPipeError):
            raise
        except Exception as error:
            if ctx.ensure_object(Given).debug:
                raise
            what = f"{type(error).__name__}: {error}".splitlines()[0]
            click.echo(f"monitor: a fault of our own ({what}); run it again with --debug and report that.", err=True)
            ctx.exit(70)  # EX_SOFTWARE


def add_shared(command: click.Command) -> None:
    """Give a command, and all commands below it, the options that every command takes."""
    taken = {name for parameter in command.params for name in parameter.opts}
    command.params += [option for option in shared_options() if not taken & set(option.opts)]
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        add_shared(below)


@click.group(cls=Commands, params=shared_options(), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="monitor")
def commands() -> None:
    """Tells a news desk when a reported number changes."""


def main() -> None:
    """The console script. What it prints is UTF-8 whatever the terminal says, since programs read it as JSON."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    commands(prog_name="monitor")
