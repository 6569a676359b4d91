"""What speaks for one number being the value of one figure: named terms, each with a strength, no weights.

Law of this room: slots of the number's frame (what is counted, what happened, who or where, when, whole or part, how
sure) against the figure's: they agree, are inherited from what was said before, are silent, or are in conflict. None
of them is a gate.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from monitor.match import ellipsis, lexicon
from monitor.match.against import against
from monitor.match.anew import anew
from monitor.match.descriptor import Descriptor
from monitor.match.frames import FAR, NEAR, ZONES, Mention, Terms, best, head, unit_words, zone
from monitor.match.parts import part
from monitor.match.periods import agreement
from monitor.match.reading import Reading, Sentence
from monitor.match.scope import lifted
from monitor.match.spoken import spoken
from monitor.match.tables import Row, Title
from monitor.match.ties import ordered, within
from monitor.match.who import who
from monitor.match.words import Token, stems

_WHOLE = frozenset(stems("total all overall sum altogether nationwide worldwide global group together"))
_STATES = frozenset(
    stems(
        "remain remained left back die died flee fled went drown drowned perish perished stay stayed gone here "
        "there more escape escaped survive survived vanish vanished fail failed pass passed"
    )
)


def evidence(mention: Mention, d: Descriptor, reading: Reading) -> Terms:
    """All terms of `mention` for the figure that `d` describes."""
    terms = dict(mention.frame)
    terms |= _counted(mention, d)
    terms |= _happened(mention, d)
    terms |= who(mention, d, reading) | spoken(mention, d) | part(mention, d) | anew(mention, d)
    terms |= _qualified(mention, d)
    when = agreement(mention.when, d.periods)
    if when:
        terms[f"period:{when}"] = 1.0
    pair = ordered(mention, d)
    terms |= _mooded(mention, d) | _lifted(mention, d) | _mixed(mention, d)
    if "paired:own" in pair or "paired:other" in pair:  # the order says whose it is
        terms = {t: s for t, s in terms.items() if not t.startswith(("who", "voice", "mixed"))}
    terms |= pair
    if mention.sentence.block in reading.tables:
        terms |= _tabled(mention, d, reading.tables[mention.sentence.block])
    what = fit(terms, d)
    if what in ("silent", "event"):
        if ellipsis.form(mention):
            what = f"bare-{ellipsis.topic(mention, d, reading)}"
        elif _carried(mention, d):
            what = "carried"
    terms[f"what:{what}"] = 1.0
    return terms | against(terms)


def _carried(mention: Mention, d: Descriptor) -> bool:
    """A number without a noun that goes on with what the number before it counted: "610 dead, 12 more, 622 in all"."""
    sentence, before = mention.sentence, mention.sentence.before
    earlier = [n for n in sentence.numbers if n < mention.at]
    if not earlier and before is not None and before.block == sentence.block:
        sentence, earlier = before, before.numbers
    told = {_head(head(sentence, n), d) for n in earlier[-2:]}
    return bool(told & {"own", "alike"}) or ("people" in told and any(f.name in d.events for f in sentence.events))


def fit(terms: Terms, d: Descriptor) -> str:
    """How well the thing counted and what happened to it agree with the figure, in one word."""
    if any(f"noun:{z}" in terms for z in NEAR):
        return "named"
    thing = "head:own" in terms or "head:alike" in terms or "head:people" in terms
    happened = "event:near" in terms
    if thing and happened:
        return "both"
    if thing:
        return "thing" if d.events else "thing-only"
    if "head:none" in terms:
        return "event" if happened else "silent"
    return "event-of-other" if happened else "other"


def phrase_zones(mention: Mention, phrases: Iterable[tuple[str, ...]]) -> list[str]:
    """The zones of all whole phrases in the sentence; the words of a phrase may stand a few words apart."""
    out, tokens = [], mention.sentence.tokens
    for phrase in phrases:
        if not mention.sentence.stems.issuperset(phrase):
            continue
        for i, token in enumerate(tokens):
            if token.stem == phrase[0]:
                end = _gapped(tokens, i, phrase)
                if end:
                    around = i <= mention.at < end  # "soldiers ... 58 ... killed"
                    out.append("R1" if around else zone(mention, i, end))
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
    """What is counted: the figure's whole noun, some of its words, or the head of the number's own phrase."""
    tokens = mention.sentence.tokens
    nearest = best(phrase_zones(mention, d.nouns))
    thing = _head(mention.head, d, unit_words(mention))
    if thing == "other" and nearest in ("L1", "L") and within(mention):
        nearest = "S"
    terms = {f"head:{thing}": 1.0} | _beside("noun", nearest)
    if nearest not in NEAR:
        spots = [zone(mention, i, i + 1) for i, t in enumerate(tokens) if t.stem in d.words and i != mention.at]
        terms |= _beside("word", best(spots))
    return terms


def _beside(slot: str, where: str | None) -> Terms:
    if where is None:
        return {f"{slot}:none": 1.0}
    return {} if where in FAR else {f"{slot}:{where}": 1.0}


def _head(head: tuple[str, ...], d: Descriptor, unit: frozenset[str] = frozenset()) -> str:
    if d.heads & set(head) or d.words & set(head):
        return "own"
    head = tuple(h for h in head if h not in unit)
    if not head or (len(head) == 1 and head[0] in _STATES):
        return "none"
    things = lexicon.things().names(head)
    if d.things & things:
        return "alike"
    if "people" in lexicon.things().names(head[:1]):
        return "people"
    return "event" if d.events & lexicon.events().names(head) else "other"


def _happened(mention: Mention, d: Descriptor) -> Terms:
    """What happened: the figure's event near the number, or another event nearer."""
    own: list[str] = []
    other: list[str] = []
    mine = {i for f in mention.sentence.events if f.name in d.events for i in range(f.start, f.end)}
    for found in mention.sentence.events:
        where = "R1" if found.start <= mention.at < found.end else zone(mention, found.start, found.end)
        if found.name in d.events:
            own.append(where)
        elif not mine & set(range(found.start, found.end)):
            other.append(where)
    nearest, rival = best(own), best(other)
    terms = {"event:near": 1.0} if nearest in NEAR else {}
    if rival not in FAR and (nearest is None or ZONES.index(rival) < ZONES.index(nearest)):
        terms[f"event-other:{rival}"] = 1.0
    return terms


