"""A first config from pages: the figures that they give, how each is called, who is named with it.

    propose(articles) -> Proposals, most told first          config_text(...) -> a commented config.toml of those chosen

Law of this room: pure, and modest: it offers what stands on the pages, a person chooses. One number under several names
in several articles ("1,000 sappers", "1,000 mine clearance specialists") is one proposal with all the names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from monitor.model import Article, Quantity, Value
from monitor.quantities import read_quantities, unit_kind
from monitor.settings import written

SMALL = 10  # "two sides", "one of the": counts of things that nobody follows
DURATIONS = frozenset({"duration", "time"})
_BEGINNINGS = (
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August "
    "September October November December The A An In On At It He She They We You This That These Those There His Her "
    "Its Their Our But And Or If When While As By For From Of To With After Before Not No Some Most Many Another"
)
NOT_NAMES = frozenset(_BEGINNINGS.split())
NAME = re.compile(r"(?:[A-Z][\w'’.-]*\s+){0,3}[A-Z][\w-]+")


@dataclass(slots=True, kw_only=True)
class Proposal:
    """A figure that pages give: its value, its names, and the sentences that say so."""

    value: Value
    unit: str
    nouns: list[str] = field(default_factory=list)
    quotes: list[tuple[str, str]] = field(default_factory=list)  # outlet, sentence
    names: Counter[str] = field(default_factory=Counter)

    @property
    def label(self) -> str:
        return self.nouns[0][:1].upper() + self.nouns[0][1:]

    @property
    def slug(self) -> str:
        return re.sub(r"[^a-z0-9]+", "-", self.label.lower()).strip("-") or "figure"


def propose(articles: Iterable[Article]) -> tuple[Proposal, ...]:
    """The figures of these articles: those of most outlets first, then as they stand on the pages."""
    found: dict[tuple[Decimal | None, Decimal | None, str], Proposal] = {}
    for article in articles:
        common = names_of(article)
        for block in article.blocks:
            for quantity in read_quantities(block.text, article.language) if block.kept else ():
                if worth_following(quantity):
                    take(found, article, block.text, quantity, common)
    return tuple(sorted(found.values(), key=lambda one: -len({outlet for outlet, _ in one.quotes})))


def worth_following(quantity: Quantity) -> bool:
    """A counted thing, an amount, a share: no length of time, no mere word, nothing without a name."""
    if not quantity.noun or quantity.bound == "vague" or unit_kind(quantity.unit) in DURATIONS:
        return False
    end = quantity.high if quantity.high is not None else quantity.low
    return quantity.unit != "count" or (end is not None and end >= SMALL)


def take(
    found: dict[tuple[Decimal | None, Decimal | None, str], Proposal],
    article: Article,
    text: str,
    quantity: Quantity,
    common: Counter[str],
) -> None:
    key = (quantity.low, quantity.high, quantity.unit)
    value = Value(low=quantity.low, high=quantity.high, bound=quantity.bound, step=quantity.step)
    proposal = found.setdefault(key, Proposal(value=value, unit=quantity.unit))
    noun = as_printed(quantity.noun, text)
    if noun.lower() not in map(str.lower, proposal.nouns):
        proposal.nouns.append(noun)
    quote = sentence_at(text, quantity.span)
    if (article.outlet, quote) not in proposal.quotes:
        proposal.quotes.append((article.outlet, quote))
        near = set(names_in(quote)) & common.keys()
        proposal.names.update(near or [name for name, _ in common.most_common(2)])


def as_printed(noun: str, text: str) -> str:
    """The noun with the capitals that the text gives it."""
    at = text.lower().find(noun)
    return text[at : at + len(noun)] if at >= 0 else noun


def sentence_at(text: str, span: tuple[int, int]) -> str:
    """The sentence around a span, by its full stops."""
    start = max((match.end() for match in re.finditer(r"[.!?]\W?\s+", text[: span[0]])), default=0)
    stop = re.search(r"[.!?]\W?(\s|$)", text[span[1] :])
    return text[start : span[1] + stop.end() if stop else None].strip()


def names_of(article: Article) -> Counter[str]:
    """Who is named more than once in an article: those whom it is about."""
    told = Counter(name for block in article.blocks if block.kept for name in names_in(block.text))
    told.update(names_in(article.title))
    return Counter({name: count for name, count in told.items() if count > 1})


def names_in(text: str) -> Iterator[str]:
    """Runs of capitalised words, without a first word that only begins a sentence."""
    for match in NAME.finditer(text):
        run = match.group().split()
        while run and run[0] in NOT_NAMES:
            run.pop(0)
        if run and not (len(run) == 1 and starts_sentence(text, match.start())):
            yield from filter(None, re.split(r"['’]s\s*", " ".join(run)))


def starts_sentence(text: str, at: int) -> bool:
    return not text[:at].rstrip(" “\"'‘(") or text[:at].rstrip(" “\"'‘(")[-1] in ".!?:—"


# --- the config -------------------------------------------------------------------------------------------------

HEAD = """\
# Written by `monitor init`. What a figure is called, whom it is about and what stands for it now can be put right here;
# `monitor check` says how each is understood and what it lacks.

