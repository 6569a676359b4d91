"""Whose count a number is, for a figure that is one party's count: "by the ministry's count", "IMF figure".

Law of this room: whoever is named in the number's own clause speaks, the one before it first; a clause without a
speaker goes on with the last one, or belongs to the one who is named after it.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.match.descriptor import Descriptor
from monitor.match.frames import Mention, Terms
from monitor.match.lexicon import parties
from monitor.match.reading import Sentence
from monitor.match.words import stems

_STEPS = 2  # sentences that a speaker is remembered
_TELLS = ("said", "claimed")
_Voice = tuple[int, bool]


def spoken(mention: Mention, d: Descriptor) -> Terms:
    """The state of the figure's voice, where it has one."""
    if not d.voice:
        return {}
    return {f"voice:{_state(mention, d)}": 1.0}


def _state(mention: Mention, d: Descriptor) -> str:
    first, last = mention.span
    found = _voices(mention.sentence, d)
    inside = [v for v in found if first <= v[0] < last]
    ahead = [v for v in inside if v[0] < mention.at]
    if not inside and any(f.name in _TELLS and first <= f.start < last for f in mention.sentence.cues):
        return "other"
    outside = [v for v in found if v[0] < first][-1:], [v for v in found if v[0] >= last][:1]
    for near in (ahead[-1:], inside[:1], *outside):
        if near:
            return "own" if near[0][1] else "other"
    back, steps = mention.sentence.before, 0
    while back is not None and steps < _STEPS and back.block == mention.sentence.block:
        told = _voices(back, d)
        if told:
            return "own-before" if told[-1][1] else "other-before"
        back, steps = back.before, steps + 1
    return "none"


def _voices(sentence: Sentence, d: Descriptor) -> Sequence[_Voice]:
    """Everybody of a sentence who may be speaking, by place, and whether it is the figure's voice."""
    tokens = sentence.tokens
    mine = {i for i, t in enumerate(tokens) if t.stem in d.voice}
    mine |= {i for n in sentence.names if n.entities & d.voices or d.voice & set(stems(n.text))
             for i in range(n.start, n.end)}  # fmt: skip
    other = {f.start for f in sentence.voices if not mine & set(range(f.start, f.end))}
    other |= {n.start for n in sentence.names if n.start not in mine and not n.entities & set(d.groups)}
    other = {i for i in other if not i or tokens[i - 1].low not in parties()["where"]}
    return sorted([(i, True) for i in mine if not _of(i, sentence)] + [(i, False) for i in other])


def _of(i: int, sentence: Sentence) -> bool:
    """ "the ministry's rival": what belongs to the voice is not the voice."""
    return i + 1 < len(sentence.tokens) and sentence.tokens[i + 1].low in parties()["rivals"]
