"""Which of a page's blocks are the article: two rounds of scores, each block with its reason.

Law: a score is a sum of shipped coefficients over named features (weights.json, made by training/extract_train.py), so
that every decision can be read back. What memory of the site knows for chrome is chrome whatever its score.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import groupby, repeat
from typing import NamedTuple

from monitor.extract.blocks import Box, Piece
from monitor.extract.chrome import BIT, GROUPS
from monitor.extract.context import SETTLED, UNSEEN, container_of, later_round
from monitor.extract.features import Features, first_round, length_of
from monitor.extract.memory import block_hash
from monitor.extract.phrases import NAMES
from monitor.model import SiteMemory

LEAN = 0.25  # half an article hides a number for good, a line too many only may mislead
SURE = 3.25  # where a page's second best block falls short of this, all its scores are lifted by the difference
LIFT = 2.0  # at most: teasers of a page without an article stay below 0
SEEN = -9.0  # the score of what two other articles of the host carry
ONCE = 3.5  # how much it speaks against a block that one other article carries it
_LONG = 80
_SAYS = {kind: f"says-{kind}-" for kind in "sml"}
_UNKNOWN = repeat(0.0)  # the coefficient of names that were too rare to learn
_PHRASE_BIT = {name: 1 << i for i, name in enumerate(NAMES)}
OFFER_WORDS = _PHRASE_BIT["sign"] | _PHRASE_BIT["price"]
OFFER_NAMES = BIT["offer"]
NOTE_WORDS = _PHRASE_BIT["about"]


class Weights:
    """The coefficients of one round; sums over group bits are remembered, since few sets of groups occur."""

    __slots__ = ("_base", "_bits", "_boxes", "_get")

    def __init__(self, names: Mapping[str, float]) -> None:
        self._base, self._get = names[""], names.get
        self._boxes = lru_cache(maxsize=1024)(self._sum_boxes)
        self._bits = lru_cache(maxsize=1024)(self._sum_bits)

    def score(self, first: Features, size: int, later: Sequence[str] = ()) -> float:
        """The sum of the coefficients of everything that holds of a block."""
        names, own, near, chain, words = first
        get = self._get
        total = self._base + sum(map(get, names, _UNKNOWN))
        if later:
            total += sum(map(get, later, _UNKNOWN))
        total += self._boxes(own, near, chain)
        return total + self._bits(_SAYS[length_of(size)], words) if words else total

    def _sum_boxes(self, own: int, near: int, chain: int) -> float:
        return self._bits("own-", own) + self._bits("near-", near) + self._bits("chain-", chain)

    def _sum_bits(self, prefix: str, bits: int) -> float:
        return sum(self._get(name, 0.0) for name in expand(prefix, bits))


def expand(prefix: str, bits: int) -> list[str]:
    """The names of group bits, as the coefficients know them."""
    groups = NAMES if prefix.startswith("says") else GROUPS
    names = []
    while bits:
        lowest = bits & -bits
        names.append(prefix + groups[lowest.bit_length() - 1])
        bits ^= lowest
    return names


@lru_cache(maxsize=1)
def _weights() -> tuple[Weights, ...]:
    rounds = json.loads(files("monitor.extract").joinpath("weights.json").read_text("utf-8"))["rounds"]
    return tuple(Weights(names) for names in rounds)


class Scored(NamedTuple):
    """A score for each block (above 0 for the article's), what its words say, and the box that holds the text."""

    scores: list[float]
    words: list[int]
    container: Box | None


def score_blocks(
    pieces: Sequence[Piece], boxes: Sequence[Box], title: str, standfirst: str = "", told: str = ""
) -> Scored:
    """The three in reading order; blocks not worth a look have the score `UNSEEN`."""
    first = first_round(pieces, boxes, title, standfirst, told)
    rounds = _weights()
    scores = [UNSEEN if f is None else rounds[0].score(f, p.size) for f, p in zip(first, pieces, strict=True)]
    for weights in rounds[1:]:
        later = later_round(pieces, boxes, first, scores)
        scores = [
            z if f is None or z < SETTLED else weights.score(f, p.size, more) + LEAN
            for z, f, p, more in zip(scores, first, pieces, later, strict=True)
        ]
    up = lift(pieces, scores)
    scores = [z if f is None else z + up for z, f in zip(scores, first, strict=True)] if up else scores
    if any(piece.row is not None for piece in pieces):
        scores = whole_tables(pieces, scores)
    return Scored(scores, [0 if f is None else f.words for f in first], container_of(pieces, boxes, scores))


def whole_tables(pieces: Sequence[Piece], scores: Sequence[float]) -> list[float]:
    """The scores, with those of a table's rows made one: it is kept whole or not at all, as its better rows say."""
    out = list(scores)
    start = 0
    for box, run in groupby(pieces, key=lambda piece: piece.box if piece.row is not None else None):
        end = start + sum(1 for _ in run)
        if box is not None:
            ranked = sorted(scores[start:end], reverse=True)
            out[start:end] = [ranked[len(ranked) // 4]] * (end - start)
        start = end
    return out


def lift(pieces: Sequence[Piece], scores: Sequence[float]) -> float:
    """What to add to a page's scores where its surest text is doubtful: a strange template, read relatively.

    On pages of other domains one of 25 is lifted; half of those of which half was lost are whole by it.
    """
    best = sorted([z for p, z in zip(pieces, scores, strict=True) if z > SETTLED and p.size > _LONG])[-2:]
    return min(LIFT, max(0.0, SURE - best[0])) if best else 0.0


def remember(pieces: Sequence[Piece], scores: Sequence[float], memory: SiteMemory) -> list[float]:
    """The scores, with what the host's other articles say: seen on two of them, a block is chrome; on one, it may be.

    Of the chrome on real pages 36 to 65 % stands on one given other page of the host, of the text 0.03 to 0.95 %. That
    no other article carries a block says nothing: teasers are new every day too.
    """
    seen = memory.seen
    if not seen:
        return list(scores)
    out = []
    for piece, score in zip(pieces, scores, strict=True):
        if score <= 0:
            out.append(score)
            continue
        times = seen.get(block_hash(piece.text), 0)
        out.append(SEEN if times > 1 else score - ONCE if times else score)
    return out
