"""What a person reads: one parcel as subject, plain text, HTML, Slack blocks and JSON.

    compose(parcel) -> Message        title lines, the quote with its number marked, who says so, outlet, time, link,
                                      and, where its history was handed in, a chart of the figure

Law of this room: pure; all that an outlet wrote goes through `tame` first, and is escaped where it lands (HTML by
jinja2's autoescape, Slack by its three characters), so a title can neither run, nor link, nor call a channel.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from functools import cache
from typing import TYPE_CHECKING, Any

from monitor.charts import Series, png_chart, summary
from monitor.deliver.wording import difference, how_many, marked, tame, time_text, value_text, web_link
from monitor.events import alert_event, question_event
from monitor.model import Alert, Delivery, Notice, Parcel, Question

if TYPE_CHECKING:
    from jinja2 import Template

Links = tuple[tuple[str, str], ...]  # (words, address)

ITEMS = 40  # in one message; the rest is counted, with where to read it
PICTURES = 4  # in one message: a digest is for reading

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A figure's chart: `address` is where anybody who has it can fetch the PNG ("": nowhere)."""

    figure: str
    series: Series
    address: str = ""

    @property
    def words(self) -> str:
        """The chart as a sentence, for those who do not see it."""
        return tame(summary(self.series), 500)

    def png(self) -> bytes | None:
        """The drawing; None where it fails, since the news must not wait for a picture of it."""
        try:
            return png_chart(self.series)
        except Exception:
            log.warning("the chart of %s cannot be drawn; the message goes without it", self.figure, exc_info=True)
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing in a message, ready to be laid out: `head` says it all in a line, `facts` are (name, text) pairs."""

    kind: str  # alert, retraction, question, notice
    head: str
    detail: str = ""
    quote: tuple[str, str, str] = ("", "", "")  # before, the number, after
    title: str = ""
    url: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    links: Links = ()  # (words, address): answers that are one click away
    event: Mapping[str, Any] = ()  # type: ignore[assignment]
    picture: Picture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A parcel as a receiver sends it. `id` stays the same; `thread` joins the messages of one figure."""

    id: str
    subject: str
    items: tuple[Item, ...]
    at: datetime
    thread: str = ""
    urgent: bool = False
    more: int = 0  # items that did not fit
    only: tuple[str, ...] = ()  # the addresses that it is for, where not for all of the receiver's

    @property
    def events(self) -> tuple[Mapping[str, Any], ...]:
        """The items as JSON objects (see monitor/events.py)."""
        return tuple(item.event for item in self.items)

    def plain(self) -> str:
        """The message as plain text."""
        return "\n\n".join([*map(_plain, self.items), *self._rest()]) + "\n"

    @property
    def pictures(self) -> tuple[Picture, ...]:
        return tuple(item.picture for item in self.items if item.picture)

    def html(self, images: Mapping[str, str] | None = None) -> str:
        """The message as an HTML page, everything in it escaped; `images` are addresses of charts, by figure."""
        return _template().render(subject=self.subject, items=self.items, rest=self._rest(), images=images or {})

    def slack(self, *, pictures: bool = True) -> dict[str, Any]:
        """The message as Slack's Block Kit has it, within its limits; charts where Slack can fetch them."""
        blocks = [block for item in self.items[:SLACK_ITEMS] for block in _blocks(item, pictures)]
        left = self.more + max(0, len(self.items) - SLACK_ITEMS)
        if left:
            blocks.append(_section(_rest(left)))
        return {"text": slack_text(self.subject, 3000), "blocks": blocks, "unfurl_links": False}

    def _rest(self) -> list[str]:
        return [_rest(self.more)] if self.more else []


def compose(
    parcel: Parcel,
    zone: tzinfo = UTC,
    answers: Mapping[str, Links] | None = None,
    pictures: Mapping[str, Picture] | None = None,
) -> Message:
    """The message of a parcel; times in `zone`, `answers` the links by which each question (by id) can be answered,
    `pictures` the charts of figures (by id)."""
    news = merged(parcel.deliveries)
    items = illustrated([(_figure(each), _item(each, zone, answers or {})) for each in news], pictures or {})
    first = parcel.deliveries[0]
    single = len({_figure(each) for each in parcel.deliveries}) == 1
    return Message(
        id=parcel.key,
        subject=items[0].head if len(items) == 1 else _summary(items),
        items=items[:ITEMS],
        at=max(map(_at, parcel.deliveries)),
        thread=_figure(first) if single else "",
        more=max(0, len(items) - ITEMS),
        only=parcel.only,
    )


