"""Text into sentences, clauses and tokens, each with its stem; a number is one token whatever it is made of.

Law of this room: deterministic, linear, no meaning. The stem only has to make the forms of one word equal ("killed",
"killing", "kills" -> "kill"); it need not be a word.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from monitor.model import Quantity
from monitor.quantities import unit_kind

_PIECE = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]{1,2}\b)?|\d[\d.,]*\d|\d|[^\w\s]|_")
LONGEST = 1_500  # characters; news has no sentence of 600
_LISTS = re.compile(r"[,;:|•·] |[–—]| (?=and |or )")
_STOP = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)|\n+")


def words(listed: str) -> frozenset[str]:
    """A list of words in a table of this room."""
    return frozenset(listed.split())


_NAMES_OF_MONTHS = (
    "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
    "sep sept september", "oct october", "nov november", "dec december",
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(_NAMES_OF_MONTHS, 1) for name in names.split()}
_ABBREVIATIONS = words(
    "mr mrs ms dr st gen lt col maj capt sgt sen rep gov prof rev hon jr sr no nos vs inc ltd co corp est approx dept "
    "jan feb mar apr jun jul aug sep sept oct nov dec u.s u.k u.n e.g i.e a.m p.m p al"
)
_IRREGULAR = {
    "lives": "life", "wives": "wife", "men": "man", "women": "woman", "children": "child", "lost": "lose",
    "sent": "send",
    "shot": "shoot", "held": "hold", "fell": "fall", "fallen": "fall", "rose": "rise", "risen": "rise", "found": "find",
    "sold": "sell", "bought": "buy", "built": "build", "burnt": "burn", "laid": "lay", "paid": "pay", "cut": "cut",
    "cutting": "cut", "hit": "hit", "hurt": "hurt", "shut": "shut", "shutting": "shut", "dying": "die", "died": "die",
    "dies": "die", "swept": "sweep", "stood": "stand", "struck": "strike", "stricken": "strike",
    "taken": "take", "took": "take", "given": "give", "gave": "give", "gone": "go", "went": "go", "fled": "flee",
    "drew": "draw", "drawn": "draw", "drowned": "drown", "slain": "slay", "made": "make", "left": "leave",
    "beaten": "beat", "kept": "keep", "caught": "catch", "freed": "free", "frees": "free", "freeing": "free",
    "came": "come", "saw": "see", "seen": "see", "spent": "spend", "grew": "grow", "grown": "grow", "won": "win",
    "lent": "lend", "led": "lead", "met": "meet", "ran": "run", "shrank": "shrink", "sank": "sink", "sunk": "sink",
    "drove": "drive", "driven": "drive", "stole": "steal", "stolen": "steal", "torn": "tear", "tore": "tear",
    "bodies": "body", "data": "data", "its": "its", "this": "this", "was": "was", "has": "has", "does": "does",
    "us": "us", "his": "his", "percent": "percent", "pc": "percent", "staff": "staff", "news": "news",
    "buses": "bus", "viruses": "virus", "always": "always", "species": "species", "means": "means", "gas": "gas",
}  # fmt: skip


_UNSPLIT = frozenset(("count", "share", "share_change", "currency"))  # kinds whose sign is part of the number
_SCALES = words("hundr thousand million billion trillion dozen lakh cror k m bn tn mn")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign: as printed, in small letters, its stem, and its half-open span in the block."""

    text: str
    low: str
    stem: str
    start: int
    end: int
    quantity: int = -1  # index into the block's quantities, -1 where this is none


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """What all forms of one word share: endings off, a doubled last letter single, no silent e."""
    word = word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
    if word in _IRREGULAR:
        word = _IRREGULAR[word]
        return word if len(word) < 4 else word.removesuffix("e")
    if len(word) > 3 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-2] if word.endswith(("sses", "shes", "ches", "xes", "zes")) else word[:-1]
    if len(word) > 4 and word.endswith("ied"):
        word = word[:-3] + "y"
    for ending in ("ing", "ed"):
        base = word.removesuffix(ending)
        if base != word and len(base) >= 3 and re.search("[aeiouy]", base):
            word = base[:-1] if base[-1] == base[-2] and base[-1] not in "lsz" else base
            break
    return word.removesuffix("e") if len(word) > 3 else word


def stems(text: str) -> tuple[str, ...]:
    """The stems of the words of a label or noun phrase; digits and signs are left out."""
    return tuple(stem(piece) for piece in _PIECE.findall(text) if piece[0].isalpha())


def tokens(text: str, quantities: Sequence[Quantity]) -> list[Token]:
    """All tokens of a block in order; a number is one token, and the words of a measure ("acres") follow it."""
    out: list[Token] = []
    at = 0
    for index, quantity in enumerate(quantities):
        start, end = quantity.span
        if start < at:
            continue
        end = min(end, start + _numeral(text[start:end], quantity))
        out += _plain(text, at, start)
        out.append(Token(text[start:end], "#", "#", start, end, index))
        at = end
    return out + _plain(text, at, len(text))


@lru_cache(maxsize=1000)
def _kind(unit: str) -> str:
    return unit_kind(unit)


def _numeral(text: str, quantity: Quantity) -> int:
    """How much of a quantity's text is its number, without the words of a measure behind it."""
    if _kind(quantity.unit) in _UNSPLIT or not text[-1].isalpha():
        return len(text)
    found = [m.end() for m in _PIECE.finditer(text) if m[0][0].isdigit() or stem(m[0]) in _SCALES]
    return found[-1] if found else len(text)


def _plain(text: str, start: int, end: int) -> list[Token]:
    out = []
    for m in _PIECE.finditer(text, start, end):
        low = m[0].lower()
        out.append(Token(m[0], low, stem(low) if low[0].isalpha() else low, m.start(), m.end()))
    return out


def sentences(text: str, quantities: Sequence[Quantity]) -> list[tuple[int, int]]:
    """Half-open spans of the sentences of a block; a stop inside a number or after an abbreviation ends none.

    What runs on for more than LONGEST characters is no sentence but a list, and is cut where it lists.
    """
    inside = [q.span for q in quantities]
    spans: list[tuple[int, int]] = []
    start = near = 0
    for stop in (*_STOP.finditer(text), None):
        at, end = (stop.start(), stop.end()) if stop else (len(text), len(text))
        if stop and stop[0][0] == "." and _goes_on(text, at, end):
            continue
        while near < len(inside) and inside[near][1] - 1 <= at:
            near += 1
        if stop and near < len(inside) and inside[near][0] <= at:
            continue
        spans += _pieces(text, start, end, inside)
        start = end
    return [(a, b) for a, b in spans if text[a:b].strip()]


def _pieces(text: str, start: int, end: int, inside: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        cut = max((m.end() for m in _LISTS.finditer(text, start, start + LONGEST)), default=start + LONGEST)
        first = bisect_left(inside, (cut,)) - 1
        if first >= 0 and inside[first][1] > cut:
            cut = inside[first][1]
        yield start, cut
        start = cut
    yield start, end


def _goes_on(text: str, stop: int, end: int) -> bool:
    word = text[max(0, stop - 8) : stop].split()[-1:] or [""]
    following = text[end : end + 2].strip()[:1]
    if following.islower():
        return True
    last = word[0].lower().lstrip("(\"'")
    return last in _ABBREVIATIONS or (len(last) == 1 and last.isalpha() and word[0].isupper())
