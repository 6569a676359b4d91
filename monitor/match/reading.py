"""An article read once for all figures: sentences, chunks, numbers, names, events and cues.

Law of this room: nothing here knows of any figure. A sentence without a number is kept too, for what it names: a
later "there" or "the company" leans on it. A chunk is a run of tokens between commas, colons, dashes, brackets, cell
borders and coordinating words: the smallest piece of text that speaks of one number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from monitor.match import lexicon
from monitor.match.aliases import Aliases
from monitor.match.lexicon import Found
from monitor.match.names import Name, dateline, inside, kin, names
from monitor.match.tables import Row, rows
from monitor.match.words import Token, sentences, tokens, words
from monitor.model import Article, Block, Quantity
from monitor.quantities import Reading as Numeral
from monitor.quantities import read_numbers

_CLOCK = re.compile(r"[\[(]?(\d{1,2})[:.](\d\d) ?(?:([ap])\.?m\.?)?[\])]?(?= ?[-–—|:\]]| [A-Z\d\"“])", re.I)
_BREAKS = frozenset(',;:()[]|—–"“”')
_JOINTS = words("and but while whereas although though which who where when with as because")


@dataclass(slots=True)
class Sentence:
    """A sentence of a block with all that was found in it; `chunks` are half-open ranges of its tokens."""

    block: int
    index: int  # in its block
    start: int
    end: int
    text: str
    tokens: list[Token]
    chunks: list[tuple[int, int]]
    names: list[Name]
    cues: list[Found] = field(default_factory=list)
    events: list[Found] = field(default_factory=list)
    voices: list[Found] = field(default_factory=list)
    scopes: list[Found] = field(default_factory=list)  # words that could govern a number
    reactions: list[Found] = field(default_factory=list)  # words that deny or own up to what was said
    stems: frozenset[str] = frozenset()
    numbers: list[int] = field(default_factory=list)  # positions of number tokens
    before: Sentence | None = None  # the sentence before in reading order
    after: Sentence | None = None


@dataclass(slots=True)
class Reading:
    """All sentences of an article by block, and the numbers of each block."""

    article: Article
    blocks: tuple[Block, ...]
    places: tuple[int, ...]  # of each block in Article.blocks; 0 for the headline of an article that kept none
    quantities: list[tuple[Quantity, ...]]
    sentences: list[Sentence]
    headline: list[Sentence]
    tables: dict[int, Row]  # by block
    ordinals: list[frozenset[int]]  # by block, which of its quantities are said as ordinals
    datelines: frozenset[str]  # who is named where a text was written: "KUMAMOTO, Japan -"
    present: frozenset[str]  # everybody of the watchlist whom the article names


def read(article: Article, aliases: Aliases) -> Reading:
    """The reading of `article`; blocks that were dropped as chrome are not read."""
    places, blocks = _blocks(article)
    quantities: list[tuple[Quantity, ...]] = []
    ordinals: list[frozenset[int]] = []
    all_sentences: list[Sentence] = []
    seen = frozenset(w for b in blocks if b.kind != "headline" for w in inside(b.text))
    for number, block in enumerate(blocks):
        found, told = _numbers(block.text, article.language)
        quantities.append(found)
        ordinals.append(told)
        all_sentences += _sentences(number, block, found, aliases, seen)
    previous: Sentence | None = None
    for sentence in all_sentences:
        sentence.before = previous
        if previous is not None:
            previous.after = sentence
        previous = sentence
    kin([s.names for s in all_sentences])
    headline = [s for s in all_sentences if blocks[s.block].kind == "headline"]
    datelines = frozenset(e for s in all_sentences if not s.index for e in _dateline(s, blocks[s.block]))
    present = datelines | frozenset(e for s in all_sentences for n in s.names for e in n.entities)
    return Reading(
        article,
        blocks,
        places,
        quantities,
        all_sentences,
        headline,
        rows(blocks, aliases),
        ordinals,
        datelines,
        present,
    )


def _dateline(sentence: Sentence, block: Block) -> frozenset[str]:
    """Takes out of a block's first sentence the names of where it was written, and gives them."""
    end = dateline(block.text) if block.kind == "paragraph" else 0
    at = {n.start for n in sentence.names if sentence.tokens[n.start].start < end}
    out = frozenset(e for n in sentence.names if n.start in at for e in n.entities)
    sentence.names = [n for n in sentence.names if n.start not in at]
    return out


