"""Trains the weights of monitor/match/ and measures them on classes, phenomena and groups that were left out.

    python training/match_train.py --contexts FOLDER [--stories FOLDER] [--leave class|phenomenon|group] [--write]

The model is monitor/match/choose.py's: softmax over the values of a slate and "none", log-sum-exp over mentions. The
loss is the negative log of the answers' probability (any of them, where an article states several), with L2 that pulls
every weight towards its prior (match_priors.toml: what we know of language before we count); a term seen in fewer than
MIN examples is left out. Only measured on what was left out; `--write` then fits all and writes weights.json, and
prints the weights by size so that a person can review their signs.
"""

from __future__ import annotations

import argparse
import collections
import json
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from match_data import Example, contexts, stories, story
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from monitor.match import choose, compile_watchlist
from monitor.match.choose import Slate
from monitor.match.reading import read
from monitor.model import Value

MIN = 4
# Read by rules (a role, a gate, an earlier value), not weighed: slots tell it better.
MARKS = ("part:", "than_before:", "denied:", "revise:", "claimed:", "event:")
STALE = 0.5  # what an article weighs that is told again with an older state
HERE = Path(__file__).resolve().parent
PRIORS: dict[str, float] = tomllib.loads((HERE / "match_priors.toml").read_text("utf-8"))["priors"]
WEIGHTS = HERE.parent / "monitor" / "match" / "weights.json"


@dataclass(slots=True)
class Case:
    """One slate with the indices of the candidates that are answers."""

    example: Example
    slate: Slate
    right: tuple[int, ...]
    answers: tuple[Value, ...]
    lost: bool  # there is an answer, but no candidate for it
    weight: float


def cases(example: Example, weight: float) -> list[Case]:
    """The slates of an example."""
    watch = example.watchlist
    compiled = compile_watchlist(watch)
    reading = read(example.article, compiled.aliases)
    out = []
    for slate in choose.slates(reading, compiled, example.standings):
        answers = example.answers[slate.figure.id]
        right = tuple(
            i for i, c in enumerate(slate.candidates) if any(v.agrees(a) for _, _, v in c.mentions for a in answers)
        )
        out.append(Case(example, slate, right, answers, bool(answers) and not right, weight))
    return out


class Matrix:
    """Cases as sparse matrices; a row of `mention` per mention, of `value` per candidate, of `none` per case."""

    def __init__(self, data: Sequence[Case], names: dict[str, int]) -> None:
        mention, value, none = [], [], []
        self.m2c, self.c2k, self.right, self.weight = [], [], [], []
        for k, case in enumerate(data):
            none.append(case.slate.none)
            self.weight.append(0.0 if case.lost else case.weight)
            self.none_right = getattr(self, "none_right", [])
            self.none_right.append(not case.right)
            for i, c in enumerate(case.slate.candidates):
                for _, terms, _ in c.mentions:
                    mention.append(terms)
                    self.m2c.append(len(value))
                value.append(c.terms)
                self.c2k.append(k)
                self.right.append(i in case.right)
        build = lambda rows: _sparse(rows, names)  # noqa: E731
        self.mention, self.value, self.none = build(mention), build(value), build(none)
        self.m2c, self.c2k = np.array(self.m2c), np.array(self.c2k)
        self.right, self.none_right = np.array(self.right, float), np.array(self.none_right, float)
        self.weight = np.array(self.weight)
        self.n = len(data)

    def loss(self, w: np.ndarray, l2: float, prior: np.ndarray) -> tuple[float, np.ndarray]:
        """The regularised loss and its gradient."""
        sm = self.mention @ w
        top = np.full(len(self.c2k), -np.inf)
        np.maximum.at(top, self.m2c, sm)
        em = np.exp(sm - top[self.m2c])
        zc = np.bincount(self.m2c, em, len(self.c2k))
        sc = top + np.log(zc) + self.value @ w
        sn = self.none @ w
        high = sn.copy()
        np.maximum.at(high, self.c2k, sc)
        ec, en = np.exp(sc - high[self.c2k]), np.exp(sn - high)
        whole = np.bincount(self.c2k, ec, self.n) + en
        good = np.bincount(self.c2k, ec * self.right, self.n) + en * self.none_right
        good = np.maximum(good, 1e-300)
        off = w - prior
        value = -(self.weight * (np.log(good) - np.log(whole))).sum() + l2 * (off @ off) / 2
        gc = self.weight[self.c2k] * (ec / whole[self.c2k] - ec * self.right / good[self.c2k])
        gn = self.weight * (en / whole - en * self.none_right / good)
        gm = gc[self.m2c] * em / zc[self.m2c]
        grad = self.mention.T @ gm + self.value.T @ gc + self.none.T @ gn + l2 * off
        return value, grad


