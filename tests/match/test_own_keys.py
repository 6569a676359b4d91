"""What a figure's own keys say to the reader: other events, days, who acts and where, a sample sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from monitor.match import describe, find_claims
from monitor.match.sample import lesson
from monitor.model import Block, Claim
from monitor.watchlist import Entity, Figure, Watchlist
from tests.match.desk import article

VELDEN = {"velden": Entity(id="velden", names=("Velden",))}
DEAD = Figure(id="dead", label="Dead in the Velden flood", unit="count", nouns=("dead", "deaths", "people killed"),
              entities=("velden",), exclude_events=("flood of 1953", "Storm Edda"))  # fmt: skip
SINCE = replace(DEAD, exclude_events=(), since=date(2026, 3, 1))


def claims(figure: Figure, *paragraphs: str, title: str = "", day: int = 4) -> tuple[Claim, ...]:
    page = replace(article(title, *paragraphs), published=datetime(2026, 3, day, 9, tzinfo=UTC))
    return find_claims(page, Watchlist(figures={figure.id: figure}, entities=VELDEN))


def sure(found: tuple[Claim, ...]) -> list[int]:
    return [int(c.value.low or 0) for c in found if c.role == "current" and c.score > 0.5]


def barred(found: tuple[Claim, ...]) -> dict[int, str]:
    """Each number that a key bars, with the term that `monitor explain` shows."""
    return {int(c.value.low or 0): e.term for c in found for e in c.evidence if e.term.startswith("gate:")}


# --- other events -----------------------------------------------------------------------------------------------

NAMED = [
    "The flood of 1953 left 1,836 people dead in Velden.",
    "In 1953, 1,836 people were killed in the flood at Velden.",
    "Storm Edda killed 1,836 people in Velden.",
    "Older people in Velden remember the flood of 1953. It killed 1,836 people.",
    "In Velden 58 people were killed, fewer than in the flood of 1953, which killed 1,836 people.",
]


@pytest.mark.parametrize("text", NAMED)
def test_a_number_told_with_an_excluded_event_is_no_value(text: str) -> None:
    found = claims(DEAD, text)
    assert 1836 not in sure(found)
    assert barred(found).get(1836) == "gate:other-event"


COMPARED = [
    "Fifty-eight people were killed in Velden, the most since the flood of 1953.",
    "With 58 dead, Velden mourns more people than after Storm Edda.",
    "The worst flood in Velden since 1953 has killed 58 people.",
]


@pytest.mark.parametrize("text", COMPARED)
def test_an_event_that_is_only_compared_with_bars_nothing(text: str) -> None:
    found = claims(DEAD, text)
    assert (barred(found), 58 in {int(c.value.low or 0) for c in found if c.role == "current"}) == ({}, True)


def test_a_headline_or_a_heading_that_names_the_event_speaks_for_what_is_below_it() -> None:
    text = "In Velden 1,836 people were killed."
    assert barred(claims(DEAD, text, title="Storm Edda, ten years on")) == {1836: "gate:other-event"}
    page = article("The flood in Velden")
    blocks = (
        Block(kind="paragraph", text="In Velden 58 people were killed."),
        Block(kind="subhead", text="The flood of 1953"),
        Block(kind="paragraph", text=text),
        Block(kind="subhead", text="Relief"),
        Block(kind="paragraph", text="The dead in Velden number 61, the mayor said."),
    )
    found = find_claims(replace(page, blocks=blocks), Watchlist(figures={"dead": DEAD}, entities=VELDEN))
    assert barred(found) == {1836: "gate:other-event"}


# --- days -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "until", "term"),
    [
        (date(2026, 3, 5), None, "gate:before-since"),
        (None, date(2026, 3, 3), "gate:after-until"),
        (date(2026, 3, 4), date(2026, 3, 4), ""),
    ],
)
def test_an_article_from_outside_the_days_of_the_event_says_nothing_of_it(
    since: date | None, until: date | None, term: str
) -> None:
    found = claims(replace(DEAD, since=since, until=until), "In Velden 58 people were killed.")
    assert (sure(found), barred(found)) == (([58], {}) if not term else ([], {58: term}))


DATED = [
    ("In 2019 a flood in Velden killed 41 people.", [], {41}),
    ("A flood in Velden left 41 people dead in February 2026.", [], {41}),
    ("The 2019 flood killed 41 people in Velden.", [], {41}),
    ("Last year, 41 people were killed in Velden.", [], {41}),
    ("The flood in Velden has killed 58 people, the most since 2019.", [58], set()),
    ("The dam at Velden, built in 1931, gave way and 58 people were killed.", [58], set()),
    ("In Velden 58 people were killed in March 2026.", [58], set()),
]


@pytest.mark.parametrize(("text", "values", "old"), DATED)
def test_a_number_that_its_clause_dates_before_the_event_is_background(
    text: str, values: list[int], old: set[int]
) -> None:
    found = claims(SINCE, text)
    assert (sure(found), set(barred(found)), set(barred(found).values()) <= {"gate:dated-before"}) == (
        values,
        old,
        True,
    )


# --- who and where ----------------------------------------------------------------------------------------------

TALLY = Figure(id="jets", label="Drones shot down", unit="count", nouns=("drones",), actions=("shot down",))
ACTOR = replace(TALLY, actor="Norland, Norlanders")
PLACE = Figure(id="out", label="Homes without power", unit="count", nouns=("homes without power",),
               place="Ostby, Ostby county")  # fmt: skip


def test_an_actor_and_a_place_are_entities_without_a_table() -> None:
    assert describe(replace(ACTOR, place="Ostby")).groups == ("jets:actor", "jets:place")
    assert ACTOR.own_names == {"jets:actor": ("Norland", "Norlanders")}


def test_what_somebody_else_did_is_not_the_actors() -> None:
    text = "Norland shot down 41 drones overnight. Sudland shot down 77 drones, its army said."
    assert sure(claims(ACTOR, text)) == [41]


def test_what_happened_elsewhere_is_not_the_places() -> None:
    text = "In Ostby county 4,100 homes were without power. In Westhaven 9,300 homes were without power."
    assert sure(claims(PLACE, text)) == [4100]


def test_one_figures_names_are_nobody_elses() -> None:
    other = Figure(id="own", label="Dead", unit="count", nouns=("dead",))
    page = article("", "In Ostby 58 people are dead.")
    found = find_claims(page, Watchlist(figures={"own": other, "out": PLACE}, entities={}))
    assert sure(found) == [58]


# --- a sample ---------------------------------------------------------------------------------------------------

PLAIN = Figure(id="hens", label="Culled at Ostby", unit="count", nouns=(), place="Ostby")
TAUGHT = replace(PLAIN, sample="Vets have slaughtered 41,000 laying hens at Ostby since Monday.")


def test_a_sample_teaches_what_is_counted_and_what_happens() -> None:
    taught = lesson(TAUGHT)
    assert ("lay", "hen") in taught.nouns
    assert {"lay", "hen"} <= describe(TAUGHT).words


def test_a_figure_with_a_sample_reads_what_it_would_have_missed() -> None:
    text = "Vets slaughtered 58,000 laying hens at Ostby."
    assert (sure(claims(TAUGHT, text)), sure(claims(PLAIN, text))) == ([58000], [])


def test_a_sample_without_a_number_in_the_figures_unit_teaches_nothing() -> None:
    assert lesson(replace(PLAIN, sample="Hens died.")).nouns == ()
    assert lesson(replace(PLAIN, unit="EUR", sample="Vets culled 41,000 hens.", nouns=("cost",))).nouns == ()