def illustrated(items: Iterable[tuple[str, Item]], pictures: Mapping[str, Picture]) -> tuple[Item, ...]:
    """Items with the chart of their figure: each chart once, and a few in a message."""
    left = dict(list(pictures.items())[:PICTURES])
    return tuple(replace(item, picture=left.pop(figure, None)) for figure, item in items)


def merged(deliveries: Iterable[Delivery]) -> tuple[Delivery, ...]:
    """The same news in several articles as one item that counts its outlets; everything else by itself."""
    found: dict[object, tuple[Delivery, set[str]]] = {}
    for each in deliveries:
        alert = each.alert
        same = (each.kind, alert.figure, alert.kind, alert.new.low, alert.new.high) if alert else each.key
        _, outlets = found.setdefault(same, (each, set()))
        if alert:
            outlets.add(alert.outlet)
    return tuple(
        replace(each, alert=replace(each.alert, outlets=max(each.alert.outlets, len(outlets)))) if each.alert else each
        for each, outlets in found.values()
    )


# --- items ----------------------------------------------------------------------------------------------------


def _item(delivery: Delivery, zone: tzinfo, answers: Mapping[str, Links]) -> Item:
    if delivery.alert:
        return alert_item(delivery.alert, zone, withdrawn=delivery.kind == "retraction")
    if delivery.question:
        return question_item(delivery.question, zone, answers.get(delivery.question.id, ()))
    assert delivery.notice  # noqa: S101  (one of the three is always set)
    return notice_item(delivery.notice, zone)


def headline(alert: Alert) -> str:
    """An alert in one line: "Sappers to be sent: 1,000 → 1,200"."""
    new = value_text(alert.new, alert.unit)
    label = tame(alert.label, 120)
    if alert.old is None or alert.kind == "new":
        return f"{label}: {new} (first value)"
    old = value_text(alert.old, alert.unit)
    if alert.kind == "conflict":
        return f"{label}: {old} stands, {tame(_says(alert), 80)} says {new}"
    word = " corrected" if alert.kind == "corrected" else ""
    return f"{label}{word}: {old} → {new}"


def alert_item(alert: Alert, zone: tzinfo = UTC, *, withdrawn: bool = False) -> Item:
    """An alert (or its withdrawal) with all that a person needs to judge it."""
    head = headline(alert)
    event = dict(alert_event(alert))
    return Item(
        kind="retraction" if withdrawn else "alert",
        head=f"Withdrawn: {head}" if withdrawn else head,
        detail="A person judged this value wrong; what stood before stands again."
        if withdrawn
        else difference(alert.old, alert.new, alert.unit),
        quote=marked(alert.quote, alert.mark),
        title=tame(alert.title),
        url=web_link(alert.url),
        facts=_facts(alert, zone),
        event={**event, "type": "retraction"} if withdrawn else event,
    )


def _facts(alert: Alert, zone: tzinfo) -> tuple[tuple[str, str], ...]:
    others = alert.outlets - 1
    carried = f" and {how_many(others, 'other')}" if others > 0 else ""
    facts = [
        ("Says so", tame(alert.attribution.source) if alert.attribution else ""),
        ("Outlet", f"{tame(alert.outlet)}{carried}"),
        ("Time", time_text(alert.at, zone)),
    ]
    return tuple((name, text) for name, text in facts if text)


def question_item(question: Question, zone: tzinfo = UTC, links: Links = ()) -> Item:
    """A question that one word answers."""
    alert = question.alert
    stands = f" {value_text(alert.old, alert.unit)} stands." if alert.old else ""
    return Item(
        kind="question",
        head=f"Is it {value_text(alert.new, alert.unit)} now? {tame(alert.label, 120)}.{stands}",
        detail=tame(question.doubt),
        quote=marked(alert.quote, alert.mark),
        title=tame(alert.title),
        url=web_link(alert.url),
        facts=(*_facts(alert, zone), ("Answer", f"monitor answer {question.id} yes|no")),
        links=links,
        event=question_event(question),
    )


def notice_item(notice: Notice, zone: tzinfo = UTC) -> Item:
    """A notice about the monitor itself."""
    return Item(
        kind="notice",
        head=tame(notice.title),
        detail="\n".join(tame(line, 1000) for line in notice.text.splitlines()[:60]),
        facts=(("Time", time_text(notice.at, zone)),),
        event={
            "type": "notice",
            "id": notice.id,
            "title": notice.title,
            "text": notice.text,
            "at": notice.at.isoformat(),
        },
    )


