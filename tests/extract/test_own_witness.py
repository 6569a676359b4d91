"""A page that is read again is no witness against itself: its own blocks are not taken for the host's chrome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from monitor.extract import lessons
from monitor.model import Article, Page, SiteMemory, Standing
from monitor.pipeline import walk, without
from monitor.watchlist import Watchlist

NOBODY = Watchlist(figures={}, entities={})
AT = datetime(2026, 3, 4, 9, tzinfo=UTC)


class Past:
    """A ledger that remembers just what it is told."""

    def __init__(self, memory: SiteMemory, versions: tuple[Article, ...]) -> None:
        self._memory, self._versions = memory, versions

    def memory(self, host: str) -> SiteMemory:
        return self._memory

    def versions(self, article: Article) -> tuple[Article, ...]:
        return self._versions

    def copies(self, article: Article) -> tuple[Article, ...]:
        return ()

    def standings(self) -> Mapping[str, Standing]:
        return {}


PARAGRAPHS = (
    "Divers brought up four more bodies from the valley below the dam on Tuesday, the prefect said in the evening.",
    "The engineers who had warned of the crack were not heard, according to a letter that the paper has seen.",
    "Schools stay shut until Monday, and the railway to the coast runs again as far as the tunnel.",
)
BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
PAGE = Page(
    url="https://paper.example/dam",
    final_url="https://paper.example/dam",
    outlet="Paper",
    fetched=AT,
    status=200,
    headers={"content-type": "text/html"},
    body=f"<html lang=en><body><main><article><h1>Four more found</h1>{BODY}</article></main></body></html>".encode(),
)


def test_a_page_that_is_met_again_is_the_same_article() -> None:
    first = walk(PAGE, NOBODY, Past(SiteMemory(), ())).article
    assert [text for text in PARAGRAPHS if text not in first.text] == []
    again = walk(replace(PAGE, fetched=AT.replace(hour=12)), NOBODY, Past(lessons(first), (first,)))
    assert (again.version, again.article.text) == ("same", first.text)


def test_what_other_articles_carry_stays_chrome() -> None:
    first = walk(PAGE, NOBODY, Past(SiteMemory(), ())).article
    own = lessons(first)
    twice = SiteMemory(seen={block: count + 2 for block, count in own.seen.items()}, containers={}, pages=3)
    assert without(twice, own) == SiteMemory(seen=dict.fromkeys(own.seen, 2), containers={}, pages=2)


def test_taking_away_what_was_never_learned_leaves_nothing_below_zero() -> None:
    own = SiteMemory(seen={"a": 1}, containers={"main": 1}, pages=1)
    assert without(SiteMemory(), own) == SiteMemory()
