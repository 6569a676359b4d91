"""Is it news? One table of named rules, read from the top: the first that holds decides.

Law of this room: a `Case` holds everything that a decision may look at; a `Rule` is a name, a test, the kind of
change that is due (None: silence) and what becomes of the state. `monitor explain` prints the names.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

from monitor.compare.algebra import SILENT, core, direction, equal, gap, middle, reach, relate
from monitor.compare.candidates import Candidate, Reading
from monitor.compare.state import voices
from monitor.model import ChangeKind, Report, Standing, Value
from monitor.watchlist import Figure

Step = Literal["hold", "refine", "confirm", "supersede", "oppose", "note", "nothing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One candidate of one article against what stands. `own`: what this very page said before."""

    figure: Figure
    standing: Standing
    reading: Reading
    candidate: Candidate
    report: Report  # the candidate as a report of this article
    published: datetime | None
    edited: bool
    notice: bool  # the page carries a correction notice
    live: bool  # the number stands in an entry of a live blog: a page that is meant to move
    own: Report | None
    copied: tuple[Report, ...]  # what the articles said that this one copies

    @property
    def value(self) -> Value:
        return self.candidate.value

    @property
    def held(self) -> Value | None:
        return None if self.standing.held is None else self.standing.held.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`when` it holds, a change of this `kind` is due for this `reason`, and the state takes this `step`.

    `trust` is how much of the reading's likelihood is left: below 1 a sure reading becomes a question.
    """

    reason: str
    when: Callable[[Case], bool]
    kind: ChangeKind | None
    step: Step
    trust: float = 1.0


def decide(case: Case) -> Rule:
    """The first rule that holds for this case."""
    return next(rule for rule in RULES if rule.when(case))


# --- tests ----------------------------------------------------------------------------------------------------


def _rejected(case: Case) -> bool:
    return any(equal(case.value, v) for v in case.standing.rejected)


def _own_word_moved(case: Case) -> bool:
    """The same address now says another number, or a lower end has come down."""
    if not case.edited or case.own is None or case.live:
        return False
    return relate(case.value, case.own.value) not in SILENT or _lower_end_fell(case.value, case.own.value)


def _lower_end_fell(new: Value, old: Value) -> bool:
    return new.low is not None and old.low is not None and new.high is None and new.low < reach(old)[0]


def _own_was_conflict(case: Case) -> bool:
    held = case.standing.held
    return _own_word_moved(case) and held is not None and held.url != case.report.url and _open_party(case)


def _open_party(case: Case) -> bool:
    return any(c.url == case.report.url for c in case.standing.conflicts)


def _caught_up(case: Case) -> bool:
    """The edit only brings the page to what others said long ago."""
    held = case.standing.held
    return (
        _own_word_moved(case)
        and not case.notice
        and held is not None
        and held.url != case.report.url
        and relate(case.value, held.value) in SILENT
    )


def _notice_names_held(case: Case) -> bool:
    """A page that we meet first after its correction: it says what it had wrong, and that is what stands."""
    return case.notice and not case.edited and _held_is_past(case)


def _held_is_past(case: Case) -> bool:
    """The article itself names what stands as an earlier value."""
    held = case.held
    return held is not None and not equal(case.value, held) and any(_known_as(v, held) for v in case.reading.previous)


def _first(case: Case) -> bool:
    return case.held is None


def _says(relation: str) -> Callable[[Case], bool]:
    return lambda case: case.held is not None and relate(case.value, case.held) == relation


def _copy(case: Case) -> bool:
    return any(equal(case.value, r.value) for r in case.copied)


def _echo(case: Case) -> bool:
    return any(_known_as(case.value, r.value) for r in case.standing.superseded)


def _repeated(case: Case) -> bool:
    return any(_known_as(case.value, r.value) for r in case.standing.conflicts)


def _known_as(new: Value, known: Value) -> bool:
    """Whether `new` is `known` again, in whatever words; an open end must lie by the known number itself."""
    if relate(new, known) == "apart":
        return False
    if new.bound == "vague":
        return True
    low, high = reach(known)
    ends = [e for e in core(new) if e.is_finite()]
    return relate(new, known) != "beyond" and any(low <= e <= high or _meets(e, known) for e in ends)


def _meets(end: Decimal, known: Value) -> bool:
    return abs(end - middle(known)) <= abs(middle(known)) / 20


def _out_of_order(case: Case) -> bool:
    """Published before what stands was: it tells the past. A bare date may be any hour of that day."""
    held = case.standing.held
    if held is None or held.at is None or case.published is None:
        return False
    latest = case.published
    if latest.hour == latest.minute == 0:
        latest += timedelta(days=1)
    return latest < held.at


def _below_threshold(case: Case) -> bool:
    t, held = case.figure.threshold, case.held
    if held is None:
        return False
    moved = gap(case.value, held)
    percent = 100 * moved / abs(middle(held)) if middle(held) else Decimal("Infinity")
    return (t.absolute is not None and moved < t.absolute) or (t.percent is not None and percent < t.percent)


def _wrong_way(case: Case) -> bool:
    t, held = case.figure.threshold, case.held
    return held is not None and t.direction is not None and direction(case.value, held) != t.direction


def _too_few(case: Case) -> bool:
    heard = voices(case.standing, case.value) | {case.report.outlet}
    return len(heard) < case.figure.threshold.outlets


def _conflict(case: Case) -> bool:
    """Another party, while the first still stands: the article gives both, denies ours, or only goes below it."""
    held = case.held
    if held is None or relate(case.value, held) != "apart":
        return False
    return _denies(case, held) or _gives_both(case, held) or _same_rival_party(case)


def _denies(case: Case, held: Value) -> bool:
    return any(_known_as(v, held) for v in case.reading.denied)


def _gives_both(case: Case, held: Value) -> bool:
    """The held number stands in the article as current, and the new one is somebody's word."""
    beside = [c for c in case.reading.candidates if c is not case.candidate and relate(c.value, held) in SILENT]
    mine = _parties(case.candidate)
    return any(mine and not (mine & _parties(c)) for c in beside)


