"""`monitor replay`, run as a process: what it prints is the contract that others build on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def replay(path: Path, state: Path, *more: str, config: Path = ROOT / "config.toml") -> list[dict[str, Any]]:
    command = [
        sys.executable,
        "-m",
        "monitor",
        "replay",
        str(path),
        "--config",
        str(config),
        "--state",
        str(state),
        *more,
    ]
    told = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert told.returncode == 0, told.stderr
    return [json.loads(line) for line in told.stdout.splitlines()]


def test_the_seeds_alone_raise_no_alert_and_ask_nothing(tmp_path: Path) -> None:
    assert replay(ROOT / "seeds", tmp_path / "state", "--emit", "alert,question") == []


def test_the_later_week_raises_the_two_alerts_that_are_due_and_a_second_replay_none(tmp_path: Path) -> None:
    told = replay(ROOT / "seeds", tmp_path / "state", "--emit", "alert")
    told += replay(ROOT / "seeds" / "later", tmp_path / "state", "--emit", "alert")
    assert [(one["figure"], one["kind"], one["from"]["low"], one["to"]["low"]) for one in told] == [
        ("sappers", "changed", 1000, 1200),
        ("remains-to-russia", "corrected", 78, 87),
    ]
    again = [replay(ROOT / path, tmp_path / "state") for path in ("seeds", "seeds/later")]
    assert again == [[], []]


FIELDS = {
    "article": {"source", "title", "text", "url", "outlet", "published", "language", "access"},
    "claim": {"source", "figure", "low", "high", "bound", "role", "quote"},
    "alert": {"source", "figure", "kind", "from", "to", "quote", "label", "unit", "outlet", "title", "url", "at"},
}


def test_each_event_has_the_fields_of_the_contract_and_events_come_in_order_of_arrival(tmp_path: Path) -> None:
    told = replay(ROOT / "seeds", tmp_path / "state") + replay(ROOT / "seeds" / "later", tmp_path / "state")
    for event in told:
        assert FIELDS.get(event["type"], set()) <= event.keys()
    sources = [event["source"] for event in told if event["type"] == "article"]
    assert [source[:2] for source in sources] == ["05", "04", "02", "03", "01", "06", "07", "08", "02"]


def test_emit_names_what_is_wanted_and_nothing_else(tmp_path: Path) -> None:
    kinds = {event["type"] for event in replay(ROOT / "seeds", tmp_path / "state", "--emit", "article,claim")}
    assert kinds == {"article", "claim"}


# --- a recording of its own -------------------------------------------------------------------------------------

CONFIG = """
[[entities]]
id = "dam"
names = ["Valdera"]

[[figures]]
id = "dead"
label = "Deaths in the Valdera dam burst"
unit = "count"
nouns = ["deaths", "dead", "people killed"]
entities = ["dam"]
context = ["dam", "flood"]
"""


def story(folder: Path, *tolls: str) -> Path:
    """A recording of a page each hour, each with a sentence about the toll."""
    (folder / "config.toml").write_text(CONFIG, encoding="utf-8")
    rows = []
    for hour, sentence in enumerate(tolls):
        file = f"{hour:02}.html"
        (folder / file).write_text(
            f"<html lang=en><body><article><h1>Flood in Valdera, hour {hour}</h1><p>{sentence}</p>"
            f"<p>Divers went on with the search below the broken Valdera dam at hour {hour}; the road stayed shut.</p>"
            "</article></body></html>",
            encoding="utf-8",
        )
        rows.append(
            {
                "url": f"https://outlet{hour}.example/a",
                "fetched": f"2026-03-04T{10 + hour}:00:00+00:00",
                "outlet": f"Outlet {hour}",
                "file": file,
            }
        )
    (folder / "recording.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return folder


def test_without_seeds_and_baseline_the_first_claim_is_new_and_a_higher_toll_a_change(tmp_path: Path) -> None:
    folder = story(
        tmp_path,
        "At least 41 people were killed in the Valdera dam burst, the interior ministry said.",
        "The number of people killed in the Valdera dam burst rose to 58, up from 41, the interior ministry said.",
    )
    (folder / "answers.jsonl").write_text(
        '{"source": "00.html", "figure": "dead", "low": 41, "high": null}\n'
        '{"source": "01.html", "figure": "dead", "low": 58, "high": 58}\n',
        encoding="utf-8",
    )
    told = replay(folder, tmp_path / "state", "--emit", "alert", config=folder / "config.toml")
    assert [(one["kind"], one["to"]["low"]) for one in told] == [("new", 41), ("changed", 58)]


def test_a_figure_without_a_baseline_takes_that_of_the_seeds_beside_the_config(tmp_path: Path) -> None:
    said = "At least 41 people were killed in the Valdera dam burst, the interior ministry said."
    desk, recording = tmp_path / "desk", tmp_path / "recording"
    desk.mkdir()
    recording.mkdir()
    story(recording, said)
    (desk / "config.toml").write_text(CONFIG, encoding="utf-8")
    (desk / "seeds").mkdir()
    (desk / "seeds" / "a.html").write_bytes((recording / "00.html").read_bytes())
    told = replay(recording, tmp_path / "state", "--emit", "alert,question", config=desk / "config.toml")
    assert told == []
    bare = replay(recording, tmp_path / "bare", "--emit", "alert,question", config=recording / "config.toml")
    assert [one["to"]["low"] for one in bare] == [41]


@pytest.mark.parametrize("text", ["The dead of Valdera: 41 deaths, the ministry said on 4 March 2026.\n" * 2])
def test_a_folder_of_plain_text_is_a_recording(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    told = replay(folder, tmp_path / "state", "--emit", "article", config=tmp_path / "config.toml")
    assert [event["source"] for event in told] == ["a.txt"]
