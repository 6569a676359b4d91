"""What a number on a page is the number of, in the page's own words: "buildings destroyed", "benchmark rate".

Law of this room: a name must stand in the sentence and be a thing; a number without one is not offered.
"""

from __future__ import annotations

import re

from monitor.model import Quantity, Span
from monitor.quantities import unit_kind


def listed(words: str) -> frozenset[str]:
    """A list of words in a table of this room."""
    return frozenset(words.split())


NO_THINGS = listed(  # what a reader of numbers may find beside one, and what nobody counts
    "north south east west northeast northwest southeast southwest northern southern eastern western away long wide "
    "deep tall high lower higher up down more less year years month months week weeks day days previous month hour "
    "hours minute minutes time times page pages mile miles kilometre kilometer kilometres kilometers today yesterday "
    "point points "
    "january february march april may june july august september october november december "
    "copy copies chapter article articles paragraph percent percentage average others ones end billion million trillion"
)
SMALL_CHANGE = listed(  # things that are counted in passing
    "country countries nation nations seat seats state states city cities place places site sites wagon wagons car "
    "cars bridge bridges scenario scenarios side sides member members street streets stop stops flight flights"
)
PARTICIPLES = (  # what was done, as the participle that names it beside the thing: "buildings destroyed"
    ("kill", "killed"), ("died|dead|dying|dies", "killed"), ("injur", "injured"), ("wound(?!s)", "wounded"),
    ("missing", "missing"), ("displac", "displaced"), ("evacuat", "evacuated"), ("destroy", "destroyed"),
    ("took out|taken out|level(?:led|ling)|razed", "destroyed"), ("damag", "damaged"), ("burn|scorch", "burned"),
    ("arrest", "arrested"), ("detain", "detained"), ("trapp", "trapped"), ("strand", "stranded"),
    ("rescu", "rescued"), ("infect", "infected"), ("hospitali", "in hospital"), ("recall", "recalled"),
    ("deploy", "deployed"), ("captur", "captured"), ("shot down|shoot down", "shot down"), ("laid off|lay off", "cut"),
    ("(?:cost|lose|lost|losing|loss of|cut|cuts|cutting|axe|axed|eliminat\\w+|shed|slash\\w*)", "cut"),
)  # fmt: skip
PLURALS = listed("people men women children staff personnel police cattle dead")  # many, without an s
HURT = listed(
    "killed injured wounded missing arrested detained infected trapped dead deaths toll"
)  # told by ones and twos
VERBS = listed("quoted priced traded valued")
BY_HAND = frozenset({"cut"})  # said of jobs and the like alone: nobody cuts people, and shares lose per cents
JOBS = listed("jobs job posts positions roles staff employees workers places")
BETWEEN = (
    r"(?:(?:at|least|more|than|about|around|nearly|some|as|many|up|to|somewhere|between|an?|the|another|over)\s+)*"
)
AFTER = r"(?:\s+[\w’'-]+){0,2}?\s+(?:(?:have|has|had|was|were|are|is|been|being|be|also|already|so|far)\s+){0,3}"
MOVES = (
    "rose|risen|rises|rising|fell|fallen|falls|falling|climbed|dropped|grew|grown|shrank|slipped|jumped|increased|"
    "decreased|declined|eased|slowed|lost|gained|reached|hit|stood|stands|was|were|is|are|totalled|totaled|worth|"
    "lowered|raised|cut|held|kept|closed"
)
WORD = r"[^\W\d_][\w’'-]*"
COUNTS = "toll|deaths|fatalities|injuries|casualties|arrests|cases|infections"  # name what a bare number counts
COMES_TO = (
    r"(?:(?:has|have|had|also|now|since|already|was|were|been|is|are|being)\s+){0,3}"
    rf"(?:(?:{MOVES}|put|revised|updated)\s+(?:to|at)|reache[ds]|reach|hits?|was|is|were|are|passed|topped|exceeded)\s+"
)
TALLY = re.compile(
    rf"\b(?:(?:number|count|tally|total)\s+of\s+(?P<counted>{WORD}(?:\s+{WORD}){{0,3}}?)|(?P<named>(?:{WORD}\s+)?(?:{COUNTS})))"
    rf"(?:\s+(?:of|from|in|at|among|for|after|since|across)\s+(?:{WORD}\s+){{0,8}}?{WORD})?\s+{COMES_TO}{BETWEEN}$",
    re.IGNORECASE,
)
LITTLE = listed(
    "the a an its his her their our this that these those and or but of in on at over under into onto through since "
    "until than to for from by with as it he she they "
    "we has have had is was were are be been will would could also now then after before while when which who said "
    "says whose not no year month week last next all both one two three four five six seven eight nine ten"
)


