"""Whom a number belongs to, and who says it, as far as a figure's entities are concerned.

Law of this room: a name binds to the number of its own clause, the one before the number first; where the clause names
nobody, what was named before still holds (focus), until another name takes it. Persons and speakers take no number. A
figure that is one party's count needs that party's voice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from monitor.match.descriptor import Descriptor
from monitor.match.frames import Mention, Terms
from monitor.match.lexicon import parties, voices
from monitor.match.names import Name
from monitor.match.reading import Reading, Sentence
from monitor.match.ties import apart, attributed, holder, reports, shared_out, summed, there, wider
from monitor.match.words import Token, stems, words

# From the surest to the least: the worst of a figure's groups decides, the best is told too.
STATES = (
    "own", "implied", "sentence", "after", "focus", "headline", "own-far", "sentence-other",
    "after-other", "focus-other", "nobody", "sum", "place", "subject", "absent",
)  # fmt: skip
_INHERITED = ("sentence-other", "after-other", "focus-other", "nobody")
_FOREIGN = ("place", "subject")
_CHAIN = 2  # tokens between a place and what is in it
_STEPS = 4  # sentences that a name is remembered
_NEAR = 8  # tokens behind a number in which it is said where
_STOPS = words(", ; : ( ) – — said says told")
_ITS = words("its it their they itself themselves")
_POSSESSIVE = words("its their his her our")
_RELATIVE = words("which whose who where")
_LISTING = words(", and or")
_JOINTS = words("and or &")
_JOINING = words("and or & at in on from of the both its their neighbouring nearby")
_OWNS = ("'s", "’s", "s'", "s’")


def who(mention: Mention, d: Descriptor, reading: Reading) -> Terms:
    """The state of each of the figure's groups, without those that only speak."""
    groups = [g for g in d.groups if g not in d.voices] if len(d.groups) > 1 else d.groups
    if not groups:
        return {"who:any": 1.0}
    states = [_state(mention, group, d, reading) for group in groups]
    if "own" in states:
        states = ["implied" if state in _INHERITED else state for state in states]
    worst = max(states, key=STATES.index)
    terms = {f"who:{worst}": 1.0}
    if worst in _FOREIGN and any(set(d.groups) & n.entities for s in reading.headline for n in s.names):
        terms["who:own-story"] = 1.0
    if len(states) > 1:
        terms[f"who-best:{min(states, key=STATES.index)}"] = 1.0
    return terms


def _state(mention: Mention, group: str, d: Descriptor, reading: Reading) -> str:
    sentence, (first, last) = mention.sentence, mention.span
    names = [n for n in sentence.names if group in n.entities or _rivals(n, mention, sentence, d)]
    has = holder(mention, names)
    if has:
        return "own" if group in has.entities else "subject"
    inside = _relative([n for n in names if first <= n.start < last], mention)
    if not any(n.start > mention.at for n in inside):
        inside += [n for n in names if mention.shared[0] <= n.start < mention.shared[1]]
    own = [n for n in inside if group in n.entities and not _left_out(n, mention)]
    others = [n for n in inside if n not in own]
    run = sentence.tokens[first:last]
    if shared_out(run[: mention.at - first]) and not any(n.start < mention.at for n in own):
        return "sum"
    if own:
        return _shared_with(own, others, mention)
    return _unowned(mention, group, others, reading) or _inherited(
        mention, group, [n for n in names if n not in inside], d, reading
    )


def _unowned(mention: Mention, group: str, others: Sequence[Name], reading: Reading) -> str | None:
    """What a clause that does not name the figure's own says of whose its number is; None: nothing."""
    tokens, (first, last) = mention.sentence.tokens, mention.span
    if summed(tokens[first:last], mention.at - first) or wider(mention):
        return "sum"
    if attributed(mention, others):
        return "subject"
    kind = _kind(others, mention)
    if kind:
        return kind
    if _another([t.low for t in tokens[first : mention.at]]) or _labelled(mention, group, reading):
        return "subject"
    theirs = any(n.start > mention.at and _placed(n, mention) for n in others)
    own = (n for n in mention.sentence.names if group in n.entities and n.start >= last)
    return "subject" if theirs and any(apart(n, mention) for n in own) else None


