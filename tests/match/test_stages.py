"""What was and what is: a number told of a time that is over, and the later of two that may count one thing."""

from __future__ import annotations

import pytest

from monitor.match import stages
from monitor.match.compiled import Compiled
from monitor.match.frames import mentions
from monitor.match.reading import read
from tests.match.desk import DEAD, article, desk

ALIASES = Compiled(desk(DEAD)).aliases


def marked(text: str, mark: str) -> list[str]:
    """The numbers of a paragraph that bear a mark, as printed."""
    numbers = mentions(read(article("", text), ALIASES))
    stages.mark(numbers)
    return [m.quantity.text for m in numbers if mark in m.frame]


@pytest.mark.parametrize(
    ("text", "gone_by"),
    [
        ("The ministry, which a day earlier had put the dead at 40, now counts 63.", ["40"]),
        ("Officials first spoke of 12 injured.", ["12"]),
        ("The 2,100 tents reported in March were never pitched.", ["2,100"]),
        ("Having refused 30 offers, the board took the next.", []),
        ("Having scoffed at 30 cents a share, the board took more.", ["30 cents a share"]),
        ("The district got three times as many calls as in May's 70.", ["70"]),
        ("As late as Sunday there were 500 in the hall.", ["500"]),
        ("The district had 90 cases a fortnight ago.", ["90"]),
        ("At first the elders counted six.", ["six"]),
        ("The register, 780 names until Friday, is shorter now.", ["780"]),
        ("Ninety families were in the school when the wall gave way.", ["Ninety"]),
        ("Twelve kiosks were to shut when the council first met.", ["Twelve"]),
        ("When the shift began it was 14.", ["14"]),
        ("Where 40 ships lay last week, there are six.", ["40"]),
    ],
)
def test_a_number_of_a_time_that_is_over_is_told_as_gone_by(text: str, gone_by: list[str]) -> None:
    assert marked(text, "stage:then") == gone_by


@pytest.mark.parametrize(
    "text",
    [
        "Fifteen people were killed when the wall gave way.",
        "By Tuesday the count had reached 88.",
        "The grid had 4,000 homes without power at nightfall.",
        "More than 60 of the men who set out are missing.",
        "As many as 70 of the night shift have not been heard from.",
        "The fire had blackened 900 acres by dusk.",
        "No fewer than 2,500 soldiers will go, the minister said.",
        "Inspectors walked the village, where 41 homes were destroyed.",
        "The bank will shed 640 posts before Easter.",
    ],
)
def test_what_is_news_is_not_told_as_gone_by(text: str) -> None:
    assert marked(text, "stage:then") == []


@pytest.mark.parametrize(
    ("text", "older", "newer"),
    [
        ("It was 19 at breakfast; by supper it was 31.", ["19"], ["31"]),
        ("On Monday 200 were in the stadium, on Thursday 950.", ["200"], ["950"]),
        ("The ministry had spoken of 40 dead. It now counts 63.", ["40"], ["63"]),
        ("The gauge stood at 14 on Monday. It is now at 22.", ["14"], ["22"]),
        ("The toll stands at 31. A day earlier it had been 19.", ["19"], ["31"]),
        ("Last week 300 were missing. Today it is 12.", ["300"], ["12"]),
        ("Police arrested 12 on Friday and seized 40 phones on Saturday.", [], []),
        ("Nine people died and 14 were hurt on Friday.", [], []),
    ],
)
def test_of_two_numbers_that_may_count_one_thing_the_later_told_is_newer(
    text: str, older: list[str], newer: list[str]
) -> None:
    assert (marked(text, "order:older"), marked(text, "order:newer")) == (older, newer)