def _qualified(mention: Mention, d: Descriptor) -> Terms:
    """Words that must and must not be there."""
    terms: Terms = {}
    if d.context:
        nearest = best(phrase_zones(mention, d.context))
        terms[f"context:{'near' if nearest in NEAR else 'sentence' if nearest else 'none'}"] = 1.0
    barred = best(phrase_zones(mention, d.exclude)) if d.exclude else None
    if barred not in FAR:
        terms[f"exclude:{barred}"] = 1.0
    return terms


def _mooded(mention: Mention, d: Descriptor) -> Terms:
    """Whether the number is as sure as the figure: a target wants to be aimed at, a toll not to be feared."""
    said = mention.told.get("mood")
    if d.moods:
        fits = said in d.moods or (said in ("plan", "forecast") and bool(d.moods & {"plan", "forecast"}))
        return {f"mood:{'agrees' if fits else 'missing' if said is None else 'clashes'}": 1.0}
    if d.decided and said in ("plan", "forecast"):
        return {"mood:decided": 1.0}
    return {f"mood:{said}": 1.0} if said else {}


_IT = frozenset(
    stems("it them this that us the his her their its our total toll tally count number figure sum loss so far overall")
)


def _lifted(mention: Mention, d: Descriptor) -> Terms:
    """A sum that something is brought to: the figure's, where the words before "to" name no other thing."""
    what = lifted(mention.sentence, mention.at, mention.chunk)
    if what is None:
        return {}
    said = [t.stem for t in mention.sentence.tokens[what[0] : what[1]]]
    own = set(said) & (d.words | d.heads) or d.events & lexicon.events().names(said)
    if own or not [w for w in said if w not in _IT]:
        return {"role:total": 1.0}
    return {"role:total-other": 1.0} if "of" in said else {}


