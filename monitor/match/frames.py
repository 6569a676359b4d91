"""The frame of a number: what can be seen of it without asking for any figure.

Law of this room: a term says what is seen, never what follows from it. The zones of a word seen from its number: R1
and L1 just after and before, R and L in the same chunk, RX and LX beyond another number, F and P in the next and the
last chunk, S elsewhere in the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from monitor.match import lexicon
from monitor.match.periods import Period, nearest, periods
from monitor.match.reading import Reading, Sentence
from monitor.match.scope import Slots, slots
from monitor.match.series import series
from monitor.match.spans import Span, shared, spans
from monitor.match.words import stems, words
from monitor.model import Quantity

Terms = dict[str, float]
ZONES = ("R1", "L1", "R", "L", "P", "F", "RX", "LX", "S")
NEAR = frozenset(ZONES[:4])
FAR = frozenset((None, *ZONES[6:]))  # beyond another number: nothing is told by it
_CLOSE = 3
_SKIPPED = words(
    "the a an of its their his her our new more other people's confirmed official at least about some estimated total "
    "such these those own further additional odd or so us"
)
_NO_HEAD = words(
    "in on at by for from to and but or with after before as who that which when while since until is are was were be "
    "been have has had will would could may might must should do does did not than into over under during because if "
    "said says now still this last against yesterday today tonight so where whose they he she it we altogether away "
    "alone higher lower down up less fewer short strong already too again ago apiece each together overall later "
    "earlier respectively out off"
)
_CLOSE_ONLY = words("from than_before earlier now by increase_of denied revise")
_YEAR = re.compile(r"(?:19|20)\d\d$")


@dataclass(slots=True)
class Mention:
    """One number where it stands; `head` are the stems of what it counts, as far as the words after it say."""

    sentence: Sentence
    at: int  # its token
    quantity: Quantity
    chunk: tuple[int, int]
    frame: Terms
    head: tuple[str, ...]
    row: tuple[Quantity, ...]  # all numbers of its sentence
    cell: int = 0  # of its table's row
    ordinal: bool = False  # "the 22nd person": the last of so many
    span: Span = (0, 0)  # the run of tokens that speaks of it
    shared: Span = (0, 0)  # what follows a later number of its series and is said of it too
    told: Slots = field(default_factory=dict)  # what its clause says of it
    when: Period | None = None  # the time it is of, if one is named
    newer: int | None = None  # how many live entries are newer than its own; None: it stands in none


def mentions(reading: Reading) -> list[Mention]:
    """Every number of the article, with its frame."""
    out = []
    for sentence in reading.sentences:
        if reading.blocks[sentence.block].kind == "row" and sentence.block not in reading.tables:
            continue  # the headings of a table: "Thousand barrels a day | March | April"
        row = tuple(reading.quantities[sentence.block][sentence.tokens[i].quantity] for i in sentence.numbers)
        runs = spans(sentence.tokens, sentence.numbers, {n.start: n.end for n in sentence.names})
        times = periods(sentence.tokens, _year(reading)) if sentence.numbers else []
        for at in sentence.numbers:
            quantity = reading.quantities[sentence.block][sentence.tokens[at].quantity]
            cell = sum(t.low == "|" for t in sentence.tokens[:at]) if sentence.block in reading.tables else 0
            if sentence.block in reading.tables:
                quantity = reading.tables[sentence.block].scaled(quantity, cell)
            chunk = next(c for c in sentence.chunks if c[0] <= at < c[1])
            mention = Mention(sentence, at, quantity, chunk, {}, head(sentence, at), row, cell)
            mention.span, mention.shared = runs[at], shared(sentence.tokens, runs, at)
            mention.ordinal = sentence.tokens[at].quantity in reading.ordinals[sentence.block]
            if reading.blocks[sentence.block].kind == "entry":
                mention.newer = _newer(reading, sentence.block)
            mention.told = slots(sentence, at, chunk, mention.span)
            mention.when = nearest(sentence, at, chunk, times)
            mention.frame = _frame(mention, reading)
            out.append(mention)
    return out


def _year(reading: Reading) -> int:
    return (reading.article.published or reading.article.fetched).year


def head(sentence: Sentence, at: int) -> tuple[str, ...]:
    """Stems of what is counted; a number in a series shares the noun of the last number in it."""
    out: list[str] = []
    following = sentence.tokens[at + 1].low if at + 1 < len(sentence.tokens) else ""
    if following in (",", "and", "or"):
        later = [n for n in series(sentence.tokens, at) if n > at]
        joined = later and any(t.low in ("and", "or") for t in sentence.tokens[at + 1 : later[-1]])
        return head(sentence, later[-1]) if joined else ()
    for token in sentence.tokens[at + 1 : at + 6]:
        if token.quantity >= 0 or token.low in _NO_HEAD or not (token.low[0].isalpha() or token.low == "-"):
            break
        if token.low not in _SKIPPED and token.low != "-":
            out.append(token.stem)
    return tuple(out)


def unit_words(mention: Mention) -> frozenset[str]:
    """The stems of the number's own unit, which are no counted thing unless the figure counts in them."""
    if mention.quantity.unit in ("count", "percent"):
        return frozenset()
    return frozenset(stems(mention.quantity.text))


