"""Values as candidates: the numbers of an article that a figure could have, forms of one value put together.

Law of this room: comparisons only, no language. A value stays as printed; two forms of one value ("nearly 500" above,
"499" below) are one candidate, and the more precise form names it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from monitor.match.descriptor import Descriptor
from monitor.match.frames import Mention, Terms
from monitor.model import Value

_JUMPS = ((Decimal("0.5"), "half"), (Decimal("0.85"), "fall"), (Decimal(1), "dip"), (Decimal("1.15"), "step"),
          (Decimal("1.5"), "rise"), (Decimal(3), "jump"), (Decimal(10), "leap"))  # fmt: skip
_OLD = ("stage:then", "order:older", "time:old", "from:L1", "than_before:L1", "earlier:L1", "earlier:R1")
_OUTDONE = frozenset(("live:older", "value:beside-now", "value:beside-total", "value:beside-instead"))
_EXPLAINED = frozenset(("value:replaces-held", "value:beside-held-own"))
_ROUND = ("about", "at_least", "more_than", "at_most", "less_than", "vague")


Found = tuple[Mention, Terms, Value]


@dataclass(slots=True)
class Candidate:
    """A value with the mentions that give it, each with its terms, and the terms of the value itself."""

    value: Value
    mentions: list[Found] = field(default_factory=list)
    terms: Terms = field(default_factory=dict)


def point(value: Value) -> Decimal:
    """One number for an interval: its middle, or the end that is said."""
    ends = [end for end in (value.low, value.high) if end is not None]
    return sum(ends, Decimal(0)) / len(ends)


def one(a: Value, b: Value) -> bool:
    """Whether two values are forms of one: equal, or the rounder covers the finer by its visible precision."""
    if a.agrees(b):
        return True
    rough, fine = (a, b) if a.step >= b.step else (b, a)
    if "vague" in (a.bound, b.bound) or (rough.low != rough.high and rough.bound == "range"):
        low, high = rough.ends()
        return low <= point(fine) <= high and low != high
    gap, width = abs(point(rough) - point(fine)), rough.step
    if rough.bound in _ROUND:
        return gap <= width and gap <= Decimal("0.2") * point(fine)
    return rough.step > fine.step and rough.step >= 100 and gap <= width / 2


def _near(a: Value, b: Value) -> bool:
    """A cheap look before the exact one: points less than a third apart, or an interval that may hold the other."""
    if a.low != a.high or b.low != b.high or a.low is None or b.low is None:
        return True
    return abs(a.low - b.low) * 3 <= max(abs(a.low), abs(b.low))


def gather(found: Sequence[Found]) -> list[Candidate]:
    """The mentions put together by value, finest first so that rounder forms join them; in order of first mention."""
    out: list[Candidate] = []
    for item in sorted(found, key=lambda item: item[2].step):
        home = next((c for c in out if _near(c.value, item[2]) and one(c.value, item[2])), None)
        if home is None:
            home = Candidate(item[2])
            out.append(home)
        home.mentions.append(item)
    return out


def compare(candidates: Sequence[Candidate], held: Value | None, others: Sequence[Value], d: Descriptor) -> Terms:
    """Writes into each candidate the terms that compare it; gives the terms of the rival "none"."""
    firm = [c for c in candidates if any(_firm(terms) for _, terms, _ in c.mentions)]
    points = {id(c): point(c.value) for c in candidates}
    for c in candidates:
        c.terms = _rank(c, firm, points) | _sums(c, candidates, points) | _outdone(c, candidates)
        c.terms |= _spread(c) | _replaces(c, candidates, held) | _follows(c, candidates)
        c.terms |= _live(c, candidates) | _vaguer(c, candidates) | _denied(c)
        if any(c.value.agrees(other) for other in others) and not (held and held.agrees(c.value)):
            c.terms["value:held-by-another"] = 1.0
        c.terms["value:mentions"] = min(3, len(c.mentions) - 1) / 3
    left = held is not None and any(one(c.value, held) and "live:older" in c.terms for c in candidates)
    for c in candidates:
        c.terms |= _standing(c, held, d, left)
    none: Terms = {"none": 1.0, "none:no-firm": float(not firm), "none:many-firm": min(4, len(firm)) / 4}
    if held is None:
        none["none:first"] = 1.0
    return none


_OWN = (
    "what:named",
    "what:both",
    "what:thing",
    "what:thing-only",
    "what:carried",
    "what:bare-own",
    "what:bare-asked",
    "what:bare-headline",
)
_ELSE = ("who:place", "who:subject", "who:sum", "who:absent", "who:sentence-other", "who:own-far")


def _vaguer(c: Candidate, candidates: Sequence[Candidate]) -> Terms:
    """ "Thousands" in a headline over a text that counts them."""
    if c.value.bound != "vague":
        return {}
    told = any(o is not c and o.value.bound != "vague" and any(speaks(t) for _, t, _ in o.mentions) for o in candidates)
    return {"value:vaguer": 1.0} if told else {}


def _denied(c: Candidate) -> Terms:
    """A value that somebody denies, wherever else it is told, and to which nobody owns up."""
    said = {m.told.get("polarity") for m, _, _ in c.mentions}
    return {"value:denied": 1.0} if "denied" in said and "affirmed" not in said and len(c.mentions) > 1 else {}


def _age(c: Candidate) -> int | None:
    """How many live entries are newer than the newest that gives the value for the figure; None: no entry does."""
    ages = [m.newer for m, t, _ in c.mentions if m.newer is not None and (speaks(t) or _befell(t))]
    return min(ages, default=None)


def _live(c: Candidate, candidates: Sequence[Candidate]) -> Terms:
    """On a live page the newest entry that gives the figure a value speaks, whatever older ones said."""
    mine = _age(c)
    others = [a for o in candidates if o is not c and (a := _age(o)) is not None]
    if mine is None or not others:
        return {}
    return {"live:newest": 1.0} if mine < min(others) else {"live:older": 1.0} if mine > min(others) else {}


_LATEST = (
    ("now", ("now:L1", "now:R1", "now:L", "now:R")),
    ("total", ("role:total",)),
    ("instead", ("polarity:instead",)),
)


def _outdone(c: Candidate, candidates: Sequence[Candidate]) -> Terms:
    """A value just before or after another of the figure that is told as today's, as the total, or in its place."""
    near = {id(s) for m, _, _ in c.mentions for s in (m.sentence, m.sentence.before, m.sentence.after) if s}
    out: Terms = {}
    for how, marks in _LATEST:
        if any(mark in terms for _, terms, _ in c.mentions for mark in marks):
            continue
        others = (item for o in candidates if o is not c for item in o.mentions if id(item[0].sentence) in near)
        if any(any(mark in t for mark in marks) and speaks(t) for _, t, _ in others):
            out[f"value:beside-{how}"] = 1.0
    return out


