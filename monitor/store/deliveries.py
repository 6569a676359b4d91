"""The outbox: what is due to whom, what was tried, what went out, what was given up, what was withheld and why.

    deliveries  key, receiver, kind, figure, subject (fingerprint, question or notice), due, bundle, parcel,
                state (due, waiting for outlets, sent, dead, withheld), attempts, first_tried, last_tried, next_try,
                reason, code, detail, only_to (addresses still without it), created, done, record (the Delivery)

A delivery is written in the transaction of its page; its key (subject + receiver) makes that idempotent. Before
several go out as one message they are sealed under one parcel key, so that a repeat after a crash is the same message
with the same key. A reminder has the key of what it repeats and "~" with its number. A row is due when its time has
come, or when it was written or tried in what is now the future: a clock that was set back must not silence anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from monitor.model import Alert, Delivery, Failure, Parcel
from monitor.store.connection import Database, moment, schema, stamp
from monitor.store.records import pack, unpack

WEEK = timedelta(days=7)
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

    def __init__(self, db: Database, carried_by: Callable[[Alert], int]) -> None:
        self._db, self._carried_by = db, carried_by

    # --- filling ---

    def put(self, deliveries: Iterable[Delivery], now: datetime) -> int:
        """Write down what is due (or withheld); how many were not there already."""
        fresh = 0
        for each in deliveries:
            self._overtake(each, now)
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
                    _first_state(each),
                    stamp(each.due),
                    each.withheld,
                    stamp(now),
                    pack(each),
                ),
            )
            fresh += row.rowcount
        return fresh

    def release(self, figures: Iterable[str], now: datetime) -> int:
        """Deliveries that waited for more outlets, and have them now, become due; how many."""
        names = list(figures)
        rows = self._db.rows(
            "SELECT key, record FROM deliveries WHERE state = 'waiting'"  # noqa: S608
            f" AND figure IN ({', '.join('?' * len(names))})",
            names,
        )
        freed = 0
        for row in rows:
            each = unpack(row["record"], Delivery)
            if each.alert and self._carried_by(each.alert) >= each.outlets:
                due = stamp(max(each.due, now))
                self._db.execute("UPDATE deliveries SET state = 'due', next_try = ? WHERE key = ?", (due, row["key"]))
                freed += 1
        return freed

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
        return tuple(self._parcel(key, members) for key, members in parcels.items())

    def receivers(self) -> tuple[str, ...]:
        """The receivers that something is due to, now or later."""
        rows = self._db.execute("SELECT DISTINCT receiver FROM deliveries WHERE state = 'due' ORDER BY receiver")
        return tuple(name for (name,) in rows.fetchall())

    def sent(self, parcel: Parcel, at: datetime, said: str = "") -> None:
        """The receiver has it, and answered so."""
        with self._db.whole():
            self._settle(parcel, "sent", at, Failure(reason="", detail=said), "")
            for each in parcel.deliveries:
                if each.repeat:
                    self.put([_reminder(each, at + each.repeat)], at)

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
                pack(only or parcel.only).decode(),
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
        """Dead letters (those whose key begins so, or all) become due again as new attempts; how many."""
        return self._db.execute(
            "UPDATE deliveries SET state = 'due', attempts = 0, first_tried = NULL, next_try = ?, done = NULL"
            " WHERE state = 'dead' AND (substr(key, 1, length(?)) = ? OR substr(parcel, 1, length(?)) = ?)",
            (stamp(now), *[key or ""] * 4),
        ).rowcount

    def withhold(self, subject: str, reason: str, at: datetime) -> int:
        """What is still due about an alert or question is not sent any more; how many rows."""
        return self._db.execute(
            "UPDATE deliveries SET state = 'withheld', reason = ?, done = ?"
            " WHERE state IN ('due', 'waiting') AND subject = ?",
            (reason, stamp(at), subject),
        ).rowcount

    # --- reading ---

    def groups(self, now: datetime) -> tuple[dict[tuple[str, str], datetime], dict[tuple[str, str], datetime]]:
        """By (receiver, group): when the message that waits is due, and when the last one of the week was."""
        waiting = self._db.execute(
            "SELECT receiver, bundle, min(next_try) FROM deliveries WHERE state = 'due' AND bundle <> ''"
            " AND parcel IS NULL GROUP BY receiver, bundle"
        ).fetchall()
        last = self._db.execute(
            "SELECT receiver, bundle, max(done) FROM deliveries WHERE state = 'sent' AND bundle <> ''"
            " AND done > ? AND done <= ? GROUP BY receiver, bundle",
            (stamp(now - WEEK), stamp(now + SLACK)),
        ).fetchall()
        return _moments(waiting), _moments(last)

    def of_subject(self, subject: str) -> list[Delivery]:
        """Deliveries about an alert that were sent, or may have been: their receivers are owed a retraction."""
        rows = self._db.rows(
            "SELECT record FROM deliveries WHERE subject = ? AND kind = 'alert'"
            " AND (state = 'sent' OR (state IN ('due', 'dead') AND attempts > 0)) ORDER BY rowid",
            (subject,),
        )
        return [unpack(row["record"], Delivery) for row in rows]

    def last_sent(self) -> datetime | None:
        """When a receiver last took anything."""
        return moment(self._db.execute("SELECT max(done) FROM deliveries WHERE state = 'sent'").fetchone()[0])

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

    def _overtake(self, new: Delivery, now: datetime) -> None:
        """A newer alert of a figure ends the reminders of the older ones, and their wait for more outlets."""
        if new.kind == "alert" and new.alert and not new.withheld and "~" not in new.key:
            self._db.execute(
                "UPDATE deliveries SET state = 'withheld', reason = 'overtaken by newer news', done = ?"
                " WHERE receiver = ? AND figure = ? AND subject <> ?"
                " AND (state = 'waiting' OR (state = 'due' AND instr(key, '~')))",
                (stamp(now), new.receiver, new.alert.figure, new.alert.fingerprint),
            )

    def _parcel(self, key: str, members: list[dict[str, Any]]) -> Parcel:
        deliveries = [unpack(row["record"], Delivery) for row in members]
        return Parcel(
            key=key,
            receiver=members[0]["receiver"],
            deliveries=tuple(self._counted(each) for each in deliveries),
            attempts=max(row["attempts"] for row in members),
            first_tried=moment(members[0]["first_tried"]),
            only=unpack(members[0]["only_to"], tuple[str, ...]),
        )

    def _counted(self, each: Delivery) -> Delivery:
        """The delivery with the number of outlets that carry its value by now."""
        if not each.alert:
            return each
        outlets = max(each.alert.outlets, self._carried_by(each.alert))
        return replace(each, alert=replace(each.alert, outlets=outlets))

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
            # Also a promise that the outbox can be written: on a full disk nothing is sent that could not be marked.
            self._db.execute(
                "UPDATE deliveries SET parcel = coalesce(parcel, key)"  # noqa: S608
                f" WHERE receiver = ? AND state = 'due' AND ({_IS_DUE})",
                (receiver, *_times(now)),
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


def _first_state(delivery: Delivery) -> str:
    if delivery.withheld:
        return "withheld"
    enough = not delivery.alert or delivery.alert.outlets >= delivery.outlets
    return "due" if enough else "waiting"


def _reminder(of: Delivery, due: datetime) -> Delivery:
    """The same delivery once more, under a key of its own."""
    key, _, number = of.key.partition("~")
    return replace(of, key=f"{key}~{int(number or 1) + 1}", due=due, group="")


def _moments(rows: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str], datetime]:
    return {(receiver, group): at for receiver, group, text in rows if (at := moment(text))}
