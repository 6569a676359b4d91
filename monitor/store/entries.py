"""The state of each of our entries."""

from __future__ import annotations

from monitor.store.connection import Database, schema

migrations = schema("entries")


class Entries:
    """Their part of the store."""

    def __init__(self, db: Database) -> None:
        self._db = db
