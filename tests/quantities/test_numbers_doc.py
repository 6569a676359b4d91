"""docs/numbers.md is what the reader does: each row of its tables is a test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from number_notation import note

_PAGE = Path(__file__).parents[2] / "docs" / "numbers.md"
_ROW = re.compile(r"^\| (?:(\w\w) \| )?(?!---|In the text|Language)(.+?) \| (.+?) \|$", re.MULTILINE)
EXAMPLES = [(language or "en", text, read) for language, text, read in _ROW.findall(_PAGE.read_text(encoding="utf-8"))]


def test_the_page_has_examples() -> None:
    assert len(EXAMPLES) > 80


@pytest.mark.parametrize(("language", "text", "read"), EXAMPLES, ids=[text for _, text, _ in EXAMPLES])
def test_an_example_of_the_page_is_read_as_it_says(language: str, text: str, read: str) -> None:
    assert note(text, language) == read
