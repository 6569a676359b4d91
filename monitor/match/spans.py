"""Which run of words speaks of one number, where a sentence tells several: "Ohio has 1,310 and Kentucky 865".

Law of this room: between two numbers the strongest break parts their runs; a break behind which a new party comes up
is stronger than one behind which the first goes on. Nothing is known of any figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from monitor.match.lexicon import parties
from monitor.match.words import Token, words

_HARD = 5.0  # a break that parts clauses even where no number stands behind it
_STRENGTH: dict[str, float] = {
    ";": 6.0, "|": 6.0, "while": 5.0, "whereas": 5.0, "but": 5.0, "although": 5.0, "though": 5.0,
    ":": 3.0, "–": 3.0, "—": 3.0, ")": 3.0, "(": 2.5, ",": 2.0, "and": 1.5, "or": 1.2, "as": 0.5, "with": 0.5,
    "who": 1.0, "which": 1.0, "where": 1.0, "when": 1.0, "because": 1.0, "against": 1.0, "plus": 1.5, "from": 0.2,
}  # fmt: skip
_PLACES = words("in at near on across around over for to from inside outside of by")
_DETERMINERS = words("the its their his her our another a an other")
_JOINTS = words("and but while or")
_LINKS = words(", and or plus &")
_PAIR, _DASH, _JOINED, _NEW_PARTY, _AT_ONCE = 0.5, 3.0, 2.0, 1.5, 1.0

Span = tuple[int, int]


def spans(run: Sequence[Token], numbers: Sequence[int], named: Mapping[int, int]) -> dict[int, Span]:
    """The half-open run of each number of a sentence; `named` gives the ends of names by their beginnings."""
    out: dict[int, Span] = {}
    if not numbers:
        return out
    before = [i for i in range(numbers[0]) if _weight(run, i, numbers[0], named) >= _HARD]
    start, held = (_after(run, before[-1]) if before else 0), [numbers[0]]
    for left, right in pairwise(numbers):
        cut = _cut(run, left, right, named)
        if cut is None:
            held.append(right)
            continue
        out.update((n, (start, cut)) for n in held)
        start, held = _after(run, cut), [right]
    behind = (i for i in range(numbers[-1] + 1, len(run)) if _weight(run, i, len(run), named) >= _HARD)
    end = next(behind, len(run))
    out.update((n, (start, end)) for n in held)
    return out


def shared(run: Sequence[Token], runs: Mapping[int, Span], at: int) -> Span:
    """What follows the last number of "five dead and 12 injured in Kent", which is said of the number at `at` too."""
    reach = end = runs[at][1]
    for number in sorted(runs):
        if number > at and reach <= number <= reach + 2 and all(run[i].low in _LINKS for i in range(reach, number)):
            reach, end = runs[number][1], number
    return end, reach


def _after(run: Sequence[Token], cut: int) -> int:
    return cut + (not run[cut].low[0].isalpha())


def _cut(run: Sequence[Token], left: int, right: int, named: Mapping[int, int]) -> int | None:
    """Where the runs of two neighbouring numbers part; None: nowhere, both stand in one run."""
    best, at = 0.0, None
    for i in range(left + 1, right):
        weight = _weight(run, i, right, named)
        if weight > best:
            best, at = weight, i
    return at


def _weight(run: Sequence[Token], i: int, end: int, named: Mapping[int, int]) -> float:
    """How strongly the token at `i` parts what stands before it from what goes on until `end`."""
    token = run[i]
    strength = _STRENGTH.get(token.low, 0.0)
    if token.low == "and" and i + 1 in named and i in named.values():
        return _PAIR
    if token.low == "-" and i and run[i - 1].end < token.start:
        strength = _DASH
    if strength < 1.0 or i + 1 >= end:
        return strength
    joined = token.low == "," and run[i + 1].low in _JOINTS
    strength += _JOINED if joined else 0.0
    if run[i + 1 + joined].quantity >= 0:
        return strength + _AT_ONCE
    return strength + _NEW_PARTY * _comes_up(run, i + 1 + joined, end, named)


def _comes_up(run: Sequence[Token], i: int, end: int, named: Mapping[int, int]) -> bool:
    """Whether a name begins at `i`, or a place or a party with its name: "in Kent", "the colleagues in Kent"."""
    i = _words(run, i, end)
    if i in named or (i < end and run[i].low in parties()["rivals"]):
        return True
    return i + 2 < end and run[i + 1].low in _PLACES and _words(run, i + 1, end) in named


def _words(run: Sequence[Token], i: int, end: int) -> int:
    while i < end and (run[i].low in _PLACES or run[i].low in _DETERMINERS):
        i += 1
    return i
