"""Charts as PNG from the board: for whoever may read it, and by an address that ends for whoever has that."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from desk_day import EVENING
from house import Opened
from httpx import Client

from monitor.signing import SHOWN, chart_link
from monitor.store import open_store

PNG = b"\x89PNG\r\n\x1a\n"


def test_a_figure_s_chart_is_there_as_a_png(paper: Client) -> None:
    answer = paper.get("/figures/toll/chart.png")
    assert answer.headers["content-type"] == "image/png"
    assert answer.content.startswith(PNG)
    assert paper.get("/figures/nothing/chart.png").status_code == 404


@pytest.mark.parametrize(
    ("key", "figure", "age", "status"),
    [
        ("key", "toll", timedelta(0), 200),
        ("key", "nothing", timedelta(0), 404),
        ("other", "toll", timedelta(0), 404),
        ("key", "toll", SHOWN + timedelta(days=1), 404),
    ],
)
def test_a_signed_chart_needs_no_password_and_ends(
    opened: Opened, tmp_path: Path, key: str, figure: str, age: timedelta, status: int
) -> None:
    with open_store(tmp_path / "state") as store:
        store.notes.put("signing-key", "key")
    (tmp_path / "secret").write_text("open sesame", encoding="utf-8")
    board = opened('password = { file = "secret" }\n')
    assert board.get("/figures/toll/chart.png").status_code == 401
    answer = board.get(chart_link("", key, figure, EVENING - age))
    assert answer.status_code == status
    assert answer.content.startswith(PNG) is (status == 200)


def test_a_state_that_signed_nothing_shows_nothing(opened: Opened) -> None:
    assert opened().get(chart_link("", "", "toll", EVENING)).status_code == 404
