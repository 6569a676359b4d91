"""What goes out without a page (questions, broken sources, a heartbeat), and what a person's acts set going."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from deliver_cases import NOON, alert, exactly
from delivery_sinks import hook_sink

from monitor import desk
from monitor.config import Config, ReceiverConfig, Secret
from monitor.model import Article, Claim, Outcome, Page, Question, Report, Standing
from monitor.post import PostOffice
from monitor.routing import Health, Manners, Route
from monitor.sources import FeedState
from monitor.store import Store, open_store
from monitor.watchlist import Figure, Watchlist

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Wall:
    def __init__(self) -> None:
        self.time = NOON

    def now(self) -> datetime:
        return self.time


class Office:
    """A post office whose receiver is a file, with a clock that a test sets."""

    def __init__(self, folder: Path, store: Store, **fields: Any) -> None:
        self.file, self.wall, self.store = folder / "out.jsonl", Wall(), store
        manners = fields.pop("manners", Manners(notices=True, questions="now"))
        figure = Figure(id="sappers", label="Sappers", unit="count", nouns=("sappers",))
        self.config = Config(
            path=folder / "config.toml",
            watchlist=Watchlist(figures={"sappers": figure}, entities={}),
            receivers=(ReceiverConfig(id="log", kind="file", settings={"path": "out.jsonl"}, manners=manners),),
            **fields,
        )
        self.post = PostOffice(config=self.config, store=store, clock=self.wall)

    def after(self, wait: timedelta) -> list[str]:
        """The titles that went out until then, since the last look."""
        before = len(self.lines())
        self.wall.time += wait
        asyncio.run(self.post.deliver())
        return [line.get("title") or line["type"] for line in self.lines()[before:]]

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.file.read_text().splitlines()] if self.file.exists() else []

    def told(self, number: int, outlet: str = "Harbour Post", **fields: Any) -> None:
        """A page that says so, walked and recorded."""
        url = f"https://{outlet.split()[0].lower()}.example/{number}"
        now = self.wall.now()
        about = alert(fingerprint=f"n{number}", new=exactly(number), outlet=outlet, url=url, at=now)
        page = Page(url=url, final_url=url, outlet=outlet, fetched=now, status=200, headers={}, body=b"")
        text = f"{number} sappers."
        article = Article(url=url, outlet=outlet, fetched=now, title="Sappers", text=text)
        claim = Claim(figure="sappers", value=exactly(number), role="current", quote=text)
        report = Report(value=exactly(number), outlet=outlet, url=url, at=now)
        outcome = Outcome(
            page=page,
            article=article,
            version="first",
            claims=(claim,),
            alerts=(about,),
            standings=(Standing(figure="sappers", held=report, reports=(report,)),),
        )
        outcome = replace(outcome, **fields)
        with self.store.atomic():
            self.store.record(outcome, self.post.plan(outcome.alerts, self.config, now))


def test_a_question_is_sent_once_and_not_again_after_its_answer(tmp_path: Path) -> None:
    with open_store(tmp_path / "state") as store:
        office = Office(tmp_path, store)
        question = Question(id="q-1", figure="sappers", alert=alert(), score=0.3, doubt="another plan may be meant")
        store.questions.keep([question], None, NOON)
        assert office.after(HOUR) == ["More sappers on the way"]
        assert office.after(HOUR) == []


def test_an_answered_question_is_not_sent_any_more(tmp_path: Path) -> None:
    with open_store(tmp_path / "state") as store:
        office = Office(tmp_path, store, manners=Manners(questions="digest"))
        office.told(1000)
        question = Question(id="q-1", figure="sappers", alert=alert(), score=0.3, doubt="")
        store.questions.keep([question], None, NOON)
        office.post.fill()
        desk.answer(store, office.config, "q-1", False, author="Ann", now=NOON)
        assert [line["type"] for line in office.lines()] == []
        office.after(2 * DAY)
        assert [line["type"] for line in office.lines()] == ["alert"]
        assert {row["reason"] for row in store.deliveries.listing("withheld")} == {"answered"}


def test_a_source_that_breaks_is_told_once_and_once_when_it_is_back(tmp_path: Path) -> None:
    with open_store(tmp_path / "state") as store:
        office = Office(tmp_path, store)
        good = FeedState(url="https://x.example/feed", address="https://x.example/feed", good=NOON, title="X News")
        bad = replace(good, status="failing", error="503", failures=3)
        said = []
        for state, wait in (
            (good, HOUR),
            (bad, HOUR),
            (bad, HOUR),
            (good, HOUR),
            (good, HOUR),
            (bad, HOUR),
            (bad, DAY),
        ):
            store.feeds.keep([replace(state, good=office.wall.now() if state is good else state.good)])
            said.append(office.after(wait))
        assert said == [[], ["Source broken: X News"], [], ["Source back: X News"], [], ["Source broken: X News"], []]


def test_a_source_that_failed_for_a_moment_is_not_worth_a_word(tmp_path: Path) -> None:
    with open_store(tmp_path / "state") as store:
        office = Office(tmp_path, store)
        store.feeds.keep([FeedState(url="u", address="u", status="failing", failures=1, good=NOON)])
        assert office.after(HOUR * 2) == []
        store.feeds.keep([FeedState(url="u", address="u", status="gone", error="410", failures=1, good=NOON)])
        assert office.after(HOUR) == ["Source gone: u"]


def test_a_quiet_day_gives_a_heartbeat_and_a_day_with_news_none(tmp_path: Path) -> None:
    with open_store(tmp_path / "state") as store:
        office = Office(tmp_path, store, health=Health(heartbeat=DAY))
        assert office.after(timedelta(0)) == []
        assert office.after(DAY) == ["Nothing changed; 0 articles read"]
        assert office.after(HOUR) == []
        office.told(1200)
        assert office.after(HOUR) == ["More sappers on the way"]
        assert office.after(23 * HOUR) == []
        office.told(1200, "Gazette", alerts=())
        assert office.after(2 * HOUR) == ["Nothing changed; 1 article read"]


def test_an_alert_nobody_acknowledged_is_repeated_until_somebody_does(tmp_path: Path) -> None:
    with open_store(tmp_path / "state") as store:
        office = Office(tmp_path, store, routes=(Route(repeat=4 * HOUR),))
        office.told(1200)
        assert len(office.after(timedelta(0))) == 1
        assert len(office.after(3 * HOUR)) == 0
        assert len(office.after(HOUR)) == 1
        assert len(office.after(4 * HOUR)) == 1
        desk.acknowledge(store, "n1200", author="Ann", now=office.wall.now())
        assert office.after(DAY) == []


def test_newer_news_ends_the_reminders_of_the_older(tmp_path: Path) -> None:
    with open_store(tmp_path / "state") as store:
        office = Office(tmp_path, store, routes=(Route(repeat=4 * HOUR),))
        office.told(1200)
        office.after(timedelta(0))
        office.told(1300)
        office.after(HOUR)
        office.after(3 * HOUR)
        office.after(2 * HOUR)
        assert [line["to"]["low"] for line in office.lines()] == [1200, 1300, 1300]


def test_a_value_counts_when_enough_outlets_carry_it(tmp_path: Path) -> None:
    with open_store(tmp_path / "state") as store:
        office = Office(tmp_path, store, routes=(Route(outlets=3),))
        office.told(1200)
        office.told(1200, "Gazette", alerts=())
        office.told(1200, "Gazette", alerts=())
        assert office.after(HOUR) == []
        office.told(1200, "Echo", alerts=())
        assert office.after(HOUR) == ["More sappers on the way"]
        assert office.lines()[0]["outlets"] == 3


def test_twelve_outlets_in_the_time_of_a_group_are_one_alert_that_counts_them(tmp_path: Path) -> None:
    with open_store(tmp_path / "state") as store:
        office = Office(tmp_path, store, routes=(Route(wait=timedelta(minutes=5)),))
        for number in range(12):
            office.told(1200, f"Outlet{number} Times", alerts=() if number else (alert(new=exactly(1200)),))
        assert office.after(timedelta(minutes=4)) == []
        office.after(timedelta(minutes=1))
        assert [(line["to"]["low"], line["outlets"]) for line in office.lines()] == [(1200, 12)]


def test_rejecting_a_value_that_was_sent_withdraws_it_from_the_same_receivers(tmp_path: Path) -> None:
    with open_store(tmp_path / "state") as store:
        office = Office(tmp_path, store)
        desk.correct(store, office.config, "sappers", exactly(1000), author="Ann", now=NOON)
        office.told(1200)
        office.after(HOUR)
        desk.reject(store, office.config, "sappers", author="Ann", now=office.wall.now())
        office.after(HOUR)
        assert [line["type"] for line in office.lines()] == ["alert", "retraction"]
        assert office.lines()[1]["to"]["low"] == 1200


def test_rejecting_a_value_that_was_not_sent_yet_sends_nothing(tmp_path: Path) -> None:
    with open_store(tmp_path / "state") as store:
        office = Office(tmp_path, store)
        office.told(1200)
        desk.reject(store, office.config, "sappers", author="Ann", now=office.wall.now())
        assert office.after(HOUR) == []
        assert {row["reason"] for row in store.deliveries.listing("withheld")} == {"withdrawn"}


def test_what_a_person_said_while_a_page_was_read_stands(tmp_path: Path) -> None:
    with open_store(tmp_path / "state") as store:
        office = Office(tmp_path, store)
        desk.correct(store, office.config, "sappers", exactly(900), author="Ann", now=NOON + timedelta(seconds=1))
        office.told(1200)  # fetched at NOON
        assert store.figures.standing("sappers").held.value.low == Decimal(900)  # type: ignore[union-attr]


def test_the_dead_mans_switch_is_told_that_we_live(tmp_path: Path) -> None:
    async def play() -> None:
        async with hook_sink() as sink:
            with open_store(tmp_path / "state") as store:
                office = Office(tmp_path, store, health=Health(ping=Secret(sink.url)))
                await office.post.deliver()
                assert [post.path for post in sink.posts] == ["/hooks/T0P-S3CRET-path"]

    asyncio.run(play())


def test_a_switch_that_does_not_answer_stops_nothing(tmp_path: Path) -> None:
    with open_store(tmp_path / "state") as store:
        office = Office(tmp_path, store, health=Health(ping=Secret("http://127.0.0.1:1/x")))
        office.told(1200)
        assert office.after(HOUR) == ["More sappers on the way"]
