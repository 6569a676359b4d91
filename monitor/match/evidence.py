"""What speaks for one number being the value of one figure: named terms, each with a strength, no weights.

Law of this room: a term says what is seen, never what follows from it. Slots of the number's frame (what is counted,
what happened, who or where, when, whole or part, how sure) against the figure's: they agree, are inherited from what
was said before, are silent, or are in conflict. The zones of a word seen from its number: R1 and L1 just after and
before, R and L in the same chunk, RX and LX beyond another number, F and P in the next and the last chunk, S elsewhere
in the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitor.match import lexicon
from monitor.match.descriptor import Descriptor
from monitor.match.reading import Name, Reading, Sentence
from monitor.match.series import paired, series
from monitor.match.tables import Row, Title
from monitor.match.words import Token, words
from monitor.model import Quantity

Terms = dict[str, float]
_NEAR = 3
_ORDER = ("R1", "L1", "R", "L", "P", "F", "RX", "LX", "S")
_SKIPPED = words(
    "the a an of its their his her our new more other people's confirmed official at least about some estimated "
    "total such these those own further additional odd or so"
)
_NO_HEAD = words(
    "in on at by for from to and but or with after before as who that which when while since until is are was were be "
    "been have has had will would could may might must should do did not of than into over under during because if "
    "said says now so still people's this last against were"
)
_YEAR = re.compile(r"(?:19|20)\d\d$")


@dataclass(slots=True)
class Mention:
    """One number where it stands."""

    sentence: Sentence
    at: int  # its token
    quantity: Quantity
    chunk: tuple[int, int]
    frame: Terms  # what is seen without asking for any figure
    head: tuple[str, ...]  # stems of what it counts, as far as the words after it say


def mentions(reading: Reading) -> list[Mention]:
    """Every number of the article, with its frame."""
    out = []
    for sentence in reading.sentences:
        for at in sentence.numbers:
            quantity = reading.quantities[sentence.block][sentence.tokens[at].quantity]
            chunk = next(c for c in sentence.chunks if c[0] <= at < c[1])
            mention = Mention(sentence, at, quantity, chunk, {}, _head(sentence, at))
            mention.frame = _frame(mention, reading)
            out.append(mention)
    return out


def _head(sentence: Sentence, at: int) -> tuple[str, ...]:
    """Stems of what is counted; a number in a series shares the noun of the number after it."""
    out: list[str] = []
    following = sentence.tokens[at + 1].low if at + 1 < len(sentence.tokens) else ""
    if following in (",", "and", "or"):
        later = [n for n in series(sentence.tokens, at) if n > at]
        return _head(sentence, later[-1]) if later else ()
    for token in sentence.tokens[at + 1 : at + 6]:
        if token.quantity >= 0 or token.low in _NO_HEAD or not token.low[0].isalpha():
            break
        if token.low not in _SKIPPED:
            out.append(token.stem)
    return tuple(out)


def zone(mention: Mention, start: int, end: int) -> str:
    """Where the tokens [start, end) stand, seen from the number."""
    at, (first, last) = mention.at, mention.chunk
    if start >= first and end <= last:
        between = range(end, at) if end <= at else range(at + 1, start)
        side = "L" if end <= at else "R"
        if any(mention.sentence.tokens[i].quantity >= 0 for i in between):
            return side + "X"
        return side + "1" if len(between) < _NEAR else side
    if end <= first and end >= first - 12:
        return "P" if not any(mention.sentence.tokens[i].quantity >= 0 for i in range(end, first)) else "S"
    if start >= last and start <= last + 8:
        return "F" if not any(mention.sentence.tokens[i].quantity >= 0 for i in range(last, start)) else "S"
    return "S"


# --- without a figure -----------------------------------------------------------------------------------------


def _frame(mention: Mention, reading: Reading) -> Terms:
    terms: Terms = {}
    for found in mention.sentence.cues:
        if not found.start <= mention.at < found.end:
            terms[f"{found.name}:{zone(mention, found.start, found.end)}"] = 1.0
    terms |= _place(mention, reading)
    terms |= _form(mention)
    terms |= _years(mention, reading)
    return terms


def _place(mention: Mention, reading: Reading) -> Terms:
    sentence, block = mention.sentence, reading.blocks[mention.sentence.block]
    terms = {f"at:{block.kind}": 1.0}
    if block.kind == "paragraph":
        first = next(s.block for s in reading.sentences if reading.blocks[s.block].kind in ("paragraph", "standfirst"))
        terms["at:lede" if sentence.block == first and sentence.index == 0 else "at:body"] = 1.0
        terms["at:late"] = min(1.0, (sentence.block - first) / 8)
    if block.kind == "entry":
        newer = sum(b.kind == "entry" for b in reading.blocks[: sentence.block])
        terms["at:entry-first" if newer == 0 else "at:entry-later"] = 1.0
    return terms


def _form(mention: Mention) -> Terms:
    quantity = mention.quantity
    terms = {f"bound:{quantity.bound}": 1.0}
    value = quantity.low if quantity.low is not None else quantity.high
    if value is not None and value <= 2:
        terms["form:one-or-two"] = 1.0
    tokens, at = mention.sentence.tokens, mention.at
    if at == 0:
        terms["form:first"] = 1.0
    if at + 1 >= len(tokens) or not tokens[at + 1].low[0].isalpha():
        terms["form:ends"] = 1.0
    if at and tokens[at - 1].low == ":":
        terms["form:colon"] = 1.0
    if at and tokens[at - 1].low == "(":
        terms["form:bracket"] = 1.0
    return terms


def _years(mention: Mention, reading: Reading) -> Terms:
    now = (reading.article.published or reading.article.fetched).year
    terms: Terms = {}
    for i, token in enumerate(mention.sentence.tokens):
        if token.quantity < 0 and _YEAR.match(token.low):
            side = "chunk" if mention.chunk[0] <= i < mention.chunk[1] else "sentence"
            terms[f"year:{'this' if int(token.low) >= now else 'past'}-{side}"] = 1.0
    return terms


# --- against a figure -----------------------------------------------------------------------------------------


def evidence(mention: Mention, d: Descriptor, reading: Reading) -> Terms:
    """All terms of `mention` for the figure that `d` describes."""
    terms = dict(mention.frame)
    terms |= _counted(mention, d)
    terms |= _happened(mention, d, reading)
    terms |= _who(mention, d, reading)
    terms |= _qualified(mention, d)
    terms |= _paired(mention, d)
    if mention.sentence.block in reading.tables:
        terms |= _tabled(mention, d, reading.tables[mention.sentence.block])
    return terms


def _paired(mention: Mention, d: Descriptor) -> Terms:
    """What "respectively" says, by name, else by the figure's other words."""
    sentence = mention.sentence
    if not {"respectively", "order"} & {t.low for t in sentence.tokens}:
        return {}
    named = {i for n in sentence.names if n.entities & set(d.groups) for i in range(n.start, n.end)}
    for own in (named, {i for i, t in enumerate(sentence.tokens) if t.stem in d.words or t.stem in d.qualifiers}):
        pair = paired(sentence.tokens, mention.at, own.__contains__)
        if pair is not None:
            return {"paired:own" if pair else "paired:other": 1.0}
    return {"paired:unclear": 1.0}


