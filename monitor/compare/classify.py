"""Is it news? One table of named rules, read from the top: the first that holds decides.

Law of this room: a `Case` holds everything that a decision may look at; a `Rule` is a name, a test, the kind of
change that is due (None: silence) and what becomes of the state. `monitor explain` prints the names.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from typing import Literal

from monitor.compare.algebra import SILENT, core, direction, equal, gap, limit_moved, middle, reach, relate
from monitor.compare.candidates import SURE, Candidate, Reading, parties
from monitor.compare.kin import Kin
from monitor.compare.state import voices
from monitor.match import nature_of
from monitor.model import ChangeKind, Report, Standing, Value
from monitor.watchlist import Figure

HEARD = 0.1  # how surely a number must be read as current for its party to be heard
Step = Literal["hold", "refine", "restore", "confirm", "supersede", "oppose", "note", "nothing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One candidate of one article against what stands. `own`: what this very page said before it was edited."""

    figure: Figure
    standing: Standing
    reading: Reading
    candidate: Candidate
    report: Report  # the candidate as a report of this article
    dated: bool  # the article says when it was published
    edited: bool  # the page was read before, with other words
    notice: bool  # the page carries a correction notice
    live: bool  # the number stands in an entry of a live blog: a page that is meant to move
    on_top: bool  # the number stands in the headline or the standfirst
    own: tuple[Report, ...]
    copied: bool  # an article that this one copies said it in the same words, or gave the same number
    kin: Kin = field(default_factory=Kin)  # the figure's wholes and parts

    @property
    def value(self) -> Value:
        return self.candidate.value

    @property
    def held(self) -> Value | None:
        return None if self.standing.held is None else self.standing.held.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`when` it holds, a change of this `kind` is due for this `reason`, and the state takes this `step`."""

    reason: str
    when: Callable[[Case], bool]
    kind: ChangeKind | None
    step: Step


def decide(case: Case) -> Rule:
    """The first rule that holds for this case, as the figure's preferred outlets have it."""
    rule = next(rule for rule in RULES if rule.when(case))
    return _preferred(case, rule) if case.figure.outlets and case.held is not None else rule


def _preferred(case: Case, rule: Rule) -> Rule:
    """A preferred outlet's word stands against others': theirs is a conflict, its own settles what they said."""
    preferred = {name.casefold() for name in case.figure.outlets}
    held = case.standing.held
    mine, theirs = case.report.outlet.casefold() in preferred, held is not None and held.outlet.casefold() in preferred
    if theirs and not mine and rule.step == "hold" and rule.reason != "narrowed":
        return OVERRULED if rule.kind else replace(rule, step="note")
    open_ = any(
        _known_as(case.value, c.value) and c.outlet.casefold() not in preferred for c in case.standing.conflicts
    )
    if mine and held is not None and held.outlet and rule.reason in YIELDING and (open_ or not theirs):
        return PREFERRED
    return rule


# --- tests ----------------------------------------------------------------------------------------------------


def _rejected(case: Case) -> bool:
    return any(equal(case.value, v) for v in case.standing.rejected)


def _own_word_moved(case: Case) -> bool:
    """The same address now says another number than any it gave, or a lower end has come down."""
    if not case.own or case.live:
        return False
    unlike = all(relate(case.value, r.value) not in SILENT for r in case.own)
    return unlike or any(_lower_end_fell(case.value, r.value) for r in case.own)


def _lower_end_fell(new: Value, old: Value) -> bool:
    return new.low is not None and old.low is not None and new.high is None and new.low < reach(old)[0]


def _own_was_conflict(case: Case) -> bool:
    return _own_word_moved(case) and any(c.url == case.report.url for c in case.standing.conflicts)


def _caught_up(case: Case) -> bool:
    """The edit only brings the page to what others said before."""
    held = case.standing.held
    theirs = held is not None and held.url != case.report.url and relate(case.value, held.value) in SILENT
    return theirs and _own_word_moved(case) and not case.notice


def _notice_names_held(case: Case) -> bool:
    """A page whose wrong number we never read: it was edited, or says so, and names what stands as an error."""
    return (case.notice or case.edited) and not case.own and not case.live and _held_is_past(case)


def _held_is_past(case: Case) -> bool:
    """The article itself names what stands as an earlier value (and does not just retell an old step)."""
    held = case.held
    if held is None or equal(case.value, held) or _old_step(case):
        return False
    return any(_known_as(c.value, held) for c in case.reading.previous)


def _old_step(case: Case) -> bool:
    """From a value long superseded to the one that came after it: "up from 1,000 to 1,200", told again."""
    known = [r.value for r in case.standing.superseded]
    to = [i for i, v in enumerate(known) if equal(v, case.value)]
    return any(_known_as(c.value, v) for c in case.reading.previous for i in to for v in known[:i])


