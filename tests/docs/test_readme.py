"""What the README says that monitor does with a sentence, it does."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli import commands

ROOT = Path(__file__).parents[2]
README = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
FOLLOWED = """
[[figures]]
id = "figure"
label = "{label}"
unit = "count"
nouns = ["{noun}"]
place = "{place}"
baseline = {baseline}
"""
TOLL = FOLLOWED.format(label="Dead in the flood", noun="death toll", place="Velden", baseline=41)
BUILDERS = FOLLOWED.format(label="Builders sent", noun="military builders", place="Moscow", baseline=6000)
SILENT = ("6K", "six thousand")


def decided(tmp_path: Path, config: str, sentence: str) -> list[tuple[float, str | None]]:
    """The values that the sentence gives, each with the kind of its alert."""
    file = tmp_path / "config.toml"
    file.write_text(config, encoding="utf-8")
    place = ("--config", str(file), "--state", str(tmp_path / "state"))
    told = json.loads(CliRunner().invoke(commands, ["explain", "--json", "--text", sentence, *place]).output)
    return [(each["value"]["low"], each["kind"]) for one in told["figures"].values() for each in one["decisions"]]


def test_it_speaks_at_the_sentence_that_the_readme_gives(tmp_path: Path) -> None:
    found = re.search(r'it speaks at "([^"]+)"', README)
    assert found
    sentence = found[1][:1].upper() + found[1][1:] + "."
    assert [each for each in decided(tmp_path, TOLL, sentence) if each[1]] == [(58, "changed")]


@pytest.mark.parametrize("number", SILENT)
def test_it_is_silent_at_the_forms_that_the_readme_gives(tmp_path: Path, number: str) -> None:
    assert f'"{number}"' in README
    assert decided(tmp_path, BUILDERS, f"Moscow will take in {number} military builders.") == [(6000, None)]
