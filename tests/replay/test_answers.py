"""A recording's answers: a question whose value was confirmed is answered yes, any other no."""

from __future__ import annotations

from decimal import Decimal

import pytest

from monitor.model import Value
from monitor.replay.answers import read_answers


def value(low: object, high: object) -> Value:
    return Value(low=end(low), high=end(high))


def end(number: object) -> Decimal | None:
    return None if number is None else Decimal(str(number))


SAME = [
    (value(41, 41), value(41, 41), True),
    (value(41, None), value(41, 41), True),  # "at least 41", confirmed as 41
    (value(None, 41), value(41, None), True),
    (value(10000, 12000), value(10000, 12000), True),
    (value(10000, 12000), value(10000, 10000), False),
    (value(24710, 24710), value(24700, 24700), True),  # 10,000 hectares in acres
    (value(41, 41), value(42, 42), False),
    (value(0, 0), value(0, 0), True),
    (value(0, 0), value(1, 1), False),
    (value(None, None), value(None, None), False),
]


@pytest.mark.parametrize(("asked", "confirmed", "yes"), SAME)
def test_a_value_is_confirmed_by_its_closed_ends(asked: Value, confirmed: Value, yes: bool) -> None:
    assert asked.agrees(confirmed) is yes


def test_answers_hold_for_their_page_and_figure_only(tmp_path) -> None:  # type: ignore[no-untyped-def]
    lines = [
        (1, {"source": "a.html", "figure": "dead", "low": 41, "high": 41}),
        (2, {"source": "a.html", "figure": "dead", "low": 58, "high": None}),
    ]
    answers = read_answers(tmp_path / "answers.jsonl", lines)
    asked = [("a.html", "dead", 41), ("a.html", "dead", 58), ("b.html", "dead", 41), ("a.html", "hurt", 41)]
    assert [answers.confirm(page, figure, value(number, number)) for page, figure, number in asked] == [
        True,
        True,
        False,
        False,
    ]
