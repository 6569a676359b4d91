"""Whatever pages claim, the board stands: numbers and dates of any size, titles that are code or markup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import httpx
import pytest
from desk_day import DAY, hours, lived, outcome, report
from house import served

from monitor.model import Standing, Value
from monitor.store import open_store

VALUES = (
    Value(low=None, high=None, bound="vague"),
    Value(low=Decimal("1e14"), high=Decimal("1e15"), bound="range"),
    Value(low=Decimal(-5), high=Decimal(-5)),
    Value(low=Decimal(0), high=Decimal(0)),
    Value(low=Decimal("1e-7"), high=None, bound="at_least"),
    Value(low=Decimal("12345678901234567890"), high=Decimal("12345678901234567890")),
)
PATHS = (
    "/", "/figures/toll", "/figures/toll/chart.svg", "/inbox", "/alerts", "/articles", "/articles/9", "/api/figures",
    "/api/claims", "/api/changes", "/api/alerts", "/export/claims.csv", "/export/alerts.csv", "/atom.xml",
    "/feed.json", "/figures/toll/atom.xml",
)  # fmt: skip


@pytest.fixture(scope="module")
def stricken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A board over a state that only enemies wrote to."""
    folder = tmp_path_factory.mktemp("hostile")
    state = lived(folder)
    with open_store(state) as store:
        for count, value in enumerate(VALUES):
            told = replace(
                DAY[1],
                value=value,
                url=f"https://x.example/{count}\u202e<",
                title="\x00\x1b[31m\u202e]]>" * 3,
                outlet="<svg onload=1>\u202e\x1b",
                after=hours(count * 1000 - 3000),
            )
            said = report(told)
            standing = Standing(figure="toll", held=said, superseded=(said,), conflicts=(said,), reports=(said,))
            page = outcome(told, standing)
            claimed = datetime(9999, 12, 31, 23, 59, tzinfo=UTC) if count % 2 else datetime(1, 1, 1, tzinfo=UTC)
            store.record(replace(page, article=replace(page.article, published=claimed)))
    with served(folder, state) as address, httpx.Client(base_url=address) as client:
        yield client


@pytest.mark.parametrize("path", PATHS)
def test_the_board_stands(stricken: httpx.Client, path: str) -> None:
    answer = stricken.get(path)
    assert answer.status_code == 200
    assert not {"\x00", "\x1b"} & set(answer.text)
    if not answer.headers["content-type"].startswith(("application/json", "application/feed", "text/csv")):
        assert "<svg onload" not in answer.text
        assert "\u202e" not in answer.text
