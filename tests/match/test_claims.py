"""Sentences as desks meet them: which number is whose, and what part it plays. The shipped weights decide."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.match import find_claims
from monitor.match.values import gather, one
from monitor.model import Block, Claim, Value
from tests.match.desk import BANK, DEAD, HOMES, INJURED, LOSS, article, desk, held

QUAKE = desk(DEAD, INJURED, HOMES)


def read(*paragraphs: str, title: str = "", watchlist=QUAKE, **stands: int) -> tuple[Claim, ...]:  # type: ignore[no-untyped-def]
    return find_claims(article(title, *paragraphs), watchlist, held(**stands))


def sure(claims: tuple[Claim, ...], figure: str) -> list[int]:
    """The values read as current."""
    return [int(c.value.low or c.value.high or 0) for c in claims
            if c.figure == figure and c.role == "current" and c.score > 0.5]  # fmt: skip


def test_the_new_toll_is_read_and_the_old_one_is_previous() -> None:
    claims = read("The death toll from the earthquake in Kunar has risen to 812 from 622, a health official said.",
                  title="Quake toll in Kunar rises to 812", dead=622)  # fmt: skip
    assert sure(claims, "dead") == [812]
    assert [(c.role, c.value.low) for c in claims if c.figure == "dead" and c.role != "current"] == [("previous", 622)]


def test_a_value_that_repeats_what_stands_is_still_stated() -> None:
    assert sure(read("In Kunar 812 people were killed by the earthquake.", dead=812), "dead") == [812]


def test_each_number_goes_to_the_figure_whose_words_it_carries() -> None:
    claims = read("The earthquake in Kunar killed 812 people and injured 2,817. In Kunar 5,412 homes were destroyed.")
    assert (sure(claims, "dead"), sure(claims, "injured"), sure(claims, "homes")) == ([812], [2817], [5412])


def test_no_number_is_read_for_two_figures() -> None:
    claims = read("At least nine people were killed in the earthquake in Kunar.")
    marks = [(c.block, c.quote, c.mark) for c in claims if c.role == "current" and c.score > 0.5]
    assert len(marks) == len(set(marks)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The ministry denied that 300 people had been killed in Kunar.",
        "In 2015 an earthquake killed 9,000 people in Nepal.",
        "If the dam in Kunar broke, 5,000 people could be killed, a model says.",
    ],
)
def test_a_denied_foreign_or_hypothetical_number_is_not_read(text: str) -> None:
    assert sure(read(text, dead=41), "dead") == []


def test_an_excluded_noun_bound_to_the_number_bars_it() -> None:
    claims = read("In Kunar 672 damaged homes were counted.", homes=40)
    assert not [c for c in claims if c.figure == "homes" and c.role == "current"]


def test_money_in_another_currency_is_no_value() -> None:
    claims = read("Orlen Bank made a loss of $40 million.", watchlist=desk(LOSS))
    assert not [c for c in claims if c.role == "current"]


def test_respectively_gives_each_bank_its_own() -> None:
    text = "Orlen Bank and Helvetica will shed 2,100 and 4,300 jobs respectively."
    assert sure(read(text, watchlist=desk(BANK)), "jobs") == [2100]


def test_a_table_cell_is_read_by_its_row_and_column() -> None:
    rows = ["| | Injured | Killed |", "| Kunar | 2,909 | 1,108 |", "| Nepal | 255 | 12 |"]
    blocks = tuple(Block(kind="row", text=" | ".join(c.strip() for c in r.strip("|").split("|"))) for r in rows)
    page = article("Earthquake: killed and injured by province", "Figures of Monday.")
    claims = find_claims(type(page)(url=page.url, outlet="P", fetched=page.fetched, title=page.title, blocks=blocks,
                                    text="x"), desk(DEAD, INJURED), held(dead=800))  # fmt: skip
    best = {f: max((c for c in claims if c.figure == f), key=lambda c: c.score).value.low for f in ("dead", "injured")}
    assert best == {"dead": Decimal(1108), "injured": Decimal(2909)}


def test_the_speaker_and_the_cue_are_told() -> None:
    (claim,) = (c for c in read("Some 58 people were killed in Kunar, the health ministry said.") if c.figure == "dead")
    assert claim.attribution is not None
    assert (claim.attribution.source, claim.attribution.cue) == ("health ministry", "said")


def test_two_forms_of_one_value_are_one_candidate_with_two_claims() -> None:
    claims = read("In Kunar 499 people were killed.", title="Nearly 500 people killed in Kunar earthquake")
    assert {int(c.value.low or 0) for c in claims if c.figure == "dead" and c.role == "current"} == {499, 500}


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (("500", "about", 100), ("499", "exact", 1), True),
        (("800", "more_than", 100), ("812", "exact", 1), True),
        (("3000", "about", 1000), ("2817", "exact", 1), True),
        (("58", "exact", 1), ("41", "exact", 1), False),
        (("600", "at_least", 100), ("2000", "exact", 1000), False),
        (("1.24", "exact", "0.01"), ("1.235", "exact", "0.001"), True),
    ],
)
def test_forms_of_one_value(a: tuple[str, str, object], b: tuple[str, str, object], same: bool) -> None:
    def value(low: str, bound: str, step: object) -> Value:
        return Value(low=Decimal(low), high=Decimal(low), bound=bound, step=Decimal(str(step)))  # type: ignore[arg-type]

    assert one(value(*a), value(*b)) is same


def test_nothing_is_gathered_from_nothing() -> None:
    assert gather([]) == []


def test_evidence_is_signed_and_the_strongest_comes_first() -> None:
    claim = read("The death toll in Kunar rose to 812.", dead=622)[0]
    weights = [abs(e.weight) for e in claim.evidence]
    assert weights
    assert weights == sorted(weights, reverse=True)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=120), max_size=4), st.text(max_size=60))
def test_any_text_is_read_without_a_fault_and_every_mark_lies_in_its_quote(texts: list[str], title: str) -> None:
    for claim in read(*[f"Kunar {t} 58 people killed" for t in texts], title=title):
        start, end = claim.mark
        assert 0 <= start < end <= len(claim.quote)
        assert 0 <= claim.score <= 1


@pytest.mark.parametrize(
    "text",
    ["Deaths in Kunar rose from 41 to 58.", "The ministry, which had spoken of 41 dead in Kunar, now counts 58."],
)
def test_what_was_beside_what_is_is_told_as_previous(text: str) -> None:
    found = {int(c.value.low or 0): c.role for c in find_claims(article("", text), desk(DEAD)) if c.score > 0.4}
    assert found.get(41) == "previous"
