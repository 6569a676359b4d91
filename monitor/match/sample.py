"""What a sample sentence teaches of its figure: the words beside its number, as nouns, actions and context.

Law of this room: a sample is read like any article; what it counts is a noun, what happens beside it an action, and the
other words of its clause are context. Names are left to `entities`, `actor` and `place`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from monitor.match.aliases import Aliases
from monitor.match.frames import NEAR, Mention, mentions, zone
from monitor.match.reading import read
from monitor.match.units import value_of
from monitor.match.words import stems
from monitor.model import Article, Block
from monitor.watchlist import Figure

_NO_ONE = Aliases(())
_ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)
_PLAIN = frozenset(
    stems("the a an of in on at by for to and or with people person number total were was have has been are is had "
          "will there that this those from their its after before more said says who which")
)  # fmt: skip
Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """Words in stems; all empty where the sample holds no number in the figure's unit."""

    nouns: tuple[Phrase, ...] = ()
    context: tuple[Phrase, ...] = ()


def lesson(figure: Figure) -> Lesson:
    """What `figure.sample` teaches."""
    mention = _number(figure) if figure.sample else None
    if mention is None:
        return Lesson()
    tokens = mention.sentence.tokens
    counted = tuple(s for s in mention.head if s not in _PLAIN)
    happened = [
        tuple(t.stem for t in tokens[f.start : f.end])
        for f in mention.sentence.events
        if zone(mention, f.start, f.end) in NEAR and not f.start <= mention.at < f.end
    ]
    nouns = tuple(dict.fromkeys(n for n in (counted, *happened) if n))
    return Lesson(nouns=nouns, context=_context(mention, nouns))


def _number(figure: Figure) -> Mention | None:
    """The first number of the sample that has the figure's unit."""
    text = figure.sample or ""
    article = Article(
        url="", outlet="", fetched=_ANY_DAY, text=text, blocks=(Block(kind="paragraph", text=text, start=0),)
    )
    words = frozenset(s for noun in figure.nouns for s in stems(noun))
    found = mentions(read(article, _NO_ONE))
    return next((m for m in found if value_of(m.quantity, figure.unit, bare=not m.head, words=words)[0]), None)


def _context(mention: Mention, nouns: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """The other words of the number's clause that are neither names nor words of every sentence."""
    sentence, (first, last) = mention.sentence, mention.chunk
    taken = {i for n in sentence.names for i in range(n.start, n.end)}
    taken |= {i for c in sentence.cues for i in range(c.start, c.end)} | {mention.at}
    known = _PLAIN | {s for noun in nouns for s in noun}
    free = [(i, t) for i, t in enumerate(sentence.tokens[first:last], first) if i not in taken and t.low.isalpha()]
    rest = [t.stem for i, t in free if (not i or t.text.islower()) and len(t.low) > 3 and t.stem not in known]
    return tuple((word,) for word in dict.fromkeys(rest))
