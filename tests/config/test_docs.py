"""docs/config.md is complete and true: every key is in it, and its example is a config."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from monitor.config import keys as known
from monitor.config import load_config
from monitor.routing import MANNERS, ROUTE, SILENCE

PAGE = (Path(__file__).parents[2] / "docs" / "config.md").read_text(encoding="utf-8")
TABLES = {
    "the file": known.TOP,
    "poll": known.POLL,
    "feeds": known.FEED,
    "entities": known.ENTITY,
    "figures": known.FIGURE,
    "threshold": known.THRESHOLD,
    "health": known.HEALTH,
    "web": known.WEB,
    "routes": ROUTE,
    "silences": SILENCE,
    "manners": MANNERS,
    **{f"receiver {kind}": keys for kind, keys in known.RECEIVERS.items()},
}


@pytest.mark.parametrize("table", TABLES)
def test_every_key_is_described(table: str) -> None:
    described = set(re.findall(r"\w+", PAGE))
    assert [key for key in TABLES[table] if key not in described] == []


def test_the_example_is_a_config(tmp_path: Path) -> None:
    example = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)[0]
    (tmp_path / "config.toml").write_text(example, encoding="utf-8")
    assert list(load_config(tmp_path / "config.toml").watchlist.figures) == ["sappers"]


def test_the_desks_own_config_follows_the_twelve_numbers_of_its_story() -> None:
    figures = load_config(Path(__file__).parents[2] / "config.toml").watchlist.figures
    first = {name: figure.baseline and (figure.baseline.low, figure.baseline.high) for name, figure in figures.items()}
    assert first == {
        "sappers": (1000, 1000),
        "builders": (5000, 5000),
        "builders-and-sappers": (6000, 6000),
        "troops-2024": (10000, 12000),
        "soldiers-2025": (3000, 4000),
        "soldiers-total": (15000, 15000),
        "casualties": (600, 600),
        "labourers": (None, 15000),
        "ukrainian-casualties": (76000, None),
        "remains-to-ukraine": (6060, 6060),
        "remains-to-russia": (78, 78),
        "remains-held": (1248, 1248),
    }
