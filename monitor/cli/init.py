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

    The config goes to --config (default config.toml).
    """
    from monitor.draft import config_text, propose
    from monitor.extract import extract

    if given.config_path.exists() and not force:
        raise InputError(
            f"{given.config_path} is there already; name another with --config, or write over it with --force."
        )
    pages = pages_at(target)
    proposals = propose(map(extract, pages))
    if not proposals:
        raise InputError(f"{target} has no figures that could be followed; try an article that gives numbers.")
    for index, proposal in enumerate(proposals, 1):
        click.echo(shown(index, proposal))
    chosen = proposals if yes else tuple(proposals[index] for index in asked(len(proposals)))
    given.config_path.write_text(config_text(chosen, feeds_of(target, pages)), encoding="utf-8")
    click.echo(f"{given.config_path} follows {len(chosen)} figures. Next: monitor check --config {given.config_path}")


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
