"""Stored articles read again by a changed config: the difference is shown, nobody is alerted, a person's word stays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor import desk
from monitor.cli import commands
from monitor.config import Config, load_config
from monitor.model import Page, Value
from monitor.pipeline import walk
from monitor.reread import apply, changed_figures, look_again, read_again, remember
from monitor.store import Store, open_store

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TOLL = """
[[figures]]
id = "toll"
label = "Killed in the flood"
unit = "count"
nouns = ["dead", "killed", "deaths", "death toll"]
context = ["flood"]
baseline = 41
"""
HOMES = """
[[figures]]
id = "homes"
label = "Homes without power after the flood"
unit = "count"
nouns = ["homes"]
context = ["flood", "power"]
"""
STORY = (
    "The death toll from the flood has reached {}, the mayor said. Some {:,} homes are without power after the flood."
)


def config(folder: Path, text: str) -> Config:
    (folder / "config.toml").write_text(text)
    return load_config(folder / "config.toml")


def tell(store: Store, config: Config, toll: int, homes: int, hours: int) -> None:
    """An article, walked and recorded as the daemon would."""
    url, at = f"https://paper.example/{toll}", NOON + timedelta(hours=hours)
    text = STORY.format(toll, homes)
    body = f"<html><body><article><h1>Flood toll rises to {toll}</h1><p>{text}</p></article></body></html>".encode()
    head = {"content-type": "text/html; charset=utf-8"}
    page = Page(url=url, final_url=url, outlet="Paper", fetched=at, status=200, headers=head, body=body)
    with store.atomic():
        store.record(walk(page, config.watchlist, store.ledger))


@pytest.fixture
def store(tmp_path: Path):  # type: ignore[no-untyped-def]
    with open_store(tmp_path / "state") as opened:
        first = config(tmp_path, TOLL)
        remember(opened, first)
        tell(opened, first, 58, 12_000, 1)
        tell(opened, first, 61, 15_000, 2)
        yield opened


def exactly(number: int) -> Value:
    return Value(low=Decimal(number), high=Decimal(number))


def held(value: Value | None) -> Decimal | None:
    return value.low if value else None


def test_an_unchanged_config_changes_nothing(tmp_path: Path, store: Store) -> None:
    same = config(tmp_path, TOLL)
    assert changed_figures(store, same) == ()
    again = read_again(store, same, ["toll"], NOON)
    assert again.versions == 2
    assert [(each.gained, each.lost) for each in again.differences] in ([], [([], [])])


def test_a_figure_added_later_is_read_in_what_is_stored_and_nobody_is_alerted(tmp_path: Path, store: Store) -> None:
    more = config(tmp_path, TOLL + HOMES)
    assert changed_figures(store, more) == ("homes",)
    alerts, outbox = store.alerts.count(), store.deliveries.listing()
    again = read_again(store, more, ["homes"], NOON)
    (difference,) = again.differences
    assert {held(each.value) for each in difference.gained} == {12_000, 15_000}
    assert difference.before is None
    assert held(difference.after) in (12_000, 15_000)
    assert store.figures.standing("homes").held is None  # reading again writes nothing
    assert apply(store, again, more, NOON) == ("homes",)
    assert store.figures.standing("homes").held is not None
    assert (store.alerts.count(), store.deliveries.listing()) == (alerts, outbox)
    assert changed_figures(store, more) == ()


def test_what_a_person_said_stays(tmp_path: Path, store: Store) -> None:
    more = config(tmp_path, TOLL + HOMES)
    desk.correct(store, more, "homes", exactly(9_000), author="Ann", now=NOON)
    again = read_again(store, more, ["homes"], NOON)
    assert apply(store, again, more, NOON) == ()
    assert held(store.figures.standing("homes").held.value) == 9_000  # type: ignore[union-attr]


def test_only_what_was_fetched_since_then_is_read(tmp_path: Path, store: Store) -> None:
    more = config(tmp_path, TOLL + HOMES)
    assert read_again(store, more, ["homes"], NOON + timedelta(minutes=90)).versions == 1


def test_what_no_article_read_again_speaks_of_stays(tmp_path: Path, store: Store) -> None:
    same = config(tmp_path, TOLL)
    again = read_again(store, same, ["toll"], NOON + timedelta(days=9))
    assert (again.versions, again.differences) == (0, ())
    assert apply(store, again, same, NOON) == ()
    assert held(store.figures.standing("toll").held.value) == 61  # type: ignore[union-attr]


def test_the_first_run_has_no_changed_figures(tmp_path: Path) -> None:
    with open_store(tmp_path / "state") as fresh:
        assert changed_figures(fresh, config(tmp_path, TOLL)) == ()


def test_another_word_of_a_figure_is_a_change(tmp_path: Path, store: Store) -> None:
    other = config(tmp_path, TOLL.replace('"death toll"', '"death toll", "victims"'))
    assert changed_figures(store, other) == ("toll",)


def test_a_daemon_that_starts_reads_a_new_figure_once_and_leaves_what_stands(tmp_path: Path, store: Store) -> None:
    more = config(tmp_path, TOLL.replace('"deaths"', '"deaths", "victims"') + HOMES)
    stands = store.figures.standing("toll")
    assert {each.figure for each in look_again(store, more, NOON + timedelta(days=1))} >= {"homes"}
    assert store.figures.standing("homes").held is not None
    assert store.figures.standing("toll") == stands
    assert look_again(store, more, NOON + timedelta(days=1)) == ()
    assert store.deliveries.listing() == []


def test_a_first_start_reads_nothing_again(tmp_path: Path) -> None:
    with open_store(tmp_path / "state") as fresh:
        assert look_again(fresh, config(tmp_path, TOLL), NOON) == ()
        assert changed_figures(fresh, config(tmp_path, TOLL + HOMES)) == ("homes",)


def test_the_command_shows_the_difference(tmp_path: Path, store: Store) -> None:
    config(tmp_path, TOLL + HOMES)
    days = str((datetime.now(UTC) - NOON).days + 1)
    words = ["--config", str(tmp_path / "config.toml"), "--state", str(tmp_path / "state")]
    done = CliRunner().invoke(commands, ["reread", "homes", "--days", days, *words])
    assert done.exit_code == 0, done.output
    assert "homes: nothing stands, would be" in done.output
    assert "15,000" in done.output
    assert "2 versions of articles read again, 1 figure with a difference." in done.output


def test_the_command_says_that_nothing_was_read(tmp_path: Path, store: Store) -> None:
    words = ["--config", str(tmp_path / "config.toml"), "--state", str(tmp_path / "state")]
    done = CliRunner().invoke(commands, ["reread", "toll", "--days", "1", *words])
    assert done.output == "No article of the last 1 day is stored; --days reads more of them.\n"
