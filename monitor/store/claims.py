"""Every number that an article gave as a figure's value, and what each comparison found: the history of a figure.

    claims   id, version (of the article, None if forgotten), figure, role, low, high, bound, step, quote, mark,
             source (who says so), score, outlet, url, title, at, recorded, record (the Claim)
    changes  id, claim, figure, kind (None: nothing due), reason, old, new, at, recorded

Numbers are kept as text, because SQLite's own would round them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from monitor.model import Alert, Claim, Outcome, Value
from monitor.store.connection import Database, schema, stamp
from monitor.store.records import pack, unpack

migrations = schema(
    "claims",
    m001_claims=(
        "CREATE TABLE claims (id INTEGER PRIMARY KEY, version INTEGER REFERENCES versions ON DELETE SET NULL,"
        " figure TEXT NOT NULL, role TEXT NOT NULL, low TEXT, high TEXT, bound TEXT NOT NULL, quote TEXT NOT NULL,"
        " said_by TEXT NOT NULL, score REAL NOT NULL, outlet TEXT NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL,"
        " at TEXT NOT NULL, recorded TEXT NOT NULL, record BLOB NOT NULL)",
        "CREATE INDEX claims_of_figure ON claims (figure, at)",
        "CREATE INDEX claims_of_version ON claims (version)",
        "CREATE TABLE changes (id INTEGER PRIMARY KEY, claim INTEGER REFERENCES claims ON DELETE CASCADE,"
        " figure TEXT NOT NULL, kind TEXT, reason TEXT NOT NULL, old TEXT, new TEXT NOT NULL, at TEXT NOT NULL,"
        " recorded TEXT NOT NULL)",
        "CREATE INDEX changes_of_figure ON changes (figure, at)",
        "CREATE INDEX changes_of_claim ON changes (claim)",
    ),
)


class Claims:
    """The history of every figure."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def keep(self, outcome: Outcome, version: int | None, recorded: datetime) -> None:
        """Write down the claims of one page and what came of comparing them."""
        article = outcome.article
        at = stamp(article.modified or article.published or article.fetched)
        ids: dict[object, int | None] = {}
        for claim in outcome.claims:
            row = self._db.execute(
                "INSERT INTO claims (version, figure, role, low, high, bound, quote, said_by, score, outlet, url,"
                " title, at, recorded, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    version,
                    *_columns(claim),
                    article.outlet,
                    article.url,
                    article.title,
                    at,
                    stamp(recorded),
                    pack(claim),
                ),
            )
            ids[_same(claim)] = row.lastrowid
        self._db.many(
            "INSERT INTO changes (claim, figure, kind, reason, old, new, at, recorded) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    ids.get(_same(change.claim)),
                    change.figure,
                    change.kind,
                    change.reason,
                    _text(change.old),
                    _text(change.new),
                    at,
                    stamp(recorded),
                )
                for change in outcome.changes
            ],
        )

    def carried_by(self, alert: Alert) -> int:
        """How many outlets gave the alert's figure just this value as its current one, since a day before the alert."""
        row = self._db.execute(
            "SELECT count(DISTINCT outlet) FROM claims WHERE figure = ? AND role = 'current' AND low IS ? AND high IS ?"
            " AND at >= ?",
            (alert.figure, _number(alert.new.low), _number(alert.new.high), stamp(alert.at - timedelta(days=1))),
        ).fetchone()
        return int(row[0])

    def count(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM claims").fetchone()[0])

    def of_version(self, version: int) -> tuple[Claim, ...]:
        """The claims that were made when a version was read."""
        rows = self._db.execute("SELECT record FROM claims WHERE version = ? ORDER BY id", (version,)).fetchall()
        return tuple(unpack(record, Claim) for (record,) in rows)

    def records(self, figure: str) -> Iterator[Claim]:
        """All claims on a figure as they were made, oldest first."""
        for row in self._db.rows("SELECT record FROM claims WHERE figure = ? ORDER BY id", (figure,)):
            yield unpack(row["record"], Claim)

    def forget(self, before: datetime) -> int:
        """Drop the claims recorded before then; how many went."""
        return self._db.execute("DELETE FROM claims WHERE recorded < ?", (stamp(before),)).rowcount


def _same(claim: Claim) -> object:
    """What makes two records one claim, also where compare/ gave it another score."""
    return claim.figure, claim.role, claim.value.low, claim.value.high, claim.block, claim.mark


def _columns(claim: Claim) -> tuple[object, ...]:
    said_by = claim.attribution.source if claim.attribution else ""
    low, high = _number(claim.value.low), _number(claim.value.high)
    return claim.figure, claim.role, low, high, claim.value.bound, claim.quote, said_by, claim.score


def _number(number: Decimal | None) -> str | None:
    """A number as text: "6000" however it was written, so that equal numbers are equal text."""
    return None if number is None else f"{number.normalize():f}"


def _text(value: Value | None) -> str | None:
    return None if value is None else pack(value).decode()
