"""The records of the corridor: Feed -> Entry -> Page -> Article -> Quantity -> Claim -> Change -> Alert -> Delivery.

Law of this room: records are frozen and know nothing but their own fields. Times are aware and in UTC, lengths of
time are `timedelta`, numbers are `Decimal` (float("4.1") * 1e6 is 4099999.9999999995). Spans are half-open
character positions in the text of the block that they were read from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

Bound = Literal["exact", "about", "at_least", "more_than", "at_most", "less_than", "range", "vague"]
Role = Literal["current", "previous", "other_scope"]
ChangeKind = Literal["new", "changed", "conflict", "corrected"]
Access = Literal["full", "teaser", "gated"]
BlockKind = Literal[
    "headline", "standfirst", "paragraph", "subhead", "item", "row", "entry", "quote", "caption", "note"
]
Span = tuple[int, int]

SAME = Decimal("0.005")  # no two numbers further apart are the same: so much is hidden where hectares are told as acres


# --- from the outside: feeds, entries, pages ------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item of a feed: what the feed itself says about an article. Any field may be missing but `key`."""

    key: str  # what makes it the same entry in the next round (normalised link, else guid, else hash of its text)
    url: str | None = None
    title: str = ""
    text: str = ""  # plain text of the feed's own summary or content
    published: datetime | None = None
    modified: datetime | None = None
    byline: str = ""
    guid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a URL answered, and when. `body` is undecoded (but no longer compressed); header names are lower case."""

    url: str
    final_url: str
    outlet: str
    fetched: datetime
    status: int
    headers: Mapping[str, str]
    body: bytes


# --- extract: the article -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One typed piece of a page, kept or dropped with a score and a reason.

    `start` is where `text` stands in `Article.text` (None: a headline, a side channel such as a caption, or dropped).
    A table row's `text` is its cells joined by " | "; `cells` are (column header, text) and `label` is its row header.
    """

    kind: BlockKind
    text: str
    kept: bool = True
    start: int | None = None
    score: float = 1.0
    reason: str = ""
    time: datetime | None = None  # of a live-blog entry
    label: str = ""
    cells: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """The article on a page. Always there; its `text` may be "" with a named `reason` (consent, error-page, shell)."""

    url: str
    outlet: str
    fetched: datetime
    title: str = ""
    text: str = ""
    blocks: tuple[Block, ...] = ()
    byline: str = ""
    published: datetime | None = None
    modified: datetime | None = None
    canonical: str | None = None
    language: str = "en"
    access: Access = "full"
    reason: str = ""
    correction: str = ""  # the text of a correction notice or retraction, if the page carries one
    next_url: str | None = None  # where an interstitial or aggregator page leads on to
    container: str = ""  # what the element that holds the text is called ("div.story-body"), for the host's memory


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteMemory:
    """What earlier pages of a host taught: how often each block was seen on other articles, and the usual container.

    `seen` maps a block's hash to the number of distinct earlier articles that carried it (copies of one story
    count once).
    """

    seen: Mapping[str, int] = field(default_factory=dict)
    containers: Mapping[str, int] = field(default_factory=dict)
    pages: int = 0


# --- quantities, match: claims --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number as printed: "at least 41" is low 41, high None, bound at_least; "about 41" is [41, 41], bound about.

    `unit` is "count", "percent", "percentage_point", an ISO currency code or a measure ("acre", "km/h").
    `step` is the visible precision: 1 for "41", 1000 for "6K", 100000 for "1.2 million". `per` makes it a rate
    ("barrel" in "$70 a barrel", "day" in "six deaths a day"), else "".
    """

    low: Decimal | None
    high: Decimal | None
    bound: Bound
    unit: str
    noun: str
    span: Span
    text: str = ""
    step: Decimal = Decimal(1)
    per: str = ""


def near(a: Decimal, b: Decimal) -> bool:
    """Whether two numbers are the same, but for what converting them hides."""
    return abs(a - b) <= SAME * max(abs(a), abs(b))


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """An interval that a figure can have, in the figure's unit; None is an open end. `step` as in `Quantity`."""

    low: Decimal | None
    high: Decimal | None
    bound: Bound = "exact"
    step: Decimal = Decimal(1)

    def ends(self) -> tuple[Decimal, ...]:
        """The smaller and the larger closed end; the one twice where only one is closed, nothing where none is."""
        closed = [end for end in (self.low, self.high) if end is not None]
        return (min(closed), max(closed)) if closed else ()

    def agrees(self, other: Value) -> bool:
        """Whether the closed ends are the same, within half a per cent; bounds, and which end is open, do not count."""
        mine, theirs = self.ends(), other.ends()
        return bool(mine and theirs) and all(map(near, mine, theirs))


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who says so ("the health ministry") and the cue that told us ("said", "according to")."""

    source: str
    cue: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One term of the sum that decided: its name and its signed weight."""

    term: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """An article's statement that a figure had a value. `score` is the probability that the reading is right."""

    figure: str
    value: Value
    role: Role
    quote: str  # the sentence
    mark: Span = (0, 0)  # where the number stands in `quote`
    block: int = 0  # index into Article.blocks
    attribution: Attribution | None = None
    score: float = 1.0
    evidence: tuple[Evidence, ...] = ()


