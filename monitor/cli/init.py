"""`monitor init`: from a page that has the numbers to a config that follows them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli import Given, pass_given
from monitor.errors import InputError

if TYPE_CHECKING:
    from monitor.draft import Proposal
    from monitor.model import Page


@click.command()
@click.argument("target", metavar="URL|FILE|FOLDER")
@click.option("--yes", is_flag=True, help="Follow every figure found, without asking.")
@click.option("--force", is_flag=True, help="Write over a config that is there.")
@pass_given
def init(given: Given, target: str, yes: bool, force: bool) -> None:
    """Show the figures on a page (or on the pages of a folder, such as seeds/) and write a config for those chosen.

    The config goes to --config (default config.toml). What a person ticks is confirmed: it stands in the state.
    """
    from monitor.deliver.wording import how_many
    from monitor.draft import config_text

    folder = given.config_path.parent
    if not folder.is_dir():
        raise InputError(f"there is no folder {folder}; make it, or name another file with --config.")
    if given.config_path.exists() and not force:
        raise InputError(
            f"{given.config_path} is there already; name another with --config, or write over it with --force, "
            f"or see what it lacks: monitor suggest {target}"
        )
    pages = pages_at(target)
    chosen = ticked(offered(target, pages), yes)
    try:
        given.config_path.write_text(config_text(chosen, feeds_of(target, pages)), encoding="utf-8")
    except OSError as error:
        raise InputError(f"{given.config_path} cannot be written ({error.strerror}); name another file.") from None
    if not yes:
        confirm_all(given)
    click.echo(
        f"{given.config_path} follows {how_many(len(chosen), 'figure')}. "
        f"Next: monitor check --config {given.config_path}"
    )


@click.command()
@click.argument("target", metavar="URL|FILE|FOLDER")
@click.option("--write", is_flag=True, help="Add those chosen to the config, in place of printing them.")
@click.option("--yes", is_flag=True, help="Choose every figure, without asking.")
@pass_given
def suggest(given: Given, target: str, write: bool, yes: bool) -> None:
    """Show the figures on a page that the config does not follow yet, as TOML to paste, or add them (--write)."""
    from monitor.draft import figures_text, missing

    config = given.config()
    found = missing(offered(target, pages_at(target)), config.watchlist)
    if not found:
        click.echo(f"{given.config_path} follows every figure of {target}.", err=True)
        return
    chosen = ticked(found, yes) if write else found
    named = {entity.id: entity.names for entity in config.watchlist.entities.values()}
    text = figures_text(chosen, tuple(config.watchlist.figures), named)
    if not write:
        click.echo(text.strip("\n"))
        return
    whole = given.config_path.read_text(encoding="utf-8").rstrip("\n") + "\n" + text
    replaced(given.config_path, whole)
    click.echo(f"{given.config_path} follows {len(chosen)} more. Next: monitor check --config {given.config_path}")


def offered(target: str, pages: tuple[Page, ...]) -> tuple[Proposal, ...]:
    """What the pages give, where they give anything."""
    from monitor.cli.tables import counted
    from monitor.draft import propose
    from monitor.extract import extract

    found = propose(extract(page) for page in counted(pages, "pages"))
    if not found:
        raise InputError(f"{target} has no figures that could be followed; try an article that gives numbers.")
    return found


def ticked(found: tuple[Proposal, ...], yes: bool) -> tuple[Proposal, ...]:
    """Those of the list that a person chooses."""
    for index, proposal in enumerate(found, 1):
        click.echo(shown(index, proposal))
    return found if yes else tuple(found[index] for index in asked(len(found)))


def confirm_all(given: Given) -> None:
    """Let what was ticked stand in the state, confirmed by a person; what stands there already stays."""
    from monitor import desk
    from monitor.cli.replay import plant
    from monitor.clock import SystemClock
    from monitor.store import open_store

    config, now = given.config(), SystemClock().now()
    with open_store(given.state(config)) as store:
        new = config.watchlist.figures.keys() - store.ledger.standings().keys()
        plant(config, config.watchlist, store, now)
        for figure in new:
            desk.confirm(store, config, figure, author="init", now=now)


def replaced(path: Path, text: str) -> None:
    """Put a config in the place of another, once it is known to be one."""
    from monitor.config import load_config

    draft = path.with_name(f"{path.name}.new")
    draft.write_text(text, encoding="utf-8")
    try:
        load_config(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def pages_at(target: str) -> tuple[Page, ...]:
    from monitor.cli.pages import named_page
    from monitor.replay.recording import open_recording

    if Path(target).is_dir():
        return tuple(sighting.page() for sighting in open_recording(Path(target)).sightings)
    return (named_page(target, None, None),)


def shown(index: int, proposal: Proposal) -> str:
    """A figure as a person chooses it: value, names, and a sentence that gives it."""
    from monitor.deliver.wording import tame, value_text

    told = f", in {proposal.outlets} articles" if proposal.outlets > 1 else ""
    names = ", ".join(proposal.nouns)
    head = f"{index:3}  {value_text(proposal.value, proposal.unit)}  {tame(names)}{told}"
    return f"{head}\n     {tame(proposal.quotes[0][1])}"


def asked(count: int) -> list[int]:
    """The figures that a person ticks, as indexes."""
    answer = click.prompt("Which ones? Numbers with spaces between, or all", default="all")
    if answer.strip().lower() == "all":
        return list(range(count))
    words = answer.replace(",", " ").split()
    if not all(word.isdigit() and 0 < int(word) <= count for word in words):
        raise InputError(f"{answer!r} names no figures of the list; write numbers from 1 to {count}, such as 1 3 4.")
    return [int(word) - 1 for word in words]


def feeds_of(target: str, pages: tuple[Page, ...]) -> list[str]:
    """The feed that a web page names as its own."""
    from monitor.model import Failure
    from monitor.poll.feeds import read_source

    if not target.startswith(("http://", "https://")):
        return []
    found = read_source(pages[0].body, pages[0].final_url, content_type=pages[0].headers.get("content-type", ""))
    return [] if isinstance(found, Failure) or not found.elsewhere else [found.elsewhere]
