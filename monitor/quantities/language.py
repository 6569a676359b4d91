"""How a language prints numbers, as data: `languages/<code>.toml`, compiled once into tables for the grammar.

Law: no word of any language stands in code. A phrase is words and marks with blanks between ("or more", "- odd").
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from monitor.model import Bound

T = TypeVar("T")
_FOLDER = Path(__file__).parent / "languages"
_END = ""  # the key under which a node of a phrase table keeps what the phrase means


class Phrases(Generic[T]):
    """A table of phrases that finds the longest one from a token on, forwards or backwards."""

    def __init__(self, phrases: Mapping[str, T], *, backwards: bool = False) -> None:
        self._root: dict[str, Any] = {}
        for phrase, meaning in phrases.items():
            words = phrase.lower().split()
            node = self._root
            for word in reversed(words) if backwards else words:
                node = node.setdefault(word, {})
            node[_END] = meaning

    def after(self, norms: list[str], i: int) -> tuple[int, T] | None:
        """The longest phrase that starts with token i: where it ends (exclusive), what it means."""
        return self._walk(norms, i, 1) if norms[i] in self._root else None

    def before(self, norms: list[str], i: int) -> tuple[int, T] | None:
        """The longest phrase that ends with token i: where it starts, what it means."""
        found = self._walk(norms, i, -1) if i >= 0 and norms[i] in self._root else None
        return None if found is None else (found[0] + 1, found[1])

    def _walk(self, norms: list[str], i: int, step: int) -> tuple[int, T] | None:
        node, best = self._root, None
        while 0 <= i < len(norms) and norms[i] and (node := node.get(norms[i])):  # type: ignore[assignment]
            i += step
            if _END in node:
                best = (i, node[_END])
        return best


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Language:
    """One language's tables, ready for look-up. Words are lower case."""

    code: str
    decimal: str
    group: str
    plural: tuple[str, ...]
    singular: tuple[str, ...]
    numbers: Mapping[str, Decimal]
    number_phrases: Phrases[Decimal]
    joined: str  # the word for a thousand inside longer number words ("zweitausend"), "" if never
    elides: bool  # whether "d'euros" is two words
    day_first: bool  # whether a day stands before its month only
    capital_months: bool  # whether "may" is no month
    scales: Mapping[str, int]
    short_scales: frozenset[str]  # abbreviations: a number never begins with one
    suffixes: Mapping[str, int]
    ordinals: Mapping[str, int]
    plural_ordinals: Mapping[str, int]
    vague: Phrases[tuple[Decimal, Decimal | None]]
    exactly: Phrases[int]
    words: Mapping[str, frozenset[str]]
    zero: Mapping[str, Phrases[bool]]
    idle: frozenset[str]
    before: Phrases[Bound]
    after: Phrases[Bound]
    unless: Mapping[str, frozenset[str]]
    joins: Phrases[bool]
    ranges: Mapping[str, frozenset[str]]
    percent: Phrases[str]
    shares: Mapping[str, frozenset[str]]
    one_in: Phrases[bool]
    bases: Phrases[bool]
    per_units: Phrases[bool]
    nouns: Mapping[str, frozenset[str]]
    traps: Mapping[str, frozenset[str]]
    phrases: Mapping[str, Phrases[bool]]
    openers: frozenset[str]
    units: Mapping[str, list[str]]
    hundredths: Mapping[str, list[str]]

    def opens(self, norm: str) -> bool:
        """Whether a number can begin with this word."""
        return norm in self.openers or (self.joined != "" and self.joined in norm)

    def spelled(self, norms: list[str], i: int) -> tuple[int, Decimal] | None:
        """A number word at token i, below a thousand unless it is one long word: where it ends, its value."""
        norm = norms[i]
        if norm in self.numbers:
            return self.number_phrases.after(norms, i) or (i + 1, self.numbers[norm])
        if self.joined and self.joined in norm:
            left, _, right = norm.partition(self.joined)
            right = right.removeprefix(next(iter(self.words["and"])))
            if (not left or left in self.numbers) and (not right or right in self.numbers) and (left or right):
                return i + 1, self.numbers.get(left, Decimal(1)) * 1000 + self.numbers.get(right, Decimal(0))
        return None


def _meanings(table: Mapping[str, Iterable[str]]) -> dict[str, Any]:
    return {phrase: meaning for meaning, phrases in table.items() for phrase in phrases}


class _Words(dict[str, frozenset[str]]):
    """Sets of words by their name; a language may leave any of them out."""

    def __missing__(self, name: str) -> frozenset[str]:
        return frozenset()


def _sets(table: Mapping[str, Iterable[str]]) -> Mapping[str, frozenset[str]]:
    return _Words({name: frozenset(words) for name, words in table.items()})


def _known(phrases: Iterable[str], *, backwards: bool = False) -> Phrases[bool]:
    return Phrases(dict.fromkeys(phrases, True), backwards=backwards)


