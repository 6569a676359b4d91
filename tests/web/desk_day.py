"""A desk's day, kept in a state: two figures, five articles, an edit, a conflict, a question, and hostile words.

toll    41 (the config's) -> at least 45 -> 58 -> corrected to 56; the Red Crescent says 70; is it 61?
jobs    10,000 to 12,000
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from monitor.config import Config, load_config
from monitor.model import (
    Alert,
    Article,
    Attribution,
    Block,
    Bound,
    Change,
    ChangeKind,
    Claim,
    Outcome,
    Page,
    Question,
    Report,
    Standing,
    Value,
)
from monitor.sources import FeedState
from monitor.store import open_store

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
EVENING = NOON + timedelta(hours=8)
HOSTILE = '<script>alert("title")</script><img src=x onerror=alert(1)>'
EVIL_LINK = "javascript:alert(document.domain)"

CONFIG = """
contact = "desk@paper.example"

[[feeds]]
url = "https://reader:hunter2@herald.example/feed.xml"
outlet = "Herald"

[[entities]]
id = "kursk"
names = ["Kursk"]

[[figures]]
id = "toll"
label = "Dead in the flood"
unit = "count"
nouns = ["dead", "killed"]
entities = ["kursk"]
baseline = 41

[[figures]]
id = "jobs"
label = "Jobs <b>cut</b>"
unit = "count"
nouns = ["jobs"]

[[receivers]]
id = "desk"
kind = "webhook"
url = "https://hooks.example/T00/very-secret-path"

[web]
"""


def value(low: int | None, high: int | None = None, bound: Bound = "exact") -> Value:
    closed = bound in ("exact", "about", "range")
    top = low if high is None and closed else high
    return Value(low=None if low is None else Decimal(low), high=None if top is None else Decimal(top), bound=bound)


@dataclass(frozen=True, kw_only=True)
class Told:
    """One article and what it did to one figure."""

    figure: str
    after: timedelta
    outlet: str
    text: str
    number: str
    value: Value
    old: Value | None
    kind: ChangeKind | None
    reason: str
    url: str
    title: str = "The toll"
    source: str = ""
    version: str = "first"
    asked: bool = False


def outcome(told: Told, standing: Standing) -> Outcome:
    """What its page yielded."""
    at = NOON + told.after
    start = told.text.index(told.number)
    mark = (start, start + len(told.number))
    article = Article(
        url=told.url,
        outlet=told.outlet,
        fetched=at,
        published=at,
        title=told.title,
        text=f"{told.text}\nNothing else changed.",
        blocks=(Block(kind="paragraph", text=told.text, start=0),),
    )
    said = Attribution(source=told.source, cue="said") if told.source else None
    claim = Claim(
        figure=told.figure,
        value=told.value,
        role="current",
        quote=told.text,
        mark=mark,
        attribution=said,
        score=0.3 if told.asked or told.reason == "unsure" else 0.9,
    )
    alert = Alert(
        fingerprint=sha256(f"{told.figure} {told.url} {told.number}".encode()).hexdigest()[:32],
        figure=told.figure,
        label="Dead in the flood" if told.figure == "toll" else "Jobs <b>cut</b>",
        unit="count",
        kind=told.kind or "changed",
        old=told.old,
        new=told.value,
        quote=told.text,
        mark=mark,
        attribution=said,
        outlet=told.outlet,
        title=told.title,
        url=told.url,
        at=at,
    )
    question = Question(id=alert.fingerprint[-8:], figure=told.figure, alert=alert, score=0.3, doubt="40 in 100")
    return Outcome(
        page=Page(url=told.url, final_url=told.url, outlet=told.outlet, fetched=at, status=200, headers={}, body=b""),
        article=article,
        version=told.version,  # type: ignore[arg-type]
        claims=(claim,),
        changes=(
            Change(figure=told.figure, kind=told.kind, reason=told.reason, old=told.old, new=told.value, claim=claim),
        ),
        alerts=(alert,) if told.kind else (),
        questions=(question,) if told.asked else (),
        standings=(standing,),
        sentences=frozenset({told.text}),
    )


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


DAY = (
    Told(
        figure="toll", after=hours(0), outlet="Herald", url="https://herald.example/flood",
        text="At least 45 people died, the ministry said.", number="45", value=value(45, bound="at_least"),
        old=value(41), kind="changed", reason="beyond", source="the ministry",
    ),
    Told(
        figure="toll", after=hours(1), outlet="Wire", url="https://wire.example/58?a=1&b=2",
        text="The flood killed 58 people.", number="58", value=value(58), old=value(45, bound="at_least"),
        kind="changed", reason="moved", title=HOSTILE,
    ),
    Told(
        figure="toll", after=hours(2), outlet="Wire", url="https://wire.example/58?a=1&b=2",
        text="The flood killed 56 people.", number="56", value=value(56), old=value(58), kind="corrected",
        reason="edited", title=HOSTILE, version="edited",
    ),
    Told(
        figure="toll", after=hours(3), outlet="Echo", url="https://echo.example/old",
        text="The flood that killed 41 people began on Sunday.", number="41", value=value(41), old=value(56),
        kind=None, reason="echo",
    ),
    Told(
        figure="toll", after=hours(4), outlet="Herald", url="https://herald.example/crescent",
        text="The Red Crescent counts 70 dead.", number="70", value=value(70), old=value(56), kind="conflict",
        reason="conflict", source="the Red Crescent",
    ),
    Told(
        figure="toll", after=hours(5), outlet="Blog", url=EVIL_LINK,
        text="Some speak of 61 & more.", number="61", value=value(61), old=value(56), kind=None, reason="asked",
        asked=True, title="\u202eevil\x1b[31m title",
    ),
    Told(
        figure="jobs", after=hours(0.5), outlet="Money", url="https://money.example/unfilled",
        text="Some 300 jobs were never filled.", number="300", value=value(300), old=None, kind=None, reason="unsure",
    ),
    Told(
        figure="jobs", after=hours(1), outlet="=HYPERLINK(1)", url="https://money.example/jobs",
        text="It will cut 10,000 to 12,000 jobs.", number="10,000 to 12,000", value=value(10000, 12000, "range"),
        old=None, kind="new", reason="first",
    ),
)  # fmt: skip


def report(told: Told) -> Report:
    return Report(
        value=told.value,
        outlet=told.outlet,
        url=told.url,
        at=NOON + told.after,
        source=told.source,
        quote=told.text,
    )


def written(folder: Path, web: str = "") -> Config:
    """The day's config, read from a file; `web` is what its [web] says."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "config.toml"
    file.write_text(CONFIG + web, encoding="utf-8")
    return load_config(file)


def lived(folder: Path) -> Path:
    """A state after that day."""
    state = folder / "state"
    baseline = Report(value=value(41), outlet="", url="", at=None)
    toll = Standing(figure="toll", held=baseline)
    with open_store(state) as store:
        for told in DAY:
            if told.figure == "jobs":
                store.record(outcome(told, Standing(figure="jobs", held=report(told), reports=(report(told),))))
                continue
            if told.kind in ("changed", "corrected"):
                before = (toll.held,) if toll.held else ()
                toll = Standing(figure="toll", held=report(told), superseded=(*toll.superseded, *before))
            elif told.kind == "conflict":
                toll = Standing(figure="toll", held=toll.held, superseded=toll.superseded, conflicts=(report(told),))
            store.record(outcome(told, toll), source=told.url)
        url = "https://herald.example/feed.xml"
        store.feeds.keep([FeedState(url=url, address=url, status="failing", error="it answered 503", failures=3,
                                    polled=EVENING)])  # fmt: skip
    return state
