#!/usr/bin/env python3
# ruff: noqa: S101, T201
"""Score the corridor on labelled stories inside one process, with the claims from wherever you like.

    evaluate.py STORIES [--score SCORE.PY] [--split train] [--only ID] [--claims gold|match] [--text gold|pages]
                        [--mode balanced|answers|more|fewer] [--by story|group] [--left-out CONTEXTS] [-v]

STORIES is a folder of recordings with gold.json; SCORE.PY a scorer whose arithmetic is used as it is. `--claims gold`
hands compare/ the labelled claims (so it is compare/ alone that is scored); `--claims match` reads; with `--left-out
CONTEXTS` each group is read by weights fitted on the contexts and on the other groups of `--trained` (they are kept in
`--cache`). `--text gold` takes the labelled text for the article, `pages` extracts it.
"""

from __future__ import annotations

import argparse
import importlib.util
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from labelled import Gold, Story, gold_article, gold_claims, load
from readers import Finder, reader_arguments, readers

from monitor.compare import answer, compare
from monitor.events import read_claims
from monitor.extract import compare_versions, extract, lessons, sentence_hashes
from monitor.model import (
    Alert,
    Article,
    Claim,
    Page,
    SiteMemory,
    Standing,
    Value,
)
from monitor.watchlist import Sensitivity

Patch = Callable[[Gold, Article, Sequence[Claim], Mapping[str, Standing]], Sequence[Claim]]

SCORER = Path(__file__).resolve().parents[1] / "tests" / "stories" / "scoring.py"


@dataclass(slots=True)
class Tally:
    """What score.py counts, added up."""

    alerts: Counter[str] = field(default_factory=Counter)
    claims: Counter[str] = field(default_factory=Counter)
    notes: list[tuple[Any, ...]] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        self.alerts.update(other.alerts)
        self.claims.update(other.claims)
        self.notes += other.notes


# --- a run ----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Past:
    """The ledger of one run, in memory."""

    stands: dict[str, Standing] = field(default_factory=dict)
    read: list[Article] = field(default_factory=list)
    hosts: dict[str, SiteMemory] = field(default_factory=dict)

    def memory(self, host: str) -> SiteMemory:
        return self.hosts.get(host, SiteMemory())

    def versions(self, article: Article) -> tuple[Article, ...]:
        mine = {article.url, article.canonical or article.url}
        return tuple(a for a in self.read if not a.reason and mine & {a.url, a.canonical or a.url})

    def copies(self, article: Article) -> tuple[Article, ...]:
        mine = sentence_hashes(article)
        others = [a for a in self.read if a.url != article.url and mine]
        return tuple(a for a in others if 2 * len(mine & sentence_hashes(a)) >= len(mine))

    def learn(self, host: str, new: SiteMemory) -> None:
        old = self.memory(host)
        self.hosts[host] = SiteMemory(
            seen=Counter(old.seen) + Counter(new.seen),
            containers=Counter(old.containers) + Counter(new.containers),
            pages=old.pages + new.pages,
        )


@dataclass(slots=True)
class Events:
    """What a run of one story yields, as score.py reads it."""

    alerts: list[dict[str, Any]] = field(default_factory=list)
    questions: list[dict[str, Any]] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)
    reasons: list[tuple[str, str, str, str]] = field(default_factory=list)  # article, figure, reason, value
    states: list[Mapping[str, Standing]] = field(default_factory=list)  # what stood before each page


def run(
    story: Story,
    finder: Finder | None = None,
    *,
    mode: str = "balanced",
    text: str = "gold",
    mend: Patch | None = None,
    states: Sequence[Mapping[str, Standing]] | None = None,
) -> Events:
    """One story from its first page to its last.

    No `finder`: the gold's claims. `mend` may put right what was found; `states`, one a page, replace what compare/
    made to stand (a run keeps its own in `Events.states`).
    """
    sensitivity: Sensitivity = {"more": "more", "fewer": "fewer"}.get(mode, "balanced")  # type: ignore[assignment]
    watchlist = replace(story.watchlist, sensitivity=sensitivity)
    past, events = Past(), Events()
    for number, label in enumerate(story.labels):
        past.stands = dict(states[number]) if states else past.stands
        events.states.append(dict(past.stands))
        article, version, copies = read_once(story, number, text, past)
        claims = gold_claims(label, article) if finder is None else finder(article, watchlist, past.stands)
        claims = mend(label, article, claims, past.stands) if mend else claims
        verdict = compare(article, claims, watchlist, past.stands, version, copies)
        past.stands |= {s.figure: s for s in verdict.standings}
        alerts = list(verdict.alerts)
        events.questions += [event(label, q.alert) for q in verdict.questions]
        if mode == "answers":
            for question in verdict.questions:
                yes = confirmed(label, question.figure, question.alert.new)
                past.stands[question.figure], alert = answer(question, past.stands[question.figure], yes)
                alerts += [alert] if alert else []
        events.alerts += [event(label, a) for a in alerts]
        events.claims += [claim_event(label, c) for c in read_claims(claims) if c.role == "current"]
        events.reasons += [(label["id"], c.figure, c.reason, shown(c.new)) for c in verdict.changes]
        if version in ("first", "edited"):
            past.read.append(article)
    return events


