"""What a figure's own keys hold against a value: range, direction, wholes and parts, preferred outlets."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from desk import DAY_ONE, Desk, spell, told, value, why

from monitor.compare import Verdict, compare
from monitor.model import Article, Claim, Standing
from monitor.watchlist import Figure, Sensitivity, Watchlist


def desk(baseline: str | None = "41", sensitivity: Sensitivity = "balanced", **keys: Any) -> Desk:
    """A desk whose one figure has these keys."""
    made = Desk(baseline=baseline, sensitivity=sensitivity)
    figure = replace(made.watchlist.figures["dead"], **keys)
    made.watchlist = replace(made.watchlist, figures={"dead": figure})
    return made


def noted(verdict: Verdict) -> list[str]:
    """The names of what the keys say of the decision that came last."""
    return [note.partition(":")[0] for note in verdict.changes[-1].notes]


# --- plausible --------------------------------------------------------------------------------------------------

RANGE = (Decimal(1), Decimal(5000))


@pytest.mark.parametrize("said", ["5,800", "at least 5,800", "up to 5,800", "5,500-6,000", "0"])
@pytest.mark.parametrize("sensitivity", ["fewer", "balanced", "more"])
def test_an_implausible_value_is_asked_with_the_doubt_in_words_and_never_told(
    said: str, sensitivity: Sensitivity
) -> None:
    verdict = desk(sensitivity=sensitivity, plausible=RANGE).reads(said)
    assert (told(verdict), noted(verdict)) == (None, ["implausible"])
    assert "that is plausible; " in verdict.questions[0].doubt


@pytest.mark.parametrize("said", ["580", "more than 580", "hundreds", "5,000"])
def test_a_value_that_can_be_within_the_range_is_told(said: str) -> None:
    assert told(desk(plausible=RANGE).reads(said)) == f"changed 41 > {spell(value(said))}"


def test_a_yes_makes_an_implausible_value_stand() -> None:
    made = desk(plausible=RANGE)
    alert = made.answers(made.reads("5,800"), yes=True)
    assert (alert is not None, made.stands) == (True, "5800")


# --- direction --------------------------------------------------------------------------------------------------


def test_a_change_against_the_figures_direction_is_asked() -> None:
    verdict = desk(direction="up").reads("38")
    assert (told(verdict), noted(verdict), len(verdict.questions)) == (None, ["other-way"], 1)
    assert told(desk(direction="down").reads("38")) == "changed 41 > 38"
    assert told(desk(direction="both").reads("38")) == "changed 41 > 38"
    assert told(desk(direction="up").reads("58")) == "changed 41 > 58"


def test_a_fall_that_the_article_calls_a_revision_is_told() -> None:
    assert told(desk(direction="up").reads("38", sentence="The toll was revised to {}.")) == "changed 41 > 38"
    assert told(desk(direction="up").reads("38", was="41")) == "changed 41 > 38"


def test_an_edit_downwards_is_a_correction() -> None:
    made = desk(direction="up")
    made.reads("58", url="https://wire.example/x")
    assert told(made.reads("52", url="https://wire.example/x", version="edited")) == "corrected 58 > 52"


# --- preferred outlets --------------------------------------------------------------------------------------------


def test_another_outlets_value_is_a_conflict_and_the_preferred_ones_stands() -> None:
    made = desk(baseline=None, outlets=("Ministry Wire",))
    made.reads("41", outlet="Ministry Wire")
    verdict = made.reads("58", outlet="Tabloid")
    assert (told(verdict), why(verdict), made.stands) == ("conflict 41 > 58", "other-outlet", "41")
    again = made.reads("58", outlet="Gazette")
    assert (told(again), why(again)) == (None, "repeated")


def test_the_preferred_outlets_word_replaces_anothers_even_one_that_was_open() -> None:
    made = desk(baseline=None, outlets=("ministry wire",))
    made.reads("58", outlet="Tabloid")
    assert told(made.reads("41", outlet="Ministry Wire")) == "changed 58 > 41"
    made.reads("63", outlet="Tabloid")
    verdict = made.reads("63", outlet="Ministry Wire")
    assert (told(verdict), made.stands) == ("changed 41 > 63", "63")


def test_without_preferred_outlets_the_later_word_stands() -> None:
    made = desk(baseline=None)
    made.reads("41", outlet="Ministry Wire")
    assert told(made.reads("58", outlet="Tabloid")) == "changed 41 > 58"


# --- wholes and parts -------------------------------------------------------------------------------------------

ALL = Figure(id="all", label="Dead", unit="count", nouns=("dead",), baseline=value("58"))
PART = Figure(id="part", label="Children among the dead", unit="count", nouns=("children",), part_of="all",
              baseline=value("12"))  # fmt: skip
ONE, TWO = (
    Figure(id=i, label=i, unit="count", nouns=(i,), baseline=value(v)) for i, v in (("a", "1000"), ("b", "5000"))
)
BOTH = Figure(id="both", label="Both", unit="count", nouns=("both",), sum_of=("a", "b"), baseline=value("6000"))


def reads(*said: tuple[str, str], figures: tuple[Figure, ...], score: float = 1.0) -> Verdict:
    """One article that gives these figures these values, after the baselines."""
    page = Article(url="https://a.example/1", outlet="Wire", fetched=DAY_ONE, title="", text="A text.")
    claims = [Claim(figure=f, value=value(v), role="current", quote=f"{v}.", score=score) for f, v in said]
    standings: dict[str, Standing] = {}
    return compare(page, claims, Watchlist(figures={f.id: f for f in figures}, entities={}), standings, "first", ())


def alerts(verdict: Verdict) -> list[tuple[str, str]]:
    return [(a.figure, spell(a.new)) for a in verdict.alerts]


def test_a_part_greater_than_its_whole_is_asked() -> None:
    verdict = reads(("part", "90"), figures=(ALL, PART))
    assert (alerts(verdict), noted(verdict)) == ([], ["more-than-its-whole"])
    assert verdict.questions[0].doubt.startswith("it is more than the whole has (Dead); ")


def test_a_part_that_grows_with_its_whole_is_told() -> None:
    assert alerts(reads(("all", "140"), ("part", "90"), figures=(ALL, PART))) == [("all", "140"), ("part", "90")]


def test_a_whole_smaller_than_its_part_is_asked() -> None:
    verdict = reads(("all", "9"), figures=(ALL, PART))
    assert (alerts(verdict), noted(verdict)) == ([], ["less-than-its-part"])


OF_KIN = (
    (("part", "58"), (ALL, PART)),
    (("all", "12"), (ALL, PART)),
    (("both", "5000"), (ONE, TWO, BOTH)),
)


def test_the_number_of_the_whole_is_no_value_of_the_part_nor_the_parts_of_the_whole() -> None:
    for said, figures in OF_KIN:
        verdict = reads(said, figures=figures)
        assert (alerts(verdict), verdict.questions, why(verdict)) == ([], (), "of-its-kin")


def test_a_part_may_come_to_what_its_whole_was_once_the_whole_has_grown() -> None:
    assert alerts(reads(("all", "140"), ("part", "58"), figures=(ALL, PART))) == [("all", "140"), ("part", "58")]


def test_a_part_that_grows_fires_the_part_alone() -> None:
    verdict = reads(("a", "1500"), ("both", "1500"), figures=(ONE, TWO, BOTH))
    assert (alerts(verdict), verdict.questions) == ([("a", "1500")], ())


def test_a_sum_smaller_than_a_part_is_asked() -> None:
    verdict = reads(("both", "4200"), figures=(ONE, TWO, BOTH))
    assert (alerts(verdict), noted(verdict)) == ([], ["less-than-its-part"])


def test_a_sum_that_its_parts_come_to_is_surer_than_one_that_they_do_not() -> None:
    grown = reads(("a", "1500"), ("both", "6500"), figures=(ONE, TWO, BOTH), score=0.7)
    other = reads(("a", "1500"), ("both", "6900"), figures=(ONE, TWO, BOTH), score=0.7)
    assert (("both", "6500") in alerts(grown), noted(grown)) == (True, ["sum-of-parts"])
    assert ("both", "6900") not in alerts(other)


def test_a_share_is_no_part_that_can_be_added() -> None:
    share = replace(PART, unit="percent", baseline=value("20"))
    assert alerts(reads(("part", "58"), figures=(ALL, share))) == [("part", "58")]
