"""A sign against a number weighs the more the better its words fit."""

from __future__ import annotations

import pytest

from monitor.match.against import against


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (("what:named", "who:own"), set()),
        (("what:named", "who:own", "mood:plan"), {"but:fits", "but:own"}),
        (("what:silent", "who:own", "time:old"), {"but:own"}),
        (("what:both", "who:focus", "who:subject"), {"but:fits"}),
        (("what:other", "period:past"), set()),
        (("what:named", "mood:decided"), set()),
    ],
)
def test_only_a_number_that_fits_is_marked_for_what_stands_against_it(terms: tuple[str, ...], said: set[str]) -> None:
    assert set(against(dict.fromkeys(terms, 1.0))) == said
