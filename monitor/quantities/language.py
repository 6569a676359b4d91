"""How a language prints numbers, as data: `languages/<code>.toml`, compiled once into tables for the grammar.

Law: no word of any language stands in code. A phrase is words and marks with blanks between ("or more", "- odd").
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
        return self._walk(norms, i, 1)

    def before(self, norms: list[str], i: int) -> tuple[int, T] | None:
        """The longest phrase that ends with token i: where it starts, what it means."""
        found = self._walk(norms, i, -1)
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
    numbers: Mapping[str, int]
    scales: Mapping[str, int]
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
    nouns: Mapping[str, frozenset[str]]
    traps: Mapping[str, frozenset[str]]
    phrases: Mapping[str, Phrases[bool]]
    openers: frozenset[str]
    units: Mapping[str, list[str]]


def _meanings(table: Mapping[str, Iterable[str]]) -> dict[str, Any]:
    return {phrase: meaning for meaning, phrases in table.items() for phrase in phrases}


def _sets(table: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in table.items()}


def _known(phrases: Iterable[str], *, backwards: bool = False) -> Phrases[bool]:
    return Phrases(dict.fromkeys(phrases, True), backwards=backwards)


def _vague(table: Mapping[str, list[int]]) -> dict[str, tuple[Decimal, Decimal | None]]:
    return {phrase: (Decimal(low), Decimal(high) if high else None) for phrase, (low, high) in table.items()}


def _plural_ordinals(raw: Mapping[str, Any]) -> dict[str, int]:
    """The denominators of "two thirds": given, or the ordinal with the language's plural sign."""
    made = {word + raw["nouns"]["plural"][0]: value for word, value in raw["ordinals"].items()}
    return {**made, **raw.get("plural_ordinals", {})}


def _openers(raw: Mapping[str, Any]) -> frozenset[str]:
    """Every word that a number can begin with."""
    phrases = [*raw["vague"], *raw["exactly"], *raw["zero"]["pronouns"], *raw["zero"]["determiners"]]
    firsts = [phrase.split()[0] for phrase in phrases]
    single = [*raw["numbers"], *raw["scales"], *raw["ordinals"], *raw["words"]["article"]]
    return frozenset([*firsts, *single])


@cache
def load(code: str) -> Language:
    """The tables of a language by its code ("en", "en-GB"); English where we have none."""
    path = _FOLDER / f"{code.lower().split('-')[0].split('_')[0]}.toml"
    if not path.is_file():
        path = _FOLDER / "en.toml"
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    traps, zero = raw["traps"], raw["zero"]
    return Language(
        code=raw["code"],
        decimal=raw["decimal"],
        group=raw["group"],
        plural=tuple(raw["nouns"]["plural"]),
        singular=tuple(raw["nouns"]["singular"]),
        numbers=raw["numbers"],
        scales=raw["scales"],
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
        bases=_known(raw["shares"]["bases"], backwards=True),
        nouns=_sets(raw["nouns"]),
        traps=_sets(traps),
        phrases={
            "age_after": _known(traps["age_after"]),
            "age_before": _known(traps["age_before"], backwards=True),
            "clock": _known(traps["clock"]),
            "idle_one_after": _known(traps["idle_one_after"]),
        },
        openers=_openers(raw),
        units=raw.get("units", {}),
    )
