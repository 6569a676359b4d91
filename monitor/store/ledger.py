"""The past as the corridor asks for it: `monitor.pipeline.Ledger`, answered from the tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.model import Article, SiteMemory, Standing
from monitor.store.articles import Articles
from monitor.store.figures import Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreLedger:
    """Answers only; whoever wants the answers to hold until they are acted on asks inside `Store.atomic()`."""

    articles: Articles
    figures: Figures

    def memory(self, host: str) -> SiteMemory:
        return self.articles.memory(host)

    def versions(self, article: Article) -> tuple[Article, ...]:
        return self.articles.versions(article)

    def copies(self, article: Article) -> tuple[Article, ...]:
        return self.articles.copies(article)

    def standings(self) -> Mapping[str, Standing]:
        return self.figures.standings()
