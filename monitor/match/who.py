"""Whom a number belongs to, and who says it, as far as a figure's entities are concerned.

Law of this room: the nearest name wins, the one before the number first; where the clause names nobody, what was named
before still holds (focus), until another name takes it. A figure that is one party's count needs that party's voice.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.match.descriptor import Descriptor
from monitor.match.frames import Mention, Terms
from monitor.match.reading import Name, Reading, Sentence
from monitor.match.words import stems, words

# From the surest to the least: the worst of a figure's groups decides, the best is told too.
STATES = (
    "chunk", "chunk-near", "sentence", "after", "focus", "headline", "chunk-far", "chunk-beside", "sentence-other",
    "after-other", "focus-other", "nobody", "chunk-place", "chunk-subject", "absent",
)  # fmt: skip
_PLACES = words("in at near from across around outside into over to off on of")


def who(mention: Mention, d: Descriptor, reading: Reading) -> Terms:
    """The state of each of the figure's groups, and of its voice where it has one."""
    if not d.groups:
        return {"who:any": 1.0} | _voice(mention, d)
    states = [_state(mention, group, d, reading) for group in d.groups]
    terms = {f"who:{max(states, key=STATES.index)}": 1.0}
    if len(states) > 1:
        terms[f"who-best:{min(states, key=STATES.index)}"] = 1.0
    return terms | _voice(mention, d)


def _state(mention: Mention, group: str, d: Descriptor, reading: Reading) -> str:
    sentence, at = mention.sentence, mention.at
    first, last = mention.chunk
    names = [n for n in sentence.names if group in n.entities or not (n.speaks or _shared(n, d))]
    inside = [n for n in names if first <= n.start < last]
    own = [n for n in inside if group in n.entities]
    if own:
        return "chunk" if len(own) == len(inside) else _nearer(inside, at, group)
    if inside:
        return f"chunk-{_kind(inside, at, sentence)}"
    ahead = [n for n in names if n.end <= first]
    if ahead:
        return "sentence" if group in ahead[-1].entities else "sentence-other"
    behind = [n for n in names if n.start >= last]
    if behind:
        return "after" if any(group in n.entities for n in behind) else "after-other"
    return _focus(sentence, group, d, reading)


def _nearer(inside: Sequence[Name], at: int, group: str) -> str:
    nearest = min(inside, key=lambda n: abs(n.start - at))
    return "chunk-near" if group in nearest.entities else "chunk-far"


def _kind(inside: Sequence[Name], at: int, sentence: Sentence) -> str:
    """What a foreign name in the clause is: where it happens, who does it, or only something beside."""
    for name in inside:
        before = sentence.tokens[name.start - 1].low if name.start else ""
        if before in _PLACES or sentence.tokens[name.end - 1].text.endswith(("'s", "’s")):
            return "place"
    return "subject" if any(n.end <= at for n in inside) else "beside"


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


def _voice(mention: Mention, d: Descriptor) -> Terms:
    """For a figure that is one party's count: whether the nearest voice is that party's."""
    if not d.voice:
        return {}
    sentence, at = mention.sentence, mention.at
    mine = {i for i, t in enumerate(sentence.tokens) if t.stem in d.voice}
    mine |= {i for n in sentence.names for i in range(n.start, n.end) if d.voice & set(stems(n.text))}
    other = {f.start for f in sentence.voices if f.start not in mine}
    other |= {n.start for n in sentence.names if n.speaks and n.start not in mine}
    spoken = sorted([(i, True) for i in mine] + [(i, False) for i in other])
    first, last = mention.chunk
    inside = [v for v in spoken if first <= v[0] < last]
    for near in (inside, [v for v in spoken if v[0] < first][-1:], [v for v in spoken if v[0] >= last][:1]):
        if near:
            own = min(near, key=lambda v: abs(v[0] - at))[1]
            return {"voice:own" if own else "voice:other": 1.0}
    return {"voice:none": 1.0}
