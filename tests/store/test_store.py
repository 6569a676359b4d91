"""The store keeps all of a page or nothing, opens what is whole, and refuses the rest with a sentence."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from monitor.errors import StateError
from monitor.model import (
    Alert,
    Article,
    Attribution,
    Block,
    Change,
    Claim,
    Delivery,
    Outcome,
    Page,
    Question,
    Report,
    SiteMemory,
    Standing,
    Value,
)
from monitor.store import Store, board, open_store
from monitor.store.connection import LOCK, NAME

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
URL = "https://paper.example/toll"


def value(number: str) -> Value:
    return Value(low=Decimal(number), high=Decimal(number))


def outcome(number: str = "58", *, url: str = URL, at: datetime = NOON, version: str = "first") -> Outcome:
    """What a page yields that raises the toll from 41."""
    text = f"The toll, earlier put at 41, has reached {number}."
    page = Page(url=url, final_url=url, outlet="Paper", fetched=at, status=200, headers={}, body=b"")
    article = Article(
        url=url,
        outlet="Paper",
        fetched=at,
        title="Toll rises",
        text=text,
        blocks=(Block(kind="paragraph", text=text, start=0),),
    )
    said = Attribution(source="the ministry", cue="said")
    claim = Claim(figure="toll", value=value(number), role="current", quote=text, mark=(42, 44), attribution=said)
    alert = Alert(
        fingerprint=f"toll-{number}",
        figure="toll",
        label="Dead",
        unit="count",
        kind="changed",
        old=value("41"),
        new=value(number),
        quote=text,
        mark=(42, 44),
        attribution=said,
        outlet="Paper",
        title="Toll rises",
        url=url,
        at=at,
    )
    report = Report(value=value(number), outlet="Paper", url=url, at=at, source="the ministry", quote=text)
    return Outcome(
        page=page,
        article=article,
        version=version,
        claims=(claim,),
        alerts=(alert,),  # type: ignore[arg-type]
        changes=(
            Change(figure="toll", kind="changed", reason="later", old=value("41"), new=value(number), claim=claim),
        ),
        questions=(
            Question(id=f"q-{number}", figure="toll", alert=alert, score=0.4, doubt="another event may be meant"),
        ),
        standings=(
            Standing(figure="toll", held=report, reports=(report,), rejected=(Value(low=None, high=Decimal("0.1")),)),
        ),
        lessons=SiteMemory(seen={"menu": 1}, containers={"main": 1}, pages=1),
        sentences=frozenset({"a", "b"}),
    )


def due(page: Outcome, receiver: str = "desk") -> Delivery:
    alert = page.alerts[0]
    key = f"{alert.fingerprint}-{receiver}"
    return Delivery(key=key, receiver=receiver, kind="alert", due=page.page.fetched, alert=alert)


def half_a_page(store: Store, page: Outcome) -> None:
    """A transaction that breaks when everything in it is written."""
    with store.atomic():
        store.record(page, (due(page),))
        _ = 1 // 0


def test_what_is_recorded_comes_back_as_it_was(tmp_path: Path) -> None:
    page = outcome()
    with open_store(tmp_path) as store:
        store.record(page, (due(page),), source="pages/01.html")
    with open_store(tmp_path, read_only=True) as store:
        assert store.articles.latest(URL) == page.article
        assert store.ledger.versions(page.article) == (page.article,)
        assert store.ledger.standings() == {"toll": page.standings[0]}
        assert store.ledger.memory("paper.example") == page.lessons
        assert store.alerts.newest()[0][0] == page.alerts[0]
        assert store.questions.open() == page.questions
        assert list(store.claims.records("toll")) == list(page.claims)
        assert [said.kind for said in board.history(store.db, "toll")] == ["changed"]
        assert store.deliveries.listing()[0]["state"] == "due"


def test_the_same_page_recorded_again_adds_no_alert_and_no_delivery(tmp_path: Path) -> None:
    page = outcome()
    with open_store(tmp_path) as store:
        for _ in range(2):
            store.record(page, (due(page),))
        assert store.alerts.count() == 1
        assert len(store.deliveries.listing()) == 1


def test_a_page_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    page = outcome()
    with open_store(tmp_path) as store:
        with pytest.raises(ZeroDivisionError):
            half_a_page(store, page)
        assert store.articles.latest(URL) is None
        assert (store.claims.count(), store.alerts.count(), store.deliveries.listing()) == (0, 0, [])
        store.record(page)
        assert store.claims.count() == 1


def test_a_version_that_is_older_or_unwell_is_not_kept(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.record(outcome("58"))
        store.record(outcome("41", version="older"))
        assert [each.text[-3:] for each in store.ledger.versions(outcome().article)] == ["58."]


def test_a_page_known_by_its_canonical_link_is_the_same_article(tmp_path: Path) -> None:
    from dataclasses import replace

    plain, amp = outcome(), outcome(url=URL + "/amp", version="edited")
    amp = replace(amp, article=replace(amp.article, canonical=URL))
    with open_store(tmp_path) as store:
        store.record(plain)
        assert store.ledger.versions(amp.article) == (plain.article,)
        store.record(amp)
        assert store.articles.count() == 1


def test_a_canonical_link_to_the_front_page_does_not_join_two_articles(tmp_path: Path) -> None:
    from dataclasses import replace

    first, second = outcome(), outcome(url="https://paper.example/other")
    with open_store(tmp_path) as store:
        for page in (first, second):
            store.record(replace(page, article=replace(page.article, canonical="https://paper.example/")))
        assert store.articles.count() == 2


def test_a_second_daemon_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with open_store(tmp_path), pytest.raises(StateError, match=r"another monitor .* works on the state") as refused:
        open_store(tmp_path)
    assert refused.value.reason == "locked"
    open_store(tmp_path).close()  # the lock went with the first


def test_a_person_writes_beside_a_running_daemon(tmp_path: Path) -> None:
    with open_store(tmp_path) as daemon, open_store(tmp_path, daemon=False) as person:
        person.notes.put("said", "yes")
        assert daemon.notes.get("said") == "yes"


def test_reading_never_begins_a_state(tmp_path: Path) -> None:
    with pytest.raises(StateError, match="no state"):
        open_store(tmp_path, read_only=True)
    assert list(tmp_path.iterdir()) == []


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def garbage(file: Path) -> None:
    file.write_bytes(b"not a database at all, but quite long. " * 200)


def garbled_in_the_middle(file: Path) -> None:
    body = bytearray(file.read_bytes())
    body[4096:] = bytes(b ^ 0x5A for b in body[4096:])
    file.write_bytes(body)


def another_program_s(file: Path) -> None:
    file.unlink()
    with sqlite3.connect(file) as db:
        db.execute("CREATE TABLE bookmarks (url TEXT)")


def without_tables(file: Path) -> None:
    with sqlite3.connect(file) as db:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            db.execute(f"DROP TABLE {name}")


def newer(file: Path) -> None:
    with sqlite3.connect(file) as db:
        db.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('claims', 'm999_x', '')")


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (emptied, "damaged"),
        (garbage, "damaged"),
        (garbled_in_the_middle, "damaged"),
        (another_program_s, "damaged"),
        (without_tables, "damaged"),
        (newer, "newer"),
    ],
)
def test_a_state_that_is_not_whole_is_refused_and_left_as_it_is(tmp_path: Path, harm, reason: str) -> None:
    with open_store(tmp_path) as store:
        store.record(outcome())
    for rest in tmp_path.glob(f"{NAME}-*"):
        rest.unlink()
    harm(tmp_path / NAME)
    before = (tmp_path / NAME).read_bytes()
    for read_only in (False, True):
        with pytest.raises(StateError) as refused:
            open_store(tmp_path, read_only=read_only)
        assert refused.value.reason == reason
        assert NAME in str(refused.value)
    assert (tmp_path / NAME).read_bytes() == before


def test_a_state_half_begun_is_begun_again(tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.new").write_bytes(b"half")
    (tmp_path / LOCK).write_text("4711\n")
    open_store(tmp_path).close()
    open_store(tmp_path).close()


@pytest.mark.parametrize("read_only", [False, True])
def test_a_state_that_was_deleted_beside_its_lock_is_said_aloud(tmp_path: Path, read_only: bool) -> None:
    for _ in range(2):  # a start more does not forget it
        open_store(tmp_path).close()
    for file in tmp_path.glob(f"{NAME}*"):
        file.unlink()
    for _ in range(2):  # nor does a start that was refused
        with pytest.raises(StateError, match=f"{NAME} is gone, but {LOCK} shows that there was one") as refused:
            open_store(tmp_path, read_only=read_only)
        assert refused.value.reason == "damaged"
    assert not (tmp_path / NAME).exists()


def test_a_state_from_before_locks_kept_word_is_known_after_one_start(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    (tmp_path / LOCK).write_text("4711\n")
    open_store(tmp_path).close()
    (tmp_path / NAME).unlink()
    with pytest.raises(StateError, match="is gone"):
        open_store(tmp_path)


def test_an_outbox_row_is_due_once_its_time_has_come_and_until_it_is_settled(tmp_path: Path) -> None:
    page = outcome()
    with open_store(tmp_path) as store:
        store.record(page, (due(page), due(page, "phone")))
        assert store.deliveries.due("desk", NOON - timedelta(seconds=1)) == ()
        (first,) = store.deliveries.due("desk", NOON)
        store.deliveries.sent(first, NOON)
        assert store.deliveries.due("desk", NOON) == ()
        assert store.deliveries.receivers() == ("phone",)


def test_a_clock_set_back_a_year_silences_no_delivery(tmp_path: Path) -> None:
    page = outcome()
    with open_store(tmp_path) as store:
        store.record(page, (due(page),))
        assert len(store.deliveries.due("desk", NOON - timedelta(days=365))) == 1
