"""Proposals as a config.toml that a person can read and put right: each figure under the sentences that give it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import count

from monitor.deliver.wording import tame, web_link
from monitor.draft.naming import variants
from monitor.draft.proposals import Proposal, slug_of
from monitor.model import Value
from monitor.quantities import unit_kind
from monitor.settings import written

Names = Mapping[str, Sequence[str]]  # entities by id

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
    parts = [HEAD, *(f"\n[[feeds]]\nurl = {written(url)}\n" for url in feeds), "" if feeds else NO_FEED]
    return "".join([*parts, figures_text(proposals), RECEIVER])


def figures_text(proposals: Sequence[Proposal], taken: Collection[str] = (), named: Names | None = None) -> str:
    """The figures and whom they are about, as TOML; `taken` are ids that a config has, `named` the entities it has."""
    named = named or {}
    known = entities(proposals, named)
    used = {slug for one in proposals for slug in about(one, known)} - named.keys()
    parts = [
        f"\n[[entities]]\nid = {written(slug)}\nnames = {written(known[slug])}\n" for slug in known if slug in used
    ]
    ids = set(taken)
    for proposal in proposals:
        free = next(slug for slug in _ids(proposal.slug) if slug not in ids)
        ids.add(free)
        parts.append(figure_text(proposal, free, known))
    return "".join(parts)


def _ids(slug: str) -> Iterator[str]:
    yield slug
    yield from (f"{slug}-{number}" for number in count(2))


def entities(proposals: Sequence[Proposal], named: Names) -> dict[str, list[str]]:
    """Who is named with the figures: each under an id, with the longer and shorter forms that share its beginning.

    Those of `named` keep their id and come first.
    """
    told: Counter[str] = Counter()
    for proposal in proposals:
        told.update(proposal.names)
    known: dict[str, list[str]] = {slug: list(names) for slug, names in named.items()}
    for name, _ in told.most_common():
        home = next((names for names in known.values() if any(akin(name, each) for each in names)), None)
        slug = slug_of(name)
        if home is not None:
            home += [name] if name not in home else []
        elif slug:
            known[slug] = [name]
    return known


def akin(one: str, other: str) -> bool:
    """ "Ukraine" and "Ukrainian" are one; "North Korea" and "North Sea" are two."""
    if one.lower() == other.lower():
        return True
    short, long = sorted((one.lower(), other.lower()), key=len)
    return len(short) > 4 and long.startswith(short[:-1])


def about(proposal: Proposal, known: dict[str, list[str]]) -> list[str]:
    """The ids of those named most with a figure, two at the most: what a claim must speak of should be little."""
    weights = {slug: sum(proposal.names[alias] for alias in names) for slug, names in known.items()}
    return [slug for slug in sorted(weights, key=lambda slug: -weights[slug]) if weights[slug]][:2]


def figure_text(proposal: Proposal, slug: str, known: dict[str, list[str]]) -> str:
    quotes = "".join(
        f"# {tame(outlet)}: {tame(quote, 1000)}\n" + (f"#   {url}\n" if web_link(url) else "")
        for outlet, quote, url in proposal.quotes[:5]
    )
    nouns = list(dict.fromkeys(noun for name in proposal.nouns for noun in variants(name)))
    nouns += [f"{proposal.unit}s"] if unit_kind(proposal.unit) == "area" else []
    return f"""
{quotes}[[figures]]
id = {written(slug)}
label = {written(proposal.label)}
unit = {written(proposal.unit)}
nouns = {written(nouns)}
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