# --- compare: what changed ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A value with who reported it and when: the evidence behind what stands."""

    value: Value
    outlet: str
    url: str
    at: datetime | None  # None: a configured baseline, older than any article
    source: str = ""  # the party it is attributed to
    quote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """All that compare/ knows of one figure. A pure value: the store keeps it, nobody else reads meaning into it.

    held: what stands (None: nothing yet). rival: a second hypothesis that later evidence may prefer.
    superseded: what stood before, newest last. conflicts: open values of other parties. rejected: a person said no.
    printed: the larger numbers of the articles read so far, newest last: background is printed again, news is not.
    """

    figure: str
    held: Report | None = None
    provisional: bool = False
    confirmed: bool = False
    rival: Report | None = None
    reports: tuple[Report, ...] = ()
    superseded: tuple[Report, ...] = ()
    conflicts: tuple[Report, ...] = ()
    rejected: tuple[Value, ...] = ()
    printed: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A figure's number moved, or did not: every comparison gives one, with a named reason.

    `kind` is None where nothing is due ("echo", "confirm", "laggard", "copy" ... stand in `reason`). `notes` is what
    the figure's own keys say of the value, each as "name: words".
    """

    figure: str
    kind: ChangeKind | None
    reason: str
    old: Value | None
    new: Value
    claim: Claim
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One figure in one article that somebody must hear about.

    `fingerprint` is the same whenever the same news is met again.
    """

    fingerprint: str
    figure: str
    label: str
    unit: str
    kind: ChangeKind
    old: Value | None
    new: Value
    quote: str
    mark: Span
    attribution: Attribution | None
    outlet: str
    title: str
    url: str
    at: datetime  # when the article said so (published or modified, else fetched)
    outlets: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A candidate too unsure for an alert, put to a person: is this the value now? `alert` goes out on a yes."""

    id: str
    figure: str
    alert: Alert
    score: float
    doubt: str  # why we are not sure, in words


# --- reading back: what the store tells a board or a listing ----------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A claim as it was kept: which article and version it stands in, and what came of comparing it.

    `kind` and `reason` are those of its change ("" where nothing was compared: another role, another figure's number).
    """

    id: int
    figure: str
    value: Value
    role: Role
    quote: str
    mark: Span
    source: str  # the party it is attributed to
    score: float
    outlet: str
    url: str
    title: str
    at: datetime
    recorded: datetime
    article: int | None = None
    version: int | None = None  # the article's how-many-th
    kind: ChangeKind | Literal[""] = ""
    reason: str = ""


# --- deliver: what goes to whom -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something a desk must know that is no number: a source that broke or is back, a heartbeat, a test."""

    id: str
    title: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One thing due to one receiver. `key` (fingerprint + receiver) is the same when it is met again.

    Exactly one of `alert` (also of a retraction), `question`, `notice` is set. Deliveries of one receiver with the same
    `group` that are due go out as one message ("": each by itself). `withheld` says why it is not sent at all.
    """

    key: str
    receiver: str
    kind: Literal["alert", "retraction", "question", "notice"]
    due: datetime
    alert: Alert | None = None
    question: Question | None = None
    notice: Notice | None = None
    group: str = ""
    withheld: str = ""
    repeat: timedelta | None = None  # sent again after so long, until somebody acknowledges it
    outlets: int = 1  # so many must carry the value before it goes out
    severity: str = "normal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """Deliveries that go out as one message, with what was tried before. `key` tells a repeat."""

    key: str
    receiver: str
    deliveries: tuple[Delivery, ...]
    attempts: int = 0
    first_tried: datetime | None = None
    only: tuple[str, ...] = ()  # the addresses still without it, where others of the receiver have it already


# --- what a round leaves behind -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What went wrong with one page, feed or receiver, as a value: a stable reason and a sentence."""

    reason: str
    detail: str
    retry: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """All that one page yields; the store keeps all of it or none of it.

    lessons: what the page adds to its host's memory (None: nothing new to learn). sentences: hashes of the article's
    sentences, by which copies are found.
    """

    page: Page
    article: Article
    version: Literal["first", "same", "edited", "older", "unwell"]
    claims: tuple[Claim, ...] = ()
    changes: tuple[Change, ...] = ()
    alerts: tuple[Alert, ...] = ()
    questions: tuple[Question, ...] = ()
    standings: tuple[Standing, ...] = ()
    lessons: SiteMemory | None = None
    sentences: frozenset[str] = frozenset()
    failure: Failure | None = None
