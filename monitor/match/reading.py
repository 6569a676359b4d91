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
from monitor.match.aliases import Aliases, Hit
from monitor.match.lexicon import Found
from monitor.match.tables import Row, rows
from monitor.match.words import Token, sentences, tokens, words
from monitor.model import Article, Block, Quantity
from monitor.quantities import Reading as Numeral
from monitor.quantities import read_numbers

_CLOCK = re.compile(r"[\[(]?(\d{1,2})[:.](\d\d) ?(?:([ap])\.?m\.?)?[\])]?(?= ?[-–—|:\]]| [A-Z\d\"“])", re.I)
_BREAKS = frozenset(',;:()[]|—–"“”')
_JOINTS = words("and but while whereas although though which who where when with as because")
_NOT_NAMES = words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december mon tue wed thu fri sat sun jan feb mar apr jun jul aug sep sept oct nov dec "
    "i the a an in on at of by for from to as it its he she they we you his her their our this that these those there "
    "here and but or nor so yet if when while where who what which how why not no more most some all both each other "
    "another many few several first second third last next new now then today yesterday tomorrow after before since "
    "until about over under up down out with without because mr mrs ms dr gmt pm am est is are was were be been has "
    "have had will would could may might must should do does did only just even still already also about nearly almost "
    "at least one two three four five six seven eight nine ten eleven twelve hundred hundreds thousand thousands "
    "dozens people officials police rescuers firefighters authorities residents residents' witnesses rain total"
)
_SPEECH = words(
    "said says told say tells reported reports announced confirmed confirms stated wrote added adds claimed claims "
    "insists insisted put puts counts counted"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name, or an alias of the watchlist: its tokens, whom it names, whether it only speaks."""

    start: int
    end: int
    entities: frozenset[str]
    speaks: bool
    text: str


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
    present: frozenset[str]  # everybody of the watchlist whom the article names


def read(article: Article, aliases: Aliases) -> Reading:
    """The reading of `article`; blocks that were dropped as chrome are not read."""
    places, blocks = _blocks(article)
    quantities: list[tuple[Quantity, ...]] = []
    ordinals: list[frozenset[int]] = []
    all_sentences: list[Sentence] = []
    capitals = _capitals(blocks)
    for number, block in enumerate(blocks):
        found, told = _numbers(block.text, article.language)
        quantities.append(found)
        ordinals.append(told)
        all_sentences += _sentences(number, block, found, aliases, capitals)
    previous: Sentence | None = None
    for sentence in all_sentences:
        sentence.before = previous
        if previous is not None:
            previous.after = sentence
        previous = sentence
    headline = [s for s in all_sentences if blocks[s.block].kind == "headline"]
    present = frozenset(e for s in all_sentences for n in s.names for e in n.entities)
    return Reading(
        article, blocks, places, quantities, all_sentences, headline, rows(blocks, aliases), ordinals, present
    )


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
        whole = _whole_tables(article.blocks)
        blocks += [(i, b) for i, b in enumerate(article.blocks) if (b.kept or i in whole) and b.kind != "headline"]
    else:
        pieces = re.split(r"\n\s*\n", article.text)
        blocks += [(0, Block(kind="paragraph", text=piece)) for piece in pieces if piece.strip()]
    return tuple(i for i, _ in blocks), _entries([b for _, b in blocks], article.fetched)


def _whole_tables(blocks: Sequence[Block]) -> frozenset[int]:
    """Rows of tables of which some row was kept: a table stands or falls as one."""
    out: set[int] = set()
    run: list[int] = []
    for i, b in enumerate((*blocks, Block(kind="paragraph", text=""))):
        if b.kind == "row":
            run.append(i)
        else:
            if any(blocks[k].kept for k in run):
                out.update(run)
            run = []
    return frozenset(out)


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


def _capitals(blocks: Sequence[Block]) -> frozenset[str]:
    """Words that stand with a capital inside a sentence somewhere: names, wherever else they stand."""
    running = [b.text for b in blocks if b.kind != "headline"]
    return frozenset(w for text in running for w in re.findall(r"(?<=[a-z,0-9] )[A-Z][\w'’-]+", text))


def _sentences(
    number: int, block: Block, found: Sequence[Quantity], aliases: Aliases, capitals: frozenset[str]
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
        named = names(run, here, capitals)
        sentence = Sentence(number, index, start, end, block.text[start:end], run, chunks(run), named)
        sentence.stems = frozenset(t.stem for t in run)
        sentence.numbers = [i for i, t in enumerate(run) if t.quantity >= 0]
        sentence.events = lexicon.events().find(run)
        sentence.cues = lexicon.find_cues(run)
        if sentence.numbers:
            sentence.voices = lexicon.voices().find(run)
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


def names(run: Sequence[Token], hits: Sequence[Hit], capitals: frozenset[str]) -> list[Name]:
    """Runs of capitalised words and the aliases that were found, by position."""
    out, i = [], 0
    long = [t for t in run if len(t.text) > 3 and t.text[0].isalpha()]
    titled = len(long) > 3 and sum(t.text[0].isupper() for t in long) > 0.7 * len(long)
    while i < len(run):
        hit = next((h for h in hits if h.start <= run[i].start < h.end), None)
        if hit is not None:
            end = i + 1
            while end < len(run) and run[end].start < hit.end:
                end += 1
            keys = {k for h in hits if h.start < run[end - 1].end and h.end > run[i].start for k in h.keys}
            out.append(_name(run, i, end, frozenset(keys)))
            i = end
        elif not titled and _capital(run, i, capitals):
            end = i + 1
            while end < len(run) and _continues(run, end) and not any(h.start == run[end].start for h in hits):
                end += 1
            out.append(_name(run, i, end, frozenset()))
            i = end
        else:
            i += 1
    return out


def _capital(run: Sequence[Token], i: int, capitals: frozenset[str]) -> bool:
    token = run[i]
    if not token.text[0].isupper() or token.low in _NOT_NAMES or token.quantity >= 0:
        return False
    if i == 0 or run[i - 1].low in (".", "|", ":", '"', "“", "-"):
        following = run[i + 1].text if i + 1 < len(run) else ""
        return token.text in capitals or following[:1].isupper() or token.text.endswith(("'s", "’s"))
    return True


def _continues(run: Sequence[Token], i: int) -> bool:
    token = run[i]
    return token.text[0].isupper() and token.low not in _NOT_NAMES and not run[i - 1].text.endswith(("'s", "’s"))


def _name(run: Sequence[Token], start: int, end: int, entities: frozenset[str]) -> Name:
    around = [t.low for t in (*run[max(0, start - 2) : start], *run[end : end + 2])]
    return Name(start, end, entities, any(w in _SPEECH for w in around), " ".join(t.low for t in run[start:end]))
