"""`monitor run` and `monitor poll`, and what they left in the state: `monitor feeds`, `monitor articles`."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.cli import Given, pass_given
from monitor.cli.tables import Column, as_json, json_lines, listing, short_time

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.store import Store

recording = click.option("--record", type=click.Path(path_type=Path), metavar="DIR", help="Write a recording there.")


@click.command()
@recording
@pass_given
def poll(given: Given, record: Path | None) -> None:
    """Ask every due feed, read what is new, deliver what is due, and exit. It never waits for a group."""
    from monitor.clock import SystemClock
    from monitor.daemon import one_round, recorder, until_told_to_stop
    from monitor.logs import log_to_stderr
    from monitor.store import open_store

    config = _whole_config(given)
    log_to_stderr(config)
    with open_store(given.state(config)) as store:
        told = asyncio.run(
            until_told_to_stop(one_round(config, store, SystemClock(), record=recorder(record) if record else None))
        )
    if told is None:
        click.echo("monitor: stopped before the round was done; the next one goes on from here", err=True)
        return
    for result in told.delivered:
        click.echo(f"monitor: {result}", err=True)
    click.echo(f"monitor: {told}", err=True)


@click.command()
@recording
@pass_given
def run(given: Given, record: Path | None) -> None:
    """Poll, read, compare and deliver until told to stop (SIGTERM); SIGHUP reads the config again."""
    from monitor.clock import SystemClock
    from monitor.daemon import recorder
    from monitor.daemon import run as serve
    from monitor.logs import log_to_stderr
    from monitor.store import open_store

    config = _whole_config(given)
    log_to_stderr(config)
    with open_store(given.state(config)) as store:
        asyncio.run(
            serve(
                config,
                store,
                SystemClock(),
                reload=lambda: _whole_config(given),
                record=recorder(record) if record else None,
            )
        )


def _whole_config(given: Given) -> Config:
    """The config with its secrets, checked to the last key of each receiver."""
    from monitor.deliver.receivers import check_settings

    config = given.config(secrets=True)
    check_settings(config)
    return config


@click.command()
@as_json
@pass_given
def feeds(given: Given, as_json: bool) -> None:
    """How each source is: its status, when it was last good, when it is asked next, how often it has news."""
    from monitor.store import open_store

    config = given.config()
    with open_store(given.state(config), read_only=True) as store:
        rows = list(feed_rows(config, store))
    if as_json:
        json_lines(rows)
    else:
        listing(rows, FEEDS, "The config names no feed; add one with [[feeds]], or monitor opml FILE.")


@click.command()
@as_json
@pass_given
def articles(given: Given, as_json: bool) -> None:
    """Every article that the feeds brought, once, also those whose page could not be had."""
    from monitor.store import open_store

    config = given.config()
    with open_store(given.state(config), read_only=True) as store:
        if as_json:
            json_lines(article_rows(store))
        else:
            listing(article_rows(store), ARTICLES, "No feed has brought an article yet.")


def feed_rows(config: Config, store: Store) -> Iterator[dict[str, Any]]:
    """Each configured feed once, in the config's order."""
    from monitor.fetch.urls import without_login
    from monitor.sources import FeedState

    states, counts = store.feeds.states(), store.entries.counts()
    for url in dict.fromkeys(without_login(each.url) for each in config.feeds):
        state = states.get(url) or FeedState(url=url, address=url)
        yield {
            "url": url,
            "status": state.status,
            "error": state.error or None,
            "reason": state.reason or None,
            "title": state.title,
            "address": state.address,
            "polled": _iso(state.polled),
            "last_good": _iso(state.good),
            "last_news": _iso(state.news),
            "next_poll": _iso(state.due),
            "interval": state.pace.total_seconds() if state.pace else None,
            "news_every": state.lull.total_seconds() if state.lull else None,
            "failures": state.failures,
            "entries": counts.get(url, 0),
        }


def article_rows(store: Store) -> Iterator[dict[str, Any]]:
    """Each entry once: the page's text, else the feed's own."""
    for listed in store.entries.listed():
        entry = listed.entry
        read = store.articles.latest(entry.url) if entry.url and listed.status == "read" else None
        published = entry.published or (read.published if read else None)
        yield {
            "url": entry.url,
            "title": entry.title or (read.title if read else ""),
            "text": (read.text if read else "") or entry.text or entry.title,
            "published": _iso(published),
            "seen": _iso(listed.seen),
            "feed": listed.feed,
            "status": listed.status,
            "reason": listed.reason or None,
        }


def _iso(at: Any) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def _next_poll(row: dict[str, Any]) -> object:
    return "never" if row["status"] == "gone" else short_time(row["next_poll"]) or "now"


def _status_style(words: str) -> str:
    return {"ok": "green", "read": "green", "failing": "red", "gone": "red", "refused": "red"}.get(words, "")


FEEDS = (
    Column(title="status", cell=lambda row: row["status"], style=_status_style, wrap=False),
    Column(title="entries", cell=lambda row: row["entries"], right=True, wrap=False),
    Column(title="next (UTC)", cell=_next_poll, wrap=False),
    Column(title="last news (UTC)", cell=lambda row: short_time(row["last_news"]), wrap=False),
    Column(title="feed", cell=lambda row: row["title"]),
    Column(title="address", cell=lambda row: row["url"], style="blue"),
    Column(title="error", cell=lambda row: row["error"], style="red"),
)
ARTICLES = (
    Column(title="published (UTC)", cell=lambda row: short_time(row["published"]) or "-", wrap=False),
    Column(title="title", cell=lambda row: row["title"] or "(no title)", style="bold"),
    Column(title="status", cell=lambda row: row["reason"] or row["status"], style=_status_style, wrap=False),
    Column(title="address", cell=lambda row: row["url"], style="blue"),
)
