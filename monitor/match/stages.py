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
from monitor.match.words import MONTHS, Token, words

_REACH = 14  # tokens around a number that are looked at
_DAYS = words("monday tuesday wednesday thursday friday saturday sunday")
_UNIT = r"(?:minutes?|hours?|days?|nights?|weeks?|fortnight|months?|quarters?|seasons?|years?|decades?)"
_MONTH = "|".join(m for m in MONTHS if len(m) > 3 or m == "may")
_DAY = "|".join(_DAYS)
_TOLD = (
    r"(?:spoken|spoke|put|told|counted|estimated|guessed|thought|announced|expected|reckoned|talked|feared|assumed|"
    r"believed|offered|claimed|mentioned|quoted|cited|hoped|budgeted|scoffed|known|knew|said|given|named)"
)
# In the words before the number (which they end with) ...
_BEFORE = re.compile(
    rf"""
    \b(?:had|having)\ (?:(?!by\b)\S+\ ){{0,4}}{_TOLD}\ (?:\S+\ ){{0,6}}$              # "had spoken of", "having scoffed at"
    | \b(?:had|having)\ had\ (?:\S+\ ){{0,3}}$                                        # "after having had it at"
    | \bhad\ (?:still\ |only\ |just\ )?(?:been|stood|begun|started|lain)\ (?:\S+\ ){{0,4}}$
    | \b(?:first|originally|initially|previously|earlier|before|once)\ (?:\S+\ )?{_TOLD}\ (?:\S+\ ){{0,3}}$
    | \b(?:at\ first|initially|originally|to\ begin\ with|to\ start\ with|in\ the\ beginning|until\ (?:now|then|recently|yesterday)
        |at\ the\ (?:very\ )?(?:start|outset|beginning|time|peak|height|worst|most)(?:\ of\ (?:the\ )?\S+)?|used\ to\ \S+|as\ late\ as\ \S+|no\ longer
        |on\ the\ first\ (?:day|night|morning|evening)|(?:a|one|two|three|four|five|six|ten|some|several|many|few|\#)\ {_UNIT}\ ago
        |(?:the|a)\ (?:day|night|week|month|year|evening|hour)\ (?:before|earlier))(?:\ [^;:]+?)?\ $
    | ^\ ?when\ (?:[^,\#]+\ )(?:it|there|they|we)\ (?:was|were|had|stood\ at)\ (?:\S+\ ){{0,2}}$
    | ^\ where\ (?:\S+\ )?$                                                           # "Where 90,000 stood, there were 6,000"
    | (?:\btimes|\btwice|\bhalf)\ (?:as\ (?:many|much|high|large|big|great|few|low)\ as\ |that\ of\ |the\ )?(?:[^,;:\#]+?\ )?$
    | \b(?:than|as\ (?:many|much|high|large|big|great|few|low)\ as)\ (?:in|on|at|the|its|their|those|that|\S+['’]s)\ (?:\S+\ ){{0,3}}$
    | \b(?:compared\ (?:with|to)|beats?|beating|up\ on|down\ on)\ (?:in\ |on\ |at\ |the\ |its\ |their\ |of\ |those\ |that\ |about\ |just\ |only\ )*(?:\S+['’]s\ )?$
    | \b(?:last|previous|preceding)\ (?:{_UNIT}|{_DAY}|spring|summer|autumn|winter)['’]s\ (?:\S+\ )?$
    | \b(?:{_DAY}|{_MONTH}|yesterday)['’]s\ (?:\S+\ )?$
    """,
    re.X,
)
# ... and in those behind it.
_BEHIND = re.compile(
    rf"""^\ (?:
    (?:[^,;:.]+?\ )?(?:a|one|two|three|four|five|six|ten|some|several|many|few|\#)\ {_UNIT}\ ago\b
    | (?:[^,;:.]+?\ )?(?:the|a)\ (?:day|night|week|month|year|evening|hour)\ (?:before|earlier)\b
    | (?:[^,;:.]+?\ )?(?:at\ first|initially|originally|to\ begin\ with|to\ start\ with|for\ a\ start|until\ (?:now|then|last|recently|yesterday|{_DAY}|{_MONTH})
        |as\ late\ as|as\ recently\ as|up\ to\ then|at\ the\ time)\b
    | (?:[^,;:.]+?\ )?when\ (?:it|they)\ (?:was|were)\ (?:first\ )?(?:announced|reported|counted|opened|built|signed)\b
    | (?:\S+\ ){{0,4}}(?:was|were|lay|stood|sat|stayed)\ (?:in|at|on|there|out|still|without|under|missing|here|down|up)\ (?:[^,;:.]+?\ )?when\b
    | (?:\S+\ ){{0,4}}(?:was|were)\ to\ [a-z]+\ (?:[^,;:.]+?\ )?(?:when|before|until|at\ first|originally|initially)\b
    | (?:\S+\ ){{0,3}}(?:reported|announced|named|given|put\ forward|mentioned|quoted|stated|cited|published|named|claimed)\ (?:in|on|last|earlier|at|the|a|previously|
        first|before|then|for|by)\b
    | (?:\S+\ ){{0,2}}(?:it|he|she|they|we|the\ \S+)\ (?:had\ )?(?:first\ |earlier\ |originally\ )?(?:named|announced|reported|gave|cited|quoted|mentioned|claimed)\b
    | (?:of|in|from)\ (?:last|the\ previous|the\ preceding)\ (?:{_UNIT}|spring|summer|autumn|winter)\b
    )""",
    re.X,
)
_NOW = re.compile(
    r"\b(?:now|today|tonight|currently|so far|to date|this (?:morning|afternoon|evening|week|month)|in the end|by now|"
    r"at last|latest|overnight|last night|at present|has|have|is|are|stands|remains?|'s|’s)\b"
)
# Times that are over where the neighbour tells of none, or of today.
_PAST = re.compile(
    rf"\b(?:last|previous|preceding) (?:{_UNIT}|{_DAY}|spring|summer|autumn|winter)\b(?!['’])|\b(?:in|since|back in) (?:the )?"
    rf"(?:spring|summer|autumn|winter|{_MONTH})\b|\bearlier (?:this|in the) |\bat (?:christmas|easter)\b|"
    r"\bhad (?!no\b|an?\b|the\b|about\b|some\b|only\b)[a-z]+\b|\bin (?:its|his|her|their|the) first (?:night|day|week|hours?)\b"
)
_THEN_ON = re.compile(r"^ (?:but |and )?(?:by|then|today|now|tonight|since|after) ")
_HOURS = (
    ("dawn", 5.0), ("daybreak", 5.0), ("sunrise", 6.0), ("sun-up", 6.0), ("sunup", 6.0), ("breakfast", 7.5), ("morning", 9.0),
    ("noon", 12.0), ("midday", 12.0), ("lunch", 12.5), ("lunchtime", 12.5), ("afternoon", 15.0), ("teatime", 17.0),
    ("sunset", 18.0), ("sundown", 18.0), ("dusk", 18.0), ("nightfall", 19.0), ("evening", 19.0), ("supper", 19.5),
    ("night", 22.0), ("midnight", 24.0),
)  # fmt: skip
_CLOCK = re.compile(r"\b(\d{1,2})(?:[:.](\d\d))? ?([ap])\.? ?m\b")


