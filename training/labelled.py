# ruff: noqa: S101
"""Labelled recordings as values: a story with its pages, and what its gold.json says as articles and claims.

Law of this module: labels are told as a perfect extraction and a perfect reader would tell them; nothing is read here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from monitor.config import load_config
from monitor.model import Article, Attribution, Block, BlockKind, Claim, Evidence, Page, Value
from monitor.watchlist import Watchlist

Gold = Mapping[str, Any]

BLOCKS: Mapping[str, BlockKind] = {
    "p": "paragraph",
    "li": "item",
    "h2": "subhead",
    "quote": "quote",
    "caption": "caption",
    "liveentry": "entry",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One labelled recording. `pages` are in the order of arrival, `labels` the gold of each."""

    name: str
    group: str
    watchlist: Watchlist
    gold: Gold
    pages: tuple[Page, ...]
    labels: tuple[Gold, ...]


def load(stories: Path, split: str | None = None, only: str | None = None) -> list[Story]:
    """The recordings under `stories`, those that split.json lists under `split` if it is there."""
    listing = stories / "split.json"
    known = json.loads(listing.read_text()) if listing.exists() else {"groups": {}}
    groups = {name: group for group, names in known["groups"].items() for name in names}
    wanted = set(known[split]) if split in known else None
    folders = sorted(p.parent for p in stories.glob("*/gold.json"))
    return [
        load_story(folder, groups.get(folder.name, folder.name))
        for folder in folders
        if (only is None or folder.name == only) and (wanted is None or folder.name in wanted)
    ]


def load_story(folder: Path, group: str = "") -> Story:
    gold = json.loads((folder / "gold.json").read_text())
    labels = {a["page"]: a for a in gold["articles"]}
    rows = [json.loads(line) for line in (folder / "recording.jsonl").read_text().splitlines() if line.strip()]
    return Story(
        name=folder.name,
        group=group,
        watchlist=load_config(folder / "config.toml").watchlist,
        gold=gold,
        pages=tuple(page_of(folder, row) for row in rows),
        labels=tuple(labels[row["file"]] for row in rows),
    )


def page_of(folder: Path, row: Mapping[str, str]) -> Page:
    kind = "text/plain" if row["file"].endswith(".txt") else "text/html"
    return Page(
        url=row["url"],
        final_url=row["url"],
        outlet=row["outlet"],
        fetched=datetime.fromisoformat(row["fetched"]).astimezone(UTC),
        status=200,
        headers={"content-type": kind},
        body=(folder / row["file"]).read_bytes(),
    )


def gold_article(page: Page, label: Gold) -> Article:
    """The article as labelled: what a perfect extraction would give."""
    text, blocks = label["main_text"], [Block(kind="headline", text=label["title"])]
    place = 0
    for raw in label["blocks"]:
        for block in gold_blocks(raw):
            start = text.find(block.text, place)
            place = start + len(block.text) if start >= 0 else place
            blocks.append(replace(block, start=start if start >= 0 else None))
    captions = {b.text for b in blocks if b.kind == "caption"}
    blocks += [Block(kind="caption", text=c) for c in label["captions"] if c not in captions]
    return Article(
        url=page.url,
        outlet=page.outlet,
        fetched=page.fetched,
        title=label["title"],
        text=text,
        blocks=tuple(blocks),
        byline=label["byline"] or "",
        published=datetime.fromisoformat(label["published"]).astimezone(UTC),
    )


def gold_blocks(raw: Gold) -> Iterator[Block]:
    if raw["type"] != "table":
        yield Block(kind=BLOCKS.get(raw["type"], "paragraph"), text=raw["text"])
        return
    header, *rows = [line.split(" | ") for line in raw["text"].split("\n")]
    for row in rows:
        cells = tuple(zip([*header[1:], *[""] * len(row)], row[1:], strict=False))
        yield Block(kind="row", text=" | ".join(row), label=row[0], cells=cells)


def gold_claims(label: Gold, article: Article) -> tuple[Claim, ...]:
    """The labelled claims as a perfect reader would give them: plans, ifs and denials where the label says so."""
    return tuple(gold_claim(c, article) for c in label["claims"] if not not_meant(c))


def not_meant(claim: Gold) -> bool:
    """A hypothesis, a rumour or a plan that the labels keep out of the figure."""
    return bool(claim.get("no_alert")) and claim["modality"] in ("conditional", "planned") and not stale(claim)


def stale(claim: Gold) -> bool:
    return bool(claim.get("stale")) or "compatible" in str(claim.get("no_alert")) or "same" in str(claim["no_alert"])


def gold_claim(claim: Gold, article: Article) -> Claim:
    places = (i for i, b in enumerate(article.blocks) if claim["quote"] in b.text)
    denied = claim["modality"] == "denied"
    said = claim["attribution"]
    return Claim(
        figure=claim["figure"],
        value=gold_value(claim),
        role="other_scope" if denied else claim["role"],
        quote=claim["quote"],
        block=next(places, len(article.blocks)),
        attribution=Attribution(source=said) if said else None,
        evidence=(Evidence(term="denied", weight=-1.0),) if denied else (),
    )


def gold_value(raw: Gold) -> Value:
    low, high = (None if raw[k] is None else Decimal(str(raw[k])) for k in ("low", "high"))
    end = low if low is not None else high
    assert end is not None
    return Value(low=low, high=high, bound=raw["bound"], step=visible_step(end, raw.get("written")))


def visible_step(end: Decimal, written: Gold | None) -> Decimal:
    """The last visible digit of a labelled value, by its zeros; a converted one carries what was printed."""
    printed = Decimal(str(written["low"])) if written and written.get("low") else end
    _, _, exponent = printed.normalize().as_tuple()
    step = Decimal(1) if abs(printed) < 100 and printed == int(printed) else Decimal(1).scaleb(int(exponent))
    return step * (end / printed if printed else 1)
