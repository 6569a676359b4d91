"""`monitor check`: what will work and what will not, before it matters: config, figures, feeds, receivers, an alert."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from monitor.cli import Given, pass_given

if TYPE_CHECKING:
    from monitor.config import Config, ReceiverConfig
    from monitor.model import Alert, Standing
    from monitor.watchlist import Figure, Watchlist


@click.command()
@click.option("--send", is_flag=True, help="Send a test alert through each receiver.")
@click.option("--offline", is_flag=True, help="Ask no feed.")
@click.option("--article", metavar="URL|FILE", help="Show the alert that this article would send.")
@pass_given
def check(given: Given, send: bool, offline: bool, article: str | None) -> None:
    """Try everything that the config names, and say what to do about what does not work.

    Shows an alert as it would arrive: that of --article, else the last one, else that of the newest seed.
    Ends with status 1 if a feed does not answer, a receiver cannot be used or the board may not listen.
    """
    config = given.config(secrets=True)
    click.echo(f"{config.path} can be followed.")
    for line in figure_lines(config):
        click.echo(line)
    logging.getLogger("monitor").addHandler(logging.NullHandler())  # each failure is told below
    fine = [True] if offline else [tell("feed", *row) for row in asyncio.run(asked(config))]
    fine += [tell("receiver", *row) for row in asyncio.run(tried(config, send))]
    if not config.receivers:
        click.echo("receivers: none, nobody will hear of anything; add [[receivers]].")
    fine += [tell("board", *row) for row in board(config)]
    click.echo(rehearsed(given, config, article), nl=False)
    raise SystemExit(0 if all(fine) else 1)


def rehearsed(given: Given, config: Config, article: str | None) -> str:
    """An alert as it would arrive."""
    from monitor.cli.pages import named_page
    from monitor.cli.rehearsal import last_one, of_article, standing_now

    state = given.state(config)
    if article:
        said = of_article(named_page(article, None, config), config, standing_now(config, state))
    else:
        said = last_one(config, state)
    return f"\n{said.rstrip()}\n" if said else ""


def tell(kind: str, name: str, good: bool, what: str) -> bool:
    click.echo(f"{kind} {name}: {'' if good else 'FAILS: '}{what}")
    return good


# --- figures --------------------------------------------------------------------------------------------------


def figure_lines(config: Config) -> Iterator[str]:
    """Each figure as it is understood, and what it lacks."""
    from monitor.replay.seeds import baselines, open_seeds

    first = {standing.figure: standing for standing in baselines(open_seeds(config.path), config.watchlist)}
    for figure in config.watchlist.figures.values():
        yield figure_line(figure, config.watchlist, first.get(figure.id))
        yield from (f"    {line}" for line in sample_lines(figure, config.watchlist))
        yield from (f'    it prefers "{name}", which is the outlet of no feed.' for name in unheard(figure, config))


def unheard(figure: Figure, config: Config) -> list[str]:
    """The preferred outlets that no feed brings; none where a feed's articles say themselves whose they are."""
    heard = {feed.outlet.casefold() for feed in config.feeds if feed.outlet}
    told = config.feeds and all(feed.outlet for feed in config.feeds)
    return [name for name in figure.outlets if told and name.casefold() not in heard]


def figure_line(figure: Figure, watchlist: Watchlist, standing: Standing | None) -> str:
    from monitor.match import describe

    about = describe(figure, watchlist)
    names = "; ".join(", ".join(watchlist.entities[entity].names[:3]) for entity in figure.entities)
    parts = [
        f"a {about.nature} in {figure.unit}",
        f"nouns {', '.join(figure.nouns)}" if figure.nouns else "",
        f"about {names}" if names else "",
        *own_keys(figure),
        stands(figure, standing),
    ]
    lacking = "".join(f"\n    {lack}" for lack in lacks(figure, standing))
    return f"figure {figure.id}: {'; '.join(part for part in parts if part)}{lacking}"


def own_keys(figure: Figure) -> Iterator[str]:
    """What else the config says of the figure."""
    low, high = figure.plausible
    said = (
        ("done by", figure.actor),
        ("in", figure.place),
        ("also as", ", ".join(figure.actions)),
        ("part of", figure.part_of),
        ("the sum of", " and ".join(figure.sum_of)),
        ("not of", ", ".join(figure.exclude_events)),
        ("since", figure.since),
        ("until", figure.until),
        ("can go", "up and down" if figure.direction == "both" else figure.direction),
        ("at least", low if low is None else f"{low:,}"),
        ("at most", high if high is None else f"{high:,}"),
        ("preferring", ", ".join(figure.outlets)),
    )
    return (f"{how} {what}" for how, what in said if what)


def sample_lines(figure: Figure, watchlist: Watchlist) -> Iterator[str]:
    """What the sample teaches, and what the reader makes of it with all figures of the config beside it."""
    from datetime import UTC, time

    from monitor.cli.pages import sentence
    from monitor.clock import SystemClock
    from monitor.deliver.wording import value_text
    from monitor.match import find_claims
    from monitor.match.sample import lesson

    if not figure.sample:
        return
    taught = lesson(figure)
    words = ", ".join(" ".join(phrase) for phrase in (*taught.nouns, *taught.context))
    day = figure.since or figure.until
    at = datetime.combine(day, time(12), UTC) if day else SystemClock().now()
    mine = [c for c in find_claims(sentence(figure.sample, at), watchlist) if c.role == "current" and c.score > 0.5]
    own = next((c for c in mine if c.figure == figure.id), None)
    if own is not None:
        yield f"sample: read as {value_text(own.value, figure.unit)}; it teaches {words or 'no word'}"
    elif mine:
        yield f'sample: WARNING: its number is read for "{mine[0].figure}"; write nouns that tell the two apart.'
    else:
        yield "sample: WARNING: no number of it is read for this figure; write it as an article would, names included."