def _parties(candidate: Candidate) -> frozenset[str]:
    return frozenset(c.attribution.source.casefold() for c in candidate.mentions if c.attribution)


def _same_rival_party(case: Case) -> bool:
    """The party whose word is open against ours goes on with its own count."""
    parties = _parties(case.candidate)
    return any(c.source.casefold() in parties for c in case.standing.conflicts if c.source)


RULES: tuple[Rule, ...] = (
    Rule(reason="rejected", when=_rejected, kind=None, step="nothing"),
    Rule(reason="caught-up", when=_caught_up, kind=None, step="confirm"),
    Rule(reason="corrected-conflict", when=_own_was_conflict, kind="corrected", step="oppose"),
    Rule(reason="edited", when=_own_word_moved, kind="corrected", step="hold"),
    Rule(reason="notice", when=_notice_names_held, kind="corrected", step="hold"),
    Rule(reason="first", when=_first, kind="new", step="hold"),
    Rule(reason="confirm", when=_says("same"), kind=None, step="confirm"),
    Rule(reason="stated-move", when=_held_is_past, kind="changed", step="hold"),
    Rule(reason="vaguer", when=_says("vaguer"), kind=None, step="confirm"),
    Rule(reason="refined", when=_says("finer"), kind=None, step="refine"),
    Rule(reason="rounded", when=_says("rounded"), kind="changed", step="hold", trust=0.4),
    Rule(reason="copy", when=_copy, kind=None, step="note"),
    Rule(reason="echo", when=_echo, kind=None, step="nothing"),
    Rule(reason="repeated", when=_repeated, kind=None, step="note"),
    Rule(reason="out-of-order", when=_out_of_order, kind=None, step="supersede"),
    Rule(reason="below-threshold", when=_below_threshold, kind=None, step="note"),
    Rule(reason="too-few-outlets", when=_too_few, kind=None, step="note"),
    Rule(reason="wrong-direction", when=_wrong_way, kind=None, step="hold"),
    Rule(reason="conflict", when=_conflict, kind="conflict", step="oppose"),
    Rule(reason="narrowed", when=_says("narrowed"), kind="changed", step="hold"),
    Rule(reason="beyond", when=_says("beyond"), kind="changed", step="hold"),
    Rule(reason="moved", when=lambda case: True, kind="changed", step="hold"),
)
