"""Silences that the desk set by command; those of the config stand beside them and are not kept here.

silences  id, record (the Silence), until, ended (when a person lifted it)
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime

from monitor.routing import Silence
from monitor.store.connection import Database, schema, stamp
from monitor.store.records import pack, unpack

migrations = schema(
    "silences",
    m001_silences=(
        "CREATE TABLE silences (id TEXT PRIMARY KEY, record BLOB NOT NULL, until TEXT NOT NULL, ended TEXT)",
    ),
)


class Silences:
    """Who is not to be told what, until when, and why."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, silence: Silence) -> Silence:
        """Write down a silence; it comes back with its id."""
        named = replace(silence, id=secrets.token_hex(3))
        self._db.execute(
            "INSERT INTO silences (id, record, until) VALUES (?, ?, ?)",
            (named.id, pack(named), stamp(named.until)),
        )
        return named

    def running(self, now: datetime) -> tuple[Silence, ...]:
        """Silences that are neither over nor lifted, soonest to end first."""
        rows = self._db.rows(
            "SELECT record FROM silences WHERE until > ? AND ended IS NULL ORDER BY until, id", (stamp(now),)
        )
        return tuple(unpack(row["record"], Silence) for row in rows)

    def lift(self, name: str, now: datetime) -> bool:
        """End a silence before its time; False if there is no such one running."""
        return (
            self._db.execute(
                "UPDATE silences SET ended = ? WHERE id = ? AND ended IS NULL AND until > ?",
                (stamp(now), name, stamp(now)),
            ).rowcount
            > 0
        )