def stands(figure: Figure, standing: Standing | None) -> str:
    from monitor.deliver.wording import value_text

    if standing is None or standing.held is None:
        return "nothing stands yet"
    agree = len({report.outlet for report in standing.reports if report.at})
    source = "by the config" if figure.baseline else "by the seeds"
    return f"{value_text(standing.held.value, figure.unit)} {source}" + (
        f", {agree} outlet{'s' * (agree > 1)} among the seeds" * bool(agree)
    )


def lacks(figure: Figure, standing: Standing | None) -> Iterator[str]:
    """What would help to read this figure, in sentences."""
    from monitor.deliver.wording import value_text
    from monitor.quantities import unit_kind

    if not figure.nouns:
        yield 'it has no nouns: write what is counted, nouns = ["deaths", "dead"].'
    if not (figure.entities or figure.actor or figure.place):
        yield "it names no entities: any event's number can be taken for it."
    if figure.unit != "count" and unit_kind(figure.unit) == "count":
        yield f'its unit "{figure.unit}" is no measure that monitor converts: it is read as a counted noun.'
    for other in standing.conflicts if standing else ():
        yield f"the seeds disagree: {other.outlet} says {value_text(other.value, figure.unit)}; write a baseline."


# --- feeds ----------------------------------------------------------------------------------------------------


async def asked(config: Config) -> list[tuple[str, bool, str]]:
    """Each feed asked once, just as a round asks it, into a state that is thrown away."""
    from monitor.cli.run import feed_rows
    from monitor.clock import SystemClock
    from monitor.deliver import plan
    from monitor.deliver.wording import how_many
    from monitor.rounds.feeds import poll_feeds
    from monitor.rounds.house import open_house
    from monitor.store import open_store

    clock = SystemClock()
    with TemporaryDirectory(prefix="monitor-check-") as folder, open_store(Path(folder)) as store:
        house = open_house(config, store, clock, plan)
        try:
            await poll_feeds(house, clock.now())
        finally:
            await house.close()
        rows = list(feed_rows(config, store))
    return [(row["url"], row["status"] == "ok", row["error"] or how_many(row["entries"], "entry")) for row in rows]


# --- the board ------------------------------------------------------------------------------------------------


def board(config: Config) -> Iterator[tuple[str, bool, str]]:
    """Where the board is to listen, and whether it may; whether the port is free shows only when it is taken."""
    from monitor.errors import MonitorError
    from monitor.web import address_of

    where = config.web.listen
    try:
        found = address_of(config.web)
    except MonitorError as error:
        yield where, False, str(error)
    else:
        if found:
            yield where, True, "`monitor run` and `monitor serve` listen there"


# --- receivers ------------------------------------------------------------------------------------------------


async def tried(config: Config, send: bool) -> list[tuple[str, bool, str]]:
    """Each receiver, and what it said; a server may quote the address or the password that it was given."""
    from monitor.redaction import of_config

    redact = of_config(config)
    rows = [await attempt(receiver, config.path.parent, send) for receiver in config.receivers]
    return [(name, good, redact(said)) for name, good, said in rows]


async def attempt(config: ReceiverConfig, base: Path, send: bool) -> tuple[str, bool, str]:
    """One receiver opened by its settings, and handed a test alert if that is asked for."""
    from monitor.clock import SystemClock
    from monitor.deliver.messages import compose
    from monitor.deliver.receivers import open_receiver
    from monitor.errors import MonitorError
    from monitor.model import Delivery, Parcel

    now = SystemClock().now()
    alert = trial(now)
    delivery = Delivery(key=alert.fingerprint, receiver=config.id, kind="alert", due=now, alert=alert)
    message = compose(Parcel(key=alert.fingerprint, receiver=config.id, deliveries=(delivery,)))
    try:
        receiver = open_receiver(config, base)
        try:
            said = await receiver.send(message, now) if send else ""
        finally:
            await receiver.close()
    except MonitorError as error:
        return config.id, False, str(error)
    return config.id, True, f"took a test alert ({said})" if send else f"{config.kind}, settings complete"


def trial(now: datetime) -> Alert:
    """An alert that nobody can take for news."""
    from decimal import Decimal

    from monitor.model import Alert, Value

    old, new = (Value(low=number, high=number) for number in (Decimal(1000), Decimal(1200)))
    quote = "This is a test alert: a number moved from 1,000 to 1,200."
    return Alert(
        fingerprint=f"test-{now:%Y%m%dT%H%M%S%f}",
        figure="test",
        label="Test of monitor, no news",
        unit="count",
        kind="changed",
        old=old,
        new=new,
        quote=quote,
        mark=(quote.index("1,200"), quote.index("1,200") + 5),
        attribution=None,
        outlet="monitor check",
        title="A test alert",
        url="",
        at=now,
    )
