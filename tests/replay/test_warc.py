"""A web archive is a recording: its pages arrive as they were answered, what is no page does not."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest

from monitor.errors import InputError
from monitor.replay.recording import open_recording

fastwarc = pytest.importorskip("fastwarc.warc", reason="the extra monitor[warc] is not installed")


def answered(url: str, at: str, body: bytes, kind: str = "text/html", status: str = "200 OK", **headers: str) -> bytes:
    """One record, packed as crawlers pack them: each by itself."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", *(f"{name}: {value}" for name, value in headers.items())]
    answer = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{abs(hash((url, at))):032x}>\r\n"
        f"WARC-Target-URI: {url}\r\nWARC-Date: {at}\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(answer)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + answer + b"\r\n\r\n")


def test_pages_of_an_archive_arrive_in_order_of_time_and_unpacked(tmp_path: Path) -> None:
    packed = BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb") as stream:
        stream.write(b"<p>58 dead</p>")
    headers = {"Content-Encoding": "gzip"}
    archive = tmp_path / "crawl.warc.gz"
    archive.write_bytes(
        answered("https://www.paper.example/b", "2026-03-04T11:00:00Z", packed.getvalue(), **headers)
        + answered("https://other.example/a", "2026-03-04T10:00:00Z", b"<p>41 dead</p>")
        + answered("https://other.example/logo", "2026-03-04T10:00:00Z", b"GIF89a", kind="image/gif")
        + answered("https://other.example/gone", "2026-03-04T10:00:00Z", b"<p>gone</p>", status="404 Not Found")
    )
    pages = [sighting.page() for sighting in open_recording(archive).sightings]
    assert [(page.url, page.outlet, page.fetched, page.body) for page in pages] == [
        ("https://other.example/a", "other.example", datetime(2026, 3, 4, 10, tzinfo=UTC), b"<p>41 dead</p>"),
        ("https://www.paper.example/b", "paper.example", datetime(2026, 3, 4, 11, tzinfo=UTC), b"<p>58 dead</p>"),
    ]


def test_what_only_bears_the_name_of_an_archive_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "crawl.warc"
    archive.write_bytes(b"no archive at all")
    with pytest.raises(InputError):
        open_recording(archive)
