"""Who hears what, and when: tables of configs, alerts and the deliveries that are due."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from deliver_cases import NOON, alert, exactly
from hypothesis import assume, given
from hypothesis import strategies as st

from monitor.config import Config, ReceiverConfig
from monitor.deliver.policy import after_quiet, next_digest, next_local, plan, plan_notices, plan_questions
from monitor.model import Notice, Question
from monitor.routing import Manners, Matcher, Past, Quiet, Route, Silence
from monitor.watchlist import Entity, Figure, Watchlist

KYIV = ZoneInfo("Europe/Kyiv")
NIGHT = Quiet(start=time(22), end=time(7))
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def desk(*receivers: tuple[str, Manners], routes: tuple[Route, ...] = (), silences: tuple[Silence, ...] = ()) -> Config:
    figures = {
        "sappers": Figure(id="sappers", label="Sappers", unit="count", nouns=("sappers",), entities=("army",)),
        "dead": Figure(id="dead", label="Dead", unit="count", nouns=("dead",)),
    }
    return Config(
        path=Path("config.toml"),
        watchlist=Watchlist(figures=figures, entities={"army": Entity(id="army", names=("army",))}),
        receivers=tuple(
            ReceiverConfig(id=name, kind="file" if name == "log" else "slack", settings={}, manners=manners)
            for name, manners in (receivers or (("mail", Manners()), ("slack", Manners())))
        ),
        routes=routes,
        silences=silences,
    )


def heard(
    config: Config, *alerts: Any, past: Past | None = None, now: datetime = NOON, waits: bool = True
) -> list[str]:
    """ "receiver" for what is due at once, "receiver +5m" for later, "receiver: why" for what is withheld."""
    out = []
    for each in plan(alerts or (alert(),), config, now, past or Past(), waits=waits):
        later = f" +{(each.due - now) // MINUTE}m" if each.due > now else ""
        out.append(f"{each.receiver}: {each.withheld}" if each.withheld else each.receiver + later)
    return out


def test_without_a_route_everybody_hears_at_once() -> None:
    assert heard(desk()) == ["mail", "slack"]


@pytest.mark.parametrize(
    ("match", "reaches"),
    [
        (Matcher(figures=("sappers",)), True),
        (Matcher(figures=("dead",)), False),
        (Matcher(entities=("army",)), True),
        (Matcher(entities=("navy",)), False),
        (Matcher(outlets=("Harbour Post",)), True),
        (Matcher(kinds=("corrected", "new")), False),
        (Matcher(figures=("sappers",), kinds=("new",)), False),
        (Matcher(), True),
    ],
)
def test_a_route_takes_what_agrees_with_all_that_it_names(match: Matcher, reaches: bool) -> None:
    config = desk(routes=(Route(match=match, receivers=("mail",)),))
    assert heard(config) == (["mail"] if reaches else ["mail", "slack"])


def test_the_first_route_that_matches_decides_unless_it_says_more() -> None:
    first = Route(match=Matcher(figures=("sappers",)), receivers=("mail",))
    second = Route(receivers=("slack",))
    assert heard(desk(routes=(first, second))) == ["mail"]
    assert heard(desk(routes=(replace(first, more=True), second))) == ["mail", "slack"]


def test_what_is_less_grave_than_a_receiver_wants_is_withheld_with_the_reason() -> None:
    config = desk(("mail", Manners()), ("phone", Manners(severity="high")))
    assert heard(config) == ["mail", "phone: severity normal, this receiver wants high and above"]
    assert heard(replace(config, routes=(Route(severity="high"),))) == ["mail", "phone"]


# --- silences -------------------------------------------------------------------------------------------------

ANN = Silence(match=Matcher(figures=("sappers",)), author="Ann", reason="a recount", until=NOON + HOUR)


@pytest.mark.parametrize(
    ("silence", "at", "silent"),
    [
        (ANN, NOON, True),
        (ANN, NOON + HOUR, False),
        (replace(ANN, since=NOON + MINUTE), NOON, False),
        (replace(ANN, match=Matcher(outlets=("Gazette",))), NOON, False),
    ],
)
def test_a_silence_runs_from_its_beginning_to_its_end_and_is_named(
    silence: Silence, at: datetime, silent: bool
) -> None:
    said = "silenced by Ann until 2026-03-01 13:00 UTC: a recount"
    for config, past in ((desk(silences=(silence,)), Past()), (desk(), Past(silences=(silence,)))):
        assert heard(config, past=past, now=at) == (
            [f"mail: {said}", f"slack: {said}"] if silent else ["mail", "slack"]
        )


def test_a_value_that_comes_back_again_and_again_is_damped() -> None:
    def told(*numbers: int) -> Past:
        return Past(recent=tuple(alert(fingerprint=str(n), new=exactly(v)) for n, v in enumerate(numbers)))

    assert heard(desk(), past=told(1200, 1000)) == ["mail", "slack"]
    (first, _) = heard(desk(), past=told(1200, 1000, 1200, 1000))
    assert first == "mail: flapping: 1,200 was told 2 times within a day"


# --- groups ---------------------------------------------------------------------------------------------------

GROUP = ("mail", "figure sappers")


@pytest.mark.parametrize(
    ("route", "past", "due"),
    [
        (Route(), Past(), ["mail"]),
        (Route(wait=5 * MINUTE), Past(), ["mail +5m"]),
        (Route(wait=5 * MINUTE), Past(waiting={GROUP: NOON + 2 * MINUTE}), ["mail +2m"]),
        (Route(interval=30 * MINUTE), Past(), ["mail"]),
        (Route(interval=30 * MINUTE), Past(last={GROUP: NOON - 10 * MINUTE}), ["mail +20m"]),
        (Route(wait=5 * MINUTE, interval=30 * MINUTE), Past(last={GROUP: NOON - HOUR}), ["mail +5m"]),
    ],
)
def test_a_group_waits_for_company_and_for_its_interval(route: Route, past: Past, due: list[str]) -> None:
    assert heard(desk(("mail", Manners()), routes=(route,)), past=past) == due


def test_a_round_that_ends_waits_for_no_group() -> None:
    assert heard(desk(("mail", Manners()), routes=(Route(wait=5 * MINUTE),)), waits=False) == ["mail"]


def test_one_group_is_one_figure() -> None:
    config = desk(("mail", Manners()), routes=(Route(wait=MINUTE),))
    found = plan([alert(), alert(figure="dead"), alert(fingerprint="b")], config, NOON)
    assert [each.group for each in found] == ["figure sappers", "figure dead", "figure sappers"]


# --- quiet hours and digests ----------------------------------------------------------------------------------


def at(text: str, zone: Any = KYIV, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-03-01 21:59", "2026-03-01 21:59"),
        ("2026-03-01 22:00", "2026-03-02 07:00"),
        ("2026-03-02 06:59", "2026-03-02 07:00"),
        ("2026-03-02 07:00", "2026-03-02 07:00"),
        ("2026-03-28 23:00", "2026-03-29 07:00"),  # that night is an hour shorter
        ("2026-10-24 23:00", "2026-10-25 07:00"),  # and that one longer
    ],
)
def test_quiet_hours_hold_until_their_end_by_the_receivers_clock(now: str, due: str) -> None:
    manners = Manners(zone=KYIV, quiet=(NIGHT,))
    assert after_quiet(manners, at(now)) == at(due)


def test_the_night_of_the_change_is_seven_or_nine_hours_long() -> None:
    manners = Manners(zone=KYIV, quiet=(NIGHT,))
    assert after_quiet(manners, at("2026-03-28 23:00")) - at("2026-03-28 23:00") == 7 * HOUR
    assert after_quiet(manners, at("2026-10-24 23:00")) - at("2026-10-24 23:00") == 9 * HOUR


def test_quiet_hours_that_end_in_the_hour_that_comes_twice_end() -> None:
    manners = Manners(zone=KYIV, quiet=(Quiet(start=time(1), end=time(3, 30)),))
    second = at("2026-10-25 03:10", fold=1)
    assert after_quiet(manners, second) == at("2026-10-25 03:30", fold=1)


def test_one_quiet_span_may_lead_into_the_next() -> None:
    manners = Manners(quiet=(NIGHT, Quiet(start=time(7), end=time(9))))
    assert after_quiet(manners, at("2026-03-01 23:00", UTC)) == at("2026-03-02 09:00", UTC)


def test_what_the_night_held_goes_out_as_one_message() -> None:
    config = desk(("mail", Manners(quiet=(NIGHT,))))
    one, two = plan([alert(), alert(fingerprint="b")], config, at("2026-03-01 23:00", UTC))
    assert one.group == two.group != ""
    assert one.due == two.due == at("2026-03-02 07:00", UTC)


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001
    st.times(),
    st.times(),
    st.sampled_from(["Europe/Kyiv", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]),
)
def test_after_the_quiet_hours_it_is_never_quiet_and_never_a_day_later(
    now: datetime, start: time, end: time, zone: str
) -> None:
    assume(start != end)
    manners = Manners(zone=ZoneInfo(zone), quiet=(Quiet(start=start.replace(fold=0), end=end.replace(fold=0)),))
    moment = now.replace(tzinfo=UTC)
    due = after_quiet(manners, moment)
    assert moment <= due <= moment + timedelta(hours=26)
    assert after_quiet(manners, due) == due


@pytest.mark.parametrize(
    ("manners", "now", "due"),
    [
        (Manners(digest="hourly", zone=KYIV), "2026-03-01 12:10", "2026-03-01 13:00"),
        (Manners(digest="hourly", zone=KYIV), "2026-03-01 12:00", "2026-03-01 13:00"),
        (Manners(digest="daily", zone=KYIV), "2026-03-01 07:59", "2026-03-01 08:00"),
        (Manners(digest="daily", zone=KYIV), "2026-03-01 08:00", "2026-03-02 08:00"),
        (Manners(digest="daily", zone=KYIV), "2026-03-28 12:00", "2026-03-29 08:00"),
        (Manners(digest="daily", zone=KYIV, at=time(3, 30)), "2026-03-28 12:00", "2026-03-29 04:30"),  # 3:30 is skipped
        (Manners(digest="daily", zone=KYIV, at=time(3, 30)), "2026-10-25 03:30", "2026-10-26 03:30"),  # once that day
        (Manners(digest="weekly", zone=KYIV, day=0), "2026-03-01 12:00", "2026-03-02 08:00"),
        (Manners(digest="weekly", zone=KYIV, day=6), "2026-03-01 12:00", "2026-03-08 08:00"),
    ],
)
def test_a_digest_goes_out_by_the_receivers_clock_and_calendar(manners: Manners, now: str, due: str) -> None:
    assert next_digest(manners, at(now)) == at(due)


def test_a_digest_collects_alerts_and_questions_in_one_message() -> None:
    config = desk(("mail", Manners(digest="daily")))
    question = Question(id="q", figure="sappers", alert=alert(), score=0.3, doubt="")
    (told,), (asked,) = plan([alert()], config, NOON), plan_questions([question], config, NOON)
    assert told.group == asked.group
    assert told.due == asked.due == at("2026-03-02 08:00", UTC)


@pytest.mark.parametrize(
    ("name", "wish", "due"),
    [
        ("mail", None, "2026-03-02 08:00"),
        ("mail", "now", "2026-03-01 12:00"),
        ("mail", "never", None),
        ("log", None, None),
        ("log", "digest", "2026-03-02 08:00"),
    ],
)
def test_questions_wait_for_a_digest_and_programs_get_none(name: str, wish: Any, due: str | None) -> None:
    question = Question(id="q", figure="sappers", alert=alert(), score=0.3, doubt="")
    found = plan_questions([question], desk((name, Manners(questions=wish))), NOON)
    assert [each.due for each in found] == ([at(due, UTC)] if due else [])


def test_notices_go_to_people_and_to_programs_that_ask_for_them() -> None:
    notice = Notice(id="n", title="x", text="", at=NOON)
    config = desk(("mail", Manners()), ("slack", Manners(notices=False)), ("log", Manners()))
    assert [each.receiver for each in plan_notices([notice], config, NOON)] == ["mail"]
    assert len(plan_notices([notice], desk(("log", Manners(notices=True))), NOON)) == 1


def test_keys_tell_receivers_and_news_apart_and_nothing_else() -> None:
    first, again = plan([alert()], desk(), NOON), plan([alert()], desk(), NOON + HOUR)
    other = plan([alert(fingerprint="b")], desk(), NOON)
    assert [each.key for each in first] == [each.key for each in again]
    assert len({each.key for each in (*first, *other)}) == 4


def test_the_next_local_time_is_later_even_if_that_is_now() -> None:
    assert next_local(time(8), at("2026-03-01 08:00"), KYIV) == at("2026-03-02 08:00")
