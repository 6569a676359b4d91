"""Which of a page's blocks are the article: three rounds of scores, each block with its reason.

Law: a score is a sum of shipped coefficients over named features (weights.json, trained by training/extract.py), so
`reasons` can always say why. What memory of the site knows for chrome is chrome whatever its score.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

from monitor.extract.blocks import Box, Piece
from monitor.extract.chrome import GROUPS
from monitor.extract.context import UNSEEN, later_round
from monitor.extract.features import Features, first_round, length_of
from monitor.extract.phrases import NAMES


class Weights:
    """The coefficients of one round; sums over group bits are remembered, since few sets of groups occur."""

    __slots__ = ("_bits", "_names")

    def __init__(self, names: Mapping[str, float]) -> None:
        self._names = names
        self._bits = lru_cache(maxsize=4096)(self._sum_bits)

    def score(self, first: Features, size: int, later: Sequence[str] = ()) -> float:
        """The sum of the coefficients of everything that holds of a block."""
        get = self._names.get
        total = self._names[""]
        for name in first.names:
            total += get(name, 0.0)
        for name in later:
            total += get(name, 0.0)
        bits = self._bits
        total += bits("own-", first.own) + bits("near-", first.near) + bits("chain-", first.chain)
        return total + bits("says-" + length_of(size) + "-", first.words) if first.words else total

    def _sum_bits(self, prefix: str, bits: int) -> float:
        return sum(self._names.get(name, 0.0) for name in expand(prefix, bits))


def expand(prefix: str, bits: int) -> list[str]:
    """The names of group bits, as the coefficients know them."""
    groups = NAMES if prefix.startswith("says") else GROUPS
    return [prefix + group for i, group in enumerate(groups) if bits >> i & 1]


@lru_cache(maxsize=1)
def _weights() -> tuple[Weights, ...]:
    rounds = json.loads(files("monitor.extract").joinpath("weights.json").read_text("utf-8"))["rounds"]
    return tuple(Weights(names) for names in rounds)


def score_blocks(
    pieces: Sequence[Piece], boxes: Sequence[Box], title: str, standfirst: str = "", told: str = ""
) -> list[float]:
    """A score for each block: above 0 for the article's, `UNSEEN` for those not worth a look."""
    first = first_round(pieces, boxes, title, standfirst, told)
    rounds = _weights()
    scores = [UNSEEN if f is None else rounds[0].score(f, p.size) for f, p in zip(first, pieces, strict=True)]
    for weights in rounds[1:]:
        later = later_round(pieces, boxes, first, scores)
        scores = [
            UNSEEN if f is None else weights.score(f, p.size, more)
            for f, p, more in zip(first, pieces, later, strict=True)
        ]
    return scores