def _tabled(mention: Mention, d: Descriptor, row: Row) -> Terms:
    """A table cell: its row and its column beside the others."""
    cell = sum(t.low == "|" for t in mention.sentence.tokens[: mention.at])
    terms: Terms = {}
    mine, all_rows = _titled(row.title, d), [_titled(t, d) for t in row.rows]
    terms[f"row:{_compared(mine, all_rows)}"] = 1.0
    columns = [_titled(t, d) for t in row.columns[1:]]
    if 0 < cell <= len(columns):
        terms[f"column:{_compared(columns[cell - 1], columns)}"] = 1.0
    if cell == 1:
        terms["column:first"] = 1.0
    return terms


def _titled(title: Title, d: Descriptor) -> float:
    """How well a title matches a figure's names, words, label and events."""
    named = len(title.entities & set(d.groups))
    said = len(title.stems & d.words) + len(title.stems & d.qualifiers) + 0.4 * len(title.events & d.events)
    barred = any(title.stems.issuperset(e) for e in d.exclude)
    return 2.0 * named + said + (0.2 if title.stems & {"total", "all"} else 0.0) - 3.0 * barred


def _compared(mine: float, others: Sequence[float]) -> str:
    best = max(others, default=0.0)
    if best <= 0:
        return "silent"
    return "best" if mine == best else "worse" if mine > 0 else "other"


def _best(zones: Iterable[str]) -> str | None:
    return min(zones, key=_ORDER.index, default=None)


def _phrase_zones(mention: Mention, phrases: Iterable[tuple[str, ...]]) -> list[str]:
    """The zones of all whole phrases in the sentence; the words of a phrase may stand a few words apart."""
    out, tokens = [], mention.sentence.tokens
    for phrase in phrases:
        if not mention.sentence.stems.issuperset(phrase):
            continue
        for i, token in enumerate(tokens):
            if token.stem == phrase[0]:
                end = _gapped(tokens, i, phrase)
                if end:
                    if i <= mention.at < end:  # "soldiers ... 58 ... killed": around the number
                        out.append("R1")
                    else:
                        out.append(zone(mention, i, end))
    return out


def _gapped(tokens: Sequence[Token], start: int, phrase: tuple[str, ...], reach: int = 4) -> int:
    at = start + 1
    for word in phrase[1:]:
        for i in range(at, min(at + reach, len(tokens))):
            if tokens[i].stem == word:
                at = i + 1
                break
        else:
            return 0
    return at