def _sparse(rows: Sequence[dict[str, float]], names: dict[str, int]) -> csr_matrix:
    at, cols, vals = [0], [], []
    for row in rows:
        for name, strength in row.items():
            if name in names:
                cols.append(names[name])
                vals.append(strength)
        at.append(len(cols))
    return csr_matrix((vals, cols, at), shape=(len(rows), len(names)))


def vocabulary(data: Sequence[Case]) -> dict[str, int]:
    """The terms seen in at least MIN examples, and those of which we know something before."""
    seen: collections.Counter[str] = collections.Counter()
    for case in data:
        terms = {t for c in case.slate.candidates for t in c.terms} | set(case.slate.none)
        terms |= {t for c in case.slate.candidates for _, m, _ in c.mentions for t in m}
        seen.update(terms)
    kept = {t for t, n in seen.items() if n >= MIN and not t.startswith(MARKS)} | PRIORS.keys()
    return {t: i for i, t in enumerate(sorted(kept))}


def fit(data: Sequence[Case], l2: float) -> dict[str, float]:
    """The weights that fit `data`."""
    names = vocabulary(data)
    matrix = Matrix(data, names)
    prior = np.array([PRIORS.get(t, 0.0) for t in names])
    found = minimize(lambda w: matrix.loss(w, l2, prior), prior.copy(), jac=True, method="L-BFGS-B",
                     options={"maxiter": 300})  # fmt: skip
    return {t: round(float(found.x[i]), 3) for t, i in names.items()}


# --- measuring ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Told:
    """What the product would say of a case: the likeliest value, where it is as likely as that none is given."""

    case: Case
    p: list[float]

    def said(self) -> list[int]:
        """The values that are read, as monitor.events.read_claims has it."""
        best = max(self.p, default=0.0)
        return [i for i, p in enumerate(self.p) if p == best and best >= 1 - sum(self.p)]

    def right(self) -> bool:
        """As a scorer of contexts has it: exactly the value, or nothing where nothing is stated."""
        said = [self.case.slate.candidates[i].value for i in self.said()]
        if not self.case.answers:
            return not said
        return bool(said) and all(any(v.agrees(a) for a in self.case.answers) for v in said)


def held_out(data: Sequence[Case], by: str, l2: float, folds: int) -> list[Told]:
    """Every case told by weights that never saw its class, phenomenon or group (classes are left out in folds)."""
    key = (lambda c: c.example.kind) if by == "phenomenon" else (lambda c: c.example.group)
    told: list[Told] = []
    for fold in split(sorted({key(c) for c in data}), folds):
        weights = fit([c for c in data if key(c) not in fold], l2)
        told += [Told(c, choose.probabilities(c.slate, weights)) for c in data if key(c) in fold]
    return told


def split(keys: list[str], folds: int) -> list[set[str]]:
    """Keys dealt into folds."""
    return [set(keys[i::folds]) for i in range(min(folds, len(keys)))]


def report(told: Sequence[Told], unasked: Sequence[Example], out: Sequence[str] = ("kind",)) -> None:
    """Contexts: right answers and whole pairs by phenomenon (and class)."""
    rows: dict[tuple[str, str], list[bool]] = collections.defaultdict(list)
    pairs: dict[str, list[bool]] = collections.defaultdict(list)
    kind: dict[str, str] = {}
    for e, ok in [(t.case.example, t.right()) for t in told] + [(e, not e.answers["f"]) for e in unasked]:
        for k in out:
            rows[k, getattr(e, k)].append(ok)
        rows["value", "stated" if e.answers["f"] else "none"].append(ok)
        pairs[e.pair].append(ok)
        kind[e.pair] = e.kind
    for (k, v), oks in sorted(rows.items()):
        whole = [all(p) for name, p in pairs.items() if kind[name] == v]
        share = f"  pairs {sum(whole) / len(whole):.2f}" if whole else ""
        sys.stdout.write(f"  {k:6s} {v:22s} {sum(oks):4d} of {len(oks):4d}  {sum(oks) / len(oks):.3f}{share}\n")
    n = sum(map(len, pairs.values()))
    sys.stdout.write(f"contexts: {sum(map(sum, pairs.values())) / n:.3f} right, "
                     f"{sum(map(all, pairs.values())) / len(pairs):.3f} whole pairs, n {n}\n")  # fmt: skip


