#!/usr/bin/env python3
# ruff: noqa: T201
"""Learns the weights of monitor/compare/weigh.py: which value of an article is news for somebody who remembers.

    policy_train.py STORIES --left-out CONTEXTS [--split train] [--text pages] [--cache FOLDER] [--rounds 2]

Each story is run by a reader that never saw its group; every value that the rules call news is a row: its signs, and
whether the labels have an alert for it. The states that a run meets depend on the weights, so it is run in rounds.
A logistic regression with L2 towards the prior (match/ believed as it is) is fitted without each group in turn and
measured on it, by whole runs; then on all, and printed to be reviewed and frozen.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import numpy as np
from evaluate import SCORER, Finder, Gold, Story, Tally, alike, ends_of, line, load, reader_arguments, readers, run
from evaluate import scorer as scorer_of
from evaluate import tally
from scipy.optimize import minimize

from monitor.compare import settle, weigh
from monitor.compare.classify import Case

L2 = 4.0
PRIOR: Mapping[str, float] = {"read": 1.0}
REPAIRS = 0.5  # what a true value weighs that was due before and missed: it is no alert, but it mends the state
Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    group: str
    signs: Mapping[str, float]
    due: float
    weight: float


def rows(story: Story, finder: Finder | None, by: Weights, mode: str, text: str) -> list[Row]:
    """The cases of one run with their labels."""
    met: list[tuple[str, Case]] = []

    def watched(case: Case) -> float:
        met.append((case.report.url + str(case.report.at), case))
        return weigh.chance(case, by)

    seen: list[list[Case]] = []

    def find(article, watchlist, stands):  # type: ignore[no-untyped-def]
        seen.append([c for _, c in met])
        met.clear()
        return finder(article, watchlist, stands)

    with patch.object(settle, "chance", watched):
        run(story, find, mode=mode, text=text)
    seen.append([c for _, c in met])
    out = []
    for label, cases in zip(story.labels, seen[1:], strict=True):
        out += [labelled(story, label, case) for case in cases]
    return out


def labelled(story: Story, label: Gold, case: Case) -> Row:
    mine = [a for a in label["alerts"] if a["figure"] == case.figure.id and alike(ends_of(case.value), a["to"])]
    listed = [c for c in label["claims"] if c["figure"] == case.figure.id and c["role"] == "current"]
    mends = not mine and any(alike(ends_of(case.value), c) and not c.get("no_alert") for c in listed)
    return Row(group=story.group, signs=weigh.signs(case), due=float(bool(mine) or mends), weight=REPAIRS if mends else 1.0)


def fit(data: Sequence[Row], l2: float = L2) -> dict[str, float]:
    names = sorted({s for r in data for s in r.signs})
    x = np.array([[r.signs.get(n, 0.0) for n in names] for r in data])
    y, w = np.array([r.due for r in data]), np.array([r.weight for r in data])
    prior = np.array([PRIOR.get(n, 0.0) for n in names])
    strength = np.array([0.1 if n == "always" else l2 for n in names])

    def loss(b: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ b
        p = 1 / (1 + np.exp(-z))
        off = b - prior
        value = (w * (np.logaddexp(0, z) - y * z)).sum() + (strength * off * off).sum() / 2
        return value, x.T @ (w * (p - y)) + strength * off

    found = minimize(loss, prior, jac=True, method="L-BFGS-B")
    return {n: round(float(v), 2) for n, v in zip(names, found.x, strict=True)}


def measure(stories: Sequence[Story], find: Callable[[Story], Finder | None], by: Callable[[str], Weights], mode: str,
            text: str, arithmetic) -> Tally:  # type: ignore[no-untyped-def]  # fmt: skip
    total = Tally()
    for story in stories:
        weights = by(story.group)
        with patch.object(settle, "chance", lambda case, w=weights: weigh.chance(case, w)):
            total.add(tally(story, run(story, find(story), mode=mode, text=text), arithmetic))
    return total


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("stories", type=Path)
    ap.add_argument("--split")
    ap.add_argument("--text", choices=["gold", "pages"], default="pages")
    ap.add_argument("--rounds", type=int, default=3)
    ap.add_argument("--l2", type=float, default=L2)
    reader_arguments(ap)
    args = ap.parse_args()
    stories, find, arithmetic = load(args.stories, args.split), readers(args), scorer_of(SCORER)
    groups = sorted({s.group for s in stories})
    by = {g: dict(weigh.WEIGHTS) for g in [*groups, ""]}
    for _ in range(args.rounds):
        data = [r for m in ("answers", "balanced") for s in stories for r in rows(s, find(s), by[s.group], m, args.text)]
        by = {g: fit([r for r in data if r.group != g], args.l2) for g in [*groups, ""]}
        p = [(1 / (1 + np.exp(-sum(by[r.group].get(k, 0) * v for k, v in r.signs.items()))), r) for r in data]
        loss = -np.mean([r.weight * np.log(q if r.due else 1 - q) for q, r in p])
        print(len(data), "rows, due", sum(r.due for r in data), "log-loss left out", round(loss, 4))
    for cut in ((0.5, .15), (0.55, 0.2), (0.6, 0.2), (0.6, 0.15), (0.65, 0.15), (0.7, 0.2)):
        with patch.object(settle, "CUTS", {**settle.CUTS, "balanced": settle.Cut(alert=cut[0], ask=cut[1], questions=4)}):
            print(line(f"answers {cut}", measure(stories, find, by.__getitem__, "answers", args.text, arithmetic), arithmetic))
    for cut in (0.25, 0.3, 0.35, 0.4, 0.45):
        with patch.object(settle, "CUTS", {**settle.CUTS, "more": settle.Cut(alert=cut, ask=1, questions=0)}):
            print(line(f"more {cut}", measure(stories, find, by.__getitem__, "more", args.text, arithmetic), arithmetic))
    for name in sorted(by[""], key=lambda n: -abs(by[""][n])):
        print(f'    "{name}": {by[""][name]},', [by[g].get(name) for g in groups], sum(r.signs.get(name, 0) != 0 for r in data))


if __name__ == "__main__":
    main()
