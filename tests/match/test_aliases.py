"""Names in text: where they are found, where not, and at which place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.match.aliases import Aliases, fold

NAMES = Aliases(
    [
        *(("Kunar", "kunar"), ("Kunar province", "kunar"), ("US", "us"), ("O'Brien & Sons", "brien")),
        *(("Côte d'Ivoire", "ivory"), ("Victoria", "vic"), ("WHO", "who"), ("Saint-Aubry", "aubry")),
    ]
)

CASES = [
    ("in Kunar on Monday", ["Kunar"]),
    ("KUNAR PROVINCE", ["KUNAR PROVINCE", "KUNAR"]),
    ("Kunarville", []),
    ("it told us nothing", []),
    ("the US said", ["US"]),
    ("who said so?", []),
    ("O’Brien & Sons closed", ["O’Brien & Sons"]),
    ("Côte d’Ivoire’s cocoa", ["Côte d’Ivoire"]),
    ("half a million Victorians", ["Victorians"]),
    ("Saint‑Aubry", ["Saint‑Aubry"]),
    ("ﬁre near Kunar", ["Kunar"]),
    ("Kunar's governor", ["Kunar"]),
]


@pytest.mark.parametrize(("text", "found"), CASES)
def test_a_name_is_found_whole_and_told_as_printed(text: str, found: list[str]) -> None:
    assert [text[hit.start : hit.end] for hit in NAMES.find(text)] == found


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_name_between_any_two_texts_is_found_at_its_place(before: str, after: str) -> None:
    text = f"{before} Kunar {after}"
    assert any(text[hit.start : hit.end] == "Kunar" for hit in NAMES.find(text))


@given(st.text(max_size=200))
def test_each_folded_character_has_a_place_in_the_text(text: str) -> None:
    folded, places = fold(text)
    assert places is None or (len(places) == len(folded) and all(0 <= p < len(text) for p in places))


def test_one_name_of_two_entities_is_told_for_both() -> None:
    assert Aliases([("Georgia", "state"), ("Georgia", "country")]).find("in Georgia")[0].keys == ("state", "country")
