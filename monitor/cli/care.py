"""The care of an installation: what ails it, a copy of its state, what was not delivered, what may be forgotten."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from monitor.cli import Given, pass_given
from monitor.cli.tables import Column, as_json, json_lines, listing


@click.command()
@as_json
@pass_given
def doctor(given: Given, as_json: bool) -> None:
    """Find what is wrong (config, state, disk, clock, sources, receivers, outbox) and say what to do."""
    from monitor.clock import SystemClock
    from monitor.doctor import examine

    found = examine(given.config_path, given.state_path, SystemClock().now())
    if as_json:
        json_lines({"subject": each.subject, "verdict": each.verdict, "said": each.said} for each in found)
    else:
        for each in found:
            click.secho(f"{each.verdict:5} ", fg=COLOURS[each.verdict], nl=False)
            click.echo(f"{each.subject}: {each.said}")
    if any(each.verdict == "ill" for each in found):
        raise SystemExit(1)


COLOURS = {"well": "green", "watch": "yellow", "ill": "red"}


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
@pass_given
def backup(given: Given, target: Path) -> None:
    """Copy the state to TARGET (a file or a folder), whole, also while the daemon runs."""
    from monitor.store import open_store
    from monitor.store.care import copy_to

    config = given.config()
    with open_store(given.state(config), read_only=True) as store:
        file = copy_to(store.db, target)
    click.echo(f"The state was copied to {file}; to use it, put it into an empty folder as monitor.db.")


@click.command()
@click.option(
    "--state-is", "wanted", type=click.Choice(["due", "waiting", "sent", "dead", "withheld"]), help="Only these."
)
@click.option("--resend", metavar="KEY|all", help="Send dead letters again: one by its key, or all.")
@click.option("--limit", type=click.IntRange(1), metavar="N", default=100, show_default=True, help="At most so many.")
@as_json
@pass_given
def deliveries(given: Given, wanted: str | None, resend: str | None, limit: int, as_json: bool) -> None:
    """What went out, what is due, what was given up or withheld, and why."""
    from monitor.clock import SystemClock
    from monitor.deliver.wording import how_many
    from monitor.store import open_store

    folder = given.state(given.config())
    if resend:
        with open_store(folder, daemon=False) as store:
            number = store.deliveries.resend(None if resend == "all" else resend, SystemClock().now())
        click.echo(f"{how_many(number, 'dead letter')} due again, out with the next round.")
        return
    with open_store(folder, read_only=True) as store:
        rows = store.deliveries.listing(wanted, limit)
    if as_json:
        json_lines(rows)
        return
    listing(rows, COLUMNS, "Nothing was to be delivered yet.")


COLUMNS = (
    Column(title="key", cell=lambda row: row["key"][:12]),
    Column(title="state", cell=lambda row: row["state"]),
    Column(title="receiver", cell=lambda row: row["receiver"]),
    Column(title="what", cell=lambda row: f"{row['kind']} {row['figure']}"),
    Column(title="tries", cell=lambda row: row["attempts"], right=True),
    Column(title="when", cell=lambda row: (row["done"] or row["next_try"])[:16].replace("T", " ")),
    Column(title="why", cell=lambda row: " ".join(filter(None, (row["code"], row["reason"], row["detail"])))),
)


@click.command()
@click.option(
    "--older-than", "days", type=click.IntRange(1), metavar="DAYS", help="Default the config's [health] keep."
)
@pass_given
def prune(given: Given, days: int | None) -> None:
    """Forget old articles, claims and settled deliveries. What stands, alerts and a person's words stay."""
    from datetime import timedelta

    from monitor.clock import SystemClock
    from monitor.deliver.wording import how_many
    from monitor.store import open_store
    from monitor.store.care import forget

    config = given.config()
    keep = timedelta(days=days) if days else config.health.keep
    with open_store(given.state(config), daemon=False) as store:
        gone = forget(store, SystemClock().now() - keep)
    click.echo(f"Forgotten: {', '.join(how_many(number, what) for what, number in gone.items())}.")


@click.command()
@click.argument("figures", nargs=-1)
@click.option(
    "--days", type=click.IntRange(1), metavar="N", default=30, show_default=True, help="Articles of the last N days."
)
@click.option("--apply", "applied", is_flag=True, help="Let the outcome stand; nobody is alerted.")
@pass_given
def reread(given: Given, figures: tuple[str, ...], days: int, applied: bool) -> None:
    """Read stored articles again (all figures, or FIGURES), by the config as it is now, and show the difference."""
    from datetime import timedelta

    from monitor.clock import SystemClock
    from monitor.deliver.wording import how_many
    from monitor.desk import figure_of
    from monitor.reread import apply, read_again
    from monitor.store import open_store

    config, now = given.config(), SystemClock().now()
    names = [figure_of(config, name).id for name in figures] or list(config.watchlist.figures)
    with open_store(given.state(config), read_only=not applied, daemon=False) as store:
        again = read_again(store, config, names, now - timedelta(days=days))
        for each in again.differences:
            show(each, config.watchlist.figures[each.figure].unit)
        if not again.versions:
            click.echo(f"No article of the last {how_many(days, 'day')} is stored; --days reads more of them.")
            return
        click.echo(
            f"{how_many(again.versions, 'version')} of articles read again, "
            f"{how_many(len(again.differences), 'figure')} with a difference."
        )
        if applied:
            taken = apply(store, again, config, now)
            click.echo(f"{how_many(len(taken), 'figure')} taken as read now; nobody is alerted.")


def show(difference: Any, unit: str) -> None:
    """One figure's difference, a line a value."""
    from monitor.deliver.wording import tame, value_text

    before, after = (value_text(v, unit) if v else "nothing" for v in (difference.before, difference.after))
    click.echo(f"{difference.figure}: {before} stands" + (f", would be {after}" if after != before else ""))
    for sign, found in (("+", difference.gained), ("-", difference.lost)):
        for each in found[:20]:
            click.echo(f"  {sign} {value_text(each.value, unit)}: {tame(each.quote, 120)} ({tame(each.url)})")
