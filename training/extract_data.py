"""Labelled blocks for the weights of monitor/extract: pages with the article's text, as blocks with features.

What the data is: a *pages* folder holds `index.jsonl.gz` (id, set, url, dom, gold, opt, title: one page a line) and
`html/ID.html.gz`: 332 real news pages of 2023-26 in many languages, their article text cleaned by hand, headline and
standfirst as optional text. A *stories* folder holds recordings with `gold.json` (main_text, title, captions, byline of
each page): invented publishers, eleven templates. Neither is part of this repository; only the weights are.

How a block is labelled: by the share of its word 4-grams that the gold text has; blocks shorter than four words by a
line of the gold that says the same. Of several equal blocks only the one among most other text is the article's.
Optional text has no weight. A page's blocks weigh by their share of its text, since scores are averaged over pages.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from monitor.extract.blocks import Box, Piece, read_blocks
from monitor.extract.body import expand
from monitor.extract.decode import decode
from monitor.extract.features import Features, first_round, length_of
from monitor.extract.metadata import read_metadata

_WORD = re.compile(r"\w+")
_CJK = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_GRAM = 4
_STORY_WEIGHT = 0.35  # 260 pages of eleven templates must not outweigh 332 real ones

Grams = Counter[tuple[str, ...]]


@dataclass(slots=True, kw_only=True)
class Labelled:
    """One page: its blocks, what holds of each, and whether it is the article's (label, weight)."""

    id: str
    group: str  # never on both sides of a split: a registered domain, or the author of a story
    source: str
    gold: str
    optional: str
    weight: float
    pieces: list[Piece]
    boxes: list[Box]
    first: list[Features | None]
    labels: list[tuple[int, float]] = field(default_factory=list)


def load_pages(folder: Path) -> Iterator[Labelled]:
    """The pages of a pages folder."""
    with gzip.open(folder / "index.jsonl.gz", "rt", encoding="utf-8") as index:
        for line in index:
            row = json.loads(line)
            raw = gzip.decompress((folder / "html" / f"{row['id']}.html.gz").read_bytes())
            optional = "\n".join((row["title"], row["opt"]))
            yield _labelled(row["id"], row["dom"], row["set"], row["url"], raw, row["gold"], optional, 1.0)


def load_stories(folder: Path, split: str) -> Iterator[Labelled]:
    """The HTML pages of the stories that split.json lists under `split`."""
    listed = json.loads((folder / "split.json").read_text("utf-8"))
    authors = {story: group for group, stories in listed["groups"].items() for story in stories}
    for story in listed[split]:
        gold = json.loads((folder / story / "gold.json").read_text("utf-8"))
        for article in gold["articles"]:
            if article["page"].endswith(".html"):
                raw = (folder / story / article["page"]).read_bytes()
                optional = "\n".join((article["title"], *article.get("captions", []), article.get("byline") or ""))
                text = article["main_text"].replace(" | ", "\n")
                name = f"{story}/{article['page']}"
                yield _labelled(name, authors[story], "stories", article["url"], raw, text, optional, _STORY_WEIGHT)


def names_of(features: Features, size: int) -> list[str]:
    """All names that hold of a block in the first round, group bits spelled out."""
    return [
        *features.names,
        *expand("own-", features.own),
        *expand("near-", features.near),
        *expand("chain-", features.chain),
        *expand(f"says-{length_of(size)}-", features.words),
    ]


def words(text: str) -> list[str]:
    """The words of a text, each Chinese or Japanese character one of its own."""
    return _WORD.findall(_CJK.sub(lambda m: f" {m[0]} ", text))


def grams(tokens: Sequence[str]) -> Grams:
    """The word 4-grams of a text (the whole of it, where it is shorter), counted."""
    return Counter(tuple(tokens[i : i + _GRAM]) for i in range(max(1, len(tokens) - _GRAM + 1)) if tokens)


def _labelled(
    name: str, group: str, source: str, url: str, raw: bytes, gold: str, optional: str, weight: float
) -> Labelled:
    tree = LexborHTMLParser(decode(raw, {"content-type": "text/html"}).body)
    found = read_blocks(tree.body or tree.root)
    about = read_metadata(tree, found, url)
    first = first_round(found.pieces, found.boxes, about.title, about.standfirst, about.body)
    page = Labelled(
        id=name, group=group, source=source, gold=gold, optional=optional, weight=weight,
        pieces=found.pieces, boxes=found.boxes, first=first,
    )  # fmt: skip
    page.labels = label([piece.text for piece in found.pieces], gold, optional)
    return page


def label(texts: Sequence[str], gold: str, optional: str) -> list[tuple[int, float]]:
    """For each block whether it is the article's, and how much that is worth knowing."""
    wanted, spare = grams(words(gold)), grams(words(optional))
    lines = {tuple(words(line)) for line in gold.split("\n") if line.strip()}
    extra = {tuple(words(line)) for line in optional.split("\n") if line.strip()}
    running = f" {' '.join(words(gold))} "
    rough = [_rough(words(text), wanted, spare, lines, extra, running) for text in texts]
    return _settle(texts, rough)


def _rough(
    tokens: list[str],
    wanted: Grams,
    spare: Grams,
    lines: set[tuple[str, ...]],
    extra: set[tuple[str, ...]],
    running: str,
) -> tuple[int | None, float]:
    if not tokens or tuple(tokens) in extra:
        return 0, 0.0
    if len(tokens) < _GRAM:
        if tuple(tokens) in lines:
            return 1, 1.0
        return (None, 0.3) if f" {' '.join(tokens)} " in running else (0, 1.0)
    own = grams(tokens)
    share = sum(gram in wanted for gram in own) / len(own)
    if sum(gram in spare for gram in own) > 0.8 * len(own):
        return int(share > 0.5), 0.3 if share > 0.5 else 0.0
    sure = share > 0.85 or share < 0.15
    return int(share > 0.5), 1.0 if sure else 0.5 if len(tokens) >= 8 else 0.4


def _settle(texts: Sequence[str], rough: Sequence[tuple[int | None, float]]) -> list[tuple[int, float]]:
    """Decides what stands by itself neither way: words of the text elsewhere, and blocks that stand twice."""

    def around(i: int) -> float:
        near = [j for j in range(max(0, i - 3), min(len(texts), i + 4)) if j != i and len(texts[j]) > 40]
        return sum(1.0 if rough[j][0] else -1.0 for j in near if rough[j][0] is not None)

    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, text in enumerate(texts):
        places[tuple(words(text))].append(i)
    chosen = {
        key: max(at, key=lambda i: (around(i), -i))
        for key, at in places.items()
        if len(at) > 1 and any(rough[i][0] != 0 for i in at)
    }
    out = []
    for i, (said, weight) in enumerate(rough):
        best = chosen.get(tuple(words(texts[i])), i)
        if best != i and said != 0:
            out.append((0, 0.5 if weight else 0.0))
        elif said is None:
            out.append((1, 0.4) if around(i) > 0 else (0, 0.6))
        else:
            out.append((said, weight))
    return out
