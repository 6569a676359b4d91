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
from monitor.extract.features import HEADS, Features, length_of

UNSEEN = -7.0  # the score of blocks that are not looked at
SETTLED = -4.0  # below this a first score is not asked again: of 4,600 blocks one was turned
_FULL = 400  # no block speaks for more characters than this
_TEXT = 60
_STEPS = tuple(str(i) for i in range(-6, 7))


class _Container(NamedTuple):
    """Where the article seems to be: its box, the run of blocks in it, its `<article>` and how many there are."""

    box: Box
    start: int
    end: int
    article: Box | None
    several: int


def _step(z: float) -> str:
    i = int(z + 6.5)
    return _STEPS[0 if i < 0 else 12 if i > 12 else i]


def later_round(
    pieces: Sequence[Piece], boxes: Sequence[Box], first: Sequence[Features | None], scores: Sequence[float]
) -> list[list[str]]:
    """For each block that is looked at, the names of what its neighbours, its likes and the container say."""
    count = len(pieces)
    sizes = [piece.size if piece.size < _FULL else _FULL for piece in pieces]
    weights = [(-1.5 if z < -1.5 else 1.5 if z > 1.5 else z) * size for z, size in zip(scores, sizes, strict=True)]
    summed, massed = [0.0, *accumulate(weights)], [0.0, *accumulate(sizes)]
    gained = [0.0, *accumulate([w if w > 0 else 0.0 for w in weights])]
    total = gained[-1] + 1.0
    alike, keys = _alike(pieces, first, weights, sizes)
    found = _container(pieces, boxes, weights, gained)
    before, after = _nearest(pieces, scores)
    level = _level(pieces, scores)
    top = "level" + _step(level)
    out: list[list[str]] = []
    for i, features in enumerate(first):
        if features is None or scores[i] < SETTLED:
            out.append([])
            continue
        z, size, weight, box = scores[i], sizes[i], weights[i], pieces[i].box
        outer = box.parent or box
        kind = length_of(pieces[i].size)
        low, high = (i - 4 if i > 4 else 0), (i + 5 if i + 5 < count else count)
        around = (summed[high] - summed[low] - weight) / (massed[high] - massed[low] - size + 60)
        mine = (summed[box.last] - summed[box.first] - weight) / (massed[box.last] - massed[box.first] - size + 60)
        wider = (summed[outer.last] - summed[outer.first] - weight) / (
            massed[outer.last] - massed[outer.first] - size + 60
        )
        entry = alike[keys[i]]
        place = _place(i, found)
        relative = z - level
        names = [
            "z" + _step(z / 0.7),
            "z-" + kind + _step(z),
            top,
            "rel" + _step(relative / 0.7),
            "rel-" + kind + _step(relative),
            place + "-rel" + _step(relative / 1.5),
            "prev" + _step(scores[i - 1] if i else UNSEEN),
            "next" + _step(scores[i + 1] if i + 1 < count else UNSEEN),
            "before" + _step(before[i]) + "-" + kind,
            "after" + _step(after[i]) + "-" + kind,
            "around" + _step(around * 4),
            "around-" + kind + _step(around * 2.5),
            "alike" + _step((entry[0] - weight) / (entry[1] - size + 40) * 4),
            "alike-share" + _STEPS[6 + int(6 * entry[2] / total)],
            "mine" + _step(mine * 4),
            "outer" + _step(wider * 4),
            "mine-share" + _STEPS[6 + int(6 * (gained[box.last] - gained[box.first]) / total)],
            "outer-share" + _STEPS[6 + int(6 * (gained[outer.last] - gained[outer.first]) / total)],
            place,
            place + "-" + kind,
            place + "-z" + _step(z / 2),
            "article-" + _kinship(box, found.article) + "-" + str(found.several),
        ]
        if box.tag in HEADS:
            names += ["head-next" + _step(after[i]), "head-" + place]
        out.append(names)
    return out


def container_of(pieces: Sequence[Piece], boxes: Sequence[Box], scores: Sequence[float]) -> Box | None:
    """The box that holds the text, None where there is none."""
    weights = [max(-1.5, min(1.5, z)) * min(p.size, _FULL) for p, z in zip(pieces, scores, strict=True)]
    found = _container(pieces, boxes, weights, [0.0, *accumulate([w if w > 0 else 0.0 for w in weights])])
    return found.box if found.end >= found.start else None


def _alike(
    pieces: Sequence[Piece], first: Sequence[Features | None], weights: Sequence[float], sizes: Sequence[int]
) -> tuple[dict[tuple[str, str], list[float]], list[tuple[str, str]]]:
    """Sums over the blocks whose boxes have the same tag and names: weight, size, good weight."""
    sums: dict[tuple[str, str], list[float]] = {}
    keys = []
    for i, piece in enumerate(pieces):
        box = piece.box
        key = (box.tag, box.name or (box.parent.name if box.parent else ""))
        keys.append(key)
        if first[i] is None:
            continue
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
    inner: Box | None = box
    while inner is not None and inner.tag != "article":
        inner = inner.parent
    if inner is None or inner is main:
        return "none" if inner is None else "main"
    return "nested" if main is not None and main.first <= inner.first and inner.last <= main.last else "other"


def _nearest(pieces: Sequence[Piece], scores: Sequence[float]) -> tuple[list[float], list[float]]:
    """For each block the score of the nearest block of text before and after it."""
    before, after = [], []
    last = -3.0
    for piece, z in zip(pieces, scores, strict=True):
        before.append(last)
        if piece.size > _TEXT:
            last = z
    last = -3.0
    for piece, z in zip(reversed(pieces), reversed(scores), strict=True):
        after.append(last)
        if piece.size > _TEXT:
            last = z
    after.reverse()
    return before, after


def _level(pieces: Sequence[Piece], scores: Sequence[float]) -> float:
    """How sure we are of the page's best text: all later scores are read relative to it."""
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
