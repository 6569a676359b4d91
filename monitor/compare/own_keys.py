"""What a figure's own keys hold against a value, and for it, in words.

Law of this room: a table of named doubts. A doubted value never alerts by itself, however surely it was read: a person
is asked, with the doubt as the reason. A yes is stronger than any doubt.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from monitor.compare.algebra import core, direction, equal
from monitor.compare.classify import Case, Rule
from monitor.compare.kin import Relative
from monitor.match.lexicon import cues
from monitor.model import Value

HIDDEN = Decimal("1.02")  # what rounding may hide between a part and its whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """`words` says why the value is doubted, or "" where it is not."""

    name: str
    words: Callable[[Case, Rule], str]


def objections(case: Case, rule: Rule) -> dict[str, str]:
    """Every doubt of the value by its name, in words; none of what stands already."""
    if case.held is not None and equal(case.value, case.held):
        return {}
    return {doubt.name: words for doubt in DOUBTS if (words := doubt.words(case, rule))}


def notes(case: Case, rule: Rule) -> tuple[str, ...]:
    """What the figure's keys say of the value, for and against it, each as "name: words"."""
    support = {"sum-of-parts": "it is what its parts come to"} if is_sum_of_parts(case) else {}
    return tuple(f"{name}: {words}" for name, words in (objections(case, rule) | support).items())


def is_sum_of_parts(case: Case) -> bool:
    """Whether the value is what the figure's parts come to."""
    return case.kin.summed is not None and case.value.agrees(case.kin.summed)


def _implausible(case: Case, rule: Rule) -> str:
    """Outside the plausible range: all of the interval, or the one end that is told."""
    low, high = case.figure.plausible
    a, b = core(case.value)
    ends = case.value.ends()
    half = len(ends) > 0 and not (a.is_finite() and b.is_finite())
    if high is not None and (a > high or (half and ends[0] > high)):
        return f"it is more than {high:,}, the most that is plausible"
    if low is not None and (b < low or (half and ends[0] < low and not b.is_infinite())):
        return f"it is less than {low:,}, the least that is plausible"
    return ""


def _other_way(case: Case, rule: Rule) -> str:
    """A change against the figure's direction that the article does not call a revision."""
    held, way = case.held, case.figure.direction
    if held is None or way in (None, "both") or rule.kind not in ("changed", None):
        return ""
    if direction(case.value, held) in (way, "level") or rule.reason == "stated-move" or case.notice or _revised(case):
        return ""
    return f"the figure can only go {way}, and no revision is named"


def _revised(case: Case) -> bool:
    """Whether a sentence that gives the value calls it revised."""
    said = [w.strip(".,;:()\"'“”").lower() for c in case.candidate.mentions for w in c.quote.split()]
    return "revise" in cues().names(said)


def _over_whole(case: Case, rule: Rule) -> str:
    ends = case.value.ends()
    return next(
        (f"it is more than the whole has ({whole.label})" for whole in case.kin.wholes
         if ends and ends[0] > HIDDEN * _most(whole)),
        "",
    )  # fmt: skip


def _under_part(case: Case, rule: Rule) -> str:
    ends = case.value.ends()
    return next(
        (f"it is less than one of its parts has ({part.label})" for part in case.kin.parts
         if ends and case.value.high is not None and HIDDEN * ends[-1] < _least(part)),
        "",
    )  # fmt: skip


def _most(relative: Relative) -> Decimal:
    return max((v.ends()[-1] for v in relative.known if v.ends()), default=Decimal("Infinity"))


def _least(relative: Relative) -> Decimal:
    return min((_smallest(v) for v in relative.known), default=Decimal(0))


def _smallest(value: Value) -> Decimal:
    return value.low if value.low is not None else Decimal(0)


DOUBTS: tuple[Doubt, ...] = (
    Doubt(name="implausible", words=_implausible),
    Doubt(name="other-way", words=_other_way),
    Doubt(name="more-than-its-whole", words=_over_whole),
    Doubt(name="less-than-its-part", words=_under_part),
)
