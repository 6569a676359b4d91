"""Two figures that want one number: whose words it carries is evidence for one and against the other.

Law of this room: only how well the words fit is compared, never the values; "nine dead" is no number of homes where
somebody follows the dead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from monitor.match.frames import NEAR, Terms
from monitor.match.values import Found, point

_FIT = {"named": 3.0, "both": 3.0, "thing-only": 2.5, "thing": 1.5, "event": 1.5, "carried": 1.2, "silent": 0.5,
        "event-of-other": 0.5, "other": 0.0, "bare-own": 1.5, "bare-asked": 2.0, "bare-headline": 1.0,
        "bare-none": 0.5, "bare-other": 0.2}  # fmt: skip


_SMALL = 20  # smaller numbers are said of many things


def strength(terms: Terms) -> float:
    """How well a number's words fit a figure, from its terms."""
    out = max((_FIT[t[5:]] for t in terms if t.startswith("what:")), default=0.0)
    out += 0.5 * ("noun:R1" in terms or "noun:L1" in terms) + 0.7 * ("context:near" in terms)
    out += 0.7 * ("event:near" in terms)
    out += 0.5 * ("who:own" in terms) - 0.7 * ("who:own-far" in terms)
    out += 1.5 * ("mood:agrees" in terms) - 1.0 * ("mood:missing" in terms) - 0.5 * ("mood:possible" in terms)
    return out - 1.5 * any(f"exclude:{z}" in terms for z in NEAR)


def mark_rivals(found: Mapping[str, Sequence[Found]]) -> None:
    """Writes into the terms of every number whether another figure's words fit it better."""
    fits: dict[int, list[tuple[float, str]]] = {}
    for figure, items in found.items():
        for mention, terms, _ in items:
            fits.setdefault(id(mention), []).append((strength(terms), figure))
    for figure, items in found.items():
        for mention, terms, _ in items:
            others = [s for s, f in fits[id(mention)] if f != figure]
            if others:
                terms[f"rival:{_beside(strength(terms), max(others))}"] = 1.0


def mark_values(found: Mapping[str, Sequence[Found]]) -> None:
    """The same for a value wherever it stands: a number said twice on a page counts one thing."""
    fits: dict[Decimal, dict[str, float]] = {}
    for figure, items in found.items():
        for _, terms, value in items:
            if (where := point(value)) > _SMALL:
                here = fits.setdefault(where, {})
                here[figure] = max(here.get(figure, 0.0), strength(terms))
    for figure, items in found.items():
        for _, terms, value in items:
            here = fits.get(point(value), {})
            others = [s for f, s in here.items() if f != figure]
            if others and max(others) > here[figure] + 1.2:
                terms["rival:page"] = 1.0


def _beside(mine: float, best: float) -> str:
    if best < 1.5:
        return "none"
    if best > mine + 0.4:
        return "stronger" if best > mine + 1.2 else "better"
    return "even" if best > mine - 0.4 else "weaker"
