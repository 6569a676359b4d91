"""Alerts and questions: what somebody must hear, once, and what somebody is asked.

    alerts     fingerprint, figure, kind, at, recorded, source, record (the Alert), acknowledged, retracted
    questions  id, figure, at, recorded, source, record (the Question), answer (yes, no, None: open), answered, author,
               posted (when it was put into the outbox)

The fingerprint is the key: news that is met again is the alert that is there already.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from monitor.model import Alert, Question
from monitor.store.connection import Database, schema, stamp
from monitor.store.records import pack, unpack

migrations = schema(
    "alerts",
    m001_alerts=(
        "CREATE TABLE alerts (fingerprint TEXT PRIMARY KEY, figure TEXT NOT NULL, kind TEXT NOT NULL, at TEXT NOT NULL,"
        " recorded TEXT NOT NULL, source TEXT, record BLOB NOT NULL, acknowledged TEXT, retracted TEXT)",
        "CREATE INDEX alerts_of_figure ON alerts (figure, recorded)",
        "CREATE INDEX alerts_by_time ON alerts (recorded)",
        "CREATE TABLE questions (id TEXT PRIMARY KEY, figure TEXT NOT NULL, at TEXT NOT NULL, recorded TEXT NOT NULL,"
        " source TEXT, record BLOB NOT NULL, answer TEXT, answered TEXT, author TEXT)",
        "CREATE INDEX questions_open ON questions (answer, recorded)",
    ),
    m002_posted=("ALTER TABLE questions ADD COLUMN posted TEXT",),
)


class Alerts:
    """What was found to be news."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def keep(self, alerts: Iterable[Alert], source: str | None, recorded: datetime) -> tuple[Alert, ...]:
        """Write down alerts; those that were not there already."""
        fresh = []
        for each in alerts:
            row = self._db.execute(
                "INSERT OR IGNORE INTO alerts (fingerprint, figure, kind, at, recorded, source, record)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    each.fingerprint,
                    each.figure,
                    each.kind,
                    stamp(each.at),
                    stamp(recorded),
                    source,
                    pack(each),
                ),
            )
            if row.rowcount:
                fresh.append(each)
        return tuple(fresh)

    def get(self, fingerprint: str) -> Alert | None:
        row = self._db.one("SELECT record FROM alerts WHERE fingerprint = ?", (fingerprint,))
        return unpack(row["record"], Alert) if row else None

    def newest(self, figure: str | None = None, limit: int = 1000) -> list[tuple[Alert, dict[str, Any]]]:
        """Alerts, newest first, each with recorded, source, acknowledged, retracted."""
        rows = self._db.rows(
            "SELECT record, recorded, source, acknowledged, retracted FROM alerts WHERE ? IS NULL OR figure = ?"
            " ORDER BY recorded DESC, rowid DESC LIMIT ?",
            (figure, figure, limit),
        )
        return [(unpack(row.pop("record"), Alert), row) for row in rows]

    def since(self, at: datetime, figures: Iterable[str]) -> tuple[Alert, ...]:
        """Alerts of these figures recorded since then that nobody withdrew, oldest first."""
        names = list(figures)
        rows = self._db.rows(
            "SELECT record FROM alerts WHERE recorded >= ? AND retracted IS NULL"  # noqa: S608
            f" AND figure IN ({', '.join('?' * len(names))}) ORDER BY recorded, rowid",
            [stamp(at), *names],
        )
        return tuple(unpack(row["record"], Alert) for row in rows)

    def acknowledge(self, fingerprint: str, at: datetime) -> bool:
        """A person has seen it: nothing more goes out about it. False if there is no such alert."""
        return self._mark("acknowledged", fingerprint, at)

    def retract(self, fingerprint: str, at: datetime) -> bool:
        """A person said that it was wrong. False if there is no such alert."""
        return self._mark("retracted", fingerprint, at)

    def count(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM alerts").fetchone()[0])

    def _mark(self, column: str, fingerprint: str, at: datetime) -> bool:
        return (
            self._db.execute(
                f"UPDATE alerts SET {column} = coalesce({column}, ?) WHERE fingerprint = ?",  # noqa: S608
                (stamp(at), fingerprint),
            ).rowcount
            > 0
        )


class Questions:
    """What a person is asked."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def keep(self, questions: Iterable[Question], source: str | None, recorded: datetime) -> tuple[Question, ...]:
        """Write down questions; those that were not asked already."""
        fresh = []
        for each in questions:
            row = self._db.execute(
                "INSERT OR IGNORE INTO questions (id, figure, at, recorded, source, record) VALUES (?, ?, ?, ?, ?, ?)",
                (each.id, each.figure, stamp(each.alert.at), stamp(recorded), source, pack(each)),
            )
            if row.rowcount:
                fresh.append(each)
        return tuple(fresh)

    def get(self, name: str) -> tuple[Question, dict[str, Any]] | None:
        """A question by its id (or by the only id that begins so), with recorded, source, answer, answered, author."""
        rows = self._db.rows(
            "SELECT * FROM questions WHERE id = ? OR substr(id, 1, ?) = ? ORDER BY id = ? DESC LIMIT 2",
            (name, max(len(name), 4), name, name),
        )
        if not rows or (len(rows) > 1 and rows[0]["id"] != name):
            return None
        return unpack(rows[0].pop("record"), Question), rows[0]

    def open(self, figure: str | None = None) -> tuple[Question, ...]:
        """Questions that nobody has answered, oldest first."""
        rows = self._db.rows(
            "SELECT record FROM questions WHERE answer IS NULL AND (? IS NULL OR figure = ?) ORDER BY recorded, id",
            (figure, figure),
        )
        return tuple(unpack(row["record"], Question) for row in rows)

    def unposted(self) -> tuple[Question, ...]:
        """Open questions that nobody was sent yet, oldest first."""
        rows = self._db.rows(
            "SELECT record FROM questions WHERE answer IS NULL AND posted IS NULL ORDER BY recorded, id"
        )
        return tuple(unpack(row["record"], Question) for row in rows)

    def posted(self, questions: Iterable[Question], at: datetime) -> None:
        """These are in the outbox now."""
        self._db.many("UPDATE questions SET posted = ? WHERE id = ?", [(stamp(at), each.id) for each in questions])

    def answer(self, name: str, answer: str, author: str, at: datetime) -> bool:
        """Write down an answer; False if there is no such question or it was answered before."""
        return (
            self._db.execute(
                "UPDATE questions SET answer = ?, author = ?, answered = ? WHERE id = ? AND answer IS NULL",
                (answer, author, stamp(at), name),
            ).rowcount
            > 0
        )

    def count(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM questions WHERE answer IS NULL").fetchone()[0])
