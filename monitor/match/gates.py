"""What a figure's own keys say is no value of it, however well the words fit: other events by name, other days.

Law of this room: a number that names an excluded event in its sentence, its section or the headline is no value, and
neither is one of an article from before `since` or after `until`, nor one that its own clause dates before `since`.
Whatever is only compared ("58, the most since the flood of 1953") bars nothing. What is barred is told as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from monitor.match.aliases import fold
from monitor.match.frames import Mention
from monitor.match.reading import Reading, Sentence
from monitor.match.values import Found
from monitor.match.words import MONTHS, Token, stem, stems, words
from monitor.watchlist import Figure

_SMALL = words("the a an of in on at and for s by to")
_COMPARING = frozenset(
    stems("since than like unlike surpassed surpassing exceeds exceeding passed passing beyond matched matching "
          "compared rivals topped beat eclipsed recalled echoed equalled before until")
)  # fmt: skip
_RELATIVE = words("which when where who that whose as")
_MAKING = frozenset(
    stems("founded built opened born created established formed signed launched completed introduced elected appointed")
)
_LEANING = words("it that there then this")
_NOW = words("now today this current currently yesterday latest")
_YEAR = re.compile(r"(?:19|20)\d\d$")
_WIDE = 8  # tokens that may stand between the words of an event's name
_BEFORE = 4  # tokens before a name or a year in which a word of comparing is looked for


@dataclass(frozen=True, slots=True)
class Gate:
    """The keys of a figure that bar numbers; an event is the set of its words."""

    events: tuple[frozenset[str], ...]
    since: date | None
    until: date | None

    def bars(self, mention: Mention, reading: Reading) -> str:
        """The term that bars the number, or ""."""
        at = reading.article.modified or reading.article.published or reading.article.fetched
        first = reading.article.published or at
        if self.since and at.date() < self.since:
            return "gate:before-since"
        if self.until and first.date() > self.until:
            return "gate:after-until"
        if any(_names(event, mention, reading) for event in self.events):
            return "gate:other-event"
        return "gate:dated-before" if self.since and _dated_before(mention, self.since, at.date()) else ""


def gate_of(figure: Figure) -> Gate | None:
    """The gate of a figure that has such keys."""
    events = tuple(e for name in figure.exclude_events if (e := _words(name)))
    return Gate(events, figure.since, figure.until) if events or figure.since or figure.until else None


def sift(found: Sequence[Found], gate: Gate | None, reading: Reading) -> tuple[list[Found], list[Found]]:
    """The numbers that may pass, and those that are barred, each with the term that bars it."""
    passed: list[Found] = []
    barred: list[Found] = []
    for mention, terms, value in found:
        why = gate.bars(mention, reading) if gate else ""
        if why:
            barred.append((mention, terms | {why: 1.0}, value))
        else:
            passed.append((mention, terms, value))
    return passed, barred


# --- events by name -------------------------------------------------------------------------------------------


def _words(name: str) -> frozenset[str]:
    return frozenset(stem(w) for w in re.findall(r"\w+", fold(name)[0]) if w not in _SMALL)


def _names(event: frozenset[str], mention: Mention, reading: Reading) -> bool:
    sentence = mention.sentence
    if _told_of(event, sentence, mention):
        return True
    return any(_told_of(event, s, None) for s in _around(reading, sentence) if s is not sentence)


def _around(reading: Reading, sentence: Sentence) -> Iterator[Sentence]:
    """The headline, the heading of the section, and the sentence before where this one leans on it ("It killed …")."""
    yield from reading.headline
    before = sentence.before
    if before is not None and before.block == sentence.block and sentence.tokens[0].low in _LEANING:
        yield before
    heads = [i for i, b in enumerate(reading.blocks[: sentence.block]) if b.kind == "subhead"]
    yield from (s for s in reading.sentences if heads and s.block == heads[-1])


def _told_of(event: frozenset[str], sentence: Sentence, mention: Mention | None) -> bool:
    """Whether the sentence speaks of the event, and not only of what is compared with it."""
    window = _window(event, sentence.tokens)
    if window is None:
        return False
    start, end = window
    tokens = sentence.tokens
    if any(t.stem in _COMPARING for t in tokens[start:end]):
        return False  # "the worst flood since 1953" is another one
    if not any(t.stem in _COMPARING for t in tokens[max(0, start - _BEFORE) : start]):
        return True
    if mention is None or mention.at < start:
        return False
    first, _ = mention.chunk
    return first < end or tokens[first].low in _RELATIVE


def _window(event: frozenset[str], tokens: Sequence[Token]) -> tuple[int, int] | None:
    """The first run of tokens that holds all words of the event near each other."""
    said = [t.stem if t.quantity < 0 else t.text for t in tokens]  # "1953" may be taken for a count
    for i, word in enumerate(said):
        if word in event:
            missing = set(event)
            for j in range(i, min(len(tokens), i + len(event) + _WIDE)):
                missing.discard(said[j])
                if not missing:
                    return i, j + 1
    return None


# --- days -----------------------------------------------------------------------------------------------------


def _dated_before(mention: Mention, since: date, today: date) -> bool:
    tokens, at = mention.sentence.tokens, mention.at
    old = [i for i, old in _dates(tokens, since, today) if old and not _idle(tokens, i)]
    new = [i for i, old in _dates(tokens, since, today) if not old]
    return any(_governs(mention, i) and not any(i < n < at for n in new) for i in old)


def _dates(tokens: Sequence[Token], since: date, today: date) -> Iterator[tuple[int, bool]]:
    """Every year and word of time, and whether it lies before `since`."""
    for i, token in enumerate(tokens):
        low = token.low
        if token.quantity < 0 and _YEAR.match(low):
            named = (MONTHS[t.low] for t in tokens[max(0, i - 3) : i] if t.low in MONTHS and t.text[0].isupper())
            month = next(named, 12)
            yield i, (int(low), month) < (since.year, since.month)
        elif low == "year" and i and tokens[i - 1].low == "last":
            yield i, today.year - 1 < since.year
        elif low in _NOW:
            yield i, False


def _idle(tokens: Sequence[Token], i: int) -> bool:
    """A year that is only compared with ("since 2019"), or that tells when something was made ("built in 2019")."""
    before = {t.stem for t in tokens[max(0, i - _BEFORE) : i]}
    return bool(before & _COMPARING or before & _MAKING)


def _governs(mention: Mention, i: int) -> bool:
    """Whether the date stands in the number's clause with no other number between, or opens the sentence."""
    tokens, at, (first, last) = mention.sentence.tokens, mention.at, mention.chunk
    between = tokens[min(at, i) + 1 : max(at, i)]
    if first <= i < last:
        return not any(t.quantity >= 0 for t in between)
    start, end = mention.sentence.chunks[0]
    return start <= i < end <= first and end - start <= _BEFORE + 1 and not any(tokens[k].quantity >= 0
                                                                                for k in range(start, end))  # fmt: skip
