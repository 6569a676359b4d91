"""What is remembered of each source between rounds, and what hosts have asked of us.

feeds   url (as configured, without credentials) -> due, status, record (the FeedState)
robots  origin -> at, text: its robots.txt as it came; text NULL where it could not be had
holds   host -> since, until: a host that asked, by Retry-After, to be left alone
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from monitor.sources import FeedState
from monitor.store.connection import Database, moment, schema, stamp
from monitor.store.records import pack, unpack

LONGEST_HOLD = timedelta(days=8)  # a hold that ends later was written by a clock that has been set back

migrations = schema(
    "feeds",
    m001_feeds=(
        "CREATE TABLE feeds (url TEXT PRIMARY KEY, due TEXT, status TEXT NOT NULL, record BLOB NOT NULL) WITHOUT ROWID",
        "CREATE TABLE robots (origin TEXT PRIMARY KEY, at TEXT NOT NULL, text TEXT) WITHOUT ROWID",
        "CREATE TABLE holds (host TEXT PRIMARY KEY, since TEXT NOT NULL, until TEXT NOT NULL) WITHOUT ROWID",
    ),
)


class Feeds:
    """Feed states by URL, robots.txt by origin, holds by host."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def states(self) -> Mapping[str, FeedState]:
        """All that is known of every feed ever polled, by its URL."""
        rows = self._db.execute("SELECT url, record FROM feeds").fetchall()
        return {url: unpack(record, FeedState) for url, record in rows}

    def unwell(self) -> Mapping[str, FeedState]:
        """The feeds that did not answer well when they were last asked, by URL."""
        rows = self._db.execute("SELECT url, record FROM feeds WHERE status != 'ok'").fetchall()
        return {url: unpack(record, FeedState) for url, record in rows}

    def state(self, url: str) -> FeedState | None:
        """What is known of one feed."""
        row = self._db.one("SELECT record FROM feeds WHERE url = ?", (url,))
        return unpack(row["record"], FeedState) if row else None

    def keep(self, states: Iterable[FeedState]) -> None:
        """Put these states in place of what was known of their feeds."""
        self._db.many(
            "INSERT OR REPLACE INTO feeds VALUES (?, ?, ?, ?)",
            [(each.url, stamp(each.due) if each.due else None, each.status, pack(each)) for each in states],
        )

    def robots(self, origin: str) -> tuple[datetime, str | None] | None:
        """When an origin's robots.txt was asked for, and what it said."""
        row = self._db.one("SELECT at, text FROM robots WHERE origin = ?", (origin,))
        at = moment(row["at"]) if row else None
        return (at, row["text"]) if row and at else None

    def keep_robots(self, origin: str, at: datetime, text: str | None) -> None:
        self._db.many("INSERT OR REPLACE INTO robots VALUES (?, ?, ?)", [(origin, stamp(at), text)])

    def held(self, now: datetime) -> frozenset[str]:
        """The hosts that asked to be left alone for now."""
        rows = self._db.execute(
            "SELECT host FROM holds WHERE until > ? AND until < ? AND since <= ?",
            (stamp(now), stamp(now + LONGEST_HOLD), stamp(now + timedelta(minutes=5))),
        ).fetchall()
        return frozenset(host for (host,) in rows)

    def hold(self, host: str, now: datetime, until: datetime) -> None:
        """Leave a host alone until then."""
        self._db.many("INSERT OR REPLACE INTO holds VALUES (?, ?, ?)", [(host, stamp(now), stamp(until))])
