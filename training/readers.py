"""Readers to be measured: the product's, the labels' own, or one fitted without the group that it reads."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from labelled import Story

from monitor.model import Article, Claim, Standing
from monitor.watchlist import Watchlist

Finder = Callable[[Article, Watchlist, Mapping[str, Standing]], Sequence[Claim]]
L2 = 6.0  # as match_train.py has it


def reader_arguments(ap: argparse.ArgumentParser) -> None:
    ap.add_argument(
        "--left-out", type=Path, nargs="+", metavar="CONTEXTS", help="read each group by weights that never saw it"
    )
    ap.add_argument("--trained", type=Path, metavar="STORIES", help="the stories to fit on; default those scored")
    ap.add_argument("--cache", type=Path, help="a folder for the fitted weights")


def readers(args: argparse.Namespace) -> Callable[[Story], Finder | None]:
    """The reader of each story, as the arguments ask."""
    if getattr(args, "claims", "match") == "gold":
        return lambda story: None
    if args.left_out is None:
        product = matcher()
        return lambda story: product
    made = fitted(args.left_out, args.trained or args.stories, args.cache)
    finders = lru_cache(lambda group: matcher(made(group)))
    return lambda story: finders(story.group)


def matcher(weights: Mapping[str, float] | None = None) -> Finder:
    """The product's reader, or the same with other weights."""
    from monitor.match import choose, compile_watchlist
    from monitor.match.claims import claims
    from monitor.match.reading import read

    kept: dict[int, tuple[Article, Any, dict[Any, Any]]] = {}  # what is read without a state is read once

    def find(article: Article, watchlist: Watchlist, standings: Mapping[str, Standing]) -> Sequence[Claim]:
        compiled = compile_watchlist(watchlist)
        if id(article) not in kept:
            kept[id(article)] = article, read(article, compiled.aliases), {}
        _, reading, found = kept[id(article)]

        def once(figure: Any, *rest: Any) -> Any:
            if figure.id not in found:
                found[figure.id] = find_numbers(figure, *rest)
            return found[figure.id]

        with patch.object(choose, "_found", once):
            slates = choose.slates(reading, compiled, standings)
        return claims(reading, slates, choose.weights() if weights is None else weights)

    find_numbers = choose._found
    return find


def fitted(contexts: Sequence[Path], stories: Path, cache: Path | None) -> Callable[[str], Mapping[str, float]]:
    """Weights for a group, fitted without it; a group that is not among the stories gets those of all."""
    import match_data
    import match_train

    def fit(group: str) -> Mapping[str, float]:
        examples = [e for folder in contexts for e in match_data.contexts(folder)] + [*match_data.stories(stories)]
        return match_train.fit([c for e in examples if e.group != group for c in match_train.cases(e, 1.0)], L2)

    @lru_cache
    def weights(group: str) -> Mapping[str, float]:
        file = cache / f"{group}.json" if cache else None
        if file and file.exists():
            return json.loads(file.read_text())  # type: ignore[no-any-return]
        made = fit(group)
        if file:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(made))
        return made

    return weights