def _numbers(text: str, language: str) -> tuple[tuple[Quantity, ...], frozenset[int]]:
    """The quantities of a block, and which are ordinals: "a fourth body" tells that there are four."""
    found = [r for r in read_numbers(text, language) if not r.trap or _counts_up(r)]
    return tuple(r.quantity for r in found), frozenset(i for i, r in enumerate(found) if r.trap)


def _counts_up(r: Numeral) -> bool:
    low = r.quantity.low
    return r.trap == "ordinal" and low is not None and low > 2


def _blocks(article: Article) -> tuple[tuple[int, ...], tuple[Block, ...]]:
    """What is to be read and where it stands: the headline first, then every block that was kept."""
    top = next((i for i, b in enumerate(article.blocks) if b.kind == "headline"), 0)
    blocks = [(top, Block(kind="headline", text=article.title))] if article.title else []
    if article.blocks:
        blocks += [(i, b) for i, b in enumerate(article.blocks) if b.kept and b.kind != "headline"]
    else:
        pieces = re.split(r"\n\s*\n", article.text)
        blocks += [(0, Block(kind="paragraph", text=piece)) for piece in pieces if piece.strip()]
    return tuple(i for i, _ in blocks), _entries([b for _, b in blocks], article.fetched)


def _entries(blocks: Sequence[Block], day: datetime) -> tuple[Block, ...]:
    """Paragraphs that begin with a time of day are entries of a live page, if there are two of them."""
    clocks = {i: m for i, b in enumerate(blocks) if b.kind == "paragraph" and (m := _CLOCK.match(b.text))}
    if len(clocks) < 2:
        return tuple(blocks)
    return tuple(replace(b, kind="entry", time=_at(clocks[i], day)) if i in clocks else b for i, b in enumerate(blocks))


def _at(clock: re.Match[str], day: datetime) -> datetime:
    hour = int(clock[1]) % 24
    hour += 12 if (clock[3] or "").lower() == "p" and hour < 12 else 0
    return day.replace(hour=hour, minute=min(59, int(clock[2])))


def _sentences(
    number: int, block: Block, found: Sequence[Quantity], aliases: Aliases, seen: frozenset[str]
) -> Iterator[Sentence]:
    all_tokens = tokens(block.text, found)
    hits = aliases.find(block.text)
    spans = [(0, len(block.text))] if block.kind == "row" else sentences(block.text, found)
    at = 0
    for index, (start, end) in enumerate(spans):
        first = at
        while at < len(all_tokens) and all_tokens[at].start < end:
            at += 1
        run = all_tokens[first:at]
        here = [hit for hit in hits if hit.start < end and hit.end > start]
        named = names(run, here, seen)
        sentence = Sentence(number, index, start, end, block.text[start:end], run, chunks(run), named)
        sentence.stems = frozenset(t.stem for t in run)
        sentence.numbers = [i for i, t in enumerate(run) if t.quantity >= 0]
        sentence.events = lexicon.events().find(run)
        sentence.cues = lexicon.find_cues(run)
        sentence.voices = lexicon.voices().find(run)
        if sentence.numbers:
            sentence.scopes = lexicon.scopes().find(run)
        sentence.reactions = lexicon.reactions().find(run)
        yield sentence


def chunks(run: Sequence[Token]) -> list[tuple[int, int]]:
    """Half-open ranges between breaks; empty ones are left out."""
    out, start = [], 0
    for i, token in enumerate(run):
        dash = token.low == "-" and i > 0 and run[i - 1].end < token.start
        if token.low in _BREAKS or dash or token.low in _JOINTS:
            if i > start:
                out.append((start, i))
            start = i if token.low in _JOINTS else i + 1
    if len(run) > start:
        out.append((start, len(run)))
    return out
