"""The state of each of our feeds."""

from __future__ import annotations

from monitor.store.connection import Database, schema

migrations = schema("feeds")


class Feeds:
    """Their part of the store."""

    def __init__(self, db: Database) -> None:
        self._db = db
