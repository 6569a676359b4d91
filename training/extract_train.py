"""Trains monitor/extract/weights.json: a logistic score for blocks, in two rounds, and says how good it is.

    python training/extract_train.py --pages DIR [--stories DIR] [--out monitor/extract/weights.json]

Every block that the first round looks at is a row of named binary features (features.py, context.py). The later round
sees the first one's scores as given to pages that it was not trained on. Reported is what pages of other domains would
get: five folds by registered domain (stories: by author), scored as the pages bench does, by word 4-grams and page.
The shipped weights are trained on all of it. Needs numpy, which the program itself does not.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from extract_data import Labelled, grams, load_pages, load_stories, names_of, words
from numpy.typing import NDArray

from monitor.extract.body import LEAN, lift
from monitor.extract.context import SETTLED, UNSEEN, later_round

Vector = NDArray[np.float64]
FOLDS = 5
PENALTY = 6.0  # L2; 3 to 20 are within a thousandth of each other
RARE = 8  # names seen less often are not learned
SMALL = 0.02  # weights below this are not shipped
_MEMORY = 10  # pairs of steps and gradients that L-BFGS looks back on


class Rows:
    """Blocks as rows of indices of names, padded; the last two columns are the constant and nothing."""

    def __init__(self, names: Sequence[Sequence[str]]) -> None:
        counts = Counter(name for row in names for name in set(row))
        self.names = sorted(name for name, count in counts.items() if count >= RARE)
        index = {name: i for i, name in enumerate(self.names)}
        nothing = len(self.names) + 1
        self.table = np.full((len(names), max(map(len, names)) + 1), nothing, np.int32)
        for i, row in enumerate(names):
            known = [*(index[name] for name in row if name in index), len(self.names)]
            self.table[i, : len(known)] = known

    def fit(self, labels: Vector, weights: Vector, use: NDArray[np.bool_]) -> Vector:
        """The coefficients that say the labels of the used rows best."""
        table = self.table[use]
        y, w = labels[use], weights[use]
        size, width = len(self.names) + 2, table.shape[1]
        penalty = np.full(size, PENALTY)
        penalty[-2] = 1e-3

        def loss(b: Vector) -> tuple[float, Vector]:
            b[-1] = 0.0
            z = b[table].sum(1)
            p = 1 / (1 + np.exp(-np.clip(z, -30, 30)))
            slope = np.bincount(table.ravel(), weights=np.repeat(w * (p - y), width), minlength=size) + penalty * b
            slope[-1] = 0.0
            return float((w * (np.logaddexp(0, z) - y * z)).sum() + 0.5 * (penalty * b * b).sum()), slope

        return descend(loss, np.zeros(size))

    def score(self, b: Vector) -> Vector:
        """What coefficients say of every row."""
        return b[self.table].sum(1)


def descend(loss, b: Vector, steps: int = 120) -> Vector:  # type: ignore[no-untyped-def]
    """L-BFGS with a backtracking line search."""
    value, slope = loss(b)
    moves: list[tuple[Vector, Vector]] = []
    for _ in range(steps):
        way = _direction(slope, moves)
        length = 1.0
        while True:
            ahead = b + length * way
            new_value, new_slope = loss(ahead)
            if new_value <= value + 1e-4 * length * float(slope @ way) or length < 1e-4:
                break
            length /= 2
        move, turn = ahead - b, new_slope - slope
        if float(turn @ move) > 1e-9:
            moves = [*moves, (move, turn)][-_MEMORY:]
        settled = abs(value - new_value) < 1e-5 * abs(value)
        b, value, slope = ahead, new_value, new_slope
        if settled:
            break
    return b


def _direction(slope: Vector, moves: Sequence[tuple[Vector, Vector]]) -> Vector:
    way = slope.copy()
    shares = []
    for move, turn in reversed(moves):
        share = float(move @ way) / float(turn @ move)
        way -= share * turn
        shares.append(share)
    way *= (
        float(moves[-1][0] @ moves[-1][1]) / float(moves[-1][1] @ moves[-1][1])
        if moves
        else 1 / max(1.0, abs(slope).max())
    )
    for (move, turn), share in zip(moves, reversed(shares), strict=True):
        way += move * (share - float(turn @ way) / float(turn @ move))
    return -way


class Blocks:
    """All blocks of all pages that the first round looks at, with their labels and folds."""

    def __init__(self, pages: Sequence[Labelled], seed: int = 7) -> None:
        self.pages = pages
        groups = sorted({page.group for page in pages})
        random.Random(seed).shuffle(groups)  # noqa: S311  a split, no secret
        fold = {group: i % FOLDS for i, group in enumerate(groups)}
        self.names: list[list[str]] = []
        labels, weights, folds = [], [], []
        for page in pages:
            text = sum(len(p.text) for p, (said, _) in zip(page.pieces, page.labels, strict=True) if said) or 1000
            for piece, features, (said, sure) in zip(page.pieces, page.first, page.labels, strict=True):
                if features is not None:
                    self.names.append(names_of(features, piece.size))
                    labels.append(float(said))
                    weights.append((sure * (0.15 + 12 * min(0.35, piece.size / text))) ** 0.75 * page.weight)
                    folds.append(fold[page.group])
        self.labels, self.weights, self.folds = np.array(labels), np.array(weights), np.array(folds)

    def out_of_fold(self, rows: Rows, use: NDArray[np.bool_]) -> Vector:
        """Each block's score by coefficients that never saw its domain."""
        scores = np.zeros(len(self.labels))
        for k in range(FOLDS):
            b = rows.fit(self.labels, self.weights, use & (self.folds != k))
            scores[self.folds == k] = rows.score(b)[self.folds == k]
        return scores

    def spread(self, scores: Vector) -> list[list[float]]:
        """The scores page by page, with those of the blocks not looked at."""
        given = iter(scores)
        return [[UNSEEN if f is None else float(next(given)) for f in page.first] for page in self.pages]

    def later(self, scores: Vector) -> list[list[str]]:
        """The names of both rounds, given the first one's scores."""
        own = iter(self.names)
        out = []
        for page, said in zip(self.pages, self.spread(scores), strict=True):
            more = later_round(page.pieces, page.boxes, page.first, said)
            out += [[*next(own), *names] for names, f in zip(more, page.first, strict=True) if f is not None]
        return out


