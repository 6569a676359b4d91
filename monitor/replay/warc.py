"""Web archives (WARC): every page in one as it was answered, by the extra `monitor[warc]`.

Law of this room: an archive may be larger than memory, so that only where a page stands in it is kept until it is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.errors import InputError
from monitor.replay.sighting import Sighting

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

PAGES = ("text/html", "application/xhtml+xml", "text/plain")


def read_archive(path: Path) -> Iterator[Sighting]:
    """The pages of an archive, in its order: answers with status 200 that hold text."""
    for record in records(path, 0):
        answer, url = record.http_headers, str(record.headers.get("WARC-Target-URI") or "")
        kind = (record.http_content_type or "").lower()
        if answer is None or answer.status_code != 200 or kind not in PAGES or record.record_date is None:
            continue
        yield Sighting(
            source=f"{path.name}:{record.stream_pos}",
            read=partial(body_at, path, record.stream_pos),
            url=url,
            final_url=url,
            outlet=(urlsplit(url).hostname or "").removeprefix("www."),
            fetched=record.record_date.astimezone(UTC),
            headers={name.lower(): value for name, value in answer},
        )


def body_at(path: Path, position: int) -> bytes:
    """The body of the answer that stands there, unpacked."""
    for record in records(path, position):
        return bytes(record.reader.read())
    raise InputError(f"{path} ends before {position}; it was changed while it was read.")


def records(path: Path, position: int) -> Iterator[WarcRecord]:
    with library():
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    try:
        with path.open("rb") as stream:
            stream.seek(position)
            yield from ArchiveIterator(stream, record_types=WarcRecordType.response, auto_decode="all")
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be read as a web archive ({error}); try another copy of it.") from None


@contextmanager
def library() -> Iterator[None]:
    try:
        yield
    except ImportError:
        raise InputError("Web archives need one more package; install it: pip install 'monitor[warc]'.") from None
