"""What feeds brought, and how far each entry's page has been read.

    entries  id, feed, guid, record (the Entry), seen, intake, then the state of its page: status, reason, detail,
             attempts, reads, tried, due, validators, digest; copy_of: another entry that is the same article
    names    name -> entry: all addresses that an entry goes by, or its key within its feed where it has no link

status: waiting (its page is still to be had) · read · feed (the feed's own words must do; reason says why). `due` is
when the page is asked for (again); NULL never. A `tried` in the future was written by a clock that has been set back.
Whoever calls several verbs for one page does so inside `Store.atomic()`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from monitor.model import Entry
from monitor.sources import Pending, Validators
from monitor.store.connection import Database, schema, stamp
from monitor.store.records import pack, unpack

AHEAD = timedelta(minutes=5)
CHUNK = 500

migrations = schema(
    "entries",
    m001_entries=(
        "CREATE TABLE entries (id INTEGER PRIMARY KEY, feed TEXT NOT NULL, guid TEXT, record BLOB NOT NULL,"
        " seen TEXT NOT NULL, intake INTEGER NOT NULL, status TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '',"
        " detail TEXT NOT NULL DEFAULT '', attempts INTEGER NOT NULL DEFAULT 0, reads INTEGER NOT NULL DEFAULT 0,"
        " tried TEXT, due TEXT, validators BLOB, digest TEXT NOT NULL DEFAULT '',"
        " copy_of INTEGER REFERENCES entries)",
        "CREATE INDEX entries_by_guid ON entries (feed, guid) WHERE guid IS NOT NULL",
        "CREATE INDEX entries_due ON entries (status, due) WHERE due IS NOT NULL",
        "CREATE TABLE names (name TEXT PRIMARY KEY, entry INTEGER NOT NULL REFERENCES entries) WITHOUT ROWID",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An entry as a person lists it."""

    entry: Entry
    feed: str
    seen: datetime
    status: Literal["waiting", "read", "feed"]
    reason: str
    detail: str


def oldest_first(entries: Sequence[Entry]) -> list[Entry]:
    """In the order in which they were published; a feed without all its dates begins with what is newest."""
    dated = [(entry.published, entry) for entry in reversed(entries) if entry.published]
    if len(dated) < len(entries):
        return list(reversed(entries))
    return [entry for _, entry in sorted(dated, key=lambda pair: pair[0])]