def _says(alert: Alert) -> str:
    return alert.attribution.source if alert.attribution and alert.attribution.source else alert.outlet


def _figure(delivery: Delivery) -> str:
    alert = delivery.alert or (delivery.question.alert if delivery.question else None)
    return alert.figure if alert else ""


def _at(delivery: Delivery) -> datetime:
    if delivery.alert:
        return delivery.alert.at
    if delivery.question:
        return delivery.question.alert.at
    return delivery.notice.at if delivery.notice else delivery.due


_NAMES = {"alert": "change", "retraction": "withdrawal", "question": "question", "notice": "notice"}


def _summary(items: tuple[Item, ...]) -> str:
    """A digest in one line: "3 changes, 1 question: Dead: 41 → 58, …"."""
    counts = {kind: sum(item.kind == kind for item in items) for kind in _NAMES}
    said = ", ".join(how_many(n, _NAMES[kind]) for kind, n in counts.items() if n)
    return tame(f"{said}: {'; '.join(item.head for item in items)}", 140)


def _rest(more: int) -> str:
    return f"… and {more} more: see `monitor alerts` and `monitor questions`, or the board."


# --- plain and HTML -------------------------------------------------------------------------------------------


def _plain(item: Item) -> str:
    before, number, after = item.quote
    quote = f"“{before}{f'*{number}*' if number else ''}{after}”" if before or number else ""
    lines = [
        item.head,
        item.detail,
        "",
        quote,
        "" if quote else None,
        *(f"{name}: {text}" for name, text in item.facts),
        f"Title: {item.title}" if item.title else None,
        f"Link: {item.url}" if item.url else None,
        *(f"{words}: {address}" for words, address in item.links),
    ]
    return "\n".join(line for line in lines if line is not None).replace("\n\n\n", "\n\n").rstrip()


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    room = Environment(
        loader=PackageLoader("monitor.deliver"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return room.get_template("message.html")


# --- Slack ----------------------------------------------------------------------------------------------------

SLACK_ITEMS = 15  # at most three blocks an item and four charts, and Slack takes fifty blocks
SLACK_SECTION = 2900  # Slack takes 3,000 characters


def slack_text(text: str, limit: int = SLACK_SECTION) -> str:
    """Text with Slack's three special characters escaped; a cut never leaves half an escape."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if len(escaped) <= limit:
        return escaped
    cut = escaped[: limit - 1]
    start = cut.rfind("&")
    return (cut[:start] if start > limit - 7 and ";" not in cut[start:] else cut) + "…"


def slack_link(url: str, words: str) -> str:
    """A link, where the address can be one."""
    if not url or len(url) > 2000:
        return slack_text(words)
    address = url.replace("&", "&amp;").replace("<", "%3C").replace(">", "%3E").replace("|", "%7C")
    return f"<{address}|{slack_text(words or url)}>"


def _bold(before: str, number: str, after: str) -> str:
    """The number in bold; Slack sees the signs only beside a space or a stop."""
    left, right = " " * before[-1:].isalnum(), " " * after[:1].isalnum()
    return f"{left}*{number}*{right}" if number else ""


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _blocks(item: Item, pictures: bool) -> list[dict[str, Any]]:
    before, number, after = (slack_text(part, 700) for part in item.quote)
    head = f"*{slack_text(item.head, 400)}*" + (f"\n{slack_text(item.detail, 1500)}" if item.detail else "")
    blocks = [_section(head)]
    if before or number:
        blocks.append(_section(f">{before}{_bold(before, number, after)}{after}"))
    if pictures and item.picture and item.picture.address:
        blocks.append({"type": "image", "image_url": item.picture.address, "alt_text": item.picture.words})
    lines = [slack_link(item.url, item.title or item.url)] if item.url or item.title else []
    lines += [" · ".join(slack_text(f"{name}: {text}", 300) for name, text in item.facts)]
    lines += [" · ".join(slack_link(address, words) for words, address in item.links)] if item.links else []
    while len("\n".join(lines)) > SLACK_SECTION:  # a line is left out whole: half a link is none
        lines.remove(max(lines, key=len))
    return [*blocks, {"type": "context", "elements": [{"type": "mrkdwn", "text": "\n".join(lines), "verbatim": True}]}]
