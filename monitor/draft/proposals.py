"""The figures that pages give, ranked as a desk would: what is in the headline, what was done to many, what all tell.

Law of this room: a number that several articles give under several names is one figure; who is named with it is whom
the article is about.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from monitor.draft.naming import HURT, PARTICIPLES, SMALL_CHANGE, called, variants
from monitor.model import Article, Block, Quantity, Value
from monitor.quantities import read_quantities, unit_kind
from monitor.watchlist import Watchlist

SMALL = 10  # "two sides", "one of the": counts of things that nobody follows, unless something was done to them
DURATIONS = frozenset({"duration", "time"})
_BEGINNINGS = (
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August "
    "September October November December The A An In On At It He She They We You This That These Those There His Her "
    "Its Their Our But And Or If When While As By For From Of To With After Before Not No Some Most Many Another"
)
NOT_NAMES = frozenset(_BEGINNINGS.split())
EVENT = re.compile(r"\b(?:Fire|Blaze|Wildfire|Storm|Flood|Quake|Earthquake|Hurricane|Typhoon|Cyclone|Operation)\b")
NAME = re.compile(r"(?:[A-Z][\w'’.-]*\s+){0,3}[A-Z][\w-]+")


HEADLINE, LEDE, DONE, MONEY, BY_THE_WAY, LONG_AGO = 4.0, 2.0, 2.0, 1.0, -3.0, -2.0  # what a place or a word is worth
OUTLET = 2.0  # what each further outlet is
AMOUNTS = frozenset({"percent", "percentage_point"})


@dataclass(slots=True, kw_only=True)
class Proposal:
    """A figure that pages give: its value, its names, and the sentences that say so."""

    value: Value
    unit: str
    nouns: list[str] = field(default_factory=list)
    quotes: list[tuple[str, str, str]] = field(default_factory=list)  # outlet, sentence, address
    names: Counter[str] = field(default_factory=Counter)
    weight: float = 0.0

    @property
    def outlets(self) -> int:
        return len({outlet for outlet, _, _ in self.quotes})

    @property
    def about(self) -> str:
        """Who is named most with it."""
        return next((name for name, _ in self.names.most_common(1)), "")

    @property
    def label(self) -> str:
        """Its first name, and whom it is about: "Buildings destroyed, Saddle Mesa Fire"."""
        noun = self.nouns[0][:1].upper() + self.nouns[0][1:]
        return noun if not self.about or self.about.lower() in noun.lower() else f"{noun}, {self.about}"

    @property
    def slug(self) -> str:
        return slug_of(self.nouns[0]) or "figure"


def slug_of(name: str) -> str:
    """A name as an id: "Córdoba" is cordoba."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def propose(articles: Iterable[Article]) -> tuple[Proposal, ...]:
    """The figures of these articles: those that matter most first, then as they stand on the pages."""
    found: dict[tuple[Decimal | None, Decimal | None, str], Proposal] = {}
    for article in articles:
        common = names_of(article)
        seen: set[tuple[Decimal | None, Decimal | None, str]] = set()
        kept = [block for block in article.blocks if block.kept]
        told = {block.kind for block in kept}
        title = () if "headline" in told else (Block(kind="headline", text=article.title),)
        for place, block in enumerate((*title, *kept)):
            for quantity in read_quantities(block.text, article.language):
                name = called(block.text, quantity)
                if name and worth_following(quantity, name):
                    key = (quantity.low, quantity.high, quantity.unit)
                    take(found, article, block, quantity, name, common, first=key not in seen, place=place)
                    seen.add(key)
    return first_of_each(sorted(found.values(), key=lambda one: -one.weight))