# contact = "desk@paper.example"      # who answers for the requests; goes into the User-Agent
"""
NO_FEED = """
# [[feeds]]
# url = "https://..."                 # a feed, a sitemap or a page of a source that covers the story
"""
RECEIVER = """
[[receivers]]
id = "log"
kind = "file"
path = "alerts.jsonl"
"""


def config_text(proposals: Sequence[Proposal], feeds: Sequence[str] = ()) -> str:
    """A valid config that follows these figures, each under a comment with the sentence that it was found in."""
    known = entities(proposals)
    used = {slug: names for slug, names in known.items() if any(slug in about(one, known) for one in proposals)}
    parts = [HEAD, *(f"\n[[feeds]]\nurl = {written(url)}\n" for url in feeds), "" if feeds else NO_FEED]
    parts += [f"\n[[entities]]\nid = {written(slug)}\nnames = {written(names)}\n" for slug, names in used.items()]
    taken: Counter[str] = Counter()
    for proposal in proposals:
        taken[proposal.slug] += 1
        number = taken[proposal.slug]
        parts.append(figure_text(proposal, proposal.slug + (f"-{number}" if number > 1 else ""), known))
    return "".join([*parts, RECEIVER])


def entities(proposals: Sequence[Proposal]) -> dict[str, list[str]]:
    """Who is named with the figures: each under an id, with the longer and shorter forms that share its beginning."""
    told: Counter[str] = Counter()
    for proposal in proposals:
        told.update(proposal.names)
    known: dict[str, list[str]] = {}
    for name, _ in told.most_common():
        home = next((names for names in known.values() if akin(name, names[0])), None)
        slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        if home is not None:
            home.append(name)
        elif slug:
            known[slug] = [name]
    return known


def akin(one: str, other: str) -> bool:
    """ "Ukraine" and "Ukrainian" are one; "North Korea" and "North Sea" are two."""
    short, long = sorted((one.lower(), other.lower()), key=len)
    return len(short) > 4 and long.startswith(short[:-1])


def about(proposal: Proposal, known: dict[str, list[str]]) -> list[str]:
    """The ids of those named most with a figure, two at the most: what a claim must speak of should be little."""
    weights = {slug: sum(proposal.names[alias] for alias in names) for slug, names in known.items()}
    return [slug for slug in sorted(weights, key=lambda slug: -weights[slug]) if weights[slug]][:2]


def figure_text(proposal: Proposal, slug: str, known: dict[str, list[str]]) -> str:
    quotes = "".join(f"# {outlet}: {' '.join(quote.split())}\n" for outlet, quote in proposal.quotes[:3])
    return f"""
{quotes}[[figures]]
id = {written(slug)}
label = {written(proposal.label)}
unit = {written(proposal.unit)}
nouns = {written(proposal.nouns)}
entities = {written(about(proposal, known))}
baseline = {baseline_text(proposal.value)}
"""


def baseline_text(value: Value) -> str:
    """A value as the config's baseline: a plain number where it is one."""
    if value.low == value.high and value.bound == "exact":
        return f"{value.low:f}"
    ends = {"low": value.low, "high": value.high}
    said = {key: Plain(f"{end:f}") for key, end in ends.items() if end is not None}
    return written({**said, "bound": value.bound})


class Plain(Decimal):
    """A number that is written with all its digits, never with an exponent."""

    def __str__(self) -> str:
        return f"{self:f}"
