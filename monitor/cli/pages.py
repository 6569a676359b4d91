"""A page that a person names on the command line: a file, an address, or a sentence."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.errors import InputError
from monitor.model import Article, Block, Page

if TYPE_CHECKING:
    from monitor.config import Config

WEB = ("http://", "https://")


def named_page(target: str, url: str | None, config: Config | None) -> Page:
    """The page at a path or a web address; `url` is the address that a file was saved from."""
    if target.startswith(WEB):
        return asyncio.run(fetched(target, config))
    return saved(Path(target), url)


def sentence(text: str, at: datetime) -> Article:
    """A sentence as an article of one paragraph."""
    block = Block(kind="paragraph", text=text, start=0)
    return Article(url="", outlet="", fetched=at, text=text, blocks=(block,))


def saved(file: Path, url: str | None) -> Page:
    """A page from disk, as if it had been fetched when it was saved."""
    from monitor.replay.recording import type_of
    from monitor.replay.sighting import read_bytes

    if file.is_dir():
        raise InputError(f"{file} is a folder; name one page of it, or replay it (monitor replay {file}).")
    body = read_bytes(file)
    address = url or file.resolve().as_uri()
    return Page(
        url=address,
        final_url=address,
        outlet=urlsplit(address).hostname or file.stem,
        fetched=datetime.fromtimestamp(file.stat().st_mtime, UTC),
        status=200,
        headers={"content-type": type_of(file.suffix)},
        body=body,
    )


async def fetched(url: str, config: Config | None) -> Page:
    """A page from the web, asked for once. Whoever types an address inside means it: its host is allowed."""
    from monitor.config import PollConfig
    from monitor.fetch.client import PAGE, Client
    from monitor.fetch.guard import Guard
    from monitor.fetch.manners import Manners
    from monitor.fetch.urls import place

    poll = config.poll if config else PollConfig()
    where = place(url)
    client = Client(
        guard=Guard((*poll.allow, f"[{where.host}]" if ":" in where.host else where.host)),
        contact=config.contact if config else None,
        timeout=poll.timeout,
    )
    try:
        answer = await client.fetch(url, PAGE, turns=Manners())
    finally:
        await client.aclose()
    if answer.status != 200:
        raise InputError(
            f"{where.url} answered {answer.status}; try another address, or save the page and name the file."
        )
    return Page(
        url=answer.url,
        final_url=answer.final_url,
        outlet=where.host,
        fetched=datetime.now(UTC),
        status=answer.status,
        headers=answer.headers,
        body=answer.body,
    )
