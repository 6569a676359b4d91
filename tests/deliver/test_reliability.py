"""docs/reliability.md promises nothing that no test shows."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOC = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")


def test_every_test_that_the_table_names_is_there() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", DOC)
    assert len(named) >= 30
    for file, name in named:
        assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8"), f"{file} has no {name}"


def test_every_place_to_die_at_is_in_the_code_and_in_the_table() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "monitor").rglob("*.py"))
    places = set(re.findall(r'failpoint\("([\w.-]+)"\)', code))
    table = DOC.partition("## Places to die at")[2].partition("## Measured")[0]
    assert places == set(re.findall(r"`([a-z]+\.[a-z-]+)`", table))
