"""What stands for each figure now, and every word that a person said about it.

    standings  figure -> record (the Standing), changed
    words      id, figure, verb (confirm, reject, correct, yes, no), value, author, note, at: the person's own journal

A standing is a pure value of compare/; this room only keeps it. The baseline of a config or of seeds is handed in by
`seed`, which never touches a figure that has a standing already.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from monitor.model import Standing
from monitor.store.connection import Database, schema, stamp
from monitor.store.records import pack, unpack

migrations = schema(
    "figures",
    m001_standings=(
        "CREATE TABLE standings (figure TEXT PRIMARY KEY, record BLOB NOT NULL, changed TEXT NOT NULL) WITHOUT ROWID",
        "CREATE TABLE words (id INTEGER PRIMARY KEY, figure TEXT NOT NULL, verb TEXT NOT NULL, value TEXT NOT NULL,"
        " author TEXT NOT NULL, note TEXT NOT NULL, at TEXT NOT NULL)",
    ),
)


class Figures:
    """The desk's numbers as they stand."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def standings(self) -> Mapping[str, Standing]:
        """What stands for each figure, by its id."""
        rows = self._db.execute("SELECT figure, record FROM standings ORDER BY figure").fetchall()
        return {figure: unpack(record, Standing) for figure, record in rows}

    def standing(self, figure: str) -> Standing:
        """What stands for one figure; an empty standing where nothing does."""
        row = self._db.one("SELECT record FROM standings WHERE figure = ?", (figure,))
        return unpack(row["record"], Standing) if row else Standing(figure=figure)

    def keep(self, standings: Iterable[Standing], at: datetime) -> None:
        """Put these in place of what stood for their figures."""
        self._db.many(
            "INSERT OR REPLACE INTO standings VALUES (?, ?, ?)",
            [(each.figure, pack(each), stamp(at)) for each in standings],
        )

    def seed(self, standings: Iterable[Standing], at: datetime) -> tuple[str, ...]:
        """Baselines for figures that have nothing yet; which figures took theirs."""
        known = self.standings()
        fresh = tuple(each for each in standings if each.figure not in known)
        self.keep(fresh, at)
        return tuple(each.figure for each in fresh)

    def drop(self, figure: str) -> None:
        """Forget what stands for a figure (its claims and alerts stay)."""
        self._db.execute("DELETE FROM standings WHERE figure = ?", (figure,))

    def note_word(self, figure: str, verb: str, value: str, author: str, note: str, at: datetime) -> None:
        """Write down what a person said of a figure."""
        self._db.execute(
            "INSERT INTO words (figure, verb, value, author, note, at) VALUES (?, ?, ?, ?, ?, ?)",
            (figure, verb, value, author, note, stamp(at)),
        )

    def spoken_of(self, since: datetime) -> frozenset[str]:
        """The figures that a person spoke of since then."""
        rows = self._db.execute("SELECT DISTINCT figure FROM words WHERE at > ?", (stamp(since),)).fetchall()
        return frozenset(figure for (figure,) in rows)

    def words(self, figure: str | None = None) -> list[dict[str, Any]]:
        """The person's journal, oldest first."""
        return self._db.rows("SELECT * FROM words WHERE ? IS NULL OR figure = ? ORDER BY id", (figure, figure))
