"""Turns of phrase that tie a number to somebody, or cut it off, whatever else its clause names.

Law of this room: each reads one construction of closed words: "Orsk, with 40 cases" is Orsk's, "94 Tarn workers" are
Tarn's, "there" is where the sentence before was, "in the industry" is everybody's, "between them" is nobody's alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.match.descriptor import Descriptor
from monitor.match.frames import Mention, Terms
from monitor.match.lexicon import parties
from monitor.match.names import Name
from monitor.match.series import paired
from monitor.match.words import Token, words

_ABOUT = words(
    "about some around nearly almost roughly over under more less fewer than at least most only just the all"
)
_WITHIN = words("in at from across on with among by within inside through for between")
_BEING = words("is are was were has have had will would be may might could s")
_BREAKS = words("; while whereas but although though")
_WIDER = words("industry sector trade business market")
_SPREAD = words("in across throughout")
_JOINED = words("both two")  # sums only where they are what is counted over, or what counts
_ITS = words("the their its")
_OVER = words("in from of at on for across between")
_VERBS = words("has had have says said accepted agreed admitted hopes hoped believes thinks feared fears boasted")


def holder(mention: Mention, names: Sequence[Name]) -> Name | None:
    """Whom a phrase with "with" gives its number to: "Orsk, with 40 cases, and Velm, with 12"."""
    tokens, i = mention.sentence.tokens, _ahead(mention)
    if i < 2 or tokens[i].low != "with" or tokens[i - 1].low != ",":
        return None
    return next((n for n in names if n.end == i - 1), None)


def within(mention: Mention) -> bool:
    """Whether a number only says where or in how many things: "shops in 47 towns"."""
    i = _ahead(mention)
    return i >= 0 and mention.sentence.tokens[i].low in _WITHIN


def _ahead(mention: Mention) -> int:
    """The place of the word before a number, without what bounds it."""
    tokens, i = mention.sentence.tokens, mention.at - 1
    while i > 0 and tokens[i].low in _ABOUT:
        i -= 1
    return i


def attributed(mention: Mention, names: Sequence[Name]) -> Name | None:
    """Whose the things are that are counted: "94 Tarn workers"."""
    tokens, at = mention.sentence.tokens, mention.at
    for name in names:
        following = tokens[name.end].low if name.end < len(tokens) else "."
        people = name.text[-1] == "s" and " " not in name.text  # "350 Swedes": they are counted themselves
        if name.start == at + 1 and following[0].isalpha() and following not in _BEING and not people:
            return name
    return None


def apart(name: Name, mention: Mention) -> bool:
    """Whether a name behind the number belongs to another number's clause, or to one that is set against its own."""
    between = mention.sentence.tokens[mention.span[1] - 1 : name.start]
    return any(t.quantity >= 0 or t.low in _BREAKS for t in between)


def there(mention: Mention) -> bool:
    """Whether the clause says "there", of a place named before: "3,400 have been out there", not "there are"."""
    tokens, (first, last) = mention.sentence.tokens, mention.span
    return any(
        tokens[i].low == "there" and not (i + 1 < last and tokens[i + 1].low in _BEING) for i in range(first, last)
    )


def wider(mention: Mention) -> bool:
    """Whether it is counted over all of a trade: "in the industry", "across the sector"."""
    tokens, (first, last) = mention.sentence.tokens, mention.span
    return any(
        tokens[i].low in _SPREAD and tokens[i + 1].low in ("the", "its") and tokens[i + 2].low in _WIDER
        for i in range(first, last - 2)
    )


def summed(run: Sequence[Token], at: int) -> bool:
    """Whether words say that it is counted over several; "both" where it is what counts or what is counted over."""
    lows = [t.low for t in run]
    said = " " + " ".join(lows) + " "
    return any(f" {phrase} " in said and _counted_over(phrase.split(), lows, at) for phrase in parties()["sums"])


def _counted_over(phrase: Sequence[str], lows: Sequence[str], at: int) -> bool:
    places = [i for i in range(len(lows)) if list(lows[i : i + len(phrase)]) == list(phrase)]
    if phrase[-1] in _JOINED:
        return any(i < at if i < at else lows[i - 1] in _OVER and "," not in lows[at:i] for i in places)
    return phrase[-1] != "combined" or any(not i or lows[i - 1] not in _ITS for i in places)


def shared_out(run: Sequence[Token]) -> bool:
    """Whether the run begins with "between them": who is named later has only a part of it."""
    said = " ".join(t.low for t in run)
    return "between them" in said or "between the two" in said


def reports(name: Name, tokens: Sequence[Token]) -> bool:
    """Whether a name only brings up what follows: "the CGT has accepted that", "a Houthi spokesman's boast"."""
    after = [t.low for t in tokens[name.end : name.end + 4]]
    if after and after[0].removesuffix("'s").removesuffix("’s") in parties()["titles"]:
        return True
    placed = name.start > 0 and tokens[name.start - 1].low in parties()["where"]
    return not placed and "that" in after[1:] and (after[0] in _VERBS or after[0].endswith("ed"))


def ordered(mention: Mention, d: Descriptor) -> Terms:
    """What "respectively" says, by name, else by the figure's other words."""
    sentence = mention.sentence
    if not {"respectively", "order"} & {t.low for t in sentence.tokens}:
        return {}
    named = {i for n in sentence.names if n.entities & set(d.groups) for i in range(n.start, n.end)}
    worded = {i for i, t in enumerate(sentence.tokens) if t.stem in d.words or t.stem in d.qualifiers}
    for own, close in ((named | worded, True), (named, False), (worded, False)):
        pair = paired(sentence.tokens, mention.at, own.__contains__, close=close)
        if pair is not None:
            return {"paired:own" if pair else "paired:other": 1.0}
    return {"paired:unclear": 1.0}
