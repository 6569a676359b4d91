"""How things look in HTML: numbers, times, quotes with their number marked, links that are safe to follow.

Law of this room: what outlets wrote is tamed and escaped; only what this file builds from escaped parts is markup.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import quote as quoted

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from monitor.charts import spark_svg
from monitor.compare.explain import MEANINGS
from monitor.deliver.wording import difference, how_many, marked, tame, value_text, web_link
from monitor.model import Said, Span

STEPS = ((timedelta(days=1), "day"), (timedelta(hours=1), "hour"), (timedelta(minutes=1), "minute"))


def when(at: datetime | None, now: datetime) -> Markup:
    """A moment as a <time>: how long ago, with date and hour to be shown by the pointer."""
    if at is None:
        return Markup("")
    exact = f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    return Markup('<time datetime="{}" title="{}">{}</time>').format(at.isoformat(), exact, ago(at, now))


def ago(at: datetime, now: datetime) -> str:
    """ "5 minutes ago"; a date from a week on."""
    gone = now - at
    if gone < timedelta(minutes=-1):
        return f"{at.day} {at:%b} {at:%H:%M} UTC"
    if gone >= timedelta(days=7):
        return f"{at.day} {at:%b}" if at.year == now.year else f"{at.day} {at:%b %Y}"
    for size, name in STEPS:
        if count := gone // size:
            return f"{how_many(count, name)} ago"
    return "just now"


def quote(text: str, mark: Span) -> Markup:
    """A quoted sentence with its number marked."""
    before, number, after = marked(text, mark)
    inside = Markup("<mark>{}</mark>").format(number) if number else Markup("")
    return Markup("<q>{}{}{}</q>").format(before, inside, after)


def read_text(text: str, said: Sequence[Said]) -> Markup:
    """A paragraph in which every number that was read as a figure's is marked, and leads to that figure."""
    parts, done = [], 0
    for start, end, each in sorted(_places(text, said), key=lambda place: place[:2]):
        if start >= done:
            parts += [escape(shown(text[done:start])), _read_number(shown(text[start:end]), each)]
            done = end
    return Markup("").join([*parts, escape(shown(text[done:]))])


def _places(text: str, said: Sequence[Said]) -> Iterator[tuple[int, int, Said]]:
    for each in said:
        at = text.find(each.quote)
        if at >= 0 and each.mark[0] < each.mark[1] <= len(each.quote):
            yield at + each.mark[0], at + each.mark[1], each


def _read_number(number: str, said: Said) -> Markup:
    return Markup('<mark><a href="/figures/{}#said-{}">{}</a></mark>').format(quoted(said.figure), said.id, number)


def shown(text: str) -> str:
    """Text as it may be shown, with its blanks where they were."""
    return "".join(each if each.isprintable() else " " for each in text)


def link(url: str, text: str, limit: int = 200) -> Markup:
    """A link out, or the text alone where the address is none that one should follow."""
    address, words = web_link(url), tame(text, limit) or tame(url, limit)
    if not address:
        return escape(words)
    return Markup('<a href="{}" rel="noopener noreferrer external" target="_blank">{}</a>').format(address, words)


def spark(values: Any) -> Markup:
    return Markup(spark_svg(values))  # noqa: S704  (numbers of ours alone)


@cache
def environment() -> Environment:
    """The templates, with everything they may call."""
    room = Environment(
        loader=PackageLoader("monitor.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    room.filters |= {"value": value_text, "tame": tame, "spark": spark}
    room.globals |= {
        "quote": quote,
        "link": link,
        "difference": difference,
        "meanings": MEANINGS,
        "read_text": read_text,
    }
    return room