def _two_parties(case: Case) -> bool:
    """What stands is named as somebody else's word: "3,124, where the Red Crescent had over 3,200"."""
    held, mine = case.held, parties(case.candidate.mentions)
    theirs = [parties([c]) for c in case.reading.previous if held is not None and _known_as(c.value, held)]
    return bool(mine) and any(t and not t & mine for t in theirs) and _held_is_past(case) and not _own_line(case)


def _own_line(case: Case) -> bool:
    """A party whose word was open against ours names its own earlier number: "up from the two that it admitted"."""
    open_values = [c.value for c in case.standing.conflicts]
    return any(_known_as(c.value, v) for c in case.reading.previous for v in open_values)


def _first(case: Case) -> bool:
    return case.held is None


def _says(relation: str) -> Callable[[Case], bool]:
    return lambda case: case.held is not None and relate(case.value, case.held) == relation


def knows_held(case: Case) -> bool:
    """The article gives what stands, too, only less surely: it knows the number and leaves it."""
    held = case.held
    others = [c for c in case.reading.candidates if c is not case.candidate and c.score < case.candidate.score]
    return held is not None and any(relate(c.value, held) == "same" for c in others)


def _returned(case: Case) -> bool:
    """A superseded value in an article that knows what stands is no echo."""
    return knows_held(case) and case.candidate.score > SURE and _echo(case)


def _echo(case: Case) -> bool:
    """A superseded value in whatever words, or an open form that was heard beside what stands."""
    held = case.held
    beside = [r.value for r in case.standing.reports if held is not None and relate(r.value, held) in SILENT]
    known = [r.value for r in case.standing.superseded] + [v for v in beside if v.high is None or v.low is None]
    return any(_known_as(case.value, v) for v in known)


def _restored(case: Case) -> bool:
    """What stands was hardly sure, and another outlet goes on with what stood before: the doubt was right."""
    standing = case.standing
    before, held = standing.superseded[-1:], standing.held
    again = any(equal(case.value, r.value) for r in before) and case.candidate.score > SURE
    return standing.provisional and again and held is not None and held.outlet != case.report.outlet


def _repeated(case: Case) -> bool:
    return any(_known_as(case.value, r.value) for r in case.standing.conflicts)


def _known_as(new: Value, known: Value) -> bool:
    """Whether `new` is `known` again, in whatever words; an open end must lie by the known number itself."""
    if _ends_meet(new, known) or relate(new, known) == "same":
        return True
    if relate(new, known) != "vaguer":
        return False
    end = new.low if new.high is None else new.high if new.low is None else None
    return end is None or abs(end - middle(known)) <= abs(middle(known)) / 20


def _ends_meet(new: Value, known: Value) -> bool:
    """ "17,000" where "more than 17,000" was said, and the other way round."""
    a, b = ([e for e in core(v) if e.is_finite()] for v in (new, known))
    return len(a) + len(b) < 4 and bool(a) and bool(b) and set(a) == set(b)


def falls_unexplained(case: Case) -> bool:
    """A count below what stands, in an article that neither knows that number nor was edited; it may be let fall."""
    if case.figure.direction in ("down", "both"):
        return False
    counted = nature_of(case.figure) == "total" and bool(case.figure.nature or case.figure.unit == "count")
    explained = case.reading.previous or case.edited or knows_held(case)
    if case.held is None or not counted or explained or not middle(case.value):
        return False
    return direction(case.value, case.held) == "down"


def printed_before(case: Case) -> bool:
    """Background repeats, news does not; but what was asked about is no background where others say it, too."""
    return middle(case.value) in case.standing.printed and not heard_before(case)


def heard_before(case: Case) -> bool:
    """The value was already the second hypothesis, by the word of another outlet."""
    rival = case.standing.rival
    return (
        rival is not None and rival.outlet != case.report.outlet and not case.copied and equal(rival.value, case.value)
    )


def _behind(case: Case) -> bool:
    """A running total below what stands, in a mere word or printed before: whoever gives it is behind."""
    return falls_unexplained(case) and (case.value.bound == "vague" or printed_before(case))


def _out_of_order(case: Case) -> bool:
    """Published before what stands was: it tells the past. A bare date may be any hour of that day."""
    held, at = case.standing.held, case.report.at
    if held is None or held.at is None or at is None or not case.dated:
        return False
    return (at + timedelta(days=1) if at.hour == at.minute == 0 else at) < held.at


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


def _edited_in(case: Case) -> bool:
    """The page was read before without this number; an entry of a live page is no correction."""
    return case.edited and not case.live


def _conflict(case: Case) -> bool:
    """Another party, while the first still stands: the article gives both, denies ours, or only goes below it."""
    held = case.held
    if held is None or relate(case.value, held) != "apart":
        return False
    return _denies(case, held) or _gives_both(case, held) or (_same_rival_party(case) and not _own_line(case))


def _denies(case: Case, held: Value) -> bool:
    return any(_known_as(v, held) for v in case.reading.denied)


