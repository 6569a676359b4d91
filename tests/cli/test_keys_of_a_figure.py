"""What a figure's own keys came to, as `monitor explain` and `monitor check` tell it, from config to sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli import commands

FIGURE = """[[figures]]
id = "dead"
label = "Dead in the Velden flood"
unit = "count"
nouns = ["dead", "deaths", "people killed"]
place = "Velden, Velden valley"
baseline = 41
"""
CHILDREN = """[[figures]]
id = "children"
label = "Children killed in the Velden flood"
unit = "count"
nouns = ["children killed", "children"]
place = "Velden"
part_of = "dead"
"""


def told(folder: Path, command: str, config: str, *words: str) -> str:
    (folder / "c.toml").write_text(config, encoding="utf-8")
    result = CliRunner().invoke(
        commands, [command, "--config", f"{folder}/c.toml", "--state", f"{folder}/state", *words]
    )
    return " ".join(result.output.split())


TOLD = [
    # keys, sentence, what explain says of it
    (
        "plausible = { high = 5000 }",
        "In Velden 7,200 people were killed, the flood report says.",
        "a question; the reading is too unsure for an alert, so a person is asked; "
        "implausible: it is more than 5,000, the most that is plausible",
    ),
    (
        'direction = "up"',
        "The flood in Velden left 32 people dead.",
        "other-way: the figure can only go up, and no revision is named",
    ),
    (
        'exclude_events = ["flood of 1953"]',
        "The flood of 1953 left 1,836 people dead in Velden.",
        "an event that the figure excludes is named with it -9.0",
    ),
    (
        "since = 2026-03-01",
        "In 2019 a flood in Velden left 66 people dead.",
        "it is dated before the figure’s “since” -9.0",
    ),
    (
        "until = 2020-03-01",
        "The flood in Velden left 66 people dead.",
        "the article is from after the figure’s “until”",
    ),
    (
        CHILDREN,
        "In Velden 95 children were killed by the flood.",
        "more-than-its-whole: it is more than the whole has (Dead in the Velden flood)",
    ),
]


@pytest.mark.parametrize(("keys", "sentence", "said"), TOLD, ids=[keys.split()[0] for keys, _, _ in TOLD])
def test_explain_names_what_a_key_did(tmp_path: Path, keys: str, sentence: str, said: str) -> None:
    assert said in told(tmp_path, "explain", FIGURE + keys, "--text", sentence)
    assert said not in told(tmp_path, "explain", FIGURE, "--text", sentence)


def test_check_shows_every_key_of_a_figure(tmp_path: Path) -> None:
    keys = """actor = "Norland"
exclude_events = ["flood of 1953"]
since = 2026-03-01
until = 2026-05-01
direction = "up"
plausible = { low = 1, high = 5000 }
outlets = ["Courier"]
"""
    said = told(tmp_path, "check", f"{FIGURE}{keys}{CHILDREN}", "--offline")
    for part in (
        "done by Norland", "in Velden, Velden valley", "not of flood of 1953", "since 2026-03-01", "until 2026-05-01",
        "can go up", "at least 1", "at most 5,000", "preferring Courier", "part of dead",
    ):  # fmt: skip
        assert part in said
    assert "names no entities" not in said


def test_check_warns_of_a_preferred_outlet_that_no_feed_brings(tmp_path: Path) -> None:
    feed = '[[feeds]]\nurl = "https://paper.example/rss"\noutlet = "Paper"\n'
    said = told(tmp_path, "check", f'{FIGURE}outlets = ["paper", "Courier"]\n{feed}', "--offline")
    assert 'it prefers "Courier", which is the outlet of no feed' in said
    assert 'prefers "paper"' not in said


def test_check_says_what_is_read_in_a_sample_and_warns_where_nothing_is(tmp_path: Path) -> None:
    good = told(tmp_path, "check", FIGURE + 'sample = "The flood in Velden left 58 people dead."', "--offline")
    assert "sample: read as 58; it teaches" in good
    bad = told(tmp_path, "check", FIGURE + 'sample = "The flood was terrible."', "--offline")
    assert "sample: WARNING: no number of it is read for this figure" in bad
