"""What the blocks around a block say about it, once each has a first score: the later rounds' features.

Law: as in features.py, names that can be read back. The container is the innermost box with nearly all of the page's
best run of blocks (the contiguous blocks with most good text minus bad text), so that bodies split over sibling boxes
stay whole and teaser columns out.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from monitor.extract.blocks import Box, Piece
from monitor.extract.chrome import BIT
from monitor.extract.features import HEADS, Features, length_of

UNSEEN = -7.0  # the score of blocks that are not looked at
SETTLED = -4.0  # below this a first score is not asked again: of 4,600 blocks one was turned
_FULL = 400  # no block speaks for more characters than this
_TEXT = 60
_ARTICLE = BIT["<article>"]
_NOBODY = ("", "")  # what a block that is not looked at is like
_NO_TEXT = 3  # the step of no block at all


# names of the steps of a number are made once: some two dozen are looked up for each block
def _named(label: str, end: str = "") -> tuple[str, ...]:
    return tuple(f"{label}{i}{end}" for i in range(-6, 7))


_KINDS = ("s", "m", "l")
_PLACES = tuple(
    side + gap
    for side in ("in", "out")
    for gap in ("", "-before0", "-before1", "-before2", "-after0", "-after1", "-after2")
)
_Z, _LEVEL = map(_named, ("z", "level"))
_AROUND, _ALIKE, _MINE, _OUTER = map(_named, ("around", "alike", "mine", "outer"))
_ALIKE_SHARE, _MINE_SHARE, _OUTER_SHARE = map(_named, ("alike-share", "mine-share", "outer-share"))
_HEAD_NEXT = _named("head-next")
_Z_OF, _AROUND_OF = ({k: _named(f"{label}-{k}") for k in _KINDS} for label in ("z", "around"))
_BEFORE_OF, _AFTER_OF = ({k: _named(label, "-" + k) for k in _KINDS} for label in ("before", "after"))
_PLACE_OF = {k: {place: f"{place}-{k}" for place in _PLACES} for k in _KINDS}


class _Container(NamedTuple):
    """Where the article seems to be: its box, the run of blocks in it, its `<article>` and how many there are."""

    box: Box
    start: int
    end: int
    article: Box | None
    several: int


def _at(z: float) -> int:
    i = int(z + 6.5)
    return 0 if i < 0 else 12 if i > 12 else i


def later_round(
    pieces: Sequence[Piece], boxes: Sequence[Box], first: Sequence[Features | None], scores: Sequence[float]
) -> list[list[str]]:
    """For each block that is looked at, the names of what its neighbours, its likes and the container say."""
    page = _Page(pieces, boxes, first, scores)
    return [[] if features is None or scores[i] < SETTLED else page.names(i) for i, features in enumerate(first)]


class _Page:
    """The sums over a page's blocks that each of them is held against."""

    def __init__(
        self, pieces: Sequence[Piece], boxes: Sequence[Box], first: Sequence[Features | None], scores: Sequence[float]
    ) -> None:
        self.pieces, self.scores = pieces, scores
        self.sizes, self.weights, self.gained = _weighed(pieces, scores)
        self.summed, self.massed = [0.0, *accumulate(self.weights)], [0.0, *accumulate(self.sizes)]
        self.alike, self.keys = _alike(pieces, first, self.weights, self.sizes)
        self.found = _container(pieces, boxes, self.weights, self.gained)
        self.steps = [_at(z) for z in scores]
        self.before, self.after = _nearest(pieces, self.steps)
        self.top = _LEVEL[_at(_level(pieces, scores))]

    def names(self, i: int) -> list[str]:
        """What all the others say about one block."""
        piece, z, steps = self.pieces[i], self.scores[i], self.steps
        box = piece.box
        outer = box.parent or box
        kind = length_of(piece.size)
        place = _place(i, self.found)
        around = self._mean(i - 4 if i > 4 else 0, i + 5 if i + 5 < len(steps) else len(steps), i)
        names = [
            _Z[_at(z / 0.7)],
            _Z_OF[kind][steps[i]],
            self.top,
            _BEFORE_OF[kind][self.before[i]],
            _AFTER_OF[kind][self.after[i]],
            _AROUND[_at(around * 4)],
            _AROUND_OF[kind][_at(around * 2.5)],
            *self._likes(i),
            _MINE[_at(self._mean(box.first, box.last, i) * 4)],
            _OUTER[_at(self._mean(outer.first, outer.last, i) * 4)],
            _MINE_SHARE[self._share(box)],
            _OUTER_SHARE[self._share(outer)],
            place,
            _PLACE_OF[kind][place],
            "article-" + _kinship(box, self.found.article) + "-" + str(self.found.several),
        ]
        return [*names, _HEAD_NEXT[self.after[i]], "head-" + place] if box.tag in HEADS else names

    def _mean(self, low: int, high: int, i: int) -> float:
        """How good a range of blocks is without one of them."""
        weight = self.summed[high] - self.summed[low] - self.weights[i]
        return weight / (self.massed[high] - self.massed[low] - self.sizes[i] + 60)

    def _share(self, box: Box) -> int:
        return 6 + int(6 * (self.gained[box.last] - self.gained[box.first]) / (self.gained[-1] + 1.0))

    def _likes(self, i: int) -> tuple[str, str]:
        weight, size, good = self.alike[self.keys[i]]
        mean = (weight - self.weights[i]) / (size - self.sizes[i] + 40)
        return _ALIKE[_at(mean * 4)], _ALIKE_SHARE[6 + int(6 * good / (self.gained[-1] + 1.0))]