class Entries:
    """Entries by id and by all their names."""

    def __init__(self, db: Database) -> None:
        self._db = db

    # --- from a feed ---

    def take(
        self,
        feed: str,
        entries: Sequence[Entry],
        now: datetime,
        *,
        intake: bool,
        pages: int,
        same: Callable[[Entry, Entry], bool],
    ) -> int:
        """Keep what is new of a feed's entries, and new words of known ones; how many were new.

        Of those, the pages of the first `pages` are to be read; of the others the feed's own words must do. `same` says
        whether an entry with a known GUID under a new link is the known article.
        """
        shared = {guid for guid, number in Counter(each.guid for each in entries).items() if number > 1}
        new = 0
        with self._db.whole():
            known = self._by_name([_name(feed, each) for each in entries])
            present = set(known.values())
            told = oldest_first(entries)
            for entry in reversed(told) if intake else told:
                number = known.get(_name(feed, entry))
                if number is None and entry.guid and entry.url and entry.guid not in shared:
                    number = self._renamed(feed, entry, present, same)
                if number is None:
                    number = self._add(feed, entry, now, intake, read=new < pages)
                    new += 1
                else:
                    self._refresh(number, entry)
                if known.setdefault(_name(feed, entry), number) == number:
                    self._db.execute("INSERT OR IGNORE INTO names VALUES (?, ?)", (_name(feed, entry), number))
        return new

    def _renamed(self, feed: str, entry: Entry, present: set[int], same: Callable[[Entry, Entry], bool]) -> int | None:
        rows = self._db.rows(
            "SELECT id, record FROM entries WHERE feed = ? AND guid = ? ORDER BY id DESC LIMIT 5", (feed, entry.guid)
        )
        found = (row["id"] for row in rows if row["id"] not in present and same(_entry(row["record"]), entry))
        return next(found, None)

    def _add(self, feed: str, entry: Entry, now: datetime, intake: bool, *, read: bool) -> int:
        status, reason, due = ("waiting", "", stamp(now)) if read else ("feed", "too-many", None)
        cursor = self._db.execute(
            "INSERT INTO entries (feed, guid, record, seen, intake, status, reason, due)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (feed, entry.guid, pack(entry), stamp(now), intake, status, reason, due),
        )
        return cursor.lastrowid or 0

    def _refresh(self, number: int, entry: Entry) -> None:
        """The feed's latest words for a known entry (a headline corrected); its first date and link stay."""
        row = self._db.one("SELECT record FROM entries WHERE id = ?", (number,))
        known = _entry(row["record"]) if row else entry
        fresh = _updated(known, entry)
        if fresh != known:
            self._db.execute("UPDATE entries SET record = ? WHERE id = ?", (pack(fresh), number))

    def _by_name(self, names: Sequence[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for start in range(0, len(names), CHUNK):
            part = names[start : start + CHUNK]
            holes = ", ".join("?" * len(part))
            found.update(self._db.execute(f"SELECT name, entry FROM names WHERE name IN ({holes})", part).fetchall())  # noqa: S608
        return found

    # --- to their pages ---

    def due(self, now: datetime, *, new: int, again: int) -> tuple[Pending, ...]:
        """Whose page is to be read now: at most `new` for the first time, oldest first, and `again` read before.

        Of a feed's first poll the newest come first, after all others; of those read before, the youngest articles.
        """
        first = self._pending("status = 'waiting' ORDER BY intake, id LIMIT ?", now, new)
        return first + self._pending("status <> 'waiting' ORDER BY seen DESC LIMIT ?", now, again)

    def _pending(self, condition: str, now: datetime, limit: int) -> tuple[Pending, ...]:
        rows = self._db.rows(
            f"SELECT * FROM entries WHERE due IS NOT NULL AND (due <= ? OR coalesce(tried, seen) > ?) AND {condition}",  # noqa: S608
            (stamp(now), stamp(now + AHEAD), limit),
        )
        return tuple(_pending(row) for row in rows)

    def read(
        self,
        number: int,
        at: datetime,
        *,
        due: datetime | None,
        validators: Validators | None,
        digest: str,
    ) -> None:
        """The page was had; `due` is when it is read again."""
        self._one(
            "UPDATE entries SET status = 'read', reason = '', detail = '', attempts = 0, reads = reads + 1, tried = ?,"
            " due = ?, validators = ?, digest = ? WHERE id = ?",
            (stamp(at), _stamp(due), pack(validators) if validators else None, digest, number),
        )

    def failed(self, number: int, at: datetime, *, due: datetime | None, reason: str, detail: str) -> None:
        """The page was not had: tried again at `due`; with none, what was read before or the feed's words must do."""
        status = "CASE WHEN reads THEN 'read' WHEN ? IS NULL THEN 'feed' ELSE 'waiting' END"
        self._one(
            f"UPDATE entries SET status = {status}, reason = ?, detail = ?, attempts = attempts + 1, tried = ?, due = ?"  # noqa: S608
            " WHERE id = ?",
            (_stamp(due), reason, detail, stamp(at), _stamp(due), number),
        )

    def put_off(self, numbers: Iterable[int], due: datetime) -> None:
        """Ask for these pages later; nothing was tried."""
        self._db.many("UPDATE entries SET due = ? WHERE id = ?", [(stamp(due), each) for each in numbers])

    def also(self, number: int, names: Iterable[str], same: Callable[[Entry, Entry], bool]) -> int | None:
        """The entry goes by these names too; the earlier entry that had one of them, which it then is a copy of."""
        wanted = list(dict.fromkeys(names))
        owners = {owner for owner in self._by_name(wanted).values() if owner != number}
        self._db.many("INSERT OR IGNORE INTO names VALUES (?, ?)", [(name, number) for name in wanted])
        mine = self.entry(number)
        first = next((each for each in sorted(owners) if same(self.entry(each), mine)), None)
        if first is not None:
            self._one("UPDATE entries SET copy_of = ?, due = NULL WHERE id = ?", (first, number))
        return first

    def _one(self, sql: str, values: Sequence[object]) -> None:
        self._db.many(sql, [values])

    def entry(self, number: int) -> Entry:
        row = self._db.one("SELECT record FROM entries WHERE id = ?", (number,))
        assert row, number  # noqa: S101
        return _entry(row["record"])

    # --- for people ---

    def listed(self) -> Iterator[Listed]:
        """Every article that a feed brought, once, oldest first."""
        for row in self._db.rows(
            "SELECT feed, record, seen, status, reason, detail FROM entries WHERE copy_of IS NULL ORDER BY id"
        ):
            yield Listed(
                entry=_entry(row["record"]),
                feed=row["feed"],
                seen=datetime.fromisoformat(row["seen"]),
                status=row["status"],
                reason=row["reason"],
                detail=row["detail"],
            )

    def counts(self) -> dict[str, int]:
        """How many entries each feed was the first to bring."""
        return dict(self._db.execute("SELECT feed, count(*) FROM entries GROUP BY feed").fetchall())


def _name(feed: str, entry: Entry) -> str:
    """An address is an address in every feed; other keys are good within their own."""
    return entry.key if entry.url else f"{feed} {entry.key}"


def _updated(known: Entry, entry: Entry) -> Entry:
    return replace(
        known,
        title=entry.title or known.title,
        text=entry.text or known.text,
        published=known.published or entry.published,
        modified=entry.modified or known.modified,
        byline=known.byline or entry.byline,
        guid=known.guid or entry.guid,
    )


def _entry(record: bytes) -> Entry:
    return unpack(record, Entry)


def _stamp(at: datetime | None) -> str | None:
    return stamp(at) if at else None


def _pending(row: dict[str, Any]) -> Pending:
    return Pending(
        id=row["id"],
        entry=_entry(row["record"]),
        feed=row["feed"],
        seen=datetime.fromisoformat(row["seen"]),
        intake=bool(row["intake"]),
        attempts=row["attempts"],
        reads=row["reads"],
        validators=unpack(row["validators"], Validators) if row["validators"] else None,
        digest=row["digest"],
    )
