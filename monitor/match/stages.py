"""What was and what is: whether a number is told as what stood before, and which of two neighbours is the later one.

Law of this room: forms of the clause only (tense, a named time, a comparison), no figure and no value. A number told
of a time that is over ("had put the dead at 40", "700 until Friday", "three times May's 70") stands aside; of two
numbers that may count the same thing, in one sentence or in neighbours, the later told one is the news.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.match.frames import Mention
from monitor.match.words import MONTHS, Token

_REACH = 14  # tokens around a number that are looked at
_NEIGHBOURS = 6  # numbers after one that it is held against
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_UNIT = "(?:minutes?|hours?|days?|nights?|weeks?|fortnight|months?|quarters?|seasons?|years?|decades?)"
_SPAN = "(?:day|night|week|month|year|evening|hour)"
_SEASON = "spring|summer|autumn|winter"
_DAY = "|".join(_WEEK)
_MONTH = "|".join(m for m in MONTHS if len(m) > 3 or m == "may")
_SOME = r"(?:a|one|two|three|four|five|six|ten|some|several|many|few|\#)"
_TOLD = (
    "(?:spoken|spoke|put|told|counted|estimated|guessed|thought|announced|expected|reckoned|talked|feared|assumed|"
    "believed|offered|claimed|mentioned|quoted|cited|hoped|budgeted|scoffed|known|knew|said|given|named)"
)
_GIVEN = "(?:announced|reported|named|gave|cited|quoted|mentioned|claimed)"
_AS_MANY = "as (?:many|much|high|large|big|great|few|low) as"
_SMALL = r"(?:(?:in|on|at|the|its|their|of|those|that|about|just|only) )*(?:\S+['’]s )?"
_AT_THE = (
    "at the (?:very )?(?:start|outset|beginning|time|peak|height|worst|most)(?: of (?:the )?\\S+)?|at first|initially|"
    "originally|to (?:begin|start) with|in the beginning|until (?:now|then|recently|yesterday)|used to \\S+|"
    "as late as \\S+|no longer|on the first (?:day|night|morning|evening)"
)
# The words before a number, which each pattern must reach.
_BEFORE = (
    rf"\b(?:had|having) (?:(?!by\b)\S+ ){{0,4}}{_TOLD} (?:\S+ ){{0,6}}$",  # "had spoken of", "having scoffed at"
    r"\b(?:had|having) had (?:\S+ ){0,3}$",
    r"\bhad (?:still |only |just )?(?:been|stood|begun|started|lain) (?:\S+ ){0,4}$",
    rf"\b(?:first|originally|initially|previously|earlier|before|once) (?:\S+ )?{_TOLD} (?:\S+ ){{0,3}}$",
    rf"\b(?:{_AT_THE}|{_SOME} {_UNIT} ago|(?:the|a) {_SPAN} (?:before|earlier))(?: [^;:]+?)? $",
    r"^ when [^,\#]+ (?:it|there|they|we) (?:was|were|had|stood at) (?:\S+ ){0,2}$",
    r"^ where (?:\S+ )?$",  # "Where 90,000 stood last week there were 6,000"
    rf"\b(?:times|twice|half) (?:{_AS_MANY} |that of |the )?(?:[^,;:\#]+? )?$",
    rf"\b(?:than|{_AS_MANY}) (?:in|on|at|the|its|their|those|that|\S+['’]s) (?:\S+ ){{0,3}}$",
    rf"\b(?:compared (?:with|to)|beats?|beating|up on|down on) {_SMALL}$",
    rf"\b(?:(?:last|previous|preceding) (?:{_UNIT}|{_DAY}|{_SEASON})|{_DAY}|{_MONTH}|yesterday)['’]s (?:\S+ )?$",
)
# The words behind a number, which each pattern begins at.
_BEHIND = (
    rf"(?:[^,;:.]+? )?(?:{_SOME} {_UNIT} ago|(?:the|a) {_SPAN} (?:before|earlier))\b",
    rf"(?:[^,;:.]+? )?(?:at first|initially|originally|to (?:begin|start) with|for a start|as late as|as recently as|"
    rf"up to then|at the time|until (?:now|then|last|recently|yesterday|{_DAY}|{_MONTH}))\b",
    r"(?:[^,;:.]+? )?when (?:it|they) (?:was|were) (?:first )?(?:announced|reported|counted|opened|built|signed)\b",
    r"(?:\S+ ){0,4}(?:was|were|lay|stood|sat|stayed) (?:in|at|on|there|out|still|without|under|missing|here|down|up) "
    r"(?:[^,;:.]+? )?when\b",
    r"(?:\S+ ){0,4}(?:was|were) to [a-z]+ (?:[^,;:.]+? )?(?:when|before|until|at first|originally|initially)\b",
    rf"(?:\S+ ){{0,3}}(?:{_GIVEN}|given|put forward|stated|published) "
    r"(?:in|on|last|earlier|at|the|a|previously|first|before|then|for|by)\b",
    rf"(?:\S+ ){{0,2}}(?:it|he|she|they|we|the \S+) (?:had )?(?:first |earlier |originally )?{_GIVEN}\b",
    rf"(?:of|in|from) (?:last|the previous|the preceding) (?:{_UNIT}|{_SEASON})\b",
)
_GONE_BEFORE = re.compile("|".join(_BEFORE))
_GONE_BEHIND = re.compile("^ (?:" + "|".join(_BEHIND) + ")")
_NOW = re.compile(
    r"\b(?:now|today|tonight|currently|so far|to date|this (?:morning|afternoon|evening|week|month)|in the end|by now|"
    r"at last|latest|overnight|last night|at present|has|have|is|are|stands|remains?|'s|’s)\b"
)
# Times that are over where the neighbour tells of now.
_PAST = re.compile(
    rf"\b(?:last|previous|preceding) (?:{_UNIT}|{_DAY}|{_SEASON})\b(?!['’])|\b(?:in|since|back in) (?:the )?"
    rf"(?:{_SEASON}|{_MONTH})\b|\bearlier (?:this|in the) |\bat (?:christmas|easter)\b|"
    r"\bhad (?!no\b|an?\b|the\b|about\b|some\b|only\b)[a-z]+\b|"
    r"\bin (?:its|his|her|their|the) first (?:night|day|week|hours?)\b"
)
_GOES_ON = re.compile(r"^ (?:but |and )?(?:by|then|today|now|tonight|since|after) ")
_HOURS = {
    "dawn": 5.0, "daybreak": 5.0, "sunrise": 6.0, "sun-up": 6.0, "sunup": 6.0, "breakfast": 7.5, "morning": 9.0,
    "noon": 12.0, "midday": 12.0, "lunch": 12.5, "lunchtime": 12.5, "afternoon": 15.0, "teatime": 17.0,
    "sunset": 18.0, "sundown": 18.0, "dusk": 18.0, "nightfall": 19.0, "evening": 19.0, "supper": 19.5,
    "night": 22.0, "midnight": 24.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stage:
    """How a number's clause places it: told as gone by, told as of now, and its day and hour where they are said."""

    then: bool
    now: bool
    past: bool  # of a time that may be over
    on: bool  # goes on from what was said before: "by noon 41"
    day: int | None = None  # of the week
    hour: float | None = None