def _mixed(mention: Mention, d: Descriptor) -> Terms:
    """Words that make a number more or less than the figure: "dead or missing", "83 school buildings"."""
    sentence, terms = mention.sentence, Terms()
    tokens = sentence.tokens
    own = {i for f in sentence.events if f.name in d.events for i in range(f.start, f.end)}
    own |= {i for i, t in enumerate(tokens) if t.stem in d.words}
    other = {i for f in sentence.events if f.name not in d.events for i in range(f.start, f.end)} - own
    for i, token in enumerate(tokens):
        if token.low in ("or", "and") and zone(mention, i, i + 1) in ("R1", "R", "L", "L1", "F", "P"):
            around = {i - 1, i + 1, i + 2}
            if around & own and around & other and not any(tokens[j].quantity >= 0 for j in around if j < len(tokens)):
                terms[f"mixed:{token.low}"] = 1.0
    if _joined_names(sentence, d):
        terms["mixed:names"] = 1.0
    lead = next((k for k, h in enumerate(mention.head) if h in d.words), 0)
    if any(h not in d.qualifiers for h in mention.head[:lead]):
        terms["mixed:narrowed"] = 1.0
    return terms


def _joined_names(sentence: Sentence, d: Descriptor) -> bool:
    """Whether a name of the figure stands joined with a stranger's: a sum over both is neither's."""
    tokens, groups = sentence.tokens, set(d.groups)
    strangers = {n.start for n in sentence.names if not n.entities & groups}
    ends = [n.end for n in sentence.names if n.entities & groups and n.end < len(tokens)]
    return any(tokens[end].low in ("and", "or", "&") and end + 1 in strangers for end in ends)


def _tabled(mention: Mention, d: Descriptor, row: Row) -> Terms:
    """A table cell: its row and its column beside the others."""
    cell = mention.cell
    terms: Terms = {}
    all_rows = [_titled(t, d) for t in _apart(row.rows, d)]
    terms[f"row:{_compared(all_rows[row.rows.index(row.title)], all_rows)}"] = 1.0
    columns = [_titled(t, d) for t in _apart(row.columns[1:], d)]
    dated = cell < len(row.ages) and row.ages[cell] is not None
    if dated:
        terms["column:newer" if row.ages[cell] == 0 else "column:older"] = 1.0
    if 0 < cell <= len(columns):
        fits = _compared(columns[cell - 1], columns)
        if not (dated and fits == "silent"):
            terms[f"column:{fits}"] = 1.0
        if cell == len(columns) > 1 and not dated:
            terms["column:last"] = 1.0
    if cell == 1 and not dated:
        terms["column:first"] = 1.0
    return terms


def _apart(titles: Sequence[Title], d: Descriptor) -> list[Title]:
    """Titles without the figure's names where several bear one: those are parts of its own."""
    named = [t for t in titles if t.entities & set(d.groups)]
    return [replace(t, entities=frozenset()) for t in titles] if len(named) > 1 else list(titles)


def _titled(title: Title, d: Descriptor) -> float:
    """How well a title matches a figure's names, words, label and events."""
    named = len(title.entities & set(d.groups))
    said = len(title.stems & d.words) + len(title.stems & d.qualifiers) + 0.4 * len(title.events & d.events)
    said += any(title.stems.issuperset(c) for c in d.context)
    barred = any(title.stems.issuperset(e) for e in d.exclude)
    return 2.0 * named + said + (0.3 if title.stems & _WHOLE else 0.0) - 3.0 * barred


def _compared(mine: float, others: Sequence[float]) -> str:
    top = max(others, default=0.0)
    if top <= 0:
        return "silent"
    return "best" if mine == top else "worse" if mine > 0 else "other"