def _spread(c: Candidate) -> Terms:
    """A value of the headline that the text bears out."""
    top = {bool(terms.get("at:headline")) for _, terms, _ in c.mentions}
    return {"value:headline-and-text": 1.0} if len(top) == 2 else {}


def _replaces(c: Candidate, candidates: Sequence[Candidate], held: Value | None) -> Terms:
    """A value beside the one that stands: "to 58, up from 41" after 41; "41 on Monday. Now it is 58." """
    if held is None or one(c.value, held):
        return {}
    here = {id(m.sentence) for m, _, _ in c.mentions}
    for other in candidates:
        if other is not c and one(other.value, held):
            told = [terms for m, terms, _ in other.mentions if id(m.sentence) in here]
            if any(cue in terms for terms in told for cue in _OLD):
                return {"value:replaces-held": 1.0}
            near = here | {id(s) for m, _, _ in c.mentions for s in (m.sentence.before, m.sentence.after) if s}
            if any(id(m.sentence) in near and speaks(t) for m, t, _ in other.mentions):
                fits = "own" if any(speaks(t) for _, t, _ in c.mentions) else "loose"
                part = any(t.startswith("part:") for _, m, _ in c.mentions for t in m)
                return {f"value:beside-held-{'part' if part else fits}": 1.0}
            if told:
                return {"value:beside-held": 1.0}
    return {}


def speaks(terms: Terms) -> bool:
    """Whether a mention's words and names are the figure's."""
    return any(t in terms for t in _OWN) and not any(t in terms for t in _ELSE)


def _befell(terms: Terms) -> bool:
    """A number of whom nothing is said but what happened: "heat has killed 44"."""
    return "what:event" in terms and not any(t in terms for t in _ELSE)


def _follows(c: Candidate, candidates: Sequence[Candidate]) -> Terms:
    """A value in one sentence with a number that is told as the old one, whether that was ever held or not."""
    here = {id(m.sentence) for m, _, _ in c.mentions}
    others = (item for other in candidates if other is not c for item in other.mentions)
    beside = any(id(m.sentence) in here and any(cue in terms for cue in _OLD) for m, terms, _ in others)
    return {"value:beside-old": 1.0} if beside else {}


def _firm(terms: Mapping[str, float]) -> bool:
    return any(f"noun:{z}" in terms for z in ("R1", "L1", "R", "L")) or "head:own" in terms


def _standing(c: Candidate, held: Value | None, d: Descriptor, left: bool) -> Terms:
    """The value beside the one that stands; how far it is from it counts only where the text does not say so itself.

    `left`: the newest entry of a live page leaves behind what stands.
    """
    if held is None:
        return {"held:none": 1.0}
    if one(c.value, held):
        outdone = not _OUTDONE.isdisjoint(c.terms) or all(any(o in terms for o in _OLD) for _, terms, _ in c.mentions)
        return {"held:same": 1.0, "held:outdone": 1.0} if outdone else {"held:same": 1.0}
    if not _EXPLAINED.isdisjoint(c.terms) or (left and "live:newest" in c.terms):
        return {"jump:told": 1.0}
    now, then = point(c.value), point(held)
    if not then:
        return {"jump:from-nought": 1.0}
    ratio = now / then
    jump = next((name for limit, name in _JUMPS if ratio < limit), "flight")
    return {f"jump:{jump}": 1.0}


def _rank(c: Candidate, firm: Sequence[Candidate], points: Mapping[int, Decimal]) -> Terms:
    if c not in firm:
        return {"rank:loose": 1.0}
    if len(firm) == 1:
        return {"rank:only": 1.0}
    here = points[id(c)]
    terms: Terms = {}
    if here == max(points[id(f)] for f in firm):
        terms["rank:largest"] = 1.0
    if here == min(points[id(f)] for f in firm):
        terms["rank:smallest"] = 1.0
    if _place(c) == min(_place(f) for f in firm):
        terms["rank:first"] = 1.0
    return terms


def _place(c: Candidate) -> tuple[int, int]:
    return min((m.sentence.block, m.quantity.span[0]) for m, _, _ in c.mentions)


def _sums(c: Candidate, candidates: Sequence[Candidate], points: Mapping[int, Decimal]) -> Terms:
    here = points[id(c)]
    rest = [points[id(o)] for o in candidates if o is not c and points[id(o)] > 0]
    terms: Terms = {}
    if here > 3 and any(a + b == here for i, a in enumerate(rest) for b in rest[i + 1 :]):
        terms["sum:of-others"] = 1.0
    if here > 3 and any(here + a in rest for a in rest):
        terms["sum:part"] = 1.0
    return terms
