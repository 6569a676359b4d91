"""Proper names in running text: whom a sentence names, where no list of names is at hand.

Law of this room: capitals tell a name, except where they stand at the beginning of a sentence or headline; there a
word is a name if it stands with a capital elsewhere, or if English would want an article before it, were it none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from monitor.match.aliases import Hit
from monitor.match.lexicon import events, parties, things, voices
from monitor.match.words import Token

_CITED = 8  # tokens within which "according to" makes a name a speaker
_OWNED = re.compile(r"['’](?:s|ve|re|ll|d|m)?$")
_COMMON_ENDS = ("s", "ly", "ing", "men", "ed", "tion", "sion", "ment", "ness", "ship", "ism")
_DEMONYM = re.compile(r"[A-Z]\w{2,}(?:ian|ean|ese|ish|[aeg]ani|ijani|aqi|aeli|audi|emeni|uwaiti|atari|nepali|omali)s?$")
_KIN = re.compile(r"([^\W\d_]{4,}?)(?:ian|an|n|i|ish|ese|er)?s?(?:['’]s?)?$")
_DATELINE = re.compile(
    r"\s*[A-ZÀ-Þ]{2}[A-ZÀ-Þ’'./ -]*[A-ZÀ-Þ](?:, [^-–—:.]{2,24}\.?(?: \d{1,2})?)?"
    r"(?: ?[(/][^)/]{1,30}[)/])?(?: ?[-–—:]+ |\. )"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name, or an alias of the watchlist: its tokens, whom it names, whether it only speaks."""

    start: int
    end: int
    entities: frozenset[str]
    speaks: bool
    text: str


def dateline(text: str) -> int:
    """Where the words end that tell where a text was written: "KUMAMOTO, Japan (Agency) - "; 0: it has none."""
    match = _DATELINE.match(text)
    return match.end() if match else 0


def inside(text: str) -> list[str]:
    """The words of a text that begin no sentence."""
    return re.findall(r"(?<=[a-z,0-9] )[^\W\d_][\w'’-]+", text)


def kin(found: Sequence[list[Name]]) -> None:
    """Gives "Ukrainians" to whom "Ukraine" names in the same article, and "the Front" to the "Tavra Front"."""
    known = [n for names in found for n in names if n.entities]
    roots = {n.text.removesuffix("istan").rstrip("aeiouy"): n.entities for n in known}
    parts = {w: n.entities for n in known if " " in n.text for w in n.text.split() if w not in _no_names()}
    for names in found:
        for i, name in enumerate(names):
            match = None if name.entities else _KIN.match(name.text)
            own = roots.get(name.text) or (roots.get(match[1].rstrip("aeiouy")) if match else None)
            if not name.entities and (own := parts.get(name.text) or own):
                names[i] = replace(name, entities=own)


def _shouted(token: Token) -> bool:
    """A word in capitals as headlines have them: where two stand side by side, capitals tell no name."""
    return token.text.isupper() and len(token.text) > 2 and token.text.isalpha()


@cache
def _no_names() -> frozenset[str]:
    return parties()["no_names"]


def names(run: Sequence[Token], hits: Sequence[Hit], seen: frozenset[str]) -> list[Name]:
    """Runs of capitalised words and the aliases that were found, by position; `seen` are words as they stand inside
    sentences, where a capital is a name's and a small letter no name's."""
    out, i = [], 0
    long = [t for t in run if len(t.text) > 3 and t.text[0].isalpha()]
    titled = len(long) > 3 and sum(t.text[0].isupper() for t in long) > 0.7 * len(long)
    shouted = any(_shouted(a) and _shouted(b) for a, b in pairwise(run))
    while i < len(run):
        hit = next((h for h in hits if h.start <= run[i].start < h.end), None)
        if hit is not None:
            end = i + 1
            while end < len(run) and run[end].start < hit.end:
                end += 1
            keys = {k for h in hits if h.start < run[end - 1].end and h.end > run[i].start for k in h.keys}
            out.append(_name(run, i, end, frozenset(keys)))
            i = end
        elif not titled and not (shouted and run[i].text.isupper()) and _capital(run, i, seen):
            end = i + 1
            while end < len(run) and _continues(run, end) and not any(h.start == run[end].start for h in hits):
                end += 1
            out.append(_name(run, i, end, frozenset()))
            i = end
        else:
            i += 1
    return out


def _capital(run: Sequence[Token], i: int, seen: frozenset[str]) -> bool:
    token = run[i]
    if not token.text[0].isupper() or _OWNED.sub("", token.low) in _no_names() or token.quantity >= 0:
        return False
    if token.low in parties()["units"] or len(token.low) == 1:
        return False
    if token.text.isupper() and 2 <= len(token.text) <= 6:
        return True
    if i == 0 or run[i - 1].low in (".", "|", ":", '"', "“", "-"):
        following = run[i + 1].text if i + 1 < len(run) else ""
        sure = token.text in seen or following[:1].isupper() or token.text.endswith(("'s", "’s"))
        label = any(t.low == ":" for t in run[i + 1 : i + 4])
        return sure or (token.low not in seen and not label and _opens(token, following.lower()))
    return True


def _opens(token: Token, following: str) -> bool:
    """A name of one word at the beginning of a sentence: "Denmark registered", "Nigerian wells", "Swedes drove"."""
    if token.low in parties()["peoples"] or (
        _DEMONYM.match(token.text) and token.low.removesuffix("s") not in parties()["no_peoples"]
    ):
        return True
    if token.low in parties()["mass"] or _lexical(token.stem) or token.low.endswith(_COMMON_ENDS):
        return False
    return following in parties()["verbs"] or (following.endswith("ed") and len(following) > 4)


@cache
def _lexical(stem: str) -> bool:
    """A word of the tables of events, things and voices: "Containment", "Government"."""
    return any(table.names((stem,)) for table in (events(), things(), voices()))


def _continues(run: Sequence[Token], i: int) -> bool:
    token = run[i]
    return token.text[0].isupper() and token.low not in _no_names() and not run[i - 1].text.endswith(("'s", "’s"))


def _name(run: Sequence[Token], start: int, end: int, entities: frozenset[str]) -> Name:
    around = [t.low for t in (*run[max(0, start - 2) : start], *run[end : end + 2])]
    ahead = [t.low for t in run[max(0, start - _CITED) : start]]
    cited = any(a == "according" and "," not in ahead[i:] for i, a in enumerate(ahead))
    speaks = cited or any(w in parties()["speech"] for w in around)
    return Name(start, end, entities, speaks, " ".join(t.low for t in run[start:end]))
