"""The outbox: what is due to whom, what was tried, what went out, what was given up, what was withheld and why.

    deliveries  key, receiver, kind, figure, subject (fingerprint, question or notice), due, bundle, parcel,
                state (due, sent, dead, withheld), attempts, first_tried, last_tried, next_try, reason, code, detail,
                only_to (addresses still without it), created, done, record (the Delivery)

A delivery is written in the transaction of its page; its key (subject + receiver) makes that idempotent. Before
several go out as one message they are sealed under one parcel key, so that a repeat after a crash is the same message
with the same key. A row is due when its time has come, or when it was written or tried in what is now the future: a
clock that was set back must not silence anybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import msgspec

from monitor.model import Delivery, Failure, Parcel
from monitor.store.connection import Database, moment, schema, stamp

SLACK = timedelta(minutes=2)  # clocks of well-kept machines differ by less


migrations = schema(
    "deliveries",
    m001_deliveries=(
        "CREATE TABLE deliveries (key TEXT PRIMARY KEY, receiver TEXT NOT NULL, kind TEXT NOT NULL,"
        " figure TEXT NOT NULL, subject TEXT NOT NULL, due TEXT NOT NULL, bundle TEXT NOT NULL,"
        " parcel TEXT, state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, first_tried TEXT,"
        " last_tried TEXT, next_try TEXT NOT NULL,"
        " reason TEXT NOT NULL DEFAULT '', code TEXT NOT NULL DEFAULT '', detail TEXT NOT NULL DEFAULT '',"
        " only_to TEXT NOT NULL DEFAULT '[]', created TEXT NOT NULL, done TEXT, record BLOB NOT NULL)",
        "CREATE INDEX deliveries_due ON deliveries (state, next_try)",
        "CREATE INDEX deliveries_of_subject ON deliveries (subject)",
        "CREATE INDEX deliveries_of_parcel ON deliveries (parcel)",
        "CREATE INDEX deliveries_of_bundle ON deliveries (receiver, bundle, state)",
    ),
)


class Deliveries:
    """The outbox."""

    def __init__(self, db: Database) -> None:
        self._db = db

    # --- filling ---

    def put(self, deliveries: Iterable[Delivery], now: datetime) -> int:
        """Write down what is due (or withheld); how many were not there already."""
        fresh = 0
        for each in deliveries:
            row = self._db.execute(
                "INSERT OR IGNORE INTO deliveries (key, receiver, kind, figure, subject, due, bundle, state, next_try,"
                " reason, created, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    each.key,
                    each.receiver,
                    each.kind,
                    *_subject(each),
                    stamp(each.due),
                    each.group,
                    "withheld" if each.withheld else "due",
                    stamp(each.due),
                    each.withheld,
                    stamp(now),
                    msgspec.json.encode(each),
                ),
            )
            fresh += row.rowcount
        return fresh

    # --- emptying: what the courier asks ---

    def due(self, receiver: str, now: datetime, limit: int = 1000) -> tuple[Parcel, ...]:
        """Parcels that are to go out now, those that were tried least first; grouped ones are sealed first."""
        self._seal(receiver, now)
        rows = self._db.rows(
            "SELECT coalesce(parcel, key) AS parcel, receiver, record, attempts, first_tried, only_to FROM deliveries"  # noqa: S608
            f" WHERE receiver = ? AND state = 'due' AND ({_IS_DUE}) ORDER BY attempts, rowid LIMIT ?",
            (receiver, *_times(now), limit),
        )
        parcels: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            parcels.setdefault(row["parcel"], []).append(row)
        return tuple(_parcel(key, members) for key, members in parcels.items())

    def receivers(self) -> tuple[str, ...]:
        """The receivers that something is due to, now or later."""
        rows = self._db.execute("SELECT DISTINCT receiver FROM deliveries WHERE state = 'due' ORDER BY receiver")
        return tuple(name for (name,) in rows.fetchall())

    def next_due(self, receiver: str) -> datetime | None:
        """When the next delivery to a receiver is to be tried; None if nothing is due to it."""
        row = self._db.one(
            "SELECT min(next_try) AS next FROM deliveries WHERE state = 'due' AND receiver = ?", (receiver,)
        )
        return moment(row["next"]) if row else None

    def sent(self, parcel: Parcel, at: datetime, said: str = "") -> None:
        """The receiver has it, and answered so."""
        self._settle(parcel, "sent", at, Failure(reason="", detail=said), "")

    def put_off(
        self,
        parcel: Parcel,
        at: datetime,
        until: datetime,
        failure: Failure,
        code: str = "",
        only: tuple[str, ...] = (),
    ) -> None:
        """Tried in vain: to be tried again then; `only` by these addresses, where the others have it."""
        self._db.execute(
            "UPDATE deliveries SET attempts = attempts + 1, first_tried = coalesce(first_tried, ?), last_tried = ?,"  # noqa: S608
            f" next_try = ?, reason = ?, code = ?, detail = ?, only_to = ? WHERE state = 'due' AND {_OF_PARCEL}",
            (
                stamp(at),
                stamp(at),
                stamp(until),
                failure.reason,
                code,
                failure.detail,
                msgspec.json.encode(only or parcel.only).decode(),
                parcel.key,
                parcel.key,
            ),
        )

    def wait(self, receiver: str, until: datetime) -> None:
        """All that is due to a receiver that is down or asked for a pause waits, without having been tried."""
        self._db.execute(
            "UPDATE deliveries SET next_try = ? WHERE state = 'due' AND receiver = ? AND next_try < ?",
            (stamp(until), receiver, stamp(until)),
        )

    def give_up(self, parcel: Parcel, at: datetime, failure: Failure, code: str = "") -> None:
        """It will never arrive: a dead letter, listed until a person sends it again or lets it be."""
        self._settle(parcel, "dead", at, failure, code)

    # --- a person's hands ---

    def resend(self, key: str | None, now: datetime) -> int:
        """Dead letters (one by its key, or all) become due again as new attempts; how many."""
        return self._db.execute(
            "UPDATE deliveries SET state = 'due', attempts = 0, first_tried = NULL, next_try = ?, done = NULL"
            " WHERE state = 'dead' AND (? IS NULL OR key = ? OR parcel = ?)",
            (stamp(now), key, key, key),
        ).rowcount

    def withhold(self, subject: str, reason: str, at: datetime) -> int:
        """What is still due about an alert or question is not sent any more; how many rows."""
        return self._db.execute(
            "UPDATE deliveries SET state = 'withheld', reason = ?, done = ? WHERE state = 'due' AND subject = ?",
            (reason, stamp(at), subject),
        ).rowcount

    # --- reading ---

    def of_subject(self, subject: str) -> list[Delivery]:
        """Deliveries about an alert that were sent, or may have been: their receivers are owed a retraction."""
        rows = self._db.rows(
            "SELECT record FROM deliveries WHERE subject = ? AND kind = 'alert'"
            " AND (state = 'sent' OR (state IN ('due', 'dead') AND attempts > 0)) ORDER BY rowid",
            (subject,),
        )
        return [msgspec.json.decode(row["record"], type=Delivery) for row in rows]

    def listing(self, state: str | None = None, limit: int = 1000) -> list[dict[str, Any]]:
        """Rows of the outbox, newest first: all columns but the record."""
        return self._db.rows(
            "SELECT key, receiver, kind, figure, subject, due, bundle, parcel, state, attempts, first_tried,"
            " last_tried, next_try, reason, code, detail, created, done FROM deliveries WHERE ? IS NULL OR state = ?"
            " ORDER BY rowid DESC LIMIT ?",
            (state, state, limit),
        )

    def counts(self) -> dict[tuple[str, str], int]:
        """How many deliveries are in each state, by (receiver, state)."""
        rows = self._db.execute("SELECT receiver, state, count(*) FROM deliveries GROUP BY receiver, state").fetchall()
        return {(receiver, state): number for receiver, state, number in rows}

    def forget(self, before: datetime) -> int:
        """Drop what was settled before then; how many rows."""
        return self._db.execute(
            "DELETE FROM deliveries WHERE state IN ('sent', 'withheld') AND coalesce(done, created) < ?",
            (stamp(before),),
        ).rowcount

    # --- inside ---

    def _seal(self, receiver: str, now: datetime) -> None:
        with self._db.whole():
            groups = self._db.rows(
                "SELECT receiver, bundle, min(rowid) AS first FROM deliveries WHERE state = 'due' AND bundle <> ''"  # noqa: S608
                f" AND parcel IS NULL AND ({_IS_DUE}) GROUP BY receiver, bundle",
                _times(now),
            )
            for group in groups:
                self._db.execute(
                    "UPDATE deliveries SET parcel = (SELECT key FROM deliveries WHERE rowid = ?), next_try = ?"
                    " WHERE state = 'due' AND receiver = ? AND bundle = ? AND parcel IS NULL",
                    (group["first"], stamp(now), receiver, group["bundle"]),
                )

    def _settle(self, parcel: Parcel, state: str, at: datetime, failure: Failure, code: str) -> None:
        self._db.execute(
            "UPDATE deliveries SET state = ?, attempts = attempts + 1, first_tried = coalesce(first_tried, ?),"  # noqa: S608
            " last_tried = ?, done = ?, reason = ?, code = ?, detail = ?"
            f" WHERE state = 'due' AND {_OF_PARCEL}",
            (state, stamp(at), stamp(at), stamp(at), failure.reason, code, failure.detail, parcel.key, parcel.key),
        )


_IS_DUE = "next_try <= ? OR last_tried > ? OR (last_tried IS NULL AND created > ?)"
_OF_PARCEL = "(parcel = ? OR (parcel IS NULL AND key = ?))"


def _times(now: datetime) -> tuple[str, str, str]:
    return stamp(now), stamp(now + SLACK), stamp(now + SLACK)


def _subject(delivery: Delivery) -> tuple[str, str]:
    """The figure and the id of what a delivery is about."""
    if delivery.alert:
        return delivery.alert.figure, delivery.alert.fingerprint
    if delivery.question:
        return delivery.question.figure, delivery.question.id
    return "", delivery.notice.id if delivery.notice else ""


def _parcel(key: str, members: list[dict[str, Any]]) -> Parcel:
    return Parcel(
        key=key,
        receiver=members[0]["receiver"],
        deliveries=tuple(msgspec.json.decode(row["record"], type=Delivery) for row in members),
        attempts=max(row["attempts"] for row in members),
        first_tried=moment(members[0]["first_tried"]),
        only=msgspec.json.decode(members[0]["only_to"], type=tuple[str, ...]),
    )
