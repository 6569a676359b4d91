"""Small facts about the state itself: when it was begun, by which config it was last run, when it last gave a sign.

notes  name -> value
"""

from __future__ import annotations

from datetime import datetime

from monitor.store.connection import Database, moment, schema, stamp

migrations = schema(
    "notes",
    m001_notes=("CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",),
)


class Notes:
    """Values by name."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, name: str) -> str | None:
        row = self._db.one("SELECT value FROM notes WHERE name = ?", (name,))
        return row["value"] if row else None

    def put(self, name: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (name, value))

    def time(self, name: str) -> datetime | None:
        return moment(self.get(name))

    def put_time(self, name: str, at: datetime) -> None:
        self.put(name, stamp(at))
