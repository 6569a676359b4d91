"""A number that leaves unsaid what it counts: "By noon it was nine", "Today, seventeen", "That takes it to 61".

Law of this room: the form of the clause tells whether a number leans on something said before; the nearest thing said
before that a number could count tells what it leans on. A question ("How many were arrested?") is what its answer
leans on, whatever stands between; in a live entry it is the headline and what the other entries count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.match.descriptor import Descriptor
from monitor.match.frames import Mention, head
from monitor.match.reading import Reading, Sentence
from monitor.match.words import stems, words

# What may stand between a clause's beginning and its number without saying what is counted.
_BOUNDS = words(
    "about some around nearly almost roughly close to more less fewer than over under at least most only just exactly "
    "perhaps maybe a an the now still already of by up"
)
_SUBJECT = (
    r"it|that|this|which|they|we|these|those|there|one|(?:the|his|her|their|our|its) (?:latest |new |current |final "
    r"|official |overall )?(?:figure|total|toll|tally|count|number|sum|score|reading|answer|result)"
)
_VERB = (
    r"is|are|was|were|be|been|makes?|made|brings?|brought|takes?|took|puts?|leaves?|left|raises?|raised|reach(?:ed|es)?"
    r"|stands?|stood|comes?|came|have|has|had|got|counts?|counted|at|to|hit|rose|fell|grew|climbed|dropped|jumped"
)
_SHORT = r"(?:it|that|there|they|we|he|she|i|this)['’](?:s|re|ve|d|ll)"
_LEANS = re.compile(
    rf"(?:^| ){_SHORT}(?: (?:now|still|already|about|up|down|got|been|had|at|to|made|a|the)){{0,4}}$|"
    rf"(?:^| )(?:{_SUBJECT})(?: \S+){{0,4}}? (?:{_VERB})(?: it| them| us| that)?"
    r"(?: (?:up|down|back))?(?: (?:at|to|by|as))?$"
)
_MADE = re.compile(r" (?:made|makes|make|put|puts) it$")
_MOMENT = words(
    "at by on in as of until till since around before after now today tonight yesterday this last that late early when "
    "so far up to within then"
)
_STATES = frozenset(
    stems(
        "left remain remaining back gone here there now already still more again were are is have in out down up so "
        "total altogether dark"
    )
)
_FOLLOWED = words(
    "are were is was have had has remain remained still now left so in out back to by up as and but or of went came "
    "got all"
)
_CLAUSE = 14  # tokens before a number in which its clause may begin
_REACH = 3  # sentences back in its block


def form(mention: Mention) -> str | None:
    """How the clause leaves the counted thing unsaid: leaning, timed, told, answer, subject; None: it does not."""
    tokens, at = mention.sentence.tokens, mention.at
    first = mention.chunk[0]
    before = [t.low for t in tokens[max(first, at - _CLAUSE) : at]]
    while before and before[-1] in _BOUNDS and not _LEANS.search(" " + " ".join(before)):
        before.pop()
    said = " " + " ".join(before)
    if before and (_LEANS.search(said) or _MADE.search(said)):
        return "leaning"
    if before:
        return "timed" if before[0] in _MOMENT and len(before) <= 6 else None
    ahead = tokens[first - 1].low if first else ""
    if ahead in ('"', "“") or (not first and mention.sentence.index and _asks(mention.sentence.before)):
        return "answer"
    if ahead in (":", "-", "–", "—", "|", "("):
        return "told"
    if ahead == "," and _moment(mention):
        return "timed"
    after = tokens[at + 1].low if at + 1 < len(tokens) else "."
    if not first and (after in _FOLLOWED or not after[0].isalpha()):
        return "subject"
    return None


def _moment(mention: Mention) -> bool:
    """Whether the chunk before the number's says nothing but when."""
    chunks = mention.sentence.chunks
    place = chunks.index(mention.chunk)
    if not place:
        return False
    start, end = chunks[place - 1]
    run = mention.sentence.tokens[start:end]
    return len(run) <= 8 and run[0].low in (*_MOMENT, "and", "but") and not any(t.quantity >= 0 for t in run)


def _asks(sentence: Sentence | None) -> bool:
    return sentence is not None and sentence.text.rstrip(" \"”’'").endswith("?")


def topic(mention: Mention, d: Descriptor, reading: Reading) -> str:
    """What the nearest thing said before counts, for this figure: own, other, or none."""
    for sentence, end in _back(mention, reading):
        told = _told(sentence, end, d)
        if told:
            return told
    if reading.blocks[mention.sentence.block].kind == "entry":
        others = (s for s in reading.sentences if s.numbers and s.block != mention.sentence.block)
        if any(_own(s, len(s.tokens), d) >= 0 for s in others if reading.blocks[s.block].kind == "entry"):
            return "own"
    return "headline" if any(_own(s, len(s.tokens), d) >= 0 for s in reading.headline) else "none"


def _back(mention: Mention, reading: Reading) -> Iterator[tuple[Sentence, int]]:
    """The sentences to look through, nearest first, each with the token before which to look."""
    here = mention.sentence
    yield here, mention.at
    back, steps = here.before, 0
    while back is not None and steps < _REACH and reading.blocks[back.block].kind != "headline":
        if back.block != here.block and reading.blocks[here.block].kind in ("entry", "row", "item"):
            break
        yield back, len(back.tokens)
        back, steps = back.before, steps + 1


def _told(sentence: Sentence, end: int, d: Descriptor) -> str:
    own = _own(sentence, end, d)
    if own >= 0 and _asks(sentence):
        return "asked"
    other = max((n for n in sentence.numbers if n < end and _other(sentence, n, d)), default=-1)
    if own < 0 and other < 0:
        return ""
    return "own" if own > other else "other"


def _own(sentence: Sentence, end: int, d: Descriptor) -> int:
    """The last place before `end` where the figure's words or its event are named; -1: nowhere."""
    spots = [i for i, t in enumerate(sentence.tokens[:end]) if t.stem in d.words]
    spots += [f.end - 1 for f in sentence.events if f.end <= end and f.name in d.events]
    return max(spots, default=-1)


def _other(sentence: Sentence, at: int, d: Descriptor) -> bool:
    thing = [h for h in head(sentence, at) if h not in _STATES]
    return bool(thing) and not (d.words | d.heads) & set(thing)
