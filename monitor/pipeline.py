"""The corridor: one page in, everything that it means out. Read this file first.

    extract/ -> Article      match/ (over quantities/) -> Claims      compare/ -> Changes, Alerts, Questions

Law of this room: pure. The core is told the time (a page carries when it was fetched), asks the `Ledger` what stands,
opens nothing and draws no dice; so a replay of a recording is the daemon's own run by construction.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol
from urllib.parse import urlsplit

from monitor.compare import compare
from monitor.extract import compare_versions, extract, lessons, sentence_hashes
from monitor.match import find_claims
from monitor.model import Article, Entry, Failure, Outcome, Page, SiteMemory, Standing
from monitor.watchlist import Watchlist


class Ledger(Protocol):
    """What the core may ask of the past; store/ answers from the database, a test from a dict."""

    def memory(self, host: str) -> SiteMemory:
        """What earlier pages of this host taught."""

    def versions(self, article: Article) -> tuple[Article, ...]:
        """Earlier versions of the same article (by URL or canonical link), oldest first."""

    def copies(self, article: Article) -> tuple[Article, ...]:
        """Recent articles under other addresses that share at least half of this one's sentences."""

    def standings(self) -> Mapping[str, Standing]:
        """What stands for each figure now, by its id."""


def walk(page: Page, watchlist: Watchlist, ledger: Ledger, entry: Entry | None = None) -> Outcome:
    """All that `page` yields, to be kept whole or not at all; `entry` is what a feed said of it, where one did.

    Never raises for what a page holds: a page that is no article gives an `Outcome` with a named failure.
    """
    article = extract(page, entry=entry, memory=remembered(page, ledger), rules=watchlist.rules)
    failure = Failure(reason=article.reason, detail=f"{page.final_url} holds no article") if article.reason else None
    version = compare_versions(article, ledger.versions(article))
    if version == "same":  # nothing that we have not read already
        return Outcome(page=page, article=article, version=version, failure=failure)
    standings = ledger.standings()
    copies = ledger.copies(article)
    claims = find_claims(article, watchlist, standings)
    verdict = compare(article, claims, watchlist, standings, version, copies)
    return Outcome(
        page=page,
        article=article,
        version=version,
        claims=claims,
        changes=verdict.changes,
        alerts=verdict.alerts,
        questions=verdict.questions,
        standings=verdict.standings,
        lessons=lessons(article) if version == "first" and not copies and article.text else None,
        sentences=sentence_hashes(article),
        failure=failure,
    )


def remembered(page: Page, ledger: Ledger) -> SiteMemory:
    """What the other articles of the page's host taught."""
    memory = ledger.memory(urlsplit(page.final_url).hostname or "")
    known = ledger.versions(Article(url=page.final_url, outlet=page.outlet, fetched=page.fetched))
    return without(memory, lessons(known[0])) if known else memory


def without(memory: SiteMemory, own: SiteMemory) -> SiteMemory:
    """A host's memory less what one article taught: a page that is read again is no witness against itself."""
    seen = {block: count - own.seen.get(block, 0) for block, count in memory.seen.items()}
    places = {name: count - own.containers.get(name, 0) for name, count in memory.containers.items()}
    return SiteMemory(
        seen={block: count for block, count in seen.items() if count > 0},
        containers={name: count for name, count in places.items() if count > 0},
        pages=max(0, memory.pages - own.pages),
    )