def claims_table(told: Sequence[Told]) -> None:
    """Stories: how good the claims are that are read, and how honest the probabilities."""
    by: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    bins: dict[int, list[bool]] = collections.defaultdict(list)
    for t in told:
        for name in (t.case.example.group, "all"):
            n = by[name]
            said = t.said()
            for i in said:
                n["tp" if i in t.case.right else "fp"] += 1
            n["fn"] += t.case.lost or (bool(t.case.right) and not any(i in t.case.right for i in said))
        for i, p in enumerate(t.p):
            if "held:same" not in t.case.slate.candidates[i].terms:
                bins[min(9, int(p * 10))].append(i in t.case.right)
    for name, n in sorted(by.items()):
        precision, recall = n["tp"] / max(1, n["tp"] + n["fp"]), n["tp"] / max(1, n["tp"] + n["fn"])
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        sys.stdout.write(f"  {name:4s} claims P {precision:.3f} R {recall:.3f} F1 {f1:.3f}  {dict(n)}\n")
    line = "  ".join(f".{b}: {sum(v) / len(v):.2f} ({len(v)})" for b, v in sorted(bins.items()))
    sys.stdout.write(f"  new values, share right by probability: {line}\n")


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--contexts", type=Path)
    ap.add_argument("--stories", type=Path)
    ap.add_argument("--more", type=Path, nargs="*", default=[], help="further story folders, each its own group")
    ap.add_argument("--pages", action="store_true", help="read contexts through HTML and extract()")
    ap.add_argument("--leave", choices=["class", "phenomenon", "group"], nargs="*", default=[])
    ap.add_argument("--folds", type=int, default=9)
    ap.add_argument("--l2", type=float, default=6.0, help="the strength of L2 on every weight")
    ap.add_argument("--weight", type=float, default=1.0, help="what a story's slate weighs beside a context")
    ap.add_argument("--misses", help="print the misses of this phenomenon")
    ap.add_argument("--write", action="store_true")
    a = ap.parse_args()
    ctx, unasked, sto = [], [], []
    for e in contexts(a.contexts, pages=a.pages) if a.contexts else ():
        made = cases(e, 1.0)
        ctx += made
        unasked += [e] if not made else []
    told_stories = list(stories(a.stories, stale=True)) if a.stories else []
    told_stories += [e for folder in a.more for e in story(folder, folder.name, stale=True)]
    for e in told_stories:
        sto += cases(e, a.weight * (STALE if e.stale else 1.0))
    lost = sum(c.lost for c in ctx) + sum(bool(e.answers["f"]) for e in unasked)
    sys.stdout.write(f"{len(ctx)} contexts asked, {len(unasked)} not; answers without candidate {lost}; "
                     f"{len(sto)} story slates, without candidate {sum(c.lost for c in sto)}\n")  # fmt: skip
    for by in a.leave:
        told = held_out(ctx + sto, by, a.l2, a.folds)
        if ctx and by != "group":
            report([t for t in told if t.case.example.kind != "story"], unasked)
        if sto and by != "phenomenon":
            claims_table([t for t in told if t.case.example.kind == "story" and not t.case.example.stale])
        if a.misses:
            misses([t for t in told if t.case.example.kind == a.misses])
    if a.write:
        weights = fit(ctx + sto, a.l2)
        small = {t: w for t, w in weights.items() if abs(w) >= 0.02}
        WEIGHTS.write_text(json.dumps(small, indent=0, sort_keys=True) + "\n", "utf-8")
        for t, w in sorted(small.items(), key=lambda item: -abs(item[1]))[:120]:
            sys.stdout.write(f"{w:+.2f} {t}\n")


def misses(told: Sequence[Told]) -> None:
    """Cases that were told wrong, with the strongest terms of what was preferred."""
    for t in told:
        if t.right():
            continue
        e = t.case.example
        sys.stdout.write(f"\n## {e.id} {t.case.slate.figure.label} {t.case.slate.figure.nouns}"
                         f" want {[(str(v.low), str(v.high)) for v in t.case.answers]}\n")  # fmt: skip
        for b in e.article.blocks if e.kind != "story" else ():
            sys.stdout.write(f"    {b.kind}: {b.text}\n")
        for c, p in zip(t.case.slate.candidates, t.p, strict=True):
            terms = sorted({k for _, m, _ in c.mentions for k in m} | set(c.terms))
            sys.stdout.write(f"   {p:.2f} {c.value.low} {c.value.high}: {' '.join(terms)}\n")


if __name__ == "__main__":
    main()
