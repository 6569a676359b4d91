"""Where the weights of monitor/match/ come from: contexts and stories as (article, watchlist, standings, answer).

Contexts are minimal pairs (one JSON object a line): which value does the text state for the figure, if any? Stories are
recordings with gold.json: an answer is every current claim of an article; what stood before it is what the gold's
alerts had moved until then. Both are read from pages as the product reads them (monitor.extract), so that training
sees what the reader will see. `group` is what is left out together when we measure: a context's class, a story's
group of authors.
"""

from __future__ import annotations

import html
import json
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from labelled import page_of

from monitor.extract import extract
from monitor.model import Article, Block, Page, Report, Standing, Value
from monitor.watchlist import Entity, Figure, Watchlist

WHEN = datetime(2026, 3, 4, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One article with what is asked of it; `answers` maps a figure to the values that the article states for it."""

    id: str
    group: str
    kind: str  # a context's phenomenon; "story"
    pair: str
    article: Article
    watchlist: Watchlist
    standings: Mapping[str, Standing]
    answers: Mapping[str, tuple[Value, ...]]
    stale: bool = False  # told again with what stood one change before: at run time a step is sometimes missed


def value(v: Mapping[str, Any]) -> Value:
    """A gold interval as a Value."""
    low, high = (None if v.get(k) is None else Decimal(str(v[k])) for k in ("low", "high"))
    return Value(low=low, high=high, bound=v.get("bound") or "exact")


def standing(figure: str, held: Value | None) -> Standing:
    """What stands, told by a configured baseline."""
    report = Report(value=held, outlet="", url="", at=None) if held else None
    return Standing(figure=figure, held=report)


# --- contexts -------------------------------------------------------------------------------------------------


def context_page(c: Mapping[str, Any]) -> str:
    """A context as HTML: headline, paragraphs, list items, tables, live entries."""
    out: list[str] = []
    rows: list[str] = []
    for block in [*c["blocks"], ""]:
        if block.startswith("|"):
            cells = block.strip().strip("|").split("|")
            rows.append("<tr>" + "".join(f"<td>{html.escape(x.strip())}</td>" for x in cells) + "</tr>")
            continue
        if rows:
            out.append("<table>" + "".join(rows) + "</table>")
            rows = []
        live = re.match(r"\[([^\]]{1,20})\] (.*)", block, re.S)
        if live:
            time, text = html.escape(live[1]), html.escape(live[2])
            out.append(f'<div class="live-entry"><time>{time}</time><p>{text}</p></div>')
        elif block.startswith("- "):
            out.append(f"<ul><li>{html.escape(block[2:])}</li></ul>")
        elif block:
            out.append(f"<p>{html.escape(block)}</p>")
    head = html.escape(c["headline"] or "")
    top = f"<h1>{head}</h1>" if head else ""
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{head or "Harbour Wire"}</title></head>'
        f"<body><main><article>{top}{''.join(out)}</article></main></body></html>"
    )


def contexts(folder: Path, *, pages: bool = False) -> Iterator[Example]:
    """All contexts of a folder's *.jsonl; through HTML and extract() where `pages` is set."""
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            if line.strip():
                yield _context(json.loads(line), pages)


def _context(c: Mapping[str, Any], pages: bool) -> Example:
    f = c["figure"]
    entities = {f"e{i}": Entity(id=f"e{i}", names=tuple(names)) for i, names in enumerate(f["entities"])}
    held = value(c["held"]) if c["held"] else None
    figure = Figure(id="f", label=f["label"], unit=f["unit"], nouns=tuple(f["nouns"]), entities=tuple(entities),
                    context=tuple(f["context"]), exclude=tuple(f["exclude"]), baseline=held)  # fmt: skip
    page = Page(url="https://harbourwire.example/a", final_url="https://harbourwire.example/a", outlet="Harbour Wire",
                fetched=WHEN, status=200, headers={"content-type": "text/html; charset=utf-8"},
                body=context_page(c).encode())  # fmt: skip
    return Example(id=c["id"], group=c["class"], kind=c["phenomenon"], pair=c["pair"],
                   article=extract(page) if pages else context_article(c),
                   watchlist=Watchlist(figures={"f": figure}, entities=entities),
                   standings={"f": standing("f", held)},
                   answers={"f": (value(c["value"]),) if c["value"] else ()})  # fmt: skip


def context_article(c: Mapping[str, Any]) -> Article:
    """A context's article as an extractor without fault would give it."""
    blocks = [Block(kind="headline", text=c["headline"])] if c["headline"] else []
    header: tuple[str, ...] = ()
    before = ""
    for text in c["blocks"]:
        live = re.match(r"\[([^\]]{1,20})\] (.*)", text, re.S)
        if text.startswith("|"):
            cells = tuple(x.strip() for x in text.strip().strip("|").split("|"))
            if not before.startswith("|"):
                numbers = [x for x in cells if re.search(r"\d", x) and not re.search(r"[A-Za-z]|20\d\d", x)]
                header = () if numbers else cells
            named = tuple(zip(header, cells, strict=False)) if header else tuple(("", x) for x in cells)
            blocks.append(Block(kind="row", text=" | ".join(cells), label=cells[0], cells=named))
        elif live:
            blocks.append(Block(kind="entry", text=live[2], time=_clock(live[1])))
        else:
            blocks.append(Block(kind="item" if text.startswith("- ") else "paragraph", text=text.removeprefix("- ")))
        before = text
    return Article(url="https://harbourwire.example/a", outlet="Harbour Wire", fetched=WHEN, title=c["headline"] or "",
                   text="\n\n".join(c["blocks"]), blocks=tuple(blocks))  # fmt: skip


def _clock(text: str) -> datetime | None:
    match = re.fullmatch(r"(\d{1,2})[:.](\d\d)", text.strip())
    return WHEN.replace(hour=int(match[1]) % 24, minute=int(match[2])) if match else None


# --- stories --------------------------------------------------------------------------------------------------


def watchlist(config: Path) -> Watchlist:
    """The watchlist of a story's config.toml, without the checks of monitor.config."""
    raw = tomllib.loads(config.read_text("utf-8"))
    entities = {e["id"]: Entity(id=e["id"], names=tuple(e["names"])) for e in raw.get("entities", [])}
    figures = {f["id"]: _figure(f) for f in raw["figures"]}
    return Watchlist(figures=figures, entities=entities)


def _figure(f: Mapping[str, Any]) -> Figure:
    base = f.get("baseline")
    if base is not None and not isinstance(base, dict):
        base = {"low": base, "high": base}
    return Figure(id=f["id"], label=f.get("label", f["id"]), unit=f["unit"], nouns=tuple(f["nouns"]),
                  entities=tuple(f.get("entities", ())), context=tuple(f.get("context", ())),
                  exclude=tuple(f.get("exclude", ())), baseline=value(base) if base else None)  # fmt: skip


def story(folder: Path, group: str, *, stale: bool = False) -> Iterator[Example]:
    """A story's articles in the order of arrival, each with what stood before it by the gold.

    With `stale` each article whose figures have moved comes once more, with what stood one change earlier.
    """
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    followed = watchlist(folder / "config.toml")
    pages = {a["page"]: a for a in gold["articles"]}
    held = {f: figure.baseline for f, figure in followed.figures.items()}
    before = dict(held)
    for line in (folder / "recording.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        article = pages[record["file"]]
        answers: dict[str, list[Value]] = {f: [] for f in followed.figures}
        for claim in article["claims"]:
            if claim["role"] == "current" and claim.get("modality", "asserted") in ("asserted", "planned"):
                answers[claim["figure"]].append(value(claim))
        read = Example(id=f"{folder.name}/{article['id']}", group=group, kind="story", pair=folder.name,
                       article=extract(page_of(folder, record)), watchlist=followed,
                       standings={f: standing(f, v) for f, v in held.items()},
                       answers={f: tuple(v) for f, v in answers.items()})  # fmt: skip
        yield read
        if stale and before != held:
            yield replace(read, standings={f: standing(f, v) for f, v in before.items()}, stale=True)
        for alert in article["alerts"]:
            if alert["kind"] != "conflict":
                before[alert["figure"]], held[alert["figure"]] = held[alert["figure"]], value(alert["to"])


def stories(folder: Path, *, stale: bool = False) -> Iterator[Example]:
    """The stories to learn from of a folder with split.json; without one, all that are named on the command line."""
    split = json.loads((folder / "split.json").read_text("utf-8"))
    groups = {name: group for group, names in split["groups"].items() for name in names}
    for name in split["train"]:
        yield from story(folder / name, groups[name], stale=stale)


if __name__ == "__main__":
    for example in contexts(Path(sys.argv[1])):
        sys.stdout.write(f"{example.id}\n")
        for block in example.article.blocks:
            sys.stdout.write(f"   {block.kind} {block.kept} {block.text[:100]} {block.cells}\n")