def _labelled(mention: Mention, group: str, reading: Reading) -> bool:
    """An item of a list with a label of its own, where another item's label names the figure's own."""
    here = mention.sentence
    if reading.blocks[here.block].kind != "item" or not any(t.low == ":" for t in here.tokens[: mention.at]):
        return False
    return any(_label(other, group) for other in _siblings(here, reading))


def _siblings(here: Sentence, reading: Reading) -> Iterator[Sentence]:
    for step in ("before", "after"):
        there: Sentence | None = getattr(here, step)
        while there is not None and reading.blocks[there.block].kind == "item":
            yield there
            there = getattr(there, step)


def _label(sentence: Sentence, group: str) -> bool:
    """Whether a sentence is "Name: number" with a name of the figure's."""
    end = next((i for i, t in enumerate(sentence.tokens) if t.low == ":" or t.quantity >= 0), 0)
    return any(n.end <= end for n in sentence.names if group in n.entities) and sentence.tokens[end].low == ":"


def _inherited(mention: Mention, group: str, names: Sequence[Name], d: Descriptor, reading: Reading) -> str:
    """A clause that names nobody goes on with who was named last before it, else after it."""
    ahead = [n for n in names if n.end <= mention.span[0]]
    acting = [n for n in ahead if not _placed(n, mention)] or ahead
    if acting:
        return "sentence" if group in acting[-1].entities else "sentence-other"
    behind = [n for n in names if n.start >= mention.span[1]]
    if behind and not there(mention):
        return "after" if any(group in n.entities for n in behind) else "after-other"
    return _focus(mention.sentence, group, d, reading)


def _shared_with(own: Sequence[Name], others: Sequence[Name], mention: Mention) -> str:
    """A clause that names the figure's own: alone, joined with another, or behind another that acts."""
    tokens = mention.sentence.tokens
    if any(_joined(a, b, tokens) or _joined(b, a, tokens) for a in own for b in others):
        return "own" if "respectively" in {t.low for t in tokens} else "sum"
    others = [n for n in others if not any(0 <= o.start - n.end <= 1 and not _joined(n, o, tokens) for o in own)]
    acting = [n for n in (*own, *others) if n.end <= mention.at and not _placed(n, mention)]
    acting.sort(key=lambda n: n.start)
    if not acting or (acting[0] in own and (acting[-1] in own or not _quotes(acting[0], acting[-1], tokens))):
        return "own"
    return "own-far"


def _quotes(left: Name, right: Name, tokens: Sequence[Token]) -> bool:
    """Whether what `right` does is only what `left` says: "Kestrel said Marubi pays"."""
    return any(t.low in parties()["speech"] or t.low == "that" for t in tokens[left.end : right.start])


def _joined(left: Name, right: Name, tokens: Sequence[Token]) -> bool:
    between = [t.low for t in tokens[left.end : right.start]]
    joining = _JOINING | parties()["rivals"]
    return 0 < len(between) <= 4 and not _JOINTS.isdisjoint(between) and joining.issuperset(between)


def _left_out(name: Name, mention: Mention) -> bool:
    """ "outside Brazil", "Calloway's landlord": named only to say that it is not meant."""
    tokens = mention.sentence.tokens
    possessed = tokens[name.end - 1].text.endswith(_OWNS) and name.end < len(tokens)
    if possessed and tokens[name.end].low in parties()["rivals"]:
        return True
    return name.start != mention.at + 1 and _ahead(name, mention) in parties()["without"]


def _kind(others: Sequence[Name], mention: Mention) -> str | None:
    """What a stranger in the clause is: who does it, or where it happens; None: only something beside."""
    tokens, at = mention.sentence.tokens, mention.at
    if any(n.end <= at and not _placed(n, mention) for n in others):
        return "subject"
    for name in others:
        if name.start > at and tokens[name.end - 1].text.endswith(_OWNS):
            continue
        between = [t.low for t in tokens[at : name.start]]  # none where the name stands before the number
        if len(between) <= _NEAR and _STOPS.isdisjoint(between) and _ahead(name, mention) in parties()["where"]:
            return "place"
        if name.start > at and _ahead(name, mention) == "by":
            return "subject"
    return None


def _placed(name: Name, mention: Mention) -> bool:
    return _ahead(name, mention) in parties()["places"]