Met = tuple[Article, str, tuple[Article, ...]]
_read: dict[tuple[str, int, str], Met] = {}


def read_once(story: Story, number: int, text: str, past: Past) -> Met:
    """The article with its version and the earlier ones that it copies: no run of a story reads them otherwise."""
    key = (story.name, number, text)
    if key not in _read:
        page, label = story.pages[number], story.labels[number]
        article = gold_article(page, label) if text == "gold" else read_page(page, past)
        _read[key] = article, compare_versions(article, past.versions(article)), past.copies(article)
    return _read[key]


def read_page(page: Page, past: Past) -> Article:
    host = urlsplit(page.final_url).hostname or ""
    article = extract(page, memory=past.memory(host))
    if article.text and not past.versions(article) and not past.copies(article):
        past.learn(host, lessons(article))
    return article


def confirmed(label: Gold, figure: str, value: Value) -> bool:
    """What a person who reads the page would say: the rule by which score.py writes answers.jsonl."""
    listed = [c for c in label["claims"] if c["figure"] == figure and c["role"] == "current"]
    listed += [x["to"] for x in label["alerts"] if x["figure"] == figure]
    return any(alike(ends_of(value), v) for v in listed)


def alike(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    mine, theirs = ([float(v[k]) for k in ("low", "high") if v[k] is not None] for v in (a, b))
    near = lambda x, y: abs(x - y) <= 0.005 * max(abs(x), abs(y)) + 1e-9  # noqa: E731
    return bool(mine) and bool(theirs) and near(min(mine), min(theirs)) and near(max(mine), max(theirs))


def ends_of(value: Value) -> dict[str, float | None]:
    return {k: None if v is None else float(v) for k, v in (("low", value.low), ("high", value.high))}


def event(label: Gold, alert: Alert) -> dict[str, Any]:
    return {
        "article": label["id"],
        "figure": alert.figure,
        "kind": alert.kind,
        "from": ends_of(alert.old) if alert.old else None,
        "to": ends_of(alert.new),
        "quote": alert.quote,
    }


def claim_event(label: Gold, claim: Claim) -> dict[str, Any]:
    return {"article": label["id"], "figure": claim.figure, "role": claim.role, **ends_of(claim.value)}


def shown(value: Value) -> str:
    return f"{value.low}..{value.high} {value.bound}"


# --- scores ---------------------------------------------------------------------------------------------------


def scorer(path: Path) -> ModuleType:
    """The scorer as a module: its arithmetic, not a copy of it."""
    spec = importlib.util.spec_from_file_location("story_score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def tally(story: Story, events: Events, score: ModuleType) -> Tally:
    alerts, notes = score.score_alerts(story.gold, events.alerts, events.questions)
    return Tally(alerts, score.score_claims(story.gold, events.claims), [(story.name, *n) for n in notes])


def total(stories: Iterable[Story], score: ModuleType, find: Callable[[Story], Finder | None], **how: Any) -> Tally:
    """The sum over stories; `find` gives each story its reader, so that one trained without its group can be used."""
    out = Tally()
    for story in stories:
        out.add(tally(story, run(story, find(story), **how), score))
    return out


def line(name: str, t: Tally, score: ModuleType) -> str:
    a, c = t.alerts, t.claims
    p, r, f = score.f1(a["tp"], a["fp"], a["fn"])
    cf = score.f1(c["tp"], c["fp"], c["fn"])[2]
    return (
        f"{name:22s} P {p:.3f} R {r:.3f} F1 {f:.3f}  tp {a['tp']} fp {a['fp']} fn {a['fn']} late {a['late']}"
        f"  quiet {a['quiet']}/{a['quiet_articles']}  kind {a['kind'] / max(1, a['tp']):.2f}"
        f"  questions {a['asked'] / max(1, a['articles']):.2f} (useful {a['useful']}/{a['asked']})  claims {cf:.3f}"
    )


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("stories", type=Path)
    ap.add_argument("--score", type=Path, default=SCORER, help="default: the scorer of the tests")
    ap.add_argument("--split")
    ap.add_argument("--only")
    ap.add_argument("--claims", choices=["gold", "match"], default="match")
    ap.add_argument("--text", choices=["gold", "pages"], default="gold")
    ap.add_argument("--mode", choices=["balanced", "answers", "more", "fewer"], default="answers")
    ap.add_argument("--by", choices=["story", "group"], default="story")
    reader_arguments(ap)
    ap.add_argument("-v", "--verbose", action="store_true", help="every miss and false alarm, with compare's reasons")
    args = ap.parse_args()
    score = scorer(args.score)
    find = readers(args)
    sums: dict[str, Tally] = defaultdict(Tally)
    for story in load(args.stories, args.split, args.only):
        events = run(story, find(story), mode=args.mode, text=args.text)
        got = tally(story, events, score)
        sums[story.name if args.by == "story" else story.group].add(got)
        if args.verbose:
            explain(got, events)
    for name in sorted(sums):
        print(line(name, sums[name], score))
    everything = Tally()
    for part in sums.values():
        everything.add(part)
    print(line("TOTAL", everything, score))


def explain(got: Tally, events: Events) -> None:
    for note in got.notes:
        print("  ", *note)
        for reason in events.reasons:
            if reason[:2] == (note[2], note[3]):
                print("        ", *reason[2:])


if __name__ == "__main__":
    main()
