"""How much of everything there is: one look at all tables, for metrics, the doctor and a day's summary.

Law of this room: it only reads, and counts what is written down, so that a restart loses no count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.store.connection import Database, moment, stamp

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Counts by their kind; `lags` are seconds from an article's own time to its alert, over the last day."""

    feeds: Mapping[str, int]
    failures: Mapping[str, int]
    entries: Mapping[str, int]
    articles: int
    versions: int
    claims: int
    changes: Mapping[str, int]
    alerts: Mapping[str, int]
    questions: int
    deliveries: Mapping[tuple[str, str], int]
    lags: tuple[float, ...]
    oldest_due: datetime | None


def tally(db: Database, now: datetime) -> Tally:
    """Count everything."""
    return Tally(
        feeds=_by(db, "SELECT status, count(*) FROM feeds GROUP BY status"),
        failures=_by(
            db, "SELECT json_extract(record, '$.reason'), count(*) FROM feeds WHERE status <> 'ok' GROUP BY 1"
        ),
        entries=_by(db, "SELECT status, count(*) FROM entries GROUP BY status"),
        articles=_count(db, "articles"),
        versions=_count(db, "versions"),
        claims=_count(db, "claims"),
        changes=_by(db, "SELECT coalesce(kind, 'none'), count(*) FROM changes GROUP BY kind"),
        alerts=_by(db, "SELECT kind, count(*) FROM alerts GROUP BY kind"),
        questions=int(db.execute("SELECT count(*) FROM questions WHERE answer IS NULL").fetchone()[0]),
        deliveries={
            (receiver, state): number
            for receiver, state, number in db.execute(
                "SELECT receiver, state, count(*) FROM deliveries GROUP BY receiver, state"
            ).fetchall()
        },
        lags=_lags(db, now),
        oldest_due=moment(
            db.execute("SELECT min(due) FROM deliveries WHERE state = 'due' AND due <= ?", (stamp(now),)).fetchone()[0]
        ),
    )


def _by(db: Database, sql: str) -> dict[str, int]:
    return {str(name): int(number) for name, number in db.execute(sql).fetchall()}


def _count(db: Database, table: str) -> int:
    return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608  (our own names)


def _lags(db: Database, now: datetime) -> tuple[float, ...]:
    rows = db.execute("SELECT at, recorded FROM alerts WHERE recorded > ?", (stamp(now - DAY),)).fetchall()
    pairs = ((moment(at), moment(recorded)) for at, recorded in rows)
    return tuple(max(0.0, (later - sooner).total_seconds()) for sooner, later in pairs if sooner and later)
