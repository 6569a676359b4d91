"""Two versions side by side: what belongs together stands in a row, and a changed number is marked as such."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.web.versions import MOST, Row, side_by_side


def shown(row: Row) -> tuple[str, str]:
    """A row with what is gone in [ ], what is new in { }, and numbers among them doubled: [[58]]."""
    sides = []
    for pieces in (row.left, row.right):
        text = ""
        for each in pieces:
            marks = {"same": ("", ""), "gone": ("[", "]"), "new": ("{", "}")}[each.kind]
            text += marks[0] * (1 + each.number) + each.text + marks[1] * (1 + each.number)
        sides.append(text)
    return sides[0], sides[1]


@pytest.mark.parametrize(
    ("old", "new", "rows"),
    [
        (["It killed 58."], ["It killed 58."], [("It killed 58.", "It killed 58.")]),
        (["It killed 58."], ["It killed 56."], [("It killed [[58]].", "It killed {{56}}.")]),
        (["Some 1,200 fled."], ["Some 12,000 fled."], [("Some [[1,200]] fled.", "Some {{12,000}} fled.")]),
        (["One.", "Two."], ["One."], [("One.", "One."), ("[Two.]", "")]),
        (["One."], ["Nought.", "One."], [("", "{Nought.}"), ("One.", "One.")]),
        (
            ["It killed 58 people."],
            ["Updated at noon.", "It killed 56 people."],
            [("", "{Updated at noon.}"), ("It killed [[58]] people.", "It killed {{56}} people.")],
        ),
        (
            ["It killed many people there."],
            ["It killed 58 people there."],
            [("It killed [many] people there.", "It killed {{58}} people there.")],
        ),
    ],
)
def test_what_changed_is_marked(old: list[str], new: list[str], rows: list[tuple[str, str]]) -> None:
    assert [shown(row) for row in side_by_side(old, new)] == rows


PARAGRAPHS = st.lists(st.text(st.sampled_from("ab 12,."), min_size=1, max_size=30), max_size=12)


@given(PARAGRAPHS, PARAGRAPHS)
def test_nothing_is_lost_or_added_on_either_side(old: list[str], new: list[str]) -> None:
    rows = side_by_side(old, new)
    sides = [[pieces for row in rows if (pieces := side(row))] for side in (lambda r: r.left, lambda r: r.right)]
    assert ["".join(piece.text for piece in pieces) for pieces in sides[0]] == old
    assert ["".join(piece.text for piece in pieces) for pieces in sides[1]] == new


def test_a_page_without_end_is_compared_as_far_as_is_sensible() -> None:
    endless = [f"Line {n % 7}." for n in range(MOST * 3)]
    rows = side_by_side(endless, list(reversed(endless)))
    assert "not compared" in rows[-1].left[0].text
    assert len(rows) <= MOST * 2 + 1
