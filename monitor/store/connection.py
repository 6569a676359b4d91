"""One SQLite file and one lock: opened whole, or refused with a sentence and left as it is.

Law of this room: it knows SQLite and no table. A state is begun under another name and renamed when it is complete, so
`monitor.db` is never half made: an empty one was emptied by somebody, and is said aloud instead of being taken for a
first start (or every old number would be news). So is one that is gone: the lock's file says whether there was ever a
whole state beside it. WAL with synchronous=FULL: what was written down as sent stays sent.
A write takes its lock at the start (BEGIN IMMEDIATE), so what was read inside a transaction still holds at its end.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import sqlite_utils
from sqlite_utils import Migrations

from monitor.errors import StateError
from monitor.failpoints import failpoint

NAME = "monitor.db"
LOCK = "monitor.lock"
BEGUN = "a state was begun here\n"  # in the lock's file, below the process that holds it
APPLICATION = 0x4D4E5452  # "MNTR" in the file's header: this is a state of ours
BUSY = 10_000  # milliseconds: a backup tool may hold the file for a while
CHECKED = 64 << 20  # a file up to this size is checked whole when a daemon starts; a larger one by `monitor doctor`
GLANCED = 2 << 20  # ... and when somebody only reads

AGAIN = {
    "full": "make room on its disk and start again; nothing is lost",
    "locked": "another program holds it; close that and start again",
    "read-only": "give this user the right to write there",
    "damaged": "restore a copy (see `monitor backup`), or move the whole folder away to start anew; "
    "nothing in it was changed",
    "failed": "look at its disk with `monitor doctor`",
}


def stamp(moment: datetime) -> str:
    """The text that stands for `moment` in a table: UTC, of one length, so that it sorts."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def moment(text: str | None) -> datetime | None:
    """The moment that `stamp` wrote, or None."""
    return datetime.fromisoformat(text) if text else None


def trouble(error: sqlite3.Error, file: Path) -> StateError:
    """What SQLite complains of, as a sentence with the next step."""
    said = str(error)
    if "full" in said or ("I/O" in said and _no_room(file.parent)):
        reason = "full"
    elif "locked" in said or "busy" in said:
        reason = "locked"
    elif "readonly" in said or "unable to open" in said or "attempt to write" in said:
        reason = "read-only"
    elif "malformed" in said or "not a database" in said or "corrupt" in said or "no such" in said:
        reason = "damaged"
    else:
        reason = "failed"
    return StateError(f"the state {file} cannot be used ({said}): {AGAIN[reason]}", reason=reason)


def _no_room(folder: Path) -> bool:
    """Whether a disk is so full that SQLite cannot even begin its log (which it calls an I/O error)."""
    try:
        disk = os.statvfs(folder)
    except OSError:
        return False
    return disk.f_bavail * disk.f_frsize < 256 << 10


class Database(sqlite_utils.Database):
    """An open state. Errors of SQLite come out as `StateError`; one thread at a time is inside `atomic()`."""

    def __init__(self, file: Path, connection: sqlite3.Connection) -> None:
        self.file = file
        self.turn = threading.RLock()
        super().__init__(connection, execute_plugins=False)

    def execute(self, sql: str, parameters: Sequence[Any] | dict[str, Any] | None = None) -> sqlite3.Cursor:
        try:
            return super().execute(sql, parameters)
        except (sqlite3.OperationalError, sqlite3.DatabaseError) as error:
            if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
                raise
            raise trouble(error, self.file) from error

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """All rows of a query, as dictionaries."""
        cursor = self.execute(sql, parameters)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in self._fetched(cursor)]

    def one(self, sql: str, parameters: Sequence[Any] = ()) -> dict[str, Any] | None:
        """The first row of a query, or None."""
        return next(iter(self.rows(sql, parameters)), None)

    def many(self, sql: str, rows: Iterator[Sequence[Any]] | Sequence[Sequence[Any]]) -> None:
        """One statement for many rows, inside the transaction that is open (or one of its own)."""
        with self.whole():
            try:
                self.conn.executemany(sql, rows)
            except sqlite3.OperationalError as error:
                raise trouble(error, self.file) from error

    @contextmanager
    def whole(self) -> Iterator[None]:
        """All writes inside are kept or none: a transaction, or a savepoint within one."""
        with self.turn:
            if self.conn.in_transaction:
                with self.atomic():
                    yield
                return
            self.execute("BEGIN IMMEDIATE")
            try:
                yield
                failpoint("commit.before")
                self.execute("COMMIT")
                failpoint("commit.after")
            except BaseException:
                self.rollback()
                raise

    def _fetched(self, cursor: sqlite3.Cursor) -> list[tuple[Any, ...]]:
        try:
            return cursor.fetchall()
        except sqlite3.DatabaseError as error:
            raise trouble(error, self.file) from error


