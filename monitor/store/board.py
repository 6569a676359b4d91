"""What a board, a listing or an export asks of the whole history: reads across the parts, and nothing else.

Law of this room: it only reads. A person's words are written by the parts' own verbs.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.model import Article, Claim, Said
from monitor.store.connection import Database, moment, stamp
from monitor.store.records import unpack

SAID = (
    "SELECT c.id, c.record, c.outlet, c.url, c.title, c.at, c.recorded, v.article, v.number, h.kind, h.reason"
    " FROM claims c LEFT JOIN versions v ON v.id = c.version LEFT JOIN changes h ON h.claim = c.id"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An article in a list: under which title and address it was last read, how often it was edited."""

    id: int
    outlet: str
    title: str
    url: str
    language: str
    access: str
    reason: str
    last_read: datetime
    versions: int
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One version of an article, with what was read in it."""

    number: int
    kind: str
    fetched: datetime
    article: Article
    said: tuple[Said, ...] = ()


def history(db: Database, figure: str, limit: int = 1000) -> tuple[Said, ...]:
    """What was said of a figure, oldest first: at most the newest `limit` claims."""
    rows = db.rows(f"{SAID} WHERE c.figure = ? ORDER BY c.at DESC, c.id DESC LIMIT ?", (figure, limit))
    return tuple(_said(row) for row in reversed(rows))


def claims(db: Database, figure: str | None, since: datetime | None, limit: int) -> tuple[Said, ...]:
    """Claims recorded since then, newest first."""
    rows = db.rows(
        f"{SAID} WHERE (? IS NULL OR c.figure = ?) AND (? IS NULL OR c.recorded >= ?) ORDER BY c.id DESC LIMIT ?",
        (figure, figure, _stamp(since), _stamp(since), limit),
    )
    return tuple(_said(row) for row in rows)


def changes(db: Database, figure: str | None, since: datetime | None, limit: int) -> tuple[Said, ...]:
    """The same, but only claims by which a figure's number moved."""
    rows = db.rows(
        f"{SAID} WHERE h.kind IS NOT NULL AND (? IS NULL OR c.figure = ?) AND (? IS NULL OR c.recorded >= ?)"
        " ORDER BY c.id DESC LIMIT ?",
        (figure, figure, _stamp(since), _stamp(since), limit),
    )
    return tuple(_said(row) for row in rows)


def stories(db: Database, search: str = "", limit: int = 50, offset: int = 0) -> tuple[Story, ...]:
    """Articles, last read first; `search` is looked for in titles, addresses and outlets."""
    like = f"%{search.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
    rows = db.rows(
        "SELECT a.id, a.outlet, v.title, v.url, v.language, v.access, v.reason, a.last_read,"
        " (SELECT count(*) FROM versions w WHERE w.article = a.id) AS versions,"
        " (SELECT group_concat(DISTINCT c.figure) FROM claims c JOIN versions w ON w.id = c.version"
        "  WHERE w.article = a.id AND c.role = 'current' AND c.score > 0.5) AS figures"
        " FROM articles a JOIN versions v ON v.id = (SELECT id FROM versions w WHERE w.article = a.id"
        "  ORDER BY (w.reason = '') DESC, w.number DESC LIMIT 1)"
        " WHERE v.title LIKE ? ESCAPE '!' OR v.url LIKE ? ESCAPE '!' OR a.outlet LIKE ? ESCAPE '!'"
        " ORDER BY a.last_read DESC, a.id DESC LIMIT ? OFFSET ?",
        (like, like, like, limit, offset),
    )
    return tuple(_story(row) for row in rows)


def versions(db: Database, article: int) -> tuple[Text, ...]:
    """All kept versions of an article, oldest first, each with its claims; empty if there is no such article."""
    rows = db.rows(
        "SELECT id, number, kind, fetched, record FROM versions WHERE article = ? ORDER BY number", (article,)
    )
    return tuple(
        Text(
            number=row["number"],
            kind=row["kind"],
            fetched=_moment(row["fetched"]),
            article=unpack(zlib.decompress(row["record"]), Article),
            said=tuple(_said(each) for each in db.rows(f"{SAID} WHERE c.version = ? ORDER BY c.id", (row["id"],))),
        )
        for row in rows
    )


def tables(db: Database) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The tables of the state and their columns, as they are in the file."""
    names = [row["name"] for row in db.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    ours = [name for name in names if not name.startswith(("sqlite_", "_sqlite_"))]
    return tuple(
        (name, tuple(row["name"] for row in db.rows("SELECT name FROM pragma_table_info(?)", (name,)))) for name in ours
    )


def _said(row: dict[str, Any]) -> Said:
    claim = unpack(row["record"], Claim)
    return Said(
        id=row["id"],
        figure=claim.figure,
        value=claim.value,
        role=claim.role,
        quote=claim.quote,
        mark=claim.mark,
        source=claim.attribution.source if claim.attribution else "",
        score=claim.score,
        outlet=row["outlet"],
        url=row["url"],
        title=row["title"],
        at=_moment(row["at"]),
        recorded=_moment(row["recorded"]),
        article=row["article"],
        version=row["number"],
        kind=row["kind"] or "",
        reason=row["reason"] or "",
    )


def _story(row: dict[str, Any]) -> Story:
    row["last_read"] = _moment(row["last_read"])
    row["figures"] = tuple(sorted(row["figures"].split(","))) if row["figures"] else ()
    return Story(**row)


def _moment(text: str) -> datetime:
    found = moment(text)
    assert found is not None  # noqa: S101  (columns that are NOT NULL)
    return found


def _stamp(at: datetime | None) -> str | None:
    return stamp(at) if at else None