def _counted(mention: Mention, d: Descriptor) -> Terms:
    terms: Terms = {}
    head = mention.head
    tokens = mention.sentence.tokens
    best = _best(_phrase_zones(mention, d.nouns))
    terms[f"noun:{best or 'none'}"] = 1.0
    if best not in ("R1", "L1", "R", "L"):
        words = [zone(mention, i, i + 1) for i, t in enumerate(tokens) if t.stem in d.words and i != mention.at]
        terms[f"word:{_best(words) or 'none'}"] = 1.0
    if not head:
        terms["head:none"] = 1.0
    elif d.heads & set(head) or d.words & set(head):
        terms["head:own"] = 1.0
    elif d.things & lexicon.things().names(head):
        terms["head:alike"] = 1.0
    elif "people" in lexicon.things().names(head[:1]):
        terms["head:people"] = 1.0
    elif d.events & lexicon.events().names(head):
        terms["head:event"] = 1.0
    else:
        terms["head:other"] = 1.0
    return terms


def _happened(mention: Mention, d: Descriptor, reading: Reading) -> Terms:
    own: list[str] = []
    other: list[str] = []
    mine = {(f.start, f.end) for f in mention.sentence.events if f.name in d.events}
    for found in mention.sentence.events:
        where = zone(mention, found.start, found.end) if not found.start <= mention.at < found.end else "R1"
        if found.name in d.events:
            own.append(where)
        elif (found.start, found.end) not in mine:
            other.append(where)
    best = _best(own)
    terms = {f"event:{best or 'none'}": 1.0}
    rival = _best(other)
    if rival and (best is None or _ORDER.index(rival) < _ORDER.index(best)):
        terms[f"event-other:{rival}"] = 1.0
    if best is None:
        before = mention.sentence.before
        if before and any(f.name in d.events for f in before.events):
            terms["event:before"] = 1.0
        if any(f.name in d.events for s in reading.headline for f in s.events):
            terms["event:headline"] = 1.0
    return terms


def _who(mention: Mention, d: Descriptor, reading: Reading) -> Terms:
    if not d.groups:
        return {"who:any": 1.0}
    states = [_state(mention, group, d, reading) for group in d.groups]
    terms = {f"who:{max(states, key=_STATES.index)}": 1.0}
    if len(states) > 1:
        terms[f"who-best:{min(states, key=_STATES.index)}"] = 1.0
    return terms


_STATES = ("chunk", "chunk-near", "sentence", "after", "focus", "headline", "row-other", "chunk-far", "sentence-other",
           "after-other", "focus-other", "nobody", "chunk-other", "absent")  # fmt: skip


def _state(mention: Mention, group: str, d: Descriptor, reading: Reading) -> str:
    """Who the number belongs to as far as `group` is concerned, nearest name first."""
    sentence, at = mention.sentence, mention.at
    first, last = mention.chunk
    names = [n for n in sentence.names if group in n.entities or not _shared(n, d)]
    inside = [n for n in names if first <= n.start < last and (group in n.entities or not n.speaks)]
    own = [n for n in inside if group in n.entities]
    if own and len(own) == len(inside):
        return "chunk"
    if own:
        nearest = min(inside, key=lambda n: abs(n.start - at))
        return "chunk-near" if group in nearest.entities else "chunk-far"
    if inside:
        return "chunk-other"
    rest = [n for n in names if group in n.entities or not n.speaks]
    ahead = [n for n in rest if n.end <= first]
    if ahead:
        return "sentence" if group in ahead[-1].entities else "sentence-other"
    behind = [n for n in rest if n.start >= last]
    if behind:
        return "after" if any(group in n.entities for n in behind) else "after-other"
    return _focus(sentence, group, d, reading)


def _focus(sentence: Sentence, group: str, d: Descriptor, reading: Reading) -> str:
    back, steps = sentence.before, 0
    while back is not None and steps < 4:
        names = [n for n in back.names if group in n.entities or not (_shared(n, d) or n.speaks)]
        if names:
            return "focus" if any(group in n.entities for n in names) else "focus-other"
        back, steps = back.before, steps + 1
    if any(group in n.entities for s in reading.headline for n in s.names):
        return "headline"
    return "nobody" if group in reading.present else "absent"


def _shared(name: Name, d: Descriptor) -> bool:
    """A name of another group of the same figure is no rival to this group."""
    return any(g in name.entities for g in d.groups)


def _qualified(mention: Mention, d: Descriptor) -> Terms:
    sentence = mention.sentence
    terms: Terms = {}
    chunk = {t.stem for t in sentence.tokens[mention.chunk[0] : mention.chunk[1]]}
    if d.qualifiers:
        terms["label:chunk"] = len(d.qualifiers & chunk) / len(d.qualifiers)
        terms["label:sentence"] = len(d.qualifiers & sentence.stems) / len(d.qualifiers)
    if d.context:
        best = _best(_phrase_zones(mention, d.context))
        terms[f"context:{'near' if best in ('R1', 'L1', 'R', 'L') else 'sentence' if best else 'none'}"] = 1.0
    barred = _best(_phrase_zones(mention, d.exclude)) if d.exclude else None
    if barred:
        terms[f"exclude:{barred}"] = 1.0
    return terms