def mark(found: Sequence[Mention]) -> None:
    """Writes into the frame of every number what its time is, and whether a neighbour is told as the later one."""
    stages = [stage(m) for m in found]
    for mention, at in zip(found, stages, strict=True):
        if at.then:
            mention.frame["stage:then"] = 1.0
    for i, j in _neighbours(found):
        for a, b in ((i, j), (j, i)):
            if later(stages[a], stages[b]):
                found[a].frame["order:older"] = 1.0
                found[b].frame["order:newer"] = 1.0


def stage(mention: Mention) -> Stage:
    """What the words around one number say of its time."""
    tokens, at, (first, last) = mention.sentence.tokens, mention.at, mention.span
    ahead, behind = tokens[max(first, at - _REACH) : at], tokens[at + 1 : min(last, at + 1 + _REACH)]
    before, after = f" {''.join(f'{t.low} ' for t in ahead)}", f" {' '.join(t.low for t in behind)}"
    then = bool(_GONE_BEFORE.search(before) or _GONE_BEHIND.match(after))
    said = before + after
    return Stage(
        then,
        not then and bool(_NOW.search(said)),
        bool(_PAST.search(said)),
        bool(_GOES_ON.search(before)),
        *_stamp((*ahead, *behind)),
    )


def _stamp(run: Sequence[Token]) -> tuple[int | None, float | None]:
    """The first day of the week and the earliest hour of the day that are named."""
    days = [_WEEK.index(t.low) for t in run if t.low in _WEEK]
    hours = [_HOURS[t.low] for t in run if t.low in _HOURS]
    return (days[0] if days else None), min(hours, default=None)


def later(a: Stage, b: Stage) -> bool:
    """Whether `b` is told of a later time than `a`."""
    if a.then or b.then:
        return a.then and not b.then
    if a.past and not b.past and (b.now or b.on):
        return True
    if a.day is not None and b.day is not None and a.day != b.day:
        return b.day > a.day
    if a.hour is not None and b.hour is not None and a.hour != b.hour:
        return b.hour > a.hour
    return _stamped(a) and not _stamped(b) and b.now and not a.now


def _stamped(stage: Stage) -> bool:
    return stage.day is not None or stage.hour is not None


def _neighbours(found: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    """Numbers that may count one thing, in one sentence or in two that follow each other."""
    for i, a in enumerate(found):
        for j in range(i + 1, min(len(found), i + 1 + _NEIGHBOURS)):
            b = found[j]
            follows = b.sentence.before is a.sentence and b.sentence.block == a.sentence.block
            if b.sentence is not a.sentence and not follows:
                break
            if a.quantity.unit == b.quantity.unit and (not b.head or set(a.head) & set(b.head)):
                yield i, j  # what is left unsaid is what was said before
