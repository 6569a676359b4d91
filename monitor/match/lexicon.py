"""The words of events, things and cues, read from TOML once and found in a run of tokens in one pass.

Law of this room: what a word means stands in a table. Only the closed classes of a grammar (auxiliaries, prepositions,
determiners) stand beside the rule that reads them. Events and things are compared by stem, cues in small letters.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from monitor.match.words import Token, stems


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase of a group among tokens: the group's name and the half-open range of tokens."""

    name: str
    start: int
    end: int


class Phrases:
    """Groups of phrases; each phrase is a run of words."""

    def __init__(self, groups: Mapping[str, Iterable[str]], *, by_stem: bool) -> None:
        self._by_stem = by_stem
        self._first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name, phrases in groups.items():
            for phrase in phrases:
                words = stems(phrase) if by_stem else tuple(phrase.replace("-", " - ").lower().split())
                if words:
                    self._first.setdefault(words[0], []).append((words, name))
        for entries in self._first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def find(self, tokens: Sequence[Token]) -> list[Found]:
        """Every phrase, by position; of one group the longest phrase at a place."""
        words = [token.stem for token in tokens] if self._by_stem else [token.low for token in tokens]
        return [Found(name, at, end) for at, word in enumerate(words) if word in self._first
                for name, end in self._at(words, at)]  # fmt: skip

    def names(self, words: Sequence[str]) -> frozenset[str]:
        """The groups that a run of words (stems, or small letters) holds a phrase of."""
        starts = [at for at, word in enumerate(words) if word in self._first]
        return frozenset(name for at in starts for name, _ in self._at(words, at))

    def _at(self, words: Sequence[str], at: int) -> Iterable[tuple[str, int]]:
        told: set[str] = set()
        for phrase, name in self._first[words[at]]:
            if name not in told and tuple(words[at : at + len(phrase)]) == phrase:
                told.add(name)
                yield name, at + len(phrase)


def _table(file: str) -> Any:
    return tomllib.loads(files("monitor.match").joinpath(file).read_text("utf-8"))


@cache
def events() -> Phrases:
    """Some sixty kinds of event."""
    return Phrases(_table("events.toml")["events"], by_stem=True)


@cache
def things() -> Phrases:
    """Kinds of counted thing, each with its near synonyms."""
    return Phrases(_table("events.toml")["things"], by_stem=True)


@cache
def voices() -> Phrases:
    """Parties that count and speak."""
    return Phrases({"voice": _table("events.toml")["voices"]["voice"]}, by_stem=True)


@cache
def parties() -> Mapping[str, frozenset[str]]:
    """Words that tell who or where without naming anybody, and which words with a capital are no names."""
    return {name: frozenset(listed) for name, listed in _table("parties.toml").items()}


@cache
def _same_voices() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(stems(line)) for line in _table("events.toml")["voices"]["same"])


def same_voices(voice: frozenset[str]) -> frozenset[str]:
    """A voice with the other words for it: a company's count is its management's."""
    return voice.union(*(same for same in _same_voices() if same & voice))


@cache
def cues() -> Phrases:
    """Words that tell the part a number plays: from, to, by, including, expected, denied."""
    return Phrases(_table("cues.toml")["cues"], by_stem=False)


@cache
def scopes() -> Phrases:
    """Words that govern a number, by slot and side: "mood:demand@before"."""
    rules = {name: rule for name, rule in _table("scope.toml").items() if name != "reactions"}
    return Phrases({f"{n}@{side}": p for n, rule in rules.items() for side, p in rule.items()}, by_stem=False)


@cache
def reactions() -> Phrases:
    """Words that deny ("rebut") or own up to ("accept") what was said before them."""
    return Phrases(_table("scope.toml")["reactions"], by_stem=False)


@cache
def _no_cues() -> Phrases:
    return Phrases({"none": _table("cues.toml")["no_cues"]["phrases"]}, by_stem=False)


def find_cues(tokens: Sequence[Token]) -> list[Found]:
    """The cues among tokens, without those that only look like one: "more than", "before tax"."""
    masked = {i for found in _no_cues().find(tokens) for i in range(found.start, found.end)}
    found = [f for f in cues().find(tokens) if f.end - f.start > 1 or f.start not in masked]
    told = [f.end for f in found if f.name == "said"]
    return [f for f in found if not (tokens[f.start].low == "had" and any(end <= f.start for end in told))]
