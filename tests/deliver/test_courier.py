"""The courier against a real store and real servers: once, again with patience, given up visibly, nobody held up."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from deliver_cases import NOON, alert, delivery, parcel
from delivery_sinks import hook_sink, mail_sink

from monitor.config import Config, ReceiverConfig, Secret
from monitor.deliver.courier import PATIENCE, Courier, Result, courier_for, next_try
from monitor.errors import DeliveryError
from monitor.model import Delivery
from monitor.store import Store, open_store
from monitor.watchlist import Watchlist


@dataclass
class Wall:
    """A clock that a test sets."""

    time: datetime = NOON

    def now(self) -> datetime:
        return self.time


def config(*receivers: tuple[str, str, dict[str, Any]]) -> Config:
    made = tuple(ReceiverConfig(id=name, kind=kind, settings=settings) for name, kind, settings in receivers)
    return Config(path=Path("config.toml"), watchlist=Watchlist(figures={}, entities={}), receivers=made)


def mail(port: int) -> tuple[str, str, dict[str, Any]]:
    keys = {"host": "127.0.0.1", "port": port, "tls": "none", "from": "m@paper.example", "to": ["d@paper.example"]}
    return "mail", "email", keys


def slack(url: str) -> tuple[str, str, dict[str, Any]]:
    return "slack", "slack", {"url": Secret(url)}


def queue(store: Store, *receivers: str, alerts: int = 1) -> None:
    due = [delivery(alert(fingerprint=f"a{n}"), receiver) for n in range(alerts) for receiver in receivers]
    store.deliveries.put(due, NOON)


def rounds(store: Store, config: Config, *times: datetime) -> list[tuple[Result, ...]]:
    """Rounds of `monitor poll` at these times, each with a courier of its own."""

    async def play() -> list[tuple[Result, ...]]:
        return [await courier_for(config, store.deliveries, Wall(at)).deliver_due() for at in times]

    return asyncio.run(play())


def minutes(*ages: int) -> list[datetime]:
    return [NOON + timedelta(minutes=age) for age in ages]


@pytest.mark.parametrize(
    ("answers", "tries"),
    [
        ([(200, {}, "ok")], 1),
        ([(500, {}, "oops"), (200, {}, "ok")], 2),
        ([(500, {}, "oops")] * 4 + [(200, {}, "ok")], 5),
        ([(429, {"Retry-After": "600"}, "slow"), (200, {}, "ok")], 2),
    ],
)
def test_what_failed_is_tried_again_and_delivered_once(tmp_path: Path, answers: Sequence[Any], tries: int) -> None:
    async def play() -> None:
        async with hook_sink(*answers) as sink:
            with open_store(tmp_path) as store:
                queue(store, "slack")
                for at in minutes(*range(0, 60 * 5, 15)):
                    await courier_for(config(slack(sink.url)), store.deliveries, Wall(at)).deliver_due()
                assert len(sink.posts) == tries
                assert [row["state"] for row in store.deliveries.listing()] == ["sent"]

    asyncio.run(play())


def test_a_busy_receiver_is_left_alone_as_long_as_it_asked(tmp_path: Path) -> None:
    async def play() -> None:
        async with hook_sink((429, {"Retry-After": "1800"}, "slow"), (200, {}, "ok")) as sink:
            with open_store(tmp_path) as store:
                queue(store, "slack", alerts=3)
                for at, posts in zip(minutes(0, 15, 29, 31), (1, 1, 1, 4), strict=True):
                    await courier_for(config(slack(sink.url)), store.deliveries, Wall(at)).deliver_due()
                    assert len(sink.posts) == posts

    asyncio.run(play())


def test_what_is_refused_for_good_is_a_dead_letter_that_names_the_code_and_can_be_sent_again(tmp_path: Path) -> None:
    async def play() -> None:
        async with hook_sink((404, {}, "no_service"), (200, {}, "ok")) as sink:
            with open_store(tmp_path) as store:
                queue(store, "slack")
                courier = courier_for(config(slack(sink.url)), store.deliveries, Wall())
                (result,) = await courier.deliver_due()
                assert "[404]" in str(result)
                assert "given up" in str(result)
                assert await courier.deliver_due() == ()
                (row,) = store.deliveries.listing("dead")
                assert (row["code"], row["reason"]) == ("404", "refused")
                assert store.deliveries.resend(row["key"], NOON) == 1
                await courier.deliver_due()
                assert len(sink.posts) == 2
                assert store.deliveries.listing("dead") == []

    asyncio.run(play())


def test_a_silent_mail_server_holds_up_no_slack_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.deliver.courier.LIMIT", timedelta(seconds=0.5))

    async def play() -> None:
        async with mail_sink("silent", "250 taken") as mails, hook_sink() as hooks:
            with open_store(tmp_path) as store:
                queue(store, "mail", "slack", alerts=3)
                desk = config(mail(mails.port), slack(hooks.url))
                await courier_for(desk, store.deliveries, Wall()).deliver_due()
                assert len(hooks.posts) == 3
                assert {row["receiver"] for row in store.deliveries.listing("due")} == {"mail"}
                await courier_for(desk, store.deliveries, Wall(NOON + timedelta(minutes=15))).deliver_due()
                assert len({each["Message-ID"] for each in mails.mails}) == len(mails.mails) == 3

    asyncio.run(play())


def test_one_message_that_a_receiver_chokes_on_does_not_hold_up_the_others(tmp_path: Path) -> None:
    async def play() -> None:
        async with hook_sink((500, {}, "choked"), (200, {}, "ok")) as sink:
            with open_store(tmp_path) as store:
                queue(store, "slack", alerts=4)
                await courier_for(config(slack(sink.url)), store.deliveries, Wall()).deliver_due()
                assert sorted(row["state"] for row in store.deliveries.listing()) == ["due", "sent", "sent", "sent"]

    asyncio.run(play())


def test_a_receiver_that_fails_three_times_in_a_row_is_left_in_peace(tmp_path: Path) -> None:
    async def play() -> None:
        async with hook_sink((500, {}, "down")) as sink:
            with open_store(tmp_path) as store:
                queue(store, "slack", alerts=50)
                await courier_for(config(slack(sink.url)), store.deliveries, Wall()).deliver_due()
                assert len(sink.posts) == 3

    asyncio.run(play())


class Broken:
    """A plug-in that raises whatever it is asked."""

    async def send(self, message: object, now: object) -> str:
        raise KeyError("a fault of its own")

    async def close(self) -> None:
        raise RuntimeError("and another")


def test_a_plug_in_that_raises_harms_nobody_else(tmp_path: Path) -> None:
    async def play() -> None:
        async with hook_sink() as sink:
            with open_store(tmp_path) as store:
                queue(store, "plugged", "slack")
                courier = courier_for(config(slack(sink.url)), store.deliveries, Wall())
                courier.receivers = {**courier.receivers, "plugged": Broken()}
                results = await courier.deliver_due()
                assert sorted(result.reason for result in results) == ["", "broken"]
                assert len(sink.posts) == 1

    asyncio.run(play())


def test_a_message_that_cannot_be_made_is_given_up_and_holds_up_none_behind_it(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        empty = Delivery(key="empty", receiver="f", kind="alert", due=NOON)  # about nothing at all
        store.deliveries.put([empty, delivery(alert(), "f")], NOON)
        file = ("f", "file", {"path": str(tmp_path / "a.jsonl")})
        ((broken, good),) = rounds(store, config(file), NOON)
        assert (broken.reason, broken.until) == ("layout", None)
        assert good.reason == ""


def test_what_is_due_to_a_receiver_that_the_config_no_longer_has_is_said_and_kept(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        queue(store, "gone")
        ((result,),) = rounds(store, config(), NOON)
        assert (result.reason, result.until) == ("no-receiver", None)
        assert len(store.deliveries.listing("dead")) == 1


def test_a_receiver_with_wrong_settings_waits_for_better_ones(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        queue(store, "f")
        ((failed,),) = rounds(store, config(("f", "file", {})), NOON)
        assert (failed.reason, "path is missing" in failed.detail) == ("config", True)
        good = config(("f", "file", {"path": str(tmp_path / "a.jsonl")}))
        ((result,),) = rounds(store, good, NOON + timedelta(minutes=5))
        assert result.reason == ""


def test_no_secret_is_written_down_or_printed(tmp_path: Path) -> None:
    async def play() -> None:
        url = "http://127.0.0.1:1/services/T0P/S3CRET-TOKEN"
        with open_store(tmp_path) as store:
            queue(store, "slack")
            (result,) = await courier_for(config(slack(url)), store.deliveries, Wall()).deliver_due()
            assert "S3CRET" not in str(result)
            assert "S3CRET" not in str(store.deliveries.listing())

    asyncio.run(play())


def test_the_daemon_delivers_what_comes_while_it_runs_and_stops_when_told(tmp_path: Path) -> None:
    async def play() -> None:
        async with hook_sink() as sink:
            with open_store(tmp_path) as store:
                stop, told = asyncio.Event(), []
                courier = courier_for(config(slack(sink.url)), store.deliveries, Wall())
                running = asyncio.create_task(courier.run(stop, told.append))
                queue(store, "slack")
                while not store.deliveries.listing("sent"):  # noqa: ASYNC110  (another process may have put it there)
                    await asyncio.sleep(0.05)
                stop.set()
                await running
                assert len(sink.posts) == len(told) == 1

    asyncio.run(play())


def test_grouped_deliveries_are_one_message_and_stay_the_same_message_when_tried_again(tmp_path: Path) -> None:
    async def play() -> None:
        async with hook_sink((500, {}, "oops"), (200, {}, "ok")) as sink:
            with open_store(tmp_path) as store:
                many = [
                    delivery(alert(fingerprint=f"a{n}", outlet=f"o{n}"), "slack", group="sappers") for n in range(3)
                ]
                store.deliveries.put(many, NOON)
                courier = courier_for(config(slack(sink.url)), store.deliveries, Wall())
                await courier.deliver_due()
                late = delivery(alert(fingerprint="late"), "slack", group="sappers", due=NOON + timedelta(minutes=5))
                store.deliveries.put([late], NOON)
                courier.clock = Wall(NOON + timedelta(minutes=5))
                await courier.deliver_due()
                keys = [post.headers["idempotency-key"] for post in sink.posts]
        assert keys.count(keys[0]) == 2
        assert len(set(keys)) == 2

    asyncio.run(play())


# --- patience, as a table -------------------------------------------------------------------------------------


def waits(*, retry: bool = True, after: timedelta | None = None) -> list[timedelta]:
    """The ages of the attempts of a parcel that always fails, tried as soon as it may be."""
    error, now, tried = DeliveryError("no", retry=retry, after=after), NOON, parcel()
    ages = []
    while (until := next_try(tried, now, error)) is not None:
        ages.append(until - NOON)
        tried, now = replace(tried, attempts=tried.attempts + 1, first_tried=NOON), until
    return ages


def test_a_failed_delivery_is_tried_within_the_hour_and_five_times_in_six_hours_and_at_last_given_up() -> None:
    ages = waits()
    assert ages[0] < timedelta(hours=1)
    assert sum(age <= timedelta(hours=6) for age in ages) >= 5
    gaps = [later - sooner for sooner, later in pairwise(ages)]
    assert all(gap < timedelta(hours=1) for gap, age in zip(gaps, ages, strict=False) if age < timedelta(hours=6))
    assert PATIENCE < ages[-1] < PATIENCE + timedelta(hours=4)


def test_hourly_rounds_try_at_least_five_times_in_six_hours() -> None:
    error, tried, due = DeliveryError("no"), parcel(), NOON
    tries = 0
    for hour in range(7):
        now = NOON + timedelta(hours=hour)
        if now >= due:
            tries += 1
            until = next_try(tried, now, error)
            assert until
            tried, due = replace(tried, attempts=tries, first_tried=NOON), until
    assert tries == 7


def test_what_cannot_help_is_not_tried_again() -> None:
    assert waits(retry=False) == []


def test_a_clock_set_back_makes_no_delivery_old() -> None:
    tried = parcel(attempts=2, first_tried=NOON)
    until = next_try(tried, NOON - timedelta(days=365), DeliveryError("no"))
    assert until
    assert until < NOON - timedelta(days=364)


def test_times_come_back_in_utc(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        queue(store, "desk")
        (found,) = store.deliveries.due("desk", NOON)
        assert isinstance(found.deliveries[0], Delivery)
        assert found.deliveries[0].due.tzinfo == UTC


def test_a_courier_without_work_ends_at_once(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        courier = Courier(outbox=store.deliveries, receivers={}, clock=Wall())
        assert asyncio.run(courier.deliver_due()) == ()
