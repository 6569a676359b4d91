"""How fast reading and matching go: sentences a CPU second with 20 figures, and with 5,000.

    python benchmarks/match.py FOLDER [--figures 20 5000]

FOLDER holds recordings with pages (as the story benchmark does). The first figures are the recordings' own, further
ones are made from them with other names, so that the automaton and the choice of figures have real work.
"""

from __future__ import annotations

import argparse
import time
import tomllib
from dataclasses import replace
from pathlib import Path

from monitor.extract import extract
from monitor.match import find_claims
from monitor.match.words import sentences
from monitor.model import Article, Page
from monitor.quantities import read_quantities
from monitor.watchlist import Entity, Figure, Watchlist

SYLLABLES = ("ka", "ro", "mi", "vel", "dan", "tor", "sha", "lin", "gor", "bel", "tas", "nur")


def recordings(folder: Path) -> tuple[list[Article], list[Figure], list[Entity]]:
    """The articles of all recordings, and their figures and entities with ids of their own."""
    articles: list[Article] = []
    figures: list[Figure] = []
    entities: list[Entity] = []
    for config in sorted(folder.glob("*/config.toml")):
        raw = tomllib.loads(config.read_text("utf-8"))
        story = config.parent.name
        entities += [Entity(id=f"{story}/{e['id']}", names=tuple(e["names"])) for e in raw["entities"]]
        figures += [
            Figure(id=f"{story}/{f['id']}", label=f["label"], unit=f["unit"], nouns=tuple(f["nouns"]),
                   entities=tuple(f"{story}/{e}" for e in f["entities"]), context=tuple(f.get("context", ())),
                   exclude=tuple(f.get("exclude", ())))
            for f in raw["figures"]
        ]  # fmt: skip
        articles += [_article(page) for page in sorted((config.parent / "pages").iterdir())]
    return articles, figures, entities


def _article(path: Path) -> Article:
    from datetime import UTC, datetime

    kind = "text/plain" if path.suffix == ".txt" else "text/html"
    url = f"https://{path.parent.parent.name}.example/{path.name}"
    return extract(Page(url=url, final_url=url, outlet="", fetched=datetime(2026, 1, 1, tzinfo=UTC), status=200,
                        headers={"content-type": kind}, body=path.read_bytes()))  # fmt: skip


def watchlist(figures: list[Figure], entities: list[Entity], size: int) -> Watchlist:
    """`size` figures: the recordings' first ones, then the same with invented names."""
    out, people = list(figures[:size]), list(entities)
    i = 0
    while len(out) < size:
        word = "".join(SYLLABLES[(i // 12**k) % 12] for k in range(4)).capitalize()
        people.append(Entity(id=f"x{i}", names=(word, f"{word} province", f"{word}ia")))
        out.append(replace(figures[i % len(figures)], id=f"x{i}", entities=(f"x{i}",)))
        i += 1
    return Watchlist(figures={f.id: f for f in out}, entities={e.id: e for e in people})


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("folder", type=Path)
    ap.add_argument("--figures", type=int, nargs="*", default=[20, 5000])
    args = ap.parse_args()
    articles, figures, entities = recordings(args.folder)
    count = sum(len(sentences(b.text, ())) for a in articles for b in a.blocks if b.kept)
    start = time.process_time()
    for article in articles:
        for block in article.blocks:
            if block.kept:
                read_quantities(block.text)
    speed = count / (time.process_time() - start)
    print(f"{len(articles)} articles, {count} sentences; numbers alone {speed:,.0f} a CPU second")
    for size in args.figures:
        followed = watchlist(figures, entities, size)
        find_claims(articles[0], followed)
        start = time.process_time()
        claims = sum(len(find_claims(article, followed)) for article in articles)
        took = time.process_time() - start
        print(f"{size:5d} figures: {count / took:,.0f} sentences a CPU second, {claims} claims")


if __name__ == "__main__":
    main()