def _gives_both(case: Case, held: Value) -> bool:
    """The number that stands is in the article, too, and the two are not one party's words."""
    beside = [c for c in case.reading.candidates if c is not case.candidate and relate(c.value, held) in SILENT]
    return any(_are_two_parties(case.candidate, c) for c in beside if c.score > HEARD)


def _are_two_parties(new: Candidate, old: Candidate) -> bool:
    """Both numbers are somebody's word, or one is and both are surely read as current."""
    mine, theirs = parties(new.mentions), parties(old.mentions)
    named = bool(theirs) or (bool(mine) and min(new.score, old.score) > SURE)
    return named and not mine & theirs


def _beside_held(case: Case) -> bool:
    """The article surely gives both, what stands and this, and nobody's name or place tells the two apart.

    A new number in the headline over an untouched text is no such thing.
    """
    held = case.held
    others = [c for c in case.reading.candidates if c is not case.candidate]
    sure = [c for c in others if min(c.score, case.candidate.score) > SURE]
    return held is not None and not case.on_top and any(relate(c.value, held) in SILENT for c in sure)


def _same_rival_party(case: Case) -> bool:
    """The party whose word is open against ours goes on with its own count."""
    mine = parties(case.candidate.mentions)
    return any(mine & frozenset(c.source.casefold().split()) for c in case.standing.conflicts)


def _other_limit(case: Case) -> bool:
    return case.held is not None and limit_moved(case.value, case.held) and not _echo(case)


def _of_kin(case: Case) -> bool:
    """The number that stands for the whole (unless the article moves that), or the newest number of a part."""
    if case.held is not None and relate(case.value, case.held) in SILENT:
        return False
    wholes = (w.stands for w in case.kin.wholes if w.stands and not (w.read and not equal(w.read, w.stands)))
    return any(equal(case.value, v) for v in (*wholes, *(p.known[0] for p in case.kin.parts)))


OVERRULED = Rule(reason="other-outlet", when=lambda case: True, kind="conflict", step="oppose")
PREFERRED = Rule(reason="preferred-outlet", when=lambda case: True, kind="changed", step="hold")
YIELDING = frozenset({"two-parties", "repeated", "conflict", "echo"})  # what a preferred outlet's word is not bound by

RULES: tuple[Rule, ...] = (
    Rule(reason="rejected", when=_rejected, kind=None, step="nothing"),
    Rule(reason="caught-up", when=_caught_up, kind=None, step="confirm"),
    Rule(reason="corrected-conflict", when=_own_was_conflict, kind="corrected", step="oppose"),
    Rule(reason="edited", when=_own_word_moved, kind="corrected", step="hold"),
    Rule(reason="notice", when=_notice_names_held, kind="corrected", step="hold"),
    Rule(reason="of-its-kin", when=_of_kin, kind=None, step="nothing"),
    Rule(reason="first", when=_first, kind="new", step="hold"),
    Rule(reason="confirm", when=_says("same"), kind=None, step="confirm"),
    Rule(reason="two-parties", when=_two_parties, kind="conflict", step="oppose"),
    Rule(reason="stated-move", when=_held_is_past, kind="changed", step="hold"),
    Rule(reason="other-limit", when=_other_limit, kind="changed", step="hold"),
    Rule(reason="vaguer", when=_says("vaguer"), kind=None, step="confirm"),
    Rule(reason="rounded", when=_says("rounded"), kind=None, step="confirm"),
    Rule(reason="copy", when=lambda case: case.copied, kind=None, step="note"),
    Rule(reason="returned", when=_returned, kind="changed", step="hold"),
    Rule(reason="restored", when=_restored, kind=None, step="restore"),
    Rule(reason="echo", when=_echo, kind=None, step="note"),
    Rule(reason="refined", when=_says("finer"), kind=None, step="refine"),
    Rule(reason="repeated", when=_repeated, kind=None, step="note"),
    Rule(reason="out-of-order", when=_out_of_order, kind=None, step="supersede"),
    Rule(reason="behind", when=_behind, kind=None, step="note"),
    Rule(reason="below-threshold", when=_below_threshold, kind=None, step="note"),
    Rule(reason="too-few-outlets", when=_too_few, kind=None, step="note"),
    Rule(reason="wrong-direction", when=_wrong_way, kind=None, step="hold"),
    Rule(reason="edited-in", when=_edited_in, kind="corrected", step="hold"),
    Rule(reason="conflict", when=_conflict, kind="conflict", step="oppose"),
    Rule(reason="beside-held", when=_beside_held, kind=None, step="note"),
    Rule(reason="narrowed", when=_says("narrowed"), kind="changed", step="hold"),
    Rule(reason="beyond", when=_says("beyond"), kind="changed", step="hold"),
    Rule(reason="moved", when=lambda case: True, kind="changed", step="hold"),
)
