"""Another event of the same kind, told by how it is spoken of: "a later plot", "the biggest swap so far", "one for
batteries".

Law of this room: an adjective tells another event only where the figure's own words do not hold it, and only in the
number's own clause.
"""

from __future__ import annotations

from monitor.match.descriptor import Descriptor
from monitor.match.frames import Mention, Terms
from monitor.match.lexicon import events, parties
from monitor.match.words import words

_BEST = words("biggest largest worst deadliest highest heaviest longest costliest greatest bloodiest record")
_EVER = words("so ever yet history date before memory record")
_REACH = 4


def anew(mention: Mention, d: Descriptor) -> Terms:
    """Whether the number's clause speaks of another event than the figure's."""
    tokens, (first, last) = mention.sentence.tokens, mention.span
    for i in range(first, last):
        token = tokens[i]
        if token.stem in d.qualifiers or token.stem in d.words:
            continue
        noun = [t.stem for t in tokens[i + 1 : i + 1 + _REACH]]
        if token.low in parties()["anew"] and (events().names(noun) or parties()["happenings"] & set(noun)):
            return {"anew:other": 1.0}
        if token.low in _BEST and i < mention.at and any(t.low in _EVER for t in tokens[i : mention.at]):
            return {"anew:best": 1.0}
    return {}
