"""A copy of the state, and what may be forgotten: both while the daemon lives.

Law of this room: a copy is whole (SQLite's own online backup, checked, then renamed), and nothing that a figure stands
on is ever forgotten: standings, alerts, questions and a person's words stay.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.errors import InputError, StateError
from monitor.store.connection import NAME, Database, trouble

if TYPE_CHECKING:
    from monitor.store import Store


def copy_to(db: Database, target: Path) -> Path:
    """Copy an open state to a file (or into a folder) that is not there yet; the file.

    Raises `InputError` where something is there, `StateError` where the copy is not whole.
    """
    file = target / NAME if target.is_dir() else target
    if file.exists():
        raise InputError(f"{file} is there already; name a file that is not.")
    draft = file.with_name(file.name + ".part")
    try:
        draft.unlink(missing_ok=True)
        copy = sqlite3.connect(draft)
        with copy:
            db.conn.backup(copy)  # in one step: in several, every write of the daemon would begin it anew
        said = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        copy.close()
        if said != "ok":
            raise StateError(f"the copy of {db.file} is damaged ({said}); the state itself may be: `monitor doctor`")
        os.replace(draft, file)
    except OSError as error:
        raise InputError(f"{file} cannot be written ({error.strerror}); name another place.") from error
    except sqlite3.Error as error:
        raise trouble(error, draft) from error
    finally:
        draft.unlink(missing_ok=True)
    return file


def forget(store: Store, before: datetime) -> Mapping[str, int]:
    """Drop articles not read, claims not made and deliveries settled since then; how many of each."""
    gone = {}
    for name, drop in (
        ("article", store.articles.forget),
        ("claim", store.claims.forget),
        ("delivery", store.deliveries.forget),
    ):
        with store.atomic():
            gone[name] = drop(before)
    return gone
