"""The quality gate: pages of invented publishers with what each has to give (pages.toml beside them)."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.extract import extract
from monitor.model import Article, Page

HERE = Path(__file__).parent
WANTED: dict[str, dict[str, Any]] = tomllib.loads((HERE / "pages.toml").read_text("utf-8"))
NOW = datetime(2026, 12, 1, tzinfo=UTC)


def read(name: str) -> Article:
    path = next((HERE / "pages").glob(f"{name}.*"))
    kind = "text/plain" if path.suffix == ".txt" else "text/html"
    url = f"https://www.paper.example/{name}"
    page = Page(
        url=url, final_url=url, outlet="Paper", fetched=NOW, status=200,
        headers={"content-type": kind}, body=path.read_bytes(),
    )  # fmt: skip
    return extract(page)


def test_every_page_has_its_expectation() -> None:
    assert sorted(WANTED) == sorted(path.stem for path in (HERE / "pages").iterdir())


@pytest.mark.parametrize("name", WANTED)
def test_a_page_gives_its_whole_article(name: str) -> None:
    article = read(name)
    assert [text for text in WANTED[name].get("has", []) if text not in article.text] == []


@pytest.mark.parametrize("name", WANTED)
def test_a_page_gives_nothing_but_its_article(name: str) -> None:
    article = read(name)
    assert [text for text in WANTED[name].get("lacks", []) if text in article.text] == []


FIELDS = (
    "title",
    "byline",
    "published",
    "modified",
    "canonical",
    "language",
    "access",
    "correction",
    "reason",
    "next_url",
)


@pytest.mark.parametrize("name", WANTED)
def test_a_page_says_who_when_and_what_it_is(name: str) -> None:
    article = read(name)
    said = {field: getattr(article, field) for field in FIELDS if field in WANTED[name]}
    assert said == {field: WANTED[name][field] for field in FIELDS if field in WANTED[name]}


@pytest.mark.parametrize("name", WANTED)
def test_every_kept_block_stands_where_it_says(name: str) -> None:
    article = read(name)
    placed = [block for block in article.blocks if block.start is not None]
    assert [block.text for block in placed] == [article.text[b.start : (b.start or 0) + len(b.text)] for b in placed]
    assert all(block.kept and block.reason for block in placed)


def test_a_tables_cells_are_bound_to_their_columns_and_labels() -> None:
    rows = [block for block in read("table").blocks if block.kind == "row"]
    assert [(row.label, row.cells[1:]) for row in rows[1:3]] == [
        ("Corn", (("July", "15,105"), ("August", "15,342"))),
        ("Soybeans", (("July", "4,435"), ("August", "4,290"))),
    ]


def test_live_entries_carry_their_times() -> None:
    said = {
        block.text[:14]: block.time for block in read("live").blocks if block.kind == "entry" and len(block.text) > 14
    }
    assert said == {
        "Divers have br": datetime(2026, 3, 4, 11, 38, tzinfo=UTC),
        "The minister o": datetime(2026, 3, 4, 9, 5, tzinfo=UTC),
        "Good morning. ": datetime(2026, 3, 4, 6, 10, tzinfo=UTC),
    }


def test_captions_and_standfirsts_are_known_but_outside_the_text() -> None:
    kinds = {
        block.kind: block for block in read("classic").blocks if block.kind in ("caption", "standfirst", "headline")
    }
    assert set(kinds) == {"caption", "standfirst", "headline"}
    assert all(block.start is None for block in kinds.values())
