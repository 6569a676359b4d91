"""Numbers in a series: "11 and 29 cases", "Halland and Skane count 11 and 29 respectively", one noun, one order.

Law of this room: a series is told by its form alone: numbers with nothing but commas, joining words, units and signs
between them. "Respectively" pairs its members with the members of a series of words, in their order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from monitor.match.words import Token, words

_LINKS = words(", and or to & / ; - – plus")
_ARTICLES = words("the a an its their")
_AFTER = 8  # tokens that the last member of a series of words may take


def series(tokens: Sequence[Token], at: int) -> list[int]:
    """The positions of all numbers in the series that the number at `at` belongs to, itself included."""
    out = [at]
    for step in (1, -1):
        i, gap = at + step, 0
        while 0 <= i < len(tokens) and gap <= 4:
            if tokens[i].quantity >= 0:
                out.append(i)
                gap = 0
            elif tokens[i].low in _LINKS:
                gap += 1
            elif gap and tokens[i].low not in _LINKS and not _unit(tokens, i):
                break
            else:
                gap += 1
            i += step
    return _linked(tokens, sorted(out), at)


def _unit(tokens: Sequence[Token], i: int) -> bool:
    behind = tokens[i - 1].low == "/" or tokens[i - 1].quantity >= 0
    return tokens[i].low[0].isalpha() and (len(tokens[i].low) > 3 or behind)


def _linked(tokens: Sequence[Token], numbers: list[int], at: int) -> list[int]:
    """Of the numbers found only those with a link in each gap between them and `at`."""
    here = numbers.index(at)
    first, last = here, here
    while first > 0 and _link(tokens, numbers[first - 1], numbers[first]):
        first -= 1
    while last + 1 < len(numbers) and _link(tokens, numbers[last], numbers[last + 1]):
        last += 1
    return numbers[first : last + 1]


def _link(tokens: Sequence[Token], a: int, b: int) -> bool:
    between = tokens[a + 1 : b]
    return any(t.low in _LINKS for t in between) and len(between) <= 5


def paired(tokens: Sequence[Token], at: int, own: Callable[[int], bool], *, close: bool = False) -> bool | None:
    """Whether the number at `at` is paired by "respectively" with a word for which `own` holds; None: cannot tell.

    `close`: only with what stands right at the joints of the series of words.
    """
    marks = [i for i, t in enumerate(tokens) if t.low == "respectively"]
    if not marks:
        marks = [i for i, t in enumerate(tokens) if [x.low for x in tokens[i : i + 3]] == ["in", "that", "order"]]
    if not marks:
        return None
    numbers = series(tokens, at)
    if len(numbers) < 2:
        return None
    for joints in (_before(tokens, numbers), _behind(tokens, numbers)):
        spots = _edges(tokens, joints) if close else _around(tokens, joints, numbers)
        places = {sum(i > joint for joint in joints) for i in spots if own(i)}
        if len(places) == 1:
            return numbers.index(at) == places.pop()
    return None


def _edges(tokens: Sequence[Token], joints: Sequence[int]) -> list[int]:
    """What stands right at the joints of a series of words: of "confirmed and suspected cases" no cases."""
    if not joints:
        return []
    last = joints[-1] + 1
    while last < len(tokens) and tokens[last].low in _ARTICLES:
        last += 1
    inner = [i for a, b in pairwise(joints) for i in range(a + 1, b)]
    return [joints[0] - 1, *inner, *([last] if last < len(tokens) else [])]


def _before(tokens: Sequence[Token], numbers: Sequence[int]) -> list[int]:
    """The separators of a series of words before the numbers: the last "and", and commas before it."""
    joint = next((i for i in range(numbers[0] - 1, 0, -1) if tokens[i].low in ("and", "&")), None)
    if joint is None:
        return []
    commas = [i for i in range(joint - 1, 0, -1) if tokens[i].low == "," and i != joint - 1]
    return sorted([joint, *commas[: len(numbers) - 2]])


def _behind(tokens: Sequence[Token], numbers: Sequence[int]) -> list[int]:
    joint = next((i for i in range(numbers[-1] + 1, len(tokens)) if tokens[i].low in ("and", "&")), None)
    if joint is None:
        return []
    commas = [i for i in range(joint - 1, numbers[-1], -1) if tokens[i].low == "," and i != joint - 1]
    return sorted([joint, *commas[: len(numbers) - 2]])


def _around(tokens: Sequence[Token], separators: Sequence[int], numbers: Sequence[int]) -> range:
    if not separators:
        return range(0)
    if separators[-1] < numbers[0]:
        return range(max(0, separators[0] - _AFTER), min(numbers[0], separators[-1] + _AFTER))
    return range(max(numbers[-1] + 1, separators[0] - _AFTER), min(len(tokens), separators[-1] + _AFTER))
