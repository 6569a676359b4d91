"""Recordings: a folder with recording.jsonl and its page files; or just a folder of pages, with times from the pages.

    {"url": ..., "fetched": ..., "outlet": ..., "file": "pages/01.html"}      one page a line, a person can write it
    and, where a daemon wrote it, so that the replay is its own run: "final_url", "status", "headers", "entry"

Where a person answered, answers.jsonl lies beside it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from monitor.errors import InputError
from monitor.extract import extract
from monitor.model import Entry, Page
from monitor.replay.answers import Answers, read_answers
from monitor.replay.sighting import Sighting, read_bytes

INDEX, ANSWERS = "recording.jsonl", "answers.jsonl"
ARCHIVES = (".warc", ".warc.gz", ".warc.zst")
TYPES = {".html": "text/html", ".htm": "text/html", ".xhtml": "application/xhtml+xml", ".txt": "text/plain"}
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)  # when pages of a folder were seen of which none says its day


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """Pages in the order of arrival, and what a person answered (None: nobody was asked)."""

    path: Path
    sightings: tuple[Sighting, ...]
    answers: Answers | None = None


def open_recording(path: Path) -> Recording:
    """The recording in a folder, the folder's pages as one, or a WARC. Raises `InputError` naming file and remedy."""
    if path.name.endswith(ARCHIVES) and path.is_file():
        from monitor.replay.warc import read_archive

        sightings = tuple(read_archive(path))
    elif path.is_dir():
        sightings = tuple(read_index(path) if (path / INDEX).exists() else read_folder(path))
    else:
        problem = "is no folder and no WARC" if path.exists() else "does not exist"
        raise InputError(f"{path} {problem}; name a folder with {INDEX}, or with .html or .txt pages.")
    if not sightings:
        raise InputError(f"{path} names no pages; write one line for each into {INDEX}.")
    answers = path / ANSWERS
    return Recording(
        path=path,
        sightings=tuple(sorted(sightings, key=lambda sighting: sighting.fetched)),
        answers=read_answers(answers, lines_of(answers)) if answers.exists() else None,
    )


def lines_of(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSON-lines file with their line numbers; a line cut off by a crash is named, not skipped."""
    for number, line in enumerate(read_bytes(file).decode("utf-8-sig", "replace").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise InputError(f"{file}, line {number} is no JSON ({error}); mend or delete that line.") from None
        if not isinstance(row, dict):
            raise InputError(f"{file}, line {number} is no object; write one {{…}} a line.")
        yield number, row


# --- with an index --------------------------------------------------------------------------------------------


def read_index(folder: Path) -> Iterator[Sighting]:
    file = folder / INDEX
    for number, row in lines_of(file):
        try:
            yield sighting_of(folder, row)
        except KeyError as error:
            raise InputError(f"{file}, line {number} lacks {error}; a line holds url, fetched, outlet, file.") from None
        except (TypeError, ValueError, AttributeError) as error:
            raise InputError(f"{file}, line {number} cannot be followed ({error}); mend or delete that line.") from None


def sighting_of(folder: Path, row: Mapping[str, Any]) -> Sighting:
    name = PurePosixPath(row["file"])
    if name.is_absolute() or ".." in name.parts:
        raise ValueError(f"the file {row['file']!r} lies outside the recording")
    return Sighting(
        source=row["file"],
        read=partial(read_bytes, folder / name),
        url=str(row["url"]),
        final_url=row.get("final_url") or str(row["url"]),
        outlet=row.get("outlet") or urlsplit(row["url"]).hostname or "",
        fetched=moment(row["fetched"]),
        status=int(row.get("status", 200)),
        headers=row["headers"] if "headers" in row else {"content-type": type_of(name.suffix)},
        entry=entry_of(row["entry"]) if row.get("entry") else None,
    )


def moment(text: str) -> datetime:
    """An ISO time, aware and in UTC; one without a zone is meant as UTC."""
    at = datetime.fromisoformat(text)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def type_of(suffix: str) -> str:
    return TYPES.get(suffix.lower(), "text/html")


TIMES = ("published", "modified")


def entry_of(row: Mapping[str, Any]) -> Entry:
    known: dict[str, Any] = {field.name: row[field.name] for field in fields(Entry) if row.get(field.name)}
    return Entry(**known | {key: moment(known[key]) for key in TIMES if key in known})


# --- a folder of pages ----------------------------------------------------------------------------------------


def read_folder(folder: Path) -> Iterator[Sighting]:
    """Pages without an index: when and where they appeared is what they say themselves, else the order of the files.

    One without a date is taken to have come with the one before it.
    """
    files = sorted(file for file in folder.iterdir() if file.suffix.lower() in TYPES and file.is_file())
    if not files:
        raise InputError(f"{folder} holds no {INDEX} and no .html or .txt pages; name a folder that does.")
    dated = [(file, *told_by(file)) for file in files]
    at = next((day for _, day, _ in dated if day), UNDATED)
    for index, (file, day, url) in enumerate(dated):
        at = day or at
        yield Sighting(
            source=file.name,
            read=partial(read_bytes, file),
            url=url,
            final_url=url,
            outlet=urlsplit(url).hostname or file.stem,
            fetched=at + index * timedelta(microseconds=1),  # of one moment: the files' own order
            headers={"content-type": type_of(file.suffix)},
        )


def told_by(file: Path) -> tuple[datetime | None, str]:
    """When a saved page says that it appeared, and its address (its file name where it tells none)."""
    name = f"file:///{file.name}"
    saved = datetime.fromtimestamp(file.stat().st_mtime, UTC)  # no page is younger than its copy
    page = Page(
        url=name,
        final_url=name,
        outlet=file.stem,
        fetched=saved,
        status=200,
        headers={"content-type": type_of(file.suffix)},
        body=read_bytes(file),
    )
    article = extract(page)
    return article.published or article.modified, article.canonical or name


# --- writing one ----------------------------------------------------------------------------------------------


def add_page(folder: Path, page: Page, entry: Entry | None = None) -> None:
    """Add a page to the recording in `folder`, begun there if there is none; the page first, then its line."""
    name = f"pages/{file_name(page)}"
    (folder / "pages").mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(page.body)
    row: dict[str, Any] = {
        "url": page.url,
        "fetched": page.fetched.isoformat(),
        "outlet": page.outlet,
        "file": name,
        "final_url": page.final_url,
        "status": page.status,
        "headers": dict(page.headers),
    }
    if entry:
        row["entry"] = {key: value for key, value in asdict(entry).items() if value}
    with (folder / INDEX).open("a", encoding="utf-8") as index:
        index.write(json.dumps(row, default=str) + "\n")


def file_name(page: Page) -> str:
    """A name that sorts by time and that no other page of the recording has."""
    what = hashlib.sha256(f"{page.url}\n{page.fetched}\n".encode() + page.body).hexdigest()[:10]
    suffix = ".txt" if "text/plain" in page.headers.get("content-type", "") else ".html"
    return f"{page.fetched.astimezone(UTC):%Y%m%dT%H%M%S}-{what}{suffix}"
