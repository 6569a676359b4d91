"""What a person says: answer, confirm, reject, correct, ack, silence. Each prints what it did, in a sentence."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from monitor.cli import Given, pass_given
from monitor.cli.tables import figure_ids

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.config import Config
    from monitor.store import Store

by = click.option("--by", "author", metavar="NAME", help="Who says so; default the user of this machine.")


def act(given: Given, doing: Callable[[Config, Store, datetime], str]) -> None:
    """Do it in the state, beside a running daemon, and print what was done."""
    from monitor.clock import SystemClock
    from monitor.store import open_store

    config = given.config()
    with open_store(given.state(config), daemon=False) as store:
        click.echo(doing(config, store, SystemClock().now()))


def name_of(author: str | None) -> str:
    """Who acts: as said, else the user of this machine."""
    try:
        return author or getpass.getuser()
    except (KeyError, OSError):  # a container without a user
        return "command line"


@click.command()
@click.argument("question")
@click.argument("answer", type=click.Choice(["yes", "no"]))
@by
@pass_given
def answer(given: Given, question: str, answer: str, author: str | None) -> None:
    """Answer a question by its id: yes moves the figure and alerts, no is remembered."""
    from monitor import desk

    act(
        given,
        lambda config, store, now: desk.answer(
            store, config, question, answer == "yes", author=name_of(author), now=now
        ),
    )


@click.command()
@click.argument("figure", shell_complete=figure_ids)
@by
@pass_given
def confirm(given: Given, figure: str, author: str | None) -> None:
    """What stands for FIGURE is right."""
    from monitor import desk

    act(given, lambda config, store, now: desk.confirm(store, config, figure, author=name_of(author), now=now))


@click.command()
@click.argument("figure", shell_complete=figure_ids)
@by
@pass_given
def reject(given: Given, figure: str, author: str | None) -> None:
    """What stands for FIGURE is wrong: what stood before stands again, its alerts are withdrawn."""
    from monitor import desk

    act(given, lambda config, store, now: desk.reject(store, config, figure, author=name_of(author), now=now))


@click.command()
@click.argument("figure", shell_complete=figure_ids)
@click.argument("value")
@by
@pass_given
def correct(given: Given, figure: str, value: str, author: str | None) -> None:
    """FIGURE is VALUE now: 1200, "at least 41", 10000-12000, "4.1 million"."""
    from monitor import desk

    def doing(config: Config, store: Store, now: datetime) -> str:
        typed = desk.typed_value(value, desk.figure_of(config, figure))
        return desk.correct(store, config, figure, typed, author=name_of(author), now=now)

    act(given, doing)


@click.command()
@click.argument("alert")
@by
@pass_given
def ack(given: Given, alert: str, author: str | None) -> None:
    """An alert (by the id that `monitor alerts` shows) has been seen: nothing more goes out about it."""
    from monitor import desk

    act(given, lambda config, store, now: desk.acknowledge(store, alert, author=name_of(author), now=now))


@click.command()
@click.argument("figure", required=False, shell_complete=figure_ids)
@click.option("--for", "span", metavar="TIME", default="1d", show_default=True, help="How long: 30m, 4h, 1d.")
@click.option("--reason", default="", help="Why; it is written down.")
@click.option("--lift", metavar="ID", help="End a silence before its time.")
@by
@pass_given
def silence(given: Given, figure: str | None, span: str, reason: str, lift: str | None, author: str | None) -> None:
    """Send nobody alerts of FIGURE for a while; without FIGURE list the silences that hold."""
    from monitor import desk

    def doing(config: Config, store: Store, now: datetime) -> str:
        if lift:
            return desk.lift(store, lift, now=now)
        if figure is None:
            held = [
                f"{each.id}  {', '.join(each.match.figures)}  until {each.until:%Y-%m-%d %H:%M} UTC  {each.author}"
                f"  {each.reason}"
                for each in store.silences.running(now)
            ]
            return "\n".join(held) or "Nothing is silenced."
        return desk.silence(store, config, figure, length_of(span), author=name_of(author), reason=reason, now=now)

    act(given, doing)


def length_of(text: str) -> timedelta:
    """A length of time as the config writes it."""
    from pathlib import Path

    from monitor.settings import Place, duration

    return timedelta() + duration(text, Place(Path("monitor silence"), "", ("--for",)))