def zone(mention: Mention, start: int, end: int) -> str:
    """Where the tokens [start, end) stand, seen from the number."""
    at, (first, last) = mention.at, mention.chunk
    tokens = mention.sentence.tokens
    if start >= first and end <= last:
        between = range(end, at) if end <= at else range(at + 1, start)
        side = "L" if end <= at else "R"
        if any(tokens[i].quantity >= 0 for i in between):
            return side + "X"
        return side + "1" if len(between) < _CLOSE else side
    if first - 12 <= end <= first:
        return "S" if any(tokens[i].quantity >= 0 for i in range(end, first)) else "P"
    if last <= start <= last + 8:
        return "S" if any(tokens[i].quantity >= 0 for i in range(last, start)) else "F"
    return "S"


def best(zones: Iterable[str]) -> str | None:
    """The nearest zone."""
    return min(zones, key=ZONES.index, default=None)


def _frame(mention: Mention, reading: Reading) -> Terms:
    terms: Terms = {}
    for found in mention.sentence.cues:
        if not found.start <= mention.at < found.end:
            where = zone(mention, found.start, found.end)
            if where in NEAR or (found.name not in _CLOSE_ONLY and where not in FAR):
                terms[f"{found.name}:{where}"] = 1.0
    terms |= {f"{slot}:{said}": 1.0 for slot, said in mention.told.items() if slot != "mood"}
    return terms | _place(mention, reading) | _form(mention) | _years(mention, reading)


def _place(mention: Mention, reading: Reading) -> Terms:
    sentence, block = mention.sentence, reading.blocks[mention.sentence.block]
    terms = {f"at:{block.kind}": 1.0}
    if block.kind == "paragraph":
        first = next(s.block for s in reading.sentences if reading.blocks[s.block].kind in ("paragraph", "standfirst"))
        terms["at:lede" if sentence.block == first and sentence.index == 0 else "at:body"] = 1.0
        terms["at:late"] = min(1.0, (sentence.block - first) / 8)
    if block.kind == "entry":
        terms["at:entry-first" if mention.newer == 0 else "at:entry-later"] = 1.0
    return terms


def _newer(reading: Reading, index: int) -> int:
    """How many live entries are newer: by their times where all have one, else by their place on the page."""
    entries = [(i, b.time) for i, b in enumerate(reading.blocks) if b.kind == "entry"]
    mine = reading.blocks[index].time
    times = [time for _, time in entries if time is not None]
    if mine is not None and len(times) == len(entries):
        return sum(time > mine for time in times)
    return sum(i < index for i, _ in entries)


def _form(mention: Mention) -> Terms:
    quantity = mention.quantity
    terms = {f"bound:{quantity.bound}": 1.0}
    value = quantity.low if quantity.low is not None else quantity.high
    if value is not None and 1 <= value <= 2 and quantity.unit == "count":
        terms["form:one-or-two"] = 1.0
    tokens, at = mention.sentence.tokens, mention.at
    if mention.ordinal:
        terms["form:ordinal"] = 1.0
    if at == 0:
        terms["form:first"] = 1.0
    if at + 1 >= len(tokens) or not tokens[at + 1].low[0].isalpha():
        terms["form:ends"] = 1.0
    if at and tokens[at - 1].low in (":", "("):
        terms["form:colon" if tokens[at - 1].low == ":" else "form:bracket"] = 1.0
    if at > 1 and tokens[at - 1].text[0].isupper() and tokens[at - 1].low in lexicon.parties()["numbered"]:
        terms["form:numbered"] = 1.0
    if at + 1 < len(tokens) and tokens[at + 1].low == "-":
        terms["form:hyphen"] = 1.0
    return terms


def _years(mention: Mention, reading: Reading) -> Terms:
    now = _year(reading)
    terms: Terms = {}
    for i, token in enumerate(mention.sentence.tokens):
        if token.quantity < 0 and _YEAR.match(token.low):
            side = "chunk" if mention.chunk[0] <= i < mention.chunk[1] else "sentence"
            terms[f"year:{'this' if int(token.low) >= now else 'past'}-{side}"] = 1.0
    return terms
