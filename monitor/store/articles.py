"""Articles and their versions, whole (they can be read again), the addresses they go by, and the sentences they share.

    articles   id, outlet, first_seen, last_read: one row a story under all its addresses
    addresses  address -> article (what was asked, where it led, the canonical link)
    versions   id, article, number, kind, fetched, url, title, language, access, reason, source, record (the Article)
    sentences  (hash, version): by which syndicated copies are found
    sites      host -> pages, containers: what earlier pages of a host taught
    site_blocks (host, hash) -> on how many of its articles a block was seen, and on the host's how-many-th last

A version that a cache served again (older) or that shrank (unwell) is no version: only when it was read is kept. One
without an article on it (reason) is kept for people to see, but never compared with.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

from monitor.extract import sentence_hashes
from monitor.model import Article, Outcome, SiteMemory
from monitor.store.connection import Database, schema, stamp
from monitor.store.records import pack, unpack

Kind = Literal["first", "same", "edited", "older", "unwell"]
RECENT = timedelta(days=14)  # a copy appears within days; older resemblance is background
COPIES = 20
FRESH = 100  # a block seen once leaves a host's memory after so many more pages


migrations = schema(
    "articles",
    m001_articles=(
        "CREATE TABLE articles (id INTEGER PRIMARY KEY, outlet TEXT NOT NULL, first_seen TEXT NOT NULL,"
        " last_read TEXT NOT NULL)",
        "CREATE TABLE addresses (address TEXT PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles"
        " ON DELETE CASCADE) WITHOUT ROWID",
        "CREATE INDEX addresses_of_article ON addresses (article)",
        "CREATE TABLE versions (id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,"
        " number INTEGER NOT NULL, kind TEXT NOT NULL, fetched TEXT NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL,"
        " language TEXT NOT NULL, access TEXT NOT NULL, reason TEXT NOT NULL, source TEXT, record BLOB NOT NULL,"
        " UNIQUE (article, number))",
        "CREATE INDEX versions_by_time ON versions (fetched)",
        "CREATE TABLE sentences (hash INTEGER NOT NULL, version INTEGER NOT NULL REFERENCES versions ON DELETE CASCADE,"
        " PRIMARY KEY (hash, version)) WITHOUT ROWID",
        "CREATE INDEX sentences_of_version ON sentences (version)",
        "CREATE TABLE sites (host TEXT PRIMARY KEY, pages INTEGER NOT NULL, containers TEXT NOT NULL) WITHOUT ROWID",
        "CREATE TABLE site_blocks (host TEXT NOT NULL, hash TEXT NOT NULL, seen INTEGER NOT NULL,"
        " last INTEGER NOT NULL, PRIMARY KEY (host, hash)) WITHOUT ROWID",
    ),
)


class Articles:
    """What was read, by address, by resemblance and by host."""

    def __init__(self, db: Database) -> None:
        self._db = db

    # --- reading ---

    def id_of(self, *addresses: str | None) -> int | None:
        """The article that goes by any of these addresses, or None."""
        known = [each for each in addresses if each]
        row = self._db.one(
            f"SELECT min(article) AS id FROM addresses WHERE address IN ({_holes(known)})",  # noqa: S608
            known,
        )
        return row["id"] if row else None

    def versions(self, article: Article) -> tuple[Article, ...]:
        """Earlier versions of the same article that held one, oldest first."""
        rows = self._db.rows(
            "SELECT record FROM versions WHERE article = ? AND reason = '' ORDER BY number",
            (self.id_of(*_addresses(article)),),
        )
        return tuple(_restored(row["record"]) for row in rows)

    def latest(self, *addresses: str | None) -> Article | None:
        """The last version of the article at these addresses, also one without text; None if never read."""
        row = self._db.one(
            "SELECT record FROM versions WHERE article = ? ORDER BY (reason = '') DESC, number DESC LIMIT 1",
            (self.id_of(*addresses),),
        )
        return _restored(row["record"]) if row else None

    def stored(self, since: datetime, limit: int = -1) -> Iterator[tuple[int, Kind, Article]]:
        """Versions with an article, fetched since then (the newest `limit`), with id and kind, oldest first."""
        rows = self._db.rows(
            "SELECT id FROM versions WHERE fetched >= ? AND reason = '' ORDER BY fetched DESC, id DESC LIMIT ?",
            (stamp(since), limit),
        )
        for row in reversed(rows):
            found = self._db.one("SELECT kind, record FROM versions WHERE id = ?", (row["id"],))
            if found:
                yield row["id"], found["kind"], _restored(found["record"])

    def copies(self, article: Article) -> tuple[Article, ...]:
        """Recent articles under other addresses with at least half of this one's sentences, likest first."""
        hashes = [_number(each) for each in sentence_hashes(article)]
        if not hashes:
            return ()
        rows = self._db.rows(
            "SELECT max(v.record) AS record, count(DISTINCT s.hash) AS shared FROM sentences s"  # noqa: S608
            f" JOIN versions v ON v.id = s.version WHERE s.hash IN ({_holes(hashes)})"
            " AND v.fetched >= ? AND v.fetched <= ? AND v.article IS NOT ? AND v.reason = ''"
            " GROUP BY v.id HAVING shared * 2 >= ? ORDER BY shared DESC, v.id LIMIT ?",
            [
                *hashes,
                stamp(article.fetched - RECENT),
                stamp(article.fetched + RECENT),
                self.id_of(*_addresses(article)),
                len(hashes),
                COPIES,
            ],
        )
        return tuple(_restored(row["record"]) for row in rows)

    def memory(self, host: str) -> SiteMemory:
        """What earlier pages of `host` taught."""
        site = self._db.one("SELECT pages, containers FROM sites WHERE host = ?", (host,))
        if site is None:
            return SiteMemory()
        rows = self._db.execute("SELECT hash, seen FROM site_blocks WHERE host = ?", (host,)).fetchall()
        return SiteMemory(
            seen=dict(rows),
            containers=unpack(site["containers"], dict[str, int]),
            pages=site["pages"],
        )

    def read_since(self, at: datetime) -> int:
        """How many articles were read since then."""
        return int(self._db.execute("SELECT count(*) FROM articles WHERE last_read > ?", (stamp(at),)).fetchone()[0])

    def count(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM articles").fetchone()[0])

    # --- writing ---

    def keep(self, outcome: Outcome, source: str | None) -> int | None:
        """Write down what was read; the id of the new version, None where there is none."""
        article = outcome.article
        number = self._article(outcome)
        if outcome.version in ("same", "older", "unwell") or self._ails_as_before(number, article.reason):
            return None
        row = self._db.execute(
            "INSERT INTO versions (article, number, kind, fetched, url, title, language, access, reason, source,"
            " record) VALUES (?, (SELECT count(*) + 1 FROM versions WHERE article = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number,
                number,
                outcome.version,
                stamp(article.fetched),
                article.url,
                article.title,
                article.language,
                article.access,
                article.reason,
                source,
                zlib.compress(pack(article), 1),
            ),
        )
        version = row.lastrowid
        self._db.many(
            "INSERT OR IGNORE INTO sentences VALUES (?, ?)", [(_number(each), version) for each in outcome.sentences]
        )
        if outcome.lessons:
            self.learn(urlsplit(outcome.page.final_url).hostname or "", outcome.lessons)
        return version

    def _ails_as_before(self, article: int, reason: str) -> bool:
        """Whether the last word on this article is that it cannot be had for the same reason."""
        last = self._db.one("SELECT reason FROM versions WHERE article = ? ORDER BY number DESC LIMIT 1", (article,))
        return bool(reason) and last is not None and last["reason"] == reason

    def learn(self, host: str, lessons: SiteMemory) -> None:
        """Add one article's lessons to what its host taught."""
        before = self._db.one("SELECT pages, containers FROM sites WHERE host = ?", (host,))
        pages = (before["pages"] if before else 0) + max(lessons.pages, 1)
        containers = unpack(before["containers"], dict[str, int]) if before else {}
        for name, times in lessons.containers.items():
            containers[name] = containers.get(name, 0) + times
        self._db.execute("INSERT OR REPLACE INTO sites VALUES (?, ?, ?)", (host, pages, pack(containers)))
        self._db.many(
            "INSERT INTO site_blocks VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET seen = seen + excluded.seen,"
            " last = excluded.last",
            [(host, block, times, pages) for block, times in lessons.seen.items()],
        )
        self._db.execute("DELETE FROM site_blocks WHERE host = ? AND seen = 1 AND last < ?", (host, pages - FRESH))

    def _article(self, outcome: Outcome) -> int:
        """The row of the outcome's article, made or brought up to date, with all addresses it is known by."""
        page, article = outcome.page, outcome.article
        addresses = _addresses(article, page.url, page.final_url)
        number = self.id_of(*addresses)
        if number is None:
            number = (
                self._db.execute(
                    "INSERT INTO articles (outlet, first_seen, last_read) VALUES (?, ?, ?)",
                    (article.outlet, stamp(article.fetched), stamp(article.fetched)),
                ).lastrowid
                or 0
            )
        else:
            self._db.execute("UPDATE articles SET last_read = ? WHERE id = ?", (stamp(article.fetched), number))
        self._db.many("INSERT OR IGNORE INTO addresses VALUES (?, ?)", [(each, number) for each in addresses])
        return number

    def forget(self, before: datetime) -> int:
        """Drop articles not read since `before` (their claims stay); how many went."""
        return self._db.execute("DELETE FROM articles WHERE last_read < ?", (stamp(before),)).rowcount


def _addresses(article: Article, *others: str) -> list[str]:
    """Every address of an article. A canonical link to a site's front page names no article (a common slip)."""
    canonical = article.canonical if article.canonical and urlsplit(article.canonical).path not in ("", "/") else None
    return list(dict.fromkeys(each for each in (article.url, canonical, *others) if each))


def _restored(record: bytes) -> Article:
    return unpack(zlib.decompress(record), Article)


def _holes(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _number(name: str) -> int:
    """A sentence's hash as SQLite likes it best: a signed integer of eight bytes."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)
