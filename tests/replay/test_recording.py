"""Recordings: what lies in a folder is what arrives, in order; a broken line is named."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import InputError
from monitor.model import Entry, Page
from monitor.replay.recording import add_page, open_recording

AT = datetime(2026, 3, 4, 9, tzinfo=UTC)


def index(folder: Path, *rows: object) -> Path:
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    (folder / "recording.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def row(file: str, fetched: str = "2026-03-04T09:00:00+00:00", **more: object) -> dict[str, object]:
    return {"url": f"https://paper.example/{file}", "fetched": fetched, "outlet": "Paper", "file": file, **more}


def test_pages_arrive_in_order_of_time_and_those_of_one_moment_in_order_of_lines(tmp_path: Path) -> None:
    later, first, second = row("c.html", "2026-03-04T10:00:00+00:00"), row("b.html"), row("a.html")
    recording = open_recording(index(tmp_path, later, first, second))
    assert [sighting.source for sighting in recording.sightings] == ["b.html", "a.html", "c.html"]


def test_times_with_a_zone_and_without_are_utc(tmp_path: Path) -> None:
    recording = open_recording(
        index(tmp_path, row("a.html", "2026-03-04T08:00:00-01:00"), row("b.html", "2026-03-04T09:30"))
    )
    assert [sighting.fetched for sighting in recording.sightings] == [AT, AT + timedelta(minutes=30)]


def test_a_page_is_what_the_url_answered(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff\xfe raw")
    page = open_recording(index(tmp_path, row("a.txt"))).sightings[0].page()
    assert page == Page(
        url="https://paper.example/a.txt",
        final_url="https://paper.example/a.txt",
        outlet="Paper",
        fetched=AT,
        status=200,
        headers={"content-type": "text/plain"},
        body=b"\xff\xfe raw",
    )


BROKEN = [
    ("{", ", line 1 is no JSON"),
    ("[1]", ", line 1 is no object"),
    ({"url": "https://a.example/", "fetched": "2026-03-04"}, ", line 1 lacks 'file'"),
    (row("a.html", "last Tuesday"), ", line 1 cannot be followed (Invalid isoformat string: 'last Tuesday')"),
    (row("../a.html"), ", line 1 cannot be followed (the file '../a.html' lies outside the recording)"),
    (row("/etc/passwd"), ", line 1 cannot be followed (the file '/etc/passwd' lies outside the recording)"),
]


@pytest.mark.parametrize(("line", "sentence"), BROKEN)
def test_a_broken_line_is_named(tmp_path: Path, line: object, sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        open_recording(index(tmp_path, line))
    assert f"recording.jsonl{sentence}" in str(caught.value)


def test_a_page_file_that_is_gone_is_named(tmp_path: Path) -> None:
    sighting = open_recording(index(tmp_path, row("a.html"))).sightings[0]
    with pytest.raises(InputError, match=r"a\.html cannot be read \(No such file"):
        sighting.page()


@pytest.mark.parametrize("prepare", [lambda folder: folder / "none", lambda folder: folder, index])
def test_what_is_no_recording_says_what_would_be_one(tmp_path: Path, prepare: object) -> None:
    path = prepare(tmp_path)  # type: ignore[operator]
    with pytest.raises(InputError, match=r"name a folder|name a folder that does|write one line for each"):
        open_recording(path)


# --- a folder of pages ------------------------------------------------------------------------------------------

PROSE = "The ministry said that 41 people had died when the dam gave way above the town in the night. " * 3


def html(title: str, published: str = "", canonical: str = "") -> str:
    date = f'<meta property="article:published_time" content="{published}">' if published else ""
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    return f"<html><head>{date}{link}</head><body><article><h1>{title}</h1><p>{PROSE}</p></article></body></html>"


def test_a_folder_of_pages_is_ordered_by_what_they_say_and_an_undated_one_follows_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "1.html").write_text(html("One", "2026-03-05T10:00:00Z", "https://paper.example/one"), encoding="utf-8")
    (tmp_path / "2.html").write_text(html("Two"), encoding="utf-8")
    (tmp_path / "3.html").write_text(html("Three", "2026-03-01T10:00:00Z"), encoding="utf-8")
    (tmp_path / "notes.md").write_text("no page", encoding="utf-8")
    found = [(sighting.source, sighting.fetched.day, sighting.url) for sighting in open_recording(tmp_path).sightings]
    assert found == [
        ("3.html", 1, "file:///3.html"),
        ("1.html", 5, "https://paper.example/one"),
        ("2.html", 5, "file:///2.html"),
    ]


def test_pages_without_any_date_keep_the_order_of_their_files(tmp_path: Path) -> None:
    for name in ("b.html", "a.html", "c.html"):
        (tmp_path / name).write_text(html(name), encoding="utf-8")
    assert [sighting.source for sighting in open_recording(tmp_path).sightings] == ["a.html", "b.html", "c.html"]


# --- writing one ------------------------------------------------------------------------------------------------

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
zones = st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30))])
times = st.datetimes(timezones=zones, min_value=datetime(2000, 1, 1), max_value=datetime(2050, 1, 1))  # noqa: DTZ001
entries = st.builds(
    Entry,
    key=texts.filter(bool),
    url=st.none() | st.just("https://paper.example/a"),
    title=texts,
    text=texts,
    published=st.none() | times,
    modified=st.none() | times,
)
pages = st.builds(
    Page,
    url=st.just("https://paper.example/a"),
    final_url=st.just("https://paper.example/b"),
    outlet=texts.filter(bool),
    fetched=times,
    status=st.sampled_from([200, 203]),
    headers=st.dictionaries(st.sampled_from(["content-type", "date"]), texts.filter(bool), max_size=2),
    body=st.binary(max_size=50),
)


@given(st.lists(st.tuples(pages, st.none() | entries), min_size=1, max_size=3))
def test_what_a_daemon_records_is_replayed_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, seen: list[tuple[Page, Entry | None]]
) -> None:
    folder = tmp_path_factory.mktemp("recording")
    for page, entry in seen:
        add_page(folder, page, entry)
    replayed = [(sighting.page(), sighting.entry) for sighting in open_recording(folder).sightings]
    assert replayed == sorted(seen, key=lambda pair: pair[0].fetched)