def bench(blocks: Blocks, scores: Vector, source: str) -> dict[str, float]:
    """Precision, recall and F1 as the pages bench has them: means over pages, optional text neither way."""
    precisions, recalls, low = [], [], 0
    for page, said in zip(blocks.pages, blocks.spread(scores), strict=True):
        if page.source != source:
            continue
        up = LEAN + lift(page.pieces, [z + LEAN for z in said])
        kept = "\n".join(piece.text for piece, z in zip(page.pieces, said, strict=True) if z + up > 0)
        want, got, spare = (grams(words(text)) for text in (page.gold, kept, page.optional))
        both = sum((want & got).values())
        wrong = sum(max(0, n - want[g] - spare[g]) for g, n in got.items())
        precisions.append(both / (both + wrong) if both + wrong else 1.0)
        recalls.append(both / max(1, sum(want.values())))
        low += recalls[-1] < 0.5
    p, r = statistics.mean(precisions), statistics.mean(recalls)
    return {"F1": 2 * p * r / (p + r), "precision": p, "recall": r, "recall<.5": low}


def main() -> None:
    """Trains, reports, and writes the weights where asked to."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--pages", type=Path, required=True)
    ask.add_argument("--stories", type=Path)
    ask.add_argument("--out", type=Path)
    given = ask.parse_args()
    pages = [*load_pages(given.pages), *(load_stories(given.stories, "train") if given.stories else ())]
    blocks = Blocks(pages)
    everything = np.ones(len(blocks.labels), bool)
    first = Rows(blocks.names)
    one = blocks.out_of_fold(first, everything)
    open_ = one >= SETTLED
    later = Rows(blocks.later(one))
    two = np.where(open_, blocks.out_of_fold(later, open_), one)
    for source in sorted({page.source for page in pages}):
        for name, scores in (("first round", one), ("later round", two)):
            said = "  ".join(f"{key} {value:.4f}" for key, value in bench(blocks, scores, source).items())
            print(f"{source:8} {name}: {said}   (other domains)")  # noqa: T201
    if given.out:
        shipped = [(first, everything), (later, open_)]
        rounds = [_coefficients(rows, rows.fit(blocks.labels, blocks.weights, use)) for rows, use in shipped]
        given.out.write_text(json.dumps({"rounds": rounds}, indent=0, ensure_ascii=False) + "\n", "utf-8")


def _coefficients(rows: Rows, b: Vector) -> dict[str, float]:
    known = {name: round(float(b[i]), 2) for i, name in enumerate(rows.names) if abs(b[i]) >= SMALL}
    return {"": round(float(b[-2]), 2), **known}


if __name__ == "__main__":
    main()