def called(text: str, quantity: Quantity) -> str:
    """The name of a number that stands in `text`; "" where it has none that could be followed."""
    if unit_kind(quantity.unit) == "length" and (not quantity.noun or quantity.noun in NO_THINGS):
        return ""
    noun = thing(text, quantity)
    if quantity.unit == "count":
        noun = noun or tally(text, quantity.span)
        named = any(re.search(rf"\b(?:{stem})", noun, re.I) for stem, _ in PARTICIPLES)
        done = "" if named else done_to(text, quantity, noun)
        return f"{noun} {done}" if noun and done else noun
    if unit_kind(quantity.unit) == "area":
        return noun or (f"area {done}" if (done := done_to(text, quantity, "")) else "area")
    return noun if noun and noun.lower() not in VERBS else subject(text, quantity.span)


def thing(text: str, quantity: Quantity) -> str:
    """The counted thing as it is printed, whole: "military construction and demining specialists"."""
    noun = quantity.noun
    if not noun or noun.lower().split()[-1] in NO_THINGS or noun.lower() in NO_THINGS:
        return ""
    at = text.lower().find(noun.lower(), quantity.span[0])
    if at < 0:
        return noun
    printed, rest = text[at : at + len(noun)], text[at + len(noun) :]
    joined = re.match(rf" and((?: {WORD}){{1,2}}) {WORD}s\b", rest)
    whole = printed.endswith("s") or printed.lower().split()[-1] in PLURALS
    if quantity.unit == "count" and joined and not whole and not LITTLE & set(joined.group(1).lower().split()):
        return printed + joined.group()
    return printed


def done_to(text: str, quantity: Quantity, noun: str) -> str:
    """What was done to the counted, where the verb stands close before the number or close after its noun."""
    before = re.split(r"[.;:]\s", text[max(0, quantity.span[0] - 60) : quantity.span[0]])[-1]
    after = re.split(r"[.;:,]\s", text[quantity.span[0] : quantity.span[1] + 60])[0]
    after = after[len(text[slice(*quantity.span)]) :]
    for stem, word in PARTICIPLES:
        if word in BY_HAND and not JOBS & set(noun.lower().split()):
            continue
        if re.search(rf"\b(?:{stem})\w*\s+{BETWEEN}$", before, re.I) or re.match(rf"{AFTER}(?:{stem})", after, re.I):
            return word
    return ""


def tally(text: str, span: Span) -> str:
    """What a bare number counts, where a tally comes to it: "The death toll, put at 41 before, has risen to 58"."""
    *before, last = re.split(r",\s", re.split(r"[.;:!?—]\s", text[: span[0]])[-1])
    for clause in (last, *(f"{piece} {last}" for piece in before[-2:-1])):
        if found := TALLY.search(clause):
            words = (found["counted"] or found["named"]).split()
            return " ".join(words[1:] if words[0].lower() in LITTLE else words)
    return ""


def subject(text: str, span: Span) -> str:
    """What rose, fell or stands at the number: the noun phrase before the verb or before "to", "at", "of"."""
    clause = re.split(r"[.;:!?—]\s|,\s", text[: span[0]])[-1]
    found = re.search(
        rf"((?:{WORD}\s+){{0,3}}{WORD})\s+(?:(?:has|have|had|also)\s+)?(?:{MOVES})\s+(?:(?:to|at|by|from)\s+)?{BETWEEN}$",
        clause,
        re.I,
    ) or re.search(rf"((?:{WORD}\s+){{0,2}}{WORD})\s+(?:to|at(?! least)|of)\s+{BETWEEN}$", clause, re.I)
    words = found.group(1).split() if found else []
    while words and words[-1].lower() in LITTLE:
        words.pop()
    last = max((place for place, word in enumerate(words) if word.lower() in LITTLE), default=-1)
    kept = [word for word in words[last + 1 :] if not re.fullmatch(MOVES, word, re.I)]
    name = " ".join(kept)
    if kept and re.fullmatch(r"(?!.*(?:need|speed|seed|feed)$)\w+ed", kept[-1]):  # a verb that the table does not know
        kept.pop()
        name = " ".join(kept)
    if len(kept) == 1 and kept[0].istitle() and not clause.lstrip().startswith(kept[0]):
        return ""  # "paid Germany 1.4 billion": somebody, no thing
    return "" if not kept or name.lower() in NO_THINGS or kept[-1].lower() in NO_THINGS else name


ALIKE = (
    ("killed", ("dead", "deaths")),
    ("death toll", ("dead", "deaths")),
    ("contained", ("containment",)),
)  # ends with


def variants(name: str) -> list[str]:
    """A name and what else pages call it: "people killed" are also the dead."""
    return [name, *(other for word, others in ALIKE if name.lower().endswith(word) for other in others)]