def first_of_each(ranked: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """One figure a name and subject: "in 2019 it cut 2,800 jobs" is the same figure's past."""
    kept: dict[tuple[str, str, str], Proposal] = {}
    for one in ranked:
        kept.setdefault((one.nouns[0].lower(), one.unit, one.about), one)
    return tuple(kept.values())


def worth_following(quantity: Quantity, name: str) -> bool:
    """A counted thing, an amount, a share; no length of time, no mere word, few only where they are dead or hurt."""
    if quantity.bound == "vague" or quantity.unit == "magnitude" or unit_kind(quantity.unit) in DURATIONS:
        return False
    end = quantity.high if quantity.high is not None else quantity.low
    return quantity.unit != "count" or (end is not None and (end >= SMALL or name.split()[-1] in HURT))


def was_done(name: str) -> bool:
    return name.endswith(tuple(word for _, word in PARTICIPLES))


def take(
    found: dict[tuple[Decimal | None, Decimal | None, str], Proposal],
    article: Article,
    block: Block,
    quantity: Quantity,
    name: str,
    common: Counter[str],
    *,
    first: bool,
    place: int,
) -> None:
    """Add one number of one article to what is found; `first` where the article has not given it before."""
    key = (quantity.low, quantity.high, quantity.unit)
    value = Value(low=quantity.low, high=quantity.high, bound=quantity.bound, step=quantity.step)
    proposal = found.setdefault(key, Proposal(value=value, unit=quantity.unit))
    quote = sentence_at(block.text, quantity.span)
    if name.lower() not in map(str.lower, proposal.nouns):
        proposal.nouns.append(name)
        proposal.nouns.sort(key=lambda noun: not was_done(noun))
    if first:
        proposal.weight += OUTLET if proposal.quotes else weight(block, quantity, name, quote, place)
        proposal.quotes.append((article.outlet, quote, article.url))
        proposal.names.update(whose(block.text, quantity, quote, common))


def weight(block: Block, quantity: Quantity, name: str, quote: str, place: int) -> float:
    """How much a number matters, by where it stands and what it counts."""
    terms = (
        (HEADLINE, block.kind == "headline"),
        (LEDE, block.kind == "standfirst" or place <= 2),
        (DONE, was_done(name)),
        (MONEY, quantity.unit in AMOUNTS or unit_kind(quantity.unit) == "money"),
        (BY_THE_WAY, name.lower().split()[-1] in SMALL_CHANGE),
        (LONG_AGO, bool(re.search(r"\b[Ii]n (?:19|20)\d\d\b|\b(?:last|previous) (?:year|month)\b", quote))),
    )
    return sum(worth for worth, holds in terms if holds) - place / 100


def missing(proposals: Iterable[Proposal], watchlist: Watchlist) -> tuple[Proposal, ...]:
    """Those that a config does not follow yet: no figure of its unit has a noun in common with them."""
    followed = [
        (figure.unit, {word.lower() for word in (*figure.nouns, *figure.actions)})
        for figure in watchlist.figures.values()
    ]
    return tuple(one for one in proposals if not any(_same(one, unit, nouns) for unit, nouns in followed))


def _same(proposal: Proposal, unit: str, nouns: set[str]) -> bool:
    names = {each.lower() for name in proposal.nouns for each in variants(name)}
    return (proposal.unit == unit or unit_kind(unit) == unit_kind(proposal.unit)) and any(
        re.search(rf"\b{re.escape(noun)}\b", name) for noun in nouns for name in names
    )


def sentence_at(text: str, span: tuple[int, int]) -> str:
    """The sentence around a span, by its full stops."""
    start = max((match.end() for match in re.finditer(r"[.!?]\W?\s+", text[: span[0]])), default=0)
    stop = re.search(r"[.!?]\W?(\s|$)", text[span[1] :])
    return text[start : span[1] + stop.end() if stop else None].strip()


def whose(text: str, quantity: Quantity, quote: str, common: Counter[str]) -> list[str]:
    """Whose number it is: who is named in its sentence, else last before it, else those the article is about."""
    near = [name for name in names_in(quote, common) if name in common]
    before = [name for name in names_in(text[: quantity.span[0]], common) if name in common or EVENT.search(name)]
    return near or before[-1:] or [name for name, _ in common.most_common(2)]


def names_of(article: Article) -> Counter[str]:
    """Who is named more than once in an article: those whom it is about; where nobody is, who is named at its top."""
    texts = [article.title, *(block.text for block in article.blocks if block.kept)]
    certain = {name for text in texts for name in names_in(text)} | often_first(texts)
    told = Counter(name for text in texts for name in names_in(text, certain))
    often = Counter({name: count for name, count in told.items() if count > 1})
    return often or Counter(name for text in texts[:4] for name in names_in(text))


def often_first(texts: Sequence[str]) -> set[str]:
    """Words that begin the headline and sentences, or many sentences, and are never written small: names, then."""
    words = Counter(word for text in texts for word in re.findall(r"[^\W\d_][\w-]*", text))
    return {
        word
        for word, count in words.items()
        if count > 1 + (word not in texts[0])
        and len(word) > 2
        and word[0].isupper()
        and word.lower() not in words
        and word not in NOT_NAMES
    }


def names_in(text: str, certain: Collection[str] = ()) -> Iterator[str]:
    """Runs of capitalised words; a word that only begins a sentence is none, unless it is `certain`."""
    for match in NAME.finditer(text):
        if text[: match.start()].endswith((" told ", "(")) or re.match(r"\s\d", text[match.end() :]):
            continue  # who reports ("told X", "(X) -"), a month, a number plate
        for place, piece in enumerate(re.split(r"(?<=\w{4})\.\s+|['’]s\b\s*", match.group())):
            run = piece.split()
            while run and run[0].strip(".") in NOT_NAMES:
                run.pop(0)
            name = " ".join(run)
            first = len(run) == 1 and (place > 0 or starts_sentence(text, match.start()))
            if name and (not first or name in certain):
                yield name


def starts_sentence(text: str, at: int) -> bool:
    return not text[:at].rstrip(" “\"'‘(") or text[:at].rstrip(" “\"'‘(")[-1] in ".!?:—"