def schema(name: str, **steps: tuple[str, ...]) -> Migrations:
    """A part's tables as named steps of SQL, applied once each in this order; a later version only adds steps."""
    migrations = Migrations(name)
    for step, statements in steps.items():

        def apply(db: sqlite_utils.Database, statements: tuple[str, ...] = statements) -> None:
            for statement in statements:
                db.execute(statement)

        migrations(name=step)(apply)
    return migrations


def take_lock(folder: Path) -> IO[str]:
    """The state's lock, held until the file is closed; `StateError` where another process of ours holds it."""
    try:
        handle = (folder / LOCK).open("a+", encoding="utf-8")
    except OSError as error:
        raise StateError(
            f"the state folder {folder} cannot be written ({error.strerror}): {AGAIN['read-only']}"
        ) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        handle.seek(0)
        owner = handle.readline(64).strip() or "unknown"
        handle.close()
        raise StateError(
            f"another monitor (process {owner}) works on the state {folder}: stop it, or give --state another folder",
            reason="locked",
        ) from error
    begun = was_begun(folder)
    handle.truncate(0)
    handle.write(f"{os.getpid()}\n{BEGUN if begun else ''}")
    handle.flush()
    return handle


def was_begun(folder: Path) -> bool:
    """Whether there was ever a whole state in `folder`; a first start that was cut off leaves no such word."""
    lock = folder / LOCK
    return lock.exists() and BEGUN in lock.read_text(encoding="utf-8", errors="replace")


def note_begun(folder: Path, lock: IO[str]) -> None:
    """Leave word in the lock's file that there is a whole state beside it."""
    if not was_begun(folder):
        with suppress(OSError):  # of a full disk the database itself complains, with the next step
            lock.write(BEGUN)
            lock.flush()


def connect(file: Path, sets: Sequence[Migrations], *, read_only: bool = False) -> Database:
    """An open connection to an existing state of ours; refused before anything in the file is touched."""
    mode = "ro" if read_only else "rw"
    try:
        raw = sqlite3.connect(
            f"{file.absolute().as_uri()}?mode={mode}", uri=True, timeout=BUSY / 1000, check_same_thread=False
        )
        db = Database(file, raw)
    except sqlite3.Error as error:
        raise trouble(error, file) from error
    try:
        refuse_unknown(db, sets)
        if file.stat().st_size <= (GLANCED if read_only else CHECKED):
            check(db)
        if not read_only:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=FULL")
        db.execute("PRAGMA foreign_keys=ON")
    except BaseException:
        raw.close()
        raise
    return db


def refuse_unknown(db: Database, sets: Sequence[Migrations]) -> None:
    """Raise `StateError` for a file that is not ours, was emptied or damaged, or was written by a newer version."""
    ours = db.execute("PRAGMA application_id").fetchone()[0] == APPLICATION
    if not ours or not db["_sqlite_migrations"].exists():
        raise StateError(f"{db.file} is no state of monitor, or was emptied: {AGAIN['damaged']}", reason="damaged")
    known = {(each.name, step.name) for each in sets for step in each._migrations}
    for row in db.rows("SELECT migration_set, name FROM _sqlite_migrations"):
        if (row["migration_set"], row["name"]) not in known:
            raise StateError(
                f"the state {db.file} was written by a newer monitor (its step {row['migration_set']}/{row['name']} "
                "is unknown here): install that version, or move the folder away to start anew",
                reason="newer",
            )


def check(db: Database) -> None:
    """Raise `StateError` if SQLite finds the file damaged; reads all of it."""
    said = [row[0] for row in db._fetched(db.execute("PRAGMA quick_check(3)"))]
    if said != ["ok"]:
        raise StateError(f"the state {db.file} is damaged ({said[0]}): {AGAIN['damaged']}", reason="damaged")


def begin(folder: Path, sets: Sequence[Migrations]) -> None:
    """Make a new state: complete under another name first, then renamed, so that a crash leaves none or a whole one."""
    file, draft = folder / NAME, folder / f"{NAME}.new"
    for rest in folder.glob(f"{NAME}.new*"):
        rest.unlink()
    try:
        raw = sqlite3.connect(draft)
        db = Database(draft, raw)
        db.execute(f"PRAGMA application_id={APPLICATION}")
        for each in sets:
            each.apply(db)
        raw.close()
    except sqlite3.Error as error:
        raise trouble(error, draft) from error
    with draft.open("rb") as handle:
        os.fsync(handle.fileno())
    draft.rename(file)
    entry = os.open(folder, os.O_RDONLY)
    os.fsync(entry)
    os.close(entry)


def is_older(db: Database, sets: Sequence[Migrations]) -> bool:
    """Whether this version added steps since the state was last opened."""
    return any(each.pending(db) for each in sets)


def upgrade(db: Database, sets: Sequence[Migrations]) -> None:
    """Apply the steps that this version added; under the lock, so that no daemon is surprised."""
    for each in sets:
        if each.pending(db):
            each.apply(db)
