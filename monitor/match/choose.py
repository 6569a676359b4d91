"""For each figure: which of the article's values, if any? One softmax over the values and the rival "none".

Law of this room: a term's weight is the same for all figures; a value's mentions add up by log-sum-exp, so that
headline, lede and table that agree count for more than one of them, and a poor mention takes nothing away. The
weights are trained elsewhere, reviewed, and frozen in weights.json; nothing is learnt at run time.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from monitor.match import stages
from monitor.match.compiled import Compiled
from monitor.match.descriptor import Descriptor
from monitor.match.evidence import evidence
from monitor.match.frames import Mention, Terms, mentions
from monitor.match.gates import sift
from monitor.match.reading import Reading
from monitor.match.rivals import mark_rivals, mark_values
from monitor.match.units import value_of
from monitor.match.values import Candidate, Found, compare, gather
from monitor.model import Standing, Value
from monitor.watchlist import Figure

Weights = Mapping[str, float]


@dataclass(slots=True)
class Slate:
    """One figure's question to an article: its candidates, the terms of "none of them", and what its keys bar."""

    figure: Figure
    candidates: list[Candidate]
    none: Terms
    barred: list[Found] = field(default_factory=list)  # by the figure's own keys


@cache
def weights() -> Weights:
    """The reviewed weights."""
    loaded: dict[str, float] = json.loads(files("monitor.match").joinpath("weights.json").read_text("utf-8"))
    return loaded


def slates(reading: Reading, compiled: Compiled, standings: Mapping[str, Standing]) -> list[Slate]:
    """The slates of all figures that the article can speak of, in the order of the config."""
    numbers = mentions(reading)
    stages.mark(numbers)
    asked = [(compiled.watchlist.figures[d.figure], d) for d in compiled.asked(reading)] if numbers else []
    sifted = {f.id: sift(_found(f, d, reading, numbers), compiled.gates[f.id], reading) for f, d in asked}
    found = {f: passed for f, (passed, _) in sifted.items()}
    mark_rivals(found)
    mark_values(found)
    held = {f.id: _held(f, standings.get(f.id)) for f, _ in asked}
    return [_slate(f, d, *sifted[f.id], held) for f, d in asked if any(sifted[f.id])]


def _held(figure: Figure, standing: Standing | None) -> Value | None:
    return standing.held.value if standing and standing.held else figure.baseline


def _found(figure: Figure, d: Descriptor, reading: Reading, numbers: Sequence[Mention]) -> list[Found]:
    """The numbers that have the figure's unit, each with what speaks for it."""
    found = []
    for mention in numbers:
        value, how = value_of(mention.quantity, figure.unit, bare=not mention.head, words=d.words)
        if value is not None:
            terms = evidence(mention, d, reading)
            terms[f"unit:{how}"] = 1.0
            if not barred(terms) and not (mention.ordinal and not _before_its_thing(terms)):
                found.append((mention, terms, value))
    return found


def _slate(
    figure: Figure, d: Descriptor, found: Sequence[Found], barred: list[Found], held: Mapping[str, Value | None]
) -> Slate:
    candidates = gather(found)
    others = [v for f, v in held.items() if v is not None and f != figure.id]
    return Slate(figure, candidates, compare(candidates, held[figure.id], others, d), barred)


def barred(terms: Terms) -> bool:
    """The hard gates on one mention: an excluded noun bound to the number, a denial of it."""
    return any(gate in terms for gate in ("exclude:R1", "denied:L1", "denied:L"))


def _before_its_thing(terms: Terms) -> bool:
    """Whether an ordinal stands before what the figure counts: "the 22nd person", not "time"."""
    return any(term in terms for term in ("head:own", "head:alike", "what:both"))


def score(terms: Terms, by: Weights) -> float:
    """The weighted sum of terms."""
    return sum(strength * by.get(term, 0.0) for term, strength in terms.items())


def probabilities(slate: Slate, by: Weights) -> list[float]:
    """The probability of each candidate; what is missing to one is that of none."""
    sums = [_candidate(c, by) for c in slate.candidates]
    none = score(slate.none, by)
    top = max((*sums, none))
    parts = [math.exp(s - top) for s in sums]
    whole = sum(parts) + math.exp(none - top)
    return [part / whole for part in parts]


def _candidate(c: Candidate, by: Weights) -> float:
    each = [score(terms, by) for _, terms, _ in c.mentions]
    top = max(each)
    return top + math.log(sum(math.exp(s - top) for s in each)) + score(c.terms, by)
