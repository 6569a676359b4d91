"""Which of a page's blocks are the article: each gets a score and a reason, then the container is chosen.

Law: the container is the box with the most good text minus bad text between its first and its last good block.
"""

from __future__ import annotations

from collections.abc import Mapping

from monitor.extract.blocks import Box, Piece
from monitor.extract.chrome import HARD, HINT, SOFT


def local_score(piece: Piece) -> float:
    """How much a block looks like an article's, by itself: -1 .. 1."""
    text, size = piece.text, len(piece.text)
    linked = piece.links / size
    score = min(size, 200) / 200 - 0.25
    if text[-1] in ".!?”\"'»…。":
        score += 0.3
    if linked > 0.5:
        score -= 0.8
    box: Box | None = piece.box
    while box is not None:
        if box.verdict == HARD:
            score -= 0.8
            break
        if box.verdict == SOFT and size < 80:
            score -= 0.2
        elif box.verdict == HINT:
            score += 0.2
            break
        box = box.parent
    return max(-1.0, min(1.0, score))


def choose(pieces: list[Piece], memory: Mapping[str, int]) -> list[float]:
    """A score for each block, above 0 for the article's."""
    local = [local_score(p) for p in pieces]
    best, span = _container(pieces, local)
    out = []
    for i, (piece, score) in enumerate(zip(pieces, local, strict=True)):
        inside = best is not None and span[0] <= i <= span[1] and _within(piece.box, best)
        linked = piece.links / len(piece.text)
        out.append(max(0.1, score) if inside and score > -0.5 and linked < 0.8 else min(score, 0.0))
    return out


def _within(box: Box | None, outer: Box) -> bool:
    while box is not None:
        if box is outer:
            return True
        box = box.parent
    return False


def _container(pieces: list[Piece], local: list[float]) -> tuple[Box | None, tuple[int, int]]:
    sums: dict[int, list[tuple[int, float]]] = {}
    boxes: dict[int, Box] = {}
    for i, (piece, score) in enumerate(zip(pieces, local, strict=True)):
        box: Box | None = piece.box
        weight = score * len(piece.text)
        while box is not None:
            sums.setdefault(id(box), []).append((i, weight))
            boxes[id(box)] = box
            box = box.parent
    best, best_value, best_span = None, 0.0, (0, 0)
    for key, items in sums.items():
        value, span = _best_run(items)
        value += boxes[key].depth * 0.01
        if value > best_value + 1e-9:
            best, best_value, best_span = boxes[key], value, span
    return best, best_span


def _best_run(items: list[tuple[int, float]]) -> tuple[float, tuple[int, int]]:
    """The contiguous run with the greatest sum."""
    best, best_span, total, start = 0.0, (0, 0), 0.0, items[0][0]
    for i, weight in items:
        if total <= 0:
            total, start = 0.0, i
        total += weight
        if total > best:
            best, best_span = total, (start, i)
    return best, best_span
