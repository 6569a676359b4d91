"""A copy is whole, what is forgotten is old, the doctor names what ails and what to do, metrics can be read."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from prometheus_client.parser import text_string_to_metric_families

from monitor.cli import commands
from monitor.doctor import examine
from monitor.errors import InputError
from monitor.health import Pulse, metrics
from monitor.model import Alert, Article, Claim, Delivery, Failure, Outcome, Page, Value
from monitor.sources import FeedState
from monitor.store import open_store
from monitor.store.care import copy_to, forget
from monitor.store.connection import NAME

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
YEAR = timedelta(days=365)
CONFIG = """
[[feeds]]
url = "https://x.example/feed"
[[figures]]
id = "toll"
label = "Dead"
unit = "count"
nouns = ["dead"]
[[receivers]]
id = "log"
kind = "file"
path = "alerts.jsonl"
"""


def page(number: int, at: datetime) -> Outcome:
    url, value = f"https://x.example/{number}", Value(low=Decimal(number), high=Decimal(number))
    text = f"{number} dead."
    about = Alert(
        fingerprint=f"f{number}",
        figure="toll",
        label="Dead",
        unit="count",
        kind="new",
        old=None,
        new=value,
        quote=text,
        mark=(0, 2),
        attribution=None,
        outlet="X",
        title="t",
        url=url,
        at=at - timedelta(minutes=10),
    )
    return Outcome(
        page=Page(url=url, final_url=url, outlet="X", fetched=at, status=200, headers={}, body=b""),
        article=Article(url=url, outlet="X", fetched=at, text=text),
        version="first",
        claims=(Claim(figure="toll", value=value, role="current", quote=text),),
        alerts=(about,),
        sentences=frozenset({text}),
    )


def due(outcome: Outcome, receiver: str = "log") -> Delivery:
    about = outcome.alerts[0]
    key = about.fingerprint + receiver
    return Delivery(key=key, receiver=receiver, kind="alert", due=outcome.page.fetched, alert=about)


def test_a_copy_made_while_the_daemon_writes_opens_and_holds_everything(tmp_path: Path) -> None:
    with open_store(tmp_path / "state") as store:
        store.record(page(41, NOON))
        with open_store(tmp_path / "state", read_only=True) as reader:
            file = copy_to(reader.db, tmp_path / "copy.db")
        store.record(page(58, NOON))
    (tmp_path / "again").mkdir()
    shutil.move(file, tmp_path / "again" / NAME)
    with open_store(tmp_path / "again") as store:
        assert store.claims.count() == 1


def test_a_copy_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "there").write_text("mine")
    with open_store(tmp_path / "state") as store, pytest.raises(InputError, match="is there already"):
        copy_to(store.db, tmp_path / "there")
    assert (tmp_path / "there").read_text() == "mine"


def test_what_is_forgotten_is_old_and_alerts_and_standings_stay(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        for number, at in ((41, NOON - 2 * YEAR), (58, NOON)):
            outcome = page(number, at)
            store.record(outcome, (due(outcome),))
            (parcel,) = store.deliveries.due("log", at)
            store.deliveries.sent(parcel, at)
        assert forget(store, NOON - YEAR) == {"article": 1, "claim": 1, "delivery": 1}
        assert store.articles.latest("https://x.example/41") is None
        assert store.articles.latest("https://x.example/58")
        assert store.db.execute("SELECT count(*) FROM sentences").fetchone() == (1,)
        assert store.alerts.count() == 2


def test_metrics_can_be_read_and_count_what_is_written_down(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        outcome = page(41, NOON)
        store.record(outcome, (due(outcome), due(outcome, 'odd "name"\n')))
        store.feeds.keep([FeedState(url="u", address="u", status="failing", reason="timeout")])
        pulse = Pulse(NOON)
        pulse.beat(NOON, polls=3)
        text = metrics(store, pulse, NOON + timedelta(minutes=1))
    found = {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert found["monitor_articles",] == 1
    assert found["monitor_alerts", "new"] == 1
    assert found["monitor_feed_failures", "timeout"] == 1
    assert found["monitor_deliveries", "due", 'odd "name"\n'] == 1
    assert found["monitor_outbox_depth",] == 2
    assert found["monitor_outbox_oldest_seconds",] == 60
    assert found["monitor_polls_total",] == 3
    assert found["monitor_alert_lag_seconds_bucket", "900"] == 1
    assert found["monitor_alert_lag_seconds_bucket", "300"] == 0
    assert found["monitor_alert_lag_seconds_sum",] == 600


def test_a_count_of_millions_keeps_every_digit(tmp_path: Path) -> None:
    pulse = Pulse(NOON)
    pulse.beat(NOON, polls=12_345_678)
    with open_store(tmp_path) as store:
        assert "monitor_polls_total 12345678\n" in metrics(store, pulse, NOON)


def test_a_daemon_whose_rounds_do_not_end_is_unwell_and_a_clock_set_back_is_no_ailment() -> None:
    pulse = Pulse(NOON)
    assert pulse.unwell(NOON + timedelta(minutes=4)) == ""
    assert pulse.unwell(NOON + timedelta(minutes=6)) == "no round has ended for 6 minutes"
    pulse.beat(NOON + timedelta(minutes=6))
    assert pulse.unwell(NOON + timedelta(minutes=7)) == ""
    assert pulse.unwell(NOON - YEAR) == ""


# --- the doctor -----------------------------------------------------------------------------------------------


def ailments(folder: Path, now: datetime = NOON) -> dict[str, str]:
    """What is not well, by its subject."""
    found = examine(folder / "config.toml", folder / "state", now)
    return {each.subject: f"{each.verdict}: {each.said}" for each in found if each.verdict != "well"}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    (tmp_path / "config.toml").write_text(CONFIG)
    with open_store(tmp_path / "state") as store:
        store.feeds.keep([FeedState(url="https://x.example/feed", address="", polled=NOON, good=NOON)])
    return tmp_path


def test_a_sound_house_has_no_ailments(house: Path) -> None:
    assert ailments(house) == {}


def test_the_doctor_names_a_wrong_config(house: Path) -> None:
    (house / "config.toml").write_text(CONFIG.replace("nouns", "noun"))
    assert "nouns" in ailments(house)["config"]


def test_the_doctor_names_a_receiver_that_cannot_be_used(house: Path) -> None:
    mail = '[[receivers]]\nid = "mail"\nkind = "email"\nhost = "h"\nfrom = "x"\nto = ["y@z.example"]\n'
    (house / "config.toml").write_text(CONFIG + mail)
    assert "'x' is no mail address" in ailments(house)["receiver mail"]


def test_the_doctor_names_a_damaged_state(house: Path) -> None:
    (house / "state" / NAME).write_bytes(b"garbage " * 1000)
    assert "restore a copy" in ailments(house)["state"]


def test_the_doctor_names_sources_that_all_fail_and_rounds_that_do_not_come(house: Path) -> None:
    assert "does `monitor run` run?" in ailments(house, NOON + timedelta(hours=3))["rounds"]
    with open_store(house / "state") as store:
        state = FeedState(url="https://x.example/feed", address="", status="failing", error="no route", polled=NOON)
        store.feeds.keep([state])
    assert ailments(house)["feeds"] == "ill: all 1 fail (no route): is this machine's network up?"


def test_the_doctor_names_dead_letters_and_what_is_stuck(house: Path) -> None:
    with open_store(house / "state") as store:
        outcome = page(41, NOON)
        store.record(outcome, (due(outcome), due(outcome, "mail")))
        (parcel,) = store.deliveries.due("mail", NOON)
        store.deliveries.give_up(parcel, NOON, Failure(reason="refused", detail="550 no such user"), "550")
    said = ailments(house, NOON + timedelta(minutes=90))
    assert said["dead letters to mail"].startswith("ill: 1, the last for: 550 550 no such user; mend that")
    assert said["outbox"].startswith("watch: something is due since 2026-03-01 12:00")


def test_the_doctor_names_a_clock_that_was_never_set(house: Path) -> None:
    assert ailments(house, datetime(1970, 1, 1, tzinfo=UTC))["clock"].startswith("ill: it says 1970-01-01")


# --- as commands ----------------------------------------------------------------------------------------------


def command(house: Path, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(
        commands, [*words, "--config", str(house / "config.toml"), "--state", str(house / "state")]
    )
    return done.exit_code, done.output


def test_backup_deliveries_and_prune_say_what_they_did(house: Path) -> None:
    with open_store(house / "state") as store:
        outcome = page(41, NOON)
        store.record(outcome, (due(outcome),))
        (parcel,) = store.deliveries.due("log", NOON)
        store.deliveries.give_up(parcel, NOON, Failure(reason="refused", detail="gone"), "410")
    code, said = command(house, "backup", str(house / "copy.db"))
    assert (code, "copied to" in said) == (0, True)
    with sqlite3.connect(house / "copy.db") as copy:
        assert copy.execute("SELECT count(*) FROM deliveries").fetchone() == (1,)
    code, said = command(house, "deliveries")
    assert "410" in said
    assert "dead" in said
    assert command(house, "deliveries", "--resend", "f41")[1].startswith("1 dead letter due again")
    assert command(house, "prune", "--older-than", "1")[1] == "Forgotten: 1 article, 1 claim, 0 deliveries.\n"


def test_the_doctor_s_command_ends_with_1_where_something_is_ill(house: Path) -> None:
    (house / "state" / NAME).write_bytes(b"")
    code, said = command(house, "doctor")
    assert code == 1
    assert "ill   state" in said


def test_an_outcome_can_be_made_twice_without_harm(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        outcome = page(41, NOON)
        store.record(outcome)
        store.record(replace(outcome, version="same", claims=(), alerts=()))
        assert (store.articles.count(), store.claims.count()) == (1, 1)