@dataclass(frozen=True, slots=True)
class Stage:
    """How a number's clause places it: told as gone by, told as of now, and its day and hour where both are said."""

    then: bool
    now: bool
    past: bool  # of a time that may be over
    on: bool  # goes on from what was said before: "by noon 41"
    day: int | None = None  # of the week
    hour: float | None = None


def stage(mention: Mention) -> Stage:
    """What the words around one number say of its time."""
    tokens, at, (first, last) = mention.sentence.tokens, mention.at, mention.span
    before = " " + "".join(f"{t.low} " for t in tokens[max(first, at - _REACH) : at])
    behind = " " + " ".join(t.low for t in tokens[at + 1 : min(last, at + 1 + _REACH)])
    then = bool(_BEFORE.search(before) or _BEHIND.match(behind))
    day, hour = _stamp(tokens[max(first, at - _REACH) : min(last, at + 1 + _REACH)], before + behind)
    now = not then and bool(_NOW.search(before + behind))
    return Stage(then, now, bool(_PAST.search(before + behind)), bool(_THEN_ON.search(before)), day, hour)


_ORDER = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _stamp(run: Sequence[Token], said: str) -> tuple[int | None, float | None]:
    days = [_ORDER.index(t.low) for t in run if t.low in _DAYS]
    hours = [h for word, h in _HOURS if f" {word} " in said + " "]
    clock = _CLOCK.search(said)
    return (days[0] if days else None), (hours[0] if hours else None)


def later(a: Stage, b: Stage) -> bool:
    """Whether `b` is told of a later time than `a`."""
    if a.then != b.then:
        return a.then
    if a.then:
        return False
    if a.past and not b.past and (b.now or b.on):
        return True
    if a.day is not None and b.day is not None and a.day != b.day:
        return b.day > a.day
    if a.hour is not None and b.hour is not None and a.hour != b.hour and (a.day is None or b.day is None or a.day == b.day):
        return b.hour > a.hour
    return (a.day is not None or a.hour is not None) and b.now and not a.now and b.day is None and b.hour is None


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


def _neighbours(found: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    """Numbers that may count one thing, in one sentence or in two that follow each other."""
    for i, a in enumerate(found):
        for j in range(i + 1, min(len(found), i + 7)):
            b = found[j]
            if b.sentence is not a.sentence and (b.sentence.before is not a.sentence or b.sentence.block != a.sentence.block):
                break
            if a.quantity.unit == b.quantity.unit and (not b.head or set(a.head) & set(b.head)):
                yield i, j  # what is left unsaid is what was said before
