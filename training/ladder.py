#!/usr/bin/env python3
# ruff: noqa: T201
"""What stands in the way: the score with one class of error at a time put right by the labels.

    ladder.py STORIES [--score SCORE.PY] [--split train] [--text gold|pages] [--mode answers|more|balanced]
              [--left-out CONTEXTS]

Each rung runs every story again. A rung's gain is what that class of error costs, with all that follows from it (a
value that was missed leaves a stale state behind). Take the largest, write the rule in its general form, run again.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from evaluate import SCORER, Patch, Tally, alike, ends_of, line, run, scorer, tally
from labelled import Gold, Story, gold_claims, load
from readers import Finder, reader_arguments, readers

from monitor.compare.algebra import middle
from monitor.model import Article, Claim, Standing, Value

Test = Callable[[Claim, Article, Mapping[str, Standing]], bool]


def no_patch(label: Gold, article: Article, claims: Sequence[Claim], stands: Mapping[str, Standing]) -> Sequence[Claim]:
    return claims


def right(label: Gold, claim: Claim) -> bool:
    """Whether the labels have this value as current for this figure."""
    said = [c for c in label["claims"] if c["figure"] == claim.figure and c["role"] == "current"]
    said += [x["to"] for x in label["alerts"] if x["figure"] == claim.figure]
    return any(alike(ends_of(claim.value), v) for v in said)


def found(gold: Claim, claims: Sequence[Claim]) -> bool:
    """Whether the reader gave this labelled value, surely enough to be told."""
    mine = [c for c in claims if c.figure == gold.figure and c.role == "current" and c.score > 0.5]
    return any(alike(ends_of(c.value), ends_of(gold.value)) for c in mine)


def find_missed(test: Test) -> Patch:
    """Add the labelled current values that the reader missed, where `test` holds."""

    def patch(label: Gold, article: Article, claims: Sequence[Claim], stands: Mapping[str, Standing]) -> list[Claim]:
        gold = [g for g in gold_claims(label, article) if g.role == "current" and test(g, article, stands)]
        missed = [g for g in gold if not found(g, claims)]
        again = {(g.figure, g.value.low, g.value.high) for g in missed}
        return [c for c in claims if (c.figure, c.value.low, c.value.high) not in again] + missed

    return patch


def drop_false(test: Test) -> Patch:
    """Take away what the reader took for current and is not, where `test` holds."""

    def patch(label: Gold, article: Article, claims: Sequence[Claim], stands: Mapping[str, Standing]) -> list[Claim]:
        return [c for c in claims if c.role != "current" or right(label, c) or not test(c, article, stands)]

    return patch


def both(test: Test) -> Patch:
    """Find what was missed and drop what is false, where `test` holds."""
    find, drop = find_missed(test), drop_false(test)
    return lambda label, article, claims, stands: drop(label, article, find(label, article, claims, stands), stands)


def sure(label: Gold, article: Article, claims: Sequence[Claim], stands: Mapping[str, Standing]) -> list[Claim]:
    """What the reader found at all, with the right certainty."""
    return [replace(c, score=1.0 if right(label, c) else 0.0) if c.role == "current" else c for c in claims]


def roles(label: Gold, article: Article, claims: Sequence[Claim], stands: Mapping[str, Standing]) -> list[Claim]:
    """Earlier values and denials by the labels, current ones as they were found."""
    return [c for c in claims if c.role == "current"] + [c for c in gold_claims(label, article) if c.role != "current"]


# --- classes of error -----------------------------------------------------------------------------------------


def anything(claim: Claim, article: Article, stands: Mapping[str, Standing]) -> bool:
    return True


def held(claim: Claim, stands: Mapping[str, Standing]) -> Value | None:
    standing = stands.get(claim.figure)
    return standing.held.value if standing and standing.held else None


def first(claim: Claim, article: Article, stands: Mapping[str, Standing]) -> bool:
    return held(claim, stands) is None


def jump(low: Decimal, high: Decimal | None) -> Test:
    """The new value is between `low` and `high` times what stands (falls: below 1)."""

    def test(claim: Claim, article: Article, stands: Mapping[str, Standing]) -> bool:
        before = held(claim, stands)
        if before is None or not middle(before):
            return False
        ratio = middle(claim.value) / middle(before)
        return low <= ratio and (high is None or ratio < high)

    return test


def block_of(claim: Claim, article: Article) -> str:
    return article.blocks[claim.block].kind if claim.block < len(article.blocks) else "none"


def stands_in(*kinds: str) -> Test:
    return lambda claim, article, stands: block_of(claim, article) in kinds


def bounded(claim: Claim, article: Article, stands: Mapping[str, Standing]) -> bool:
    return claim.value.bound != "exact"


RUNGS: tuple[tuple[str, Patch], ...] = (
    ("as it is", no_patch),
    ("missed values found", find_missed(anything)),
    ("false links removed", drop_false(anything)),
    ("certainty right", sure),
    ("earlier values right", roles),
    ("first values", both(first)),
    ("first values found", find_missed(first)),
    ("jumps over 1.5", both(jump(Decimal("1.5"), None))),
    ("jumps over 3", both(jump(Decimal(3), None))),
    ("small rises", both(jump(Decimal(1), Decimal("1.5")))),
    ("falls", both(jump(Decimal(0), Decimal(1)))),
    ("bounded values", both(bounded)),
    ("headline", both(stands_in("headline", "standfirst"))),
    ("tables and lists", both(stands_in("row", "item"))),
    ("live entries", both(stands_in("entry"))),
    ("paragraphs, quotes", both(stands_in("paragraph", "quote", "none"))),
    ("captions", both(stands_in("caption"))),
    ("all of match", both(anything)),
)


def climb(stories: Sequence[Story], find: Callable[[Story], Finder | None], score: Path, mode: str, text: str) -> None:
    """Print the ladder; `find` gives each story the reader that was trained without it."""
    arithmetic = scorer(score)

    def rung(name: str, go: Callable[[Story], Tally]) -> None:
        total = Tally()
        for story in stories:
            total.add(go(story))
        print(line(name, total, arithmetic), flush=True)

    def mended(patch: Patch) -> Callable[[Story], Tally]:
        return lambda s: tally(s, run(s, find(s), mode=mode, text=text, mend=patch), arithmetic)

    for name, patch in RUNGS:
        rung(name, mended(patch))
    true = {s.name: run(s, None, mode=mode, text=text).states for s in stories}
    rung("state right", lambda s: tally(s, run(s, find(s), mode=mode, text=text, states=true[s.name]), arithmetic))
    rung("gold claims", lambda s: tally(s, run(s, None, mode=mode, text=text), arithmetic))
    rung("gold claims and text", lambda s: tally(s, run(s, None, mode=mode, text="gold"), arithmetic))


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("stories", type=Path)
    ap.add_argument("--score", type=Path, default=SCORER, help="default: the scorer of the tests")
    ap.add_argument("--split")
    ap.add_argument("--only", help="one story")
    ap.add_argument("--text", choices=["gold", "pages"], default="gold")
    reader_arguments(ap)
    ap.add_argument("--mode", choices=["balanced", "answers", "more", "fewer"], default="answers")
    args = ap.parse_args()
    climb(load(args.stories, args.split, args.only), readers(args), args.score, args.mode, args.text)


if __name__ == "__main__":
    main()