def _weighed(pieces: Sequence[Piece], scores: Sequence[float]) -> tuple[list[int], list[float], list[float]]:
    """For each block how much it counts, how much it speaks for text or against, and the running sum of the good."""
    sizes = [piece.size if piece.size < _FULL else _FULL for piece in pieces]
    weights = [(-1.5 if z < -1.5 else 1.5 if z > 1.5 else z) * size for z, size in zip(scores, sizes, strict=True)]
    return sizes, weights, [0.0, *accumulate([w if w > 0 else 0.0 for w in weights])]


def container_of(pieces: Sequence[Piece], boxes: Sequence[Box], scores: Sequence[float]) -> Box | None:
    """The box that holds the text, None where there is none."""
    _, weights, gained = _weighed(pieces, scores)
    found = _container(pieces, boxes, weights, gained)
    return found.box if found.end >= found.start else None


def _alike(
    pieces: Sequence[Piece], first: Sequence[Features | None], weights: Sequence[float], sizes: Sequence[int]
) -> tuple[dict[tuple[str, str], list[float]], list[tuple[str, str]]]:
    """Sums over the blocks whose boxes have the same tag and names: weight, size, good weight."""
    sums: dict[tuple[str, str], list[float]] = {}
    keys: list[tuple[str, str]] = []
    for i, piece in enumerate(pieces):
        if first[i] is None:
            keys.append(_NOBODY)
            continue
        box = piece.box
        key = (box.tag, box.name or (box.parent.name if box.parent else ""))
        keys.append(key)
        entry = sums.get(key)
        if entry is None:
            entry = sums[key] = [0.0, 1.0, 0.0]
        weight = weights[i]
        entry[0] += weight
        entry[1] += sizes[i]
        if weight > 0:
            entry[2] += weight
    return sums, keys


def _container(
    pieces: Sequence[Piece], boxes: Sequence[Box], weights: Sequence[float], gained: Sequence[float]
) -> _Container:
    start, end = _best_run(weights, 0, len(weights))
    if end < start:
        return _Container(boxes[0], 0, -1, None, 0)
    enough = 0.9 * (gained[end + 1] - gained[start])
    heaviest = max(range(start, end + 1), key=weights.__getitem__)
    box = pieces[heaviest].box
    while box.parent is not None and gained[box.last] - gained[box.first] < enough:
        box = box.parent
    start, end = _best_run(weights, box.first, box.last)
    around: Box | None = box
    while around is not None and around.tag != "article":
        around = around.parent
    if around is not None:
        return _Container(box, start, end, around, -1)
    several = [
        b
        for b in boxes
        if b.tag == "article"
        and box.first <= b.first
        and b.last <= box.last
        and gained[b.last] - gained[b.first] > 0.2 * enough
    ]
    return _Container(box, start, end, several[0] if several else None, min(3, len(several)))


def _best_run(weights: Sequence[float], low: int, high: int) -> tuple[int, int]:
    """The contiguous blocks with the greatest sum."""
    best, span, total, start = 0.0, (0, -1), 0.0, low
    for i in range(low, high):
        if total > 0:
            total += weights[i]
        else:
            total, start = weights[i], i
        if total > best:
            best, span = total, (start, i)
    return span


def _kinship(box: Box, main: Box | None) -> str:
    """Whether the block stands in the main `<article>`, in one inside it, in another, in none."""
    if not box.chain & _ARTICLE:
        return "none"
    inner = box
    while inner.tag != "article" and inner.parent is not None:
        inner = inner.parent
    if inner is main:
        return "main"
    return "nested" if main is not None and main.first <= inner.first and inner.last <= main.last else "other"


def _nearest(pieces: Sequence[Piece], steps: Sequence[int]) -> tuple[list[int], list[int]]:
    """For each block the step of the nearest block of text before and after it."""
    before, after = [], []
    last = _NO_TEXT
    for piece, step in zip(pieces, steps, strict=True):
        before.append(last)
        if piece.size > _TEXT:
            last = step
    last = _NO_TEXT
    for piece, step in zip(reversed(pieces), reversed(steps), strict=True):
        after.append(last)
        if piece.size > _TEXT:
            last = step
    after.reverse()
    return before, after


def _level(pieces: Sequence[Piece], scores: Sequence[float]) -> float:
    """How sure we are of the page's best text: a doubtful block on a doubtful page may be text."""
    ranked = sorted([z for p, z in zip(pieces, scores, strict=True) if p.size > 80 and z > UNSEEN], reverse=True)
    return ranked[min(len(ranked) - 1, 3)] if ranked else -3.0


def _place(i: int, found: _Container) -> str:
    side = "in" if found.box.first <= i < found.box.last else "out"
    if i < found.start:
        gap = found.start - i
        return side + ("-before0" if gap < 2 else "-before1" if gap < 6 else "-before2")
    if i > found.end:
        gap = i - found.end
        return side + ("-after0" if gap < 2 else "-after1" if gap < 6 else "-after2")
    return side
