"""Who says so: the source of a number and the cue that told us.

Law of this room: only what the sentence itself says; a sentence without a speaker has none.
"""

from __future__ import annotations

import re

from monitor.match.frames import Mention
from monitor.model import Attribution

_VERBS = (r"said|says|told|reported|reports|announced|confirmed|confirms|stated|claimed|claims|estimated|estimates"
          r"|counted|counts|put|puts|wrote|added|insisted|insists|acknowledged|admitted")  # fmt: skip
_ACCORDING = re.compile(r"\b(according to|as per|citing|quoting)\s+([^,.;:()\"“”]{3,70})", re.I)
_AFTER = re.compile(rf"[,\"”]\s*([^,.;:\"“”]{{3,70}}?)\s+(?:has |have |had )?({_VERBS})\b(?!\s+to\b)", re.I)
_INVERTED = re.compile(rf"[,\"”]\s*({_VERBS})\s+([^,.;:\"“”]{{3,70}})", re.I)
_BEFORE = re.compile(rf"^\W*([^,.;:\"“”]{{3,70}}?)\s+(?:has |have |had )?({_VERBS})\b", re.I)


def attribution(mention: Mention) -> Attribution | None:
    """The speaker of the number's sentence, or None."""
    tokens = mention.sentence.tokens
    text = _text(mention)
    if match := _ACCORDING.search(text):
        return Attribution(source=_trim(match[2]), cue=match[1].lower())
    for pattern, source, cue in ((_AFTER, 1, 2), (_INVERTED, 2, 1), (_BEFORE, 1, 2)):
        match = pattern.search(text)
        if match and not re.search(r"\d", match[source]) and tokens:
            return Attribution(source=_trim(match[source]), cue=match[cue].lower())
    return None


def _text(mention: Mention) -> str:
    return mention.sentence.text.strip()


def _trim(source: str) -> str:
    return re.sub(r"^(?:and|but|which|as|the|while|that)\s+", "", source.strip(), flags=re.I).strip()
