"""What we know, in one SQLite file: nothing lost, nothing doubled. The only room that speaks SQL.

    with open_store(folder) as store:
        with store.atomic():                                    # one transaction a page:
            outcome = walk(page, watchlist, store.ledger)       # what is read inside still holds at the end
            store.record(outcome, plan(outcome.alerts, ...))    # article, claims, changes, alerts, due deliveries

Each part (feeds, entries, articles, claims, figures, alerts, questions, deliveries, silences, notes) is one file with
its own tables, drawn in its docstring, and its own set of migrations. A store is used by one thread at a time; whoever
else wants to read opens another with `read_only=True`, and a person's command that must write beside a running daemon
opens one with `daemon=False`: SQLite's own lock then takes turns between short transactions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Self

from monitor.errors import StateError
from monitor.failpoints import failpoint
from monitor.model import Article, Delivery, Outcome, SiteMemory, Standing
from monitor.routing import Past
from monitor.store import alerts, articles, claims, connection, deliveries, entries, feeds, figures, notes, silences
from monitor.store.alerts import Alerts, Questions
from monitor.store.articles import Articles
from monitor.store.claims import Claims
from monitor.store.connection import Database
from monitor.store.deliveries import Deliveries
from monitor.store.entries import Entries
from monitor.store.feeds import Feeds
from monitor.store.figures import Figures
from monitor.store.notes import Notes
from monitor.store.silences import Silences

PARTS = (notes, feeds, entries, articles, claims, figures, alerts, deliveries, silences)
SETS = tuple(part.migrations for part in PARTS)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreLedger:
    """The past as the corridor asks for it: `monitor.pipeline.Ledger`, answered from the tables.

    Answers only; whoever wants the answers to hold until they are acted on asks inside `Store.atomic()`.
    """

    articles: Articles
    figures: Figures

    def memory(self, host: str) -> SiteMemory:
        return self.articles.memory(host)

    def versions(self, article: Article) -> tuple[Article, ...]:
        return self.articles.versions(article)

    def copies(self, article: Article) -> tuple[Article, ...]:
        return self.articles.copies(article)

    def standings(self) -> Mapping[str, Standing]:
        return self.figures.standings()


@dataclass(slots=True, kw_only=True)
class Store:
    """An open state; its parts are the verbs of each table."""

    folder: Path
    db: Database
    lock: IO[str] | None = None
    feeds: Feeds = field(init=False)
    entries: Entries = field(init=False)
    articles: Articles = field(init=False)
    claims: Claims = field(init=False)
    figures: Figures = field(init=False)
    alerts: Alerts = field(init=False)
    questions: Questions = field(init=False)
    deliveries: Deliveries = field(init=False)
    silences: Silences = field(init=False)
    notes: Notes = field(init=False)
    ledger: StoreLedger = field(init=False)

    def __post_init__(self) -> None:
        self.feeds = Feeds(self.db)
        self.entries = Entries(self.db)
        self.articles = Articles(self.db)
        self.claims = Claims(self.db)
        self.figures = Figures(self.db)
        self.alerts = Alerts(self.db)
        self.questions = Questions(self.db)
        self.deliveries = Deliveries(self.db, carried_by=self.claims.carried_by)
        self.silences = Silences(self.db)
        self.notes = Notes(self.db)
        self.ledger = StoreLedger(articles=self.articles, figures=self.figures)

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """All writes inside are kept or none; what is read inside still holds at the end."""
        with self.db.whole():
            yield

    def record(self, outcome: Outcome, deliveries: tuple[Delivery, ...] = (), *, source: str | None = None) -> None:
        """Keep all that one page yielded, or nothing of it; met again it adds nothing.

        A figure that a person spoke of while the page was being read stands as the person said.
        """
        at = outcome.page.fetched
        with self.atomic():
            version = self.articles.keep(outcome, source)
            self.claims.keep(outcome, version, at)
            spoken = self.figures.spoken_of(at)
            self.figures.keep((each for each in outcome.standings if each.figure not in spoken), at)
            self.alerts.keep(outcome.alerts, source, at)
            self.questions.keep(outcome.questions, source, at)
            self.deliveries.put(deliveries, at)
            self.deliveries.release({claim.figure for claim in outcome.claims}, at)
            failpoint("record.inside")

    def past(self, now: datetime, figures: Iterable[str] = ()) -> Past:
        """What a policy is told of the past, also of these figures' alerts (see monitor/deliver/policy.py)."""
        waiting, last = self.deliveries.groups(now)
        recent, silences = self.alerts.since(now - DAY, figures), self.silences.running(now)
        return Past(waiting=waiting, last=last, recent=recent, silences=silences)

    def written_elsewhere(self) -> int:
        """A number that changes when somebody else (a person's command, the board) has written to the state."""
        return int(self.db.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        """Close the file and let go of the lock."""
        self.db.conn.close()
        if self.lock:
            self.lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_store(folder: Path, *, read_only: bool = False, daemon: bool = True) -> Store:
    """The state in `folder`, begun there if there is none.

    Takes the lock that only one daemon can hold, unless `read_only` (which also never begins a state) or not `daemon`
    (a person's short command). Raises `StateError`, and leaves the file as it is, where the state is locked, damaged,
    emptied, read-only or of a newer version.
    """
    file = folder / connection.NAME
    if not read_only:
        return _open_writable(folder, file, daemon)
    if not file.exists():
        _refuse_vanished(folder)
        raise StateError(f"there is no state in {folder}: `monitor poll` or `monitor run` begins one", reason="none")
    db = connection.connect(file, SETS, read_only=True)
    if connection.is_older(db, SETS):
        db.conn.close()
        _open_writable(folder, file, daemon=False).close()
        db = connection.connect(file, SETS, read_only=True)
    return Store(folder=folder, db=db)


def _open_writable(folder: Path, file: Path, daemon: bool) -> Store:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StateError(f"the state folder {folder} cannot be made ({error.strerror})", reason="read-only") from error
    lock = connection.take_lock(folder) if daemon or not file.exists() else None
    try:
        if not file.exists():
            _refuse_vanished(folder)
            connection.begin(folder, SETS)
        db = connection.connect(file, SETS)
        if lock:
            connection.note_begun(folder, lock)
        if connection.is_older(db, SETS):
            lock = lock or connection.take_lock(folder)
            connection.upgrade(db, SETS)
        if lock and not daemon:
            lock = lock.close()
    except BaseException:
        if lock:
            lock.close()
        raise
    return Store(folder=folder, db=db, lock=lock)


def _refuse_vanished(folder: Path) -> None:
    """A database gone from beside a log or lock that knew it was lost, not never there."""
    log = folder / f"{connection.NAME}-wal"
    left = log.name if log.exists() and log.stat().st_size else connection.LOCK if connection.was_begun(folder) else ""
    if left:
        raise StateError(
            f"the state {folder / connection.NAME} is gone, but {left} shows that there was one: restore a copy "
            "(see `monitor backup`), or move the whole folder away to start anew",
            reason="damaged",
        )