def _vague(table: Mapping[str, list[int]]) -> dict[str, tuple[Decimal, Decimal | None]]:
    return {phrase: (Decimal(low), Decimal(high) if high else None) for phrase, (low, high) in table.items()}


def _numbers(raw: Mapping[str, Any]) -> dict[str, Decimal]:
    """Number words below a thousand; where a language writes them in one word, all of them."""
    numbers = {word: Decimal(str(value)) for word, value in raw["numbers"].items()}
    if not (joined := raw.get("joined")):
        return numbers
    units = {w: v for w, v in numbers.items() if 0 < v < 10 and v % 1 == 0}
    tens = {w: v for w, v in numbers.items() if v >= 20 and v % 10 == 0}
    small = {**numbers, **{u + joined["and"] + t: v + w for u, v in units.items() for t, w in tens.items()}}
    heads = {"": Decimal(1), **units}
    rest = {"": Decimal(0), **{w: v for w, v in small.items() if 0 < v < 100}}
    hundred = joined["hundred"]
    return {**small, **{h + hundred + r: v * 100 + w for h, v in heads.items() for r, w in rest.items()}}


def _plural_ordinals(raw: Mapping[str, Any]) -> dict[str, int]:
    """The denominators of "two thirds": given, or the ordinal with the language's plural sign."""
    made = {word + raw["nouns"]["plural"][0]: value for word, value in raw["ordinals"].items()}
    return {**made, **raw.get("plural_ordinals", {})}


def _openers(raw: Mapping[str, Any]) -> frozenset[str]:
    """Every word that a number can begin with."""
    phrases = [*raw["vague"], *raw["exactly"], *raw["zero"]["pronouns"], *raw["zero"]["determiners"]]
    firsts = [phrase.split()[0] for phrase in phrases]
    single = [*_numbers(raw), *raw["scales"], *raw["ordinals"], *raw["words"]["article"]]
    return frozenset([*firsts, *single])


def load(code: str) -> Language:
    """The tables of a language by its code ("en", "en-GB"); where we have none, English ones with its signs."""
    stem = code.lower().replace("_", "-").split("-")[0]
    if stem in _languages():
        return _load(stem)
    return _with_comma() if stem in _comma_languages() else _load("en")


@cache
def _comma_languages() -> frozenset[str]:
    return frozenset(tomllib.loads((_FOLDER.parent / "signs.toml").read_text(encoding="utf-8"))["comma"])


@cache
def _with_comma() -> Language:
    return replace(_load("en"), decimal=",", group=".")


@cache
def _languages() -> frozenset[str]:
    """The languages that have a file; a page may claim any code."""
    return frozenset(path.stem for path in _FOLDER.glob("*.toml"))


@cache
def _load(code: str) -> Language:
    raw = tomllib.loads((_FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    traps, zero = raw["traps"], raw["zero"]
    return Language(
        code=raw["code"],
        decimal=raw["decimal"],
        group=raw["group"],
        plural=tuple(raw["nouns"]["plural"]),
        singular=tuple(raw["nouns"]["singular"]),
        numbers=_numbers(raw),
        number_phrases=Phrases({p: Decimal(v) for p, v in raw.get("number_phrases", {}).items()}),
        joined=raw.get("joined", {}).get("thousand", ""),
        elides=raw.get("elides", False),
        day_first=raw.get("day_first", False),
        capital_months=raw.get("capital_months", False),
        scales={**raw["scales"], **raw.get("short_scales", {})},
        short_scales=frozenset(raw.get("short_scales", {})),
        suffixes=raw["suffixes"],
        ordinals=raw["ordinals"],
        plural_ordinals=_plural_ordinals(raw),
        vague=Phrases(_vague(raw["vague"])),
        exactly=Phrases(raw["exactly"]),
        words=_sets(raw["words"]),
        zero={name: _known(zero[name]) for name in ("pronouns", "determiners")},
        idle=frozenset(zero["idle"]),
        before=Phrases(_meanings(raw["bounds"]["before"]), backwards=True),
        after=Phrases(_meanings(raw["bounds"]["after"])),
        unless=_sets(raw["bounds"]["unless"]),
        joins=_known(raw["ranges"]["joins"]),
        ranges=_sets({k: v for k, v in raw["ranges"].items() if k != "joins"}),
        percent=Phrases(_meanings({k: raw["shares"][k] for k in ("percent", "points")})),
        shares=_sets(raw["shares"]),
        one_in=_known(raw["shares"]["one_in"]),
        per_units=_known(raw["shares"]["per_units"]),
        bases=_known(raw["shares"]["bases"], backwards=True),
        nouns=_sets(raw["nouns"]),
        traps=_sets(traps),
        phrases={
            "age_after": _known(traps.get("age_after", [])),
            "age_before": _known(traps.get("age_before", []), backwards=True),
            "clock": _known(traps.get("clock", [])),
            "idle_one_after": _known(traps.get("idle_one_after", [])),
        },
        openers=_openers(raw),
        units=raw.get("units", {}),
        hundredths=raw.get("hundredths", {}),
    )
