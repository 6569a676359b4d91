"""`monitor replay`: a recording down the same corridor as the daemon's pages, as JSON lines on stdout."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli import Given, pass_given
from monitor.cli.tables import counted

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.model import Outcome
    from monitor.replay.recording import Recording
    from monitor.replay.sighting import Sighting
    from monitor.store import Store
    from monitor.watchlist import Sensitivity, Watchlist

KINDS = ("article", "claim", "alert", "question")


def kinds(_: click.Context, __: click.Parameter, value: str) -> frozenset[str]:
    """What --emit names, checked."""
    asked = [word.strip() for word in value.split(",") if word.strip()]
    for word in asked:
        if word not in KINDS:
            raise click.BadParameter(f"{word!r} is nothing that a replay emits; write any of {', '.join(KINDS)}.")
    return frozenset(asked)


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--emit", default=",".join(KINDS), callback=kinds, metavar="KINDS", help=f"Any of {','.join(KINDS)}; default all."
)
@click.option("--sensitivity", type=click.Choice(["fewer", "balanced", "more"]), help="In place of the config's own.")
@pass_given
def replay(given: Given, path: Path, emit: frozenset[str], sensitivity: Sensitivity | None) -> None:
    """Read the recording or the folder of pages at PATH; print what it yields, a JSON line each, in order of arrival.

    What the state knows already (an earlier replay) is not told again.
    """
    from monitor.events import events_of
    from monitor.replay.recording import open_recording
    from monitor.store import open_store

    config = given.config()
    watchlist = replace(config.watchlist, sensitivity=sensitivity) if sensitivity else config.watchlist
    recording = open_recording(path)
    with open_store(given.state(config)) as store:
        plant(config, watchlist, store, recording.sightings[0].fetched)
        for sighting, outcome in walked(recording, watchlist, store):
            for event in events_of(outcome, sighting.source):
                if event["type"] in emit:
                    click.echo(json.dumps(event, ensure_ascii=False))


def plant(config: Config, watchlist: Watchlist, store: Store, at: datetime) -> None:
    """Let what config and seeds say stand, from `at` on, for figures of which the state knows nothing yet."""
    from monitor.replay.seeds import baselines, open_seeds

    if watchlist.figures.keys() - store.ledger.standings().keys():
        store.figures.seed(baselines(open_seeds(config.path), watchlist), at)


def walked(recording: Recording, watchlist: Watchlist, store: Store) -> Iterator[tuple[Sighting, Outcome]]:
    """Each page's outcome, recorded; a page that the state knew before this replay yields none."""
    from monitor.pipeline import walk
    from monitor.replay.answers import answered

    known: dict[str, bool] = {}  # address: met before this replay began
    for sighting in watched(recording.sightings):
        page = sighting.page()
        with store.atomic():
            standings = store.ledger.standings()
            outcome = walk(page, watchlist, store.ledger, sighting.entry)
            if page.url not in known:
                known[page.url] = bool(store.ledger.versions(outcome.article))
            if known[page.url] and outcome.version in ("same", "older"):
                continue
            if recording.answers is not None:
                outcome = answered(outcome, recording.answers, sighting.source, standings, watchlist)
            store.record(outcome, source=sighting.source)
        yield sighting, outcome


def watched(sightings: Iterable[Sighting]) -> Iterator[Sighting]:
    """The same sightings, counted where their JSON goes elsewhere than to the terminal."""
    return iter(sightings) if sys.stdout.isatty() else counted(sightings, "pages")