def _ahead(name: Name, mention: Mention) -> str:
    """The word that governs a name: the one before it, its adjectives and the other names of its list."""
    tokens, i = mention.sentence.tokens, name.start - 1
    first = mention.span[0] if name.start >= mention.span[0] else 0
    while i > first and (_described(i, tokens) or _listed(i, tokens)):
        i -= 1
    return tokens[i].low if i >= 0 else ""


def _described(i: int, tokens: Sequence[Token]) -> bool:
    """Whether a token stands between a preposition and its name: "in the northern city of Orsk"."""
    said = tokens[i - 1].low if tokens[i].low == "of" else tokens[i].low
    return tokens[i].quantity >= 0 or said in parties()["between"]


def _listed(i: int, tokens: Sequence[Token]) -> bool:
    """Whether a token is of a list of names: "of Coimbra, Viseu and Leiria"."""
    named = tokens[i - 1] if tokens[i].low in _LISTING else tokens[i]
    return named.text[0].isupper() and named.low not in parties()["no_names"]


def _another(run: Sequence[str]) -> bool:
    """A party that is not named but is said to be another: "its competitor", "the neighbour"."""
    return any(word.removesuffix("'s").removesuffix("’s") in parties()["rivals"] for word in run)


def _focus(sentence: Sentence, group: str, d: Descriptor, reading: Reading) -> str:
    back, steps = sentence.before, 0
    while back is not None and steps < _STEPS:
        names = [n for n in back.names if group in n.entities or _rivals(n, None, back, d)]
        if names:
            return "focus" if any(group in n.entities for n in names) else "focus-other"
        back, steps = back.before, steps + 1
    if group in reading.datelines or any(group in n.entities for s in reading.headline for n in s.names):
        return "headline"
    return "nobody" if group in reading.present else "absent"


def _rivals(name: Name, mention: Mention | None, sentence: Sentence, d: Descriptor) -> bool:
    """Whether a stranger's name can take a number from the figure's."""
    if name.text.split()[0] in parties()["storms"] or any(g in name.entities for g in d.groups):
        return False
    if name.start and sentence.tokens[name.start - 1].low in _POSSESSIVE and not name.entities:
        return False
    if (name.speaks or reports(name, sentence.tokens)) and not (mention and _of_its_own(name, mention)):
        return False
    if name.entities:
        return True
    said = stems(name.text)
    if name.text in parties()["organs"]:
        return False
    return not (_person(name, sentence.tokens) or d.words & set(said) or voices().names(said[-1:]))


def _of_its_own(name: Name, mention: Mention) -> bool:
    """ "Teleny said that 16 of its soldiers": a speaker that speaks of itself."""
    tokens, at = mention.sentence.tokens, mention.at
    near = (*tokens[name.end : min(at, name.end + 4)], *tokens[at + 1 : at + 4])
    return name.end <= at and any(t.low in _ITS for t in near)


def _relative(inside: Sequence[Name], mention: Mention) -> list[Name]:
    """The names that reach the number: in ", whose committee stopped at 10" only the one before the comma and what
    follows it; past ", which borders Orsk," none of what it holds."""
    tokens, at = mention.sentence.tokens, mention.at
    closed = at
    for i in range(at - 1, mention.span[0], -1):
        if tokens[i].low == ",":
            closed = min(closed, i)
        if tokens[i].low in _RELATIVE and tokens[i - 1].low == ",":
            if closed < at:
                return [n for n in inside if not i <= n.start < closed]
            last = next((n for n in inside if n.end == i - 1), None)
            whole = last.start - _CHAIN if last and _placed(last, mention) else i - 1
            bound = [n for n in inside if n.end >= whole]
            return [replace(n, start=i, end=i) if n.end <= i - 1 else n for n in bound] or list(inside)
    return list(inside)


def _person(name: Name, tokens: Sequence[Token]) -> bool:
    """ "mayor Ana Costa", "Dr Nekesa", "Ana Costa, 61,": told by what stands around the name."""
    before = tokens[name.start - 1].low if name.start else ""
    after = [t.low for t in tokens[name.end : name.end + 3]]
    if before in parties()["titles"] or tokens[name.start].low in parties()["titles"]:
        return True
    if len(after) == 3 and after[0] == "," and after[1] not in _RELATIVE and parties()["titles"] & set(after[1:]):
        return True
    return len(after) == 3 and after[0] == after[2] == "," and after[1].isdigit()
