"""Whole or part: whether a number counts all that a figure counts, a slice of it, or a slice that is the figure.

Law of this room: "of them" leans on the number before; the slice is the figure's where its own words name it, and a
part where the number before counted the figure's things. A group or a site that the figure does not name is a part.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.match.descriptor import Descriptor
from monitor.match.frames import Mention, Terms, head
from monitor.match.lexicon import events, parties, things
from monitor.match.reading import Sentence
from monitor.match.words import Token, stem, words

_THEM = words("them whom which those these")
_OWNED = words("the its his her their our those these all")
_AT = words("in at from on near inside within along around")
_ENDS = words("are is were was have has had who that which in on at from by with to of , and or been be did do still")
_REACH = 6  # tokens of a noun phrase
_NEAR = 8  # tokens behind a number in which its site is said


def part(mention: Mention, d: Descriptor) -> Terms:
    """The state of the whole: a slice of the figure's own, the figure's own slice, a group, a site; or nothing."""
    if mention.quantity.unit == "percent":
        return {}
    state = _slice(mention, d) or _of_noun(mention, d) or _group(mention, d) or _site(mention, d)
    return {f"slice:{state}": 1.0} if state else {}


def _slice(mention: Mention, d: Descriptor) -> str | None:
    """ "nine of them foreigners", "of whom 12 are children", "including 12": a slice of the number before."""
    tokens, at = mention.sentence.tokens, mention.at
    after = [t.low for t in tokens[at + 1 : at + 3]]
    ahead = [t.low for t in tokens[max(0, at - 3) : at]]
    behind = after[:1] == ["of"] and len(after) == 2 and after[1] in _THEM
    before = " ".join(ahead[-2:]) in parties()["slices"] or ahead[-1:] in (["including"], ["includes"], ["counting"])
    if not (behind or before):
        return None
    rest = tokens[at + 1 + 2 * behind : max(mention.span[1], at + 4)]
    if _named(rest[:_REACH], mention, at + 1 + 2 * behind, d):
        return "own"
    if behind and tokens[at + 2].low == "those" and [t.low for t in tokens[at + 3 : at + 4]] == ["who"]:
        return "of-own" if _happens(tokens[at + 4 : at + 4 + _REACH], d) else "of-other"
    whole = _before(mention)
    if whole is None:
        return "of-unsaid"
    sentence, number = whole
    if _counts(sentence, number, d):
        return "own" if _happens(rest, d) and not _happens(_phrase(sentence, number), d) else "of-own"
    return "own" if _happens(rest, d) else "of-other"


def _of_noun(mention: Mention, d: Descriptor) -> str | None:
    """ "nine of the missing hikers": a slice of all there are, unless what happened is said of the slice alone."""
    tokens, at = mention.sentence.tokens, mention.at
    if [t.low for t in tokens[at + 1 : at + 2]] != ["of"] or len(tokens) < at + 4 or tokens[at + 2].low not in _OWNED:
        return None
    end = at + 3
    while end < min(len(tokens), at + 3 + _REACH) and tokens[end].low not in _ENDS and tokens[end].low[0].isalpha():
        end += 1
    noun, rest = tokens[at + 3 : end], (*tokens[mention.span[0] : at], *tokens[end : mention.span[1]])
    if not d.words & {t.stem for t in noun} and not _happens(noun, d):
        return None
    if _happens(rest, d) and not _happens(noun, d):
        return "own"
    return "of-own"


def _group(mention: Mention, d: Descriptor) -> str | None:
    """ "34 pupils" of a figure that counts people, "among children"."""
    tokens, at = mention.sentence.tokens, mention.at
    said = [t.low for t in tokens[at + 1 : at + 1 + len(mention.head)]]
    for i in range(mention.span[0], mention.span[1] - 1):
        if tokens[i].low == "among":
            said += [t.low for t in tokens[i + 1 : i + 4]]
    mine = d.words | d.qualifiers
    found = {w for w in said if w in parties()["groups"]}
    return "group" if found and not any(stem(w) in mine for w in found) else None


def _site(mention: Mention, d: Descriptor) -> str | None:
    """ "at the al-Tanf garrison", "in the old town", "Marrick Hospital's eye clinic alone"."""
    tokens, (first, last) = mention.sentence.tokens, mention.span
    if any(t.low == "alone" for t in tokens[first:last]):
        return "alone"
    mine = d.words | d.qualifiers | {s for c in d.context for s in c}
    at = mention.at
    stop = next((i for i in range(at, last) if tokens[i].low == ","), last)
    for i in range(first, min(stop, at + _NEAR)):
        if tokens[i].low in _AT and i + 1 < last and tokens[i + 1].low in _OWNED:
            site = next((t for t in tokens[i + 2 : min(i + 7, last)] if t.low in parties()["sites"]), None)
            if site is not None and site.stem not in mine:
                return "site"
    return None


def _named(run: Sequence[Token], mention: Mention, start: int, d: Descriptor) -> bool:
    """Whether the slice bears the figure's own words or name."""
    names = (n for n in mention.sentence.names if n.entities & set(d.groups))
    return bool(d.words & {t.stem for t in run}) or any(start <= n.start < start + len(run) for n in names)


def _before(mention: Mention) -> tuple[Sentence, int] | None:
    """The number before, in this sentence or the one before it."""
    sentence = mention.sentence
    earlier = [n for n in sentence.numbers if n < mention.at]
    if earlier:
        return sentence, earlier[-1]
    back = sentence.before
    return (back, back.numbers[-1]) if back is not None and back.block == sentence.block and back.numbers else None


def _phrase(sentence: Sentence, number: int) -> Sequence[Token]:
    return sentence.tokens[max(0, number - _REACH) : number + _REACH]


def _counts(sentence: Sentence, number: int, d: Descriptor) -> bool:
    counted = head(sentence, number)
    return bool((d.heads | d.words) & set(counted) or d.things & things().names(counted) or not counted)


def _happens(run: Sequence[Token], d: Descriptor) -> bool:
    return bool(d.events & events().names([t.stem for t in run]))
