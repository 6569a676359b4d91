"""What a desk is asked and what a person's word does: short stories, each named after the rule that it shows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from desk import Desk, spell, told, value, why

from monitor.compare import answer, confirm, correct, decisions, reject, settle
from monitor.compare.classify import RULES
from monitor.compare.explain import MEANINGS
from monitor.model import Evidence

# --- questions --------------------------------------------------------------------------------------------------


def test_a_sure_reading_is_told_an_unsure_one_is_asked_and_an_unlikely_one_is_neither() -> None:
    for score, alerts, questions in ((0.9, 1, 0), (0.3, 0, 1), (0.02, 0, 0)):
        verdict = Desk(baseline="41").reads("58", score=score)
        assert (len(verdict.alerts), len(verdict.questions)) == (alerts, questions)


def test_sensitivity_more_tells_what_would_be_asked_and_fewer_asks_what_would_be_told() -> None:
    assert told(Desk(baseline="41", sensitivity="more").reads("58", score=0.5)) == "changed 41 > 58"
    fewer = Desk(baseline="41", sensitivity="fewer").reads("58", score=0.8)
    assert (told(fewer), len(fewer.questions)) == (None, 1)


def test_a_question_moves_nothing_until_a_yes_which_moves_the_state_and_gives_the_alert() -> None:
    desk = Desk(baseline="41")
    verdict = desk.reads("58", score=0.3)
    assert desk.stands == "41"
    alert = desk.answers(verdict, yes=True)
    assert alert is not None
    assert (alert.kind, spell(alert.new), alert.fingerprint) == (
        "changed",
        "58",
        verdict.questions[0].alert.fingerprint,
    )
    assert desk.stands == "58"
    assert why(desk.reads("58", outlet="Post")) == "confirm"


def test_a_refused_value_does_not_come_back() -> None:
    desk = Desk(baseline="41")
    assert desk.answers(desk.reads("12", score=0.5), yes=False) is None
    again = desk.reads("12", outlet="Post", score=0.4)
    assert (told(again), again.questions, desk.stands) == (None, (), "41")


@pytest.mark.parametrize(("second", "alerts"), [("Post", 1), ("Wire", 0)])
def test_an_unsure_value_is_likelier_when_another_outlet_gives_it_too(second: str, alerts: int) -> None:
    desk = Desk(baseline="41")
    nearly_sure = settle.CUTS["balanced"].alert - 0.02
    assert len(desk.reads("58", outlet="Wire", score=nearly_sure).questions) == 1
    assert len(desk.reads("58", outlet=second, score=nearly_sure).alerts) == alerts


@pytest.mark.parametrize(
    ("said", "was", "alerts"),
    [("58", None, 1), ("30", None, 0), ("30", "41", 1), ("580", None, 0), ("0", None, 1)],
    ids=["a rise", "a fall", "a fall that is told as one", "ten times off", "nothing"],
)
def test_a_surprising_number_must_be_read_more_surely(said: str, was: str | None, alerts: int) -> None:
    just_sure = settle.CUTS["balanced"].alert + 0.02
    verdict = Desk(baseline="41").reads(said, was=was, score=just_sure)
    assert len(verdict.alerts) == alerts


def test_a_number_that_an_earlier_article_printed_as_background_must_be_read_more_surely() -> None:
    just_sure = settle.CUTS["balanced"].alert + 0.02
    desk = Desk(baseline="41")
    desk.reads("41", text="The pier was built for 580 people, and 3 of its lamps work.")
    assert len(desk.reads("58", score=just_sure).alerts) == 1
    desk = Desk(baseline="410")
    desk.reads("410", text="The pier was built for 580 people, and 3 of its lamps work.")
    assert len(desk.reads("580", score=just_sure).questions) == 1


def test_an_article_asks_about_few_figures_at_a_time_the_likeliest_first() -> None:
    desk = Desk(figures=5, baseline="41")
    verdict = desk.reads("58", score=0.3)
    limit = settle.CUTS["balanced"].questions
    assert len(verdict.questions) == limit
    assert [c.reason for c in verdict.changes].count("crowded-out") == 5 - limit


def test_a_yes_to_a_number_that_was_overtaken_meanwhile_tells_nobody_and_makes_it_known() -> None:
    desk = Desk(baseline="41")
    asked = desk.reads("58", score=0.3)
    desk.reads("61")
    assert desk.answers(asked, yes=True) is None
    assert desk.stands == "61"
    assert why(desk.reads("58", outlet="Slow")) == "echo"


def test_a_yes_to_a_conflict_leaves_what_stands() -> None:
    desk = Desk(baseline="41")
    alert = desk.answers(desk.reads("17 (army)", score=0.5, denied="41"), yes=True)
    assert alert is not None
    assert (alert.kind, desk.stands) == ("conflict", "41")


def test_a_question_says_in_words_how_likely_it_is_and_what_speaks_against_it() -> None:
    terms = {"noun:R1": 2.0, "mood:possible": -0.4, "what:other": -0.9, "head:other": -0.7, "from:L1": -0.1}
    evidence = tuple(Evidence(term=term, weight=weight) for term, weight in terms.items())
    (question,) = Desk(baseline="41").reads("58", score=0.3, evidence=evidence).questions
    likely = "30 in 100 that Dead is meant"
    assert question.doubt == f"{likely}; against it: another thing is counted, it is only possible"
    (question,) = Desk(baseline="41").reads("58", score=0.3).questions
    assert question.doubt == likely


def test_an_article_asks_about_the_likeliest_value_of_a_figure_and_about_the_next() -> None:
    desk = Desk(baseline="41")
    verdict = desk.reads("58", "61", "70", score=0.3)
    assert [spell(q.alert.new) for q in verdict.questions] == ["58", "61"]
    assert desk.answers(verdict, yes=True) is not None
    desk.standings["dead"], second = answer(verdict.questions[1], desk.standing, yes=True)
    assert (second, desk.stands) == (None, "58")  # an article is told once


def test_what_was_asked_about_is_no_background_when_another_outlet_says_it_too() -> None:
    desk = Desk(baseline="41")
    desk.reads("58", score=0.4, text="There were 58 dead.")
    assert len(desk.reads("58", outlet="Post", score=0.4).questions) == 1
    first, second = (d.reads("58", outlet=o, score=0.6) for d, o in ((Desk(baseline="41"), "Post"), (desk, "Echo")))
    assert second.questions == () or second.questions[0].score > first.questions[0].score


def test_the_doubts_of_a_question_tell_what_the_state_knows_in_words() -> None:
    (question,) = Desk(baseline="41").reads("580", score=0.6).questions
    assert question.doubt.endswith("against it: it is far from what stands")
    (question,) = Desk(baseline="41").reads("30", score=0.6).questions
    assert "which the article does not explain" in question.doubt


# --- explained --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("score", [1.0, 0.3, 0.02])
@pytest.mark.parametrize("version", ["first", "edited", "older", "unwell", "same"])
def test_every_decision_has_a_sentence_that_says_why(score: float, version: str) -> None:
    desk = Desk(baseline="41")
    before = dict(desk.standings)
    verdict = desk.reads("58", "61", score=score, version=version)
    told_why = list(decisions(verdict, before, desk.watchlist))
    assert [d.reason for d in told_why] == [c.reason for c in verdict.changes]
    assert all(" " in d.meaning and d.stood == value("41") for d in told_why)


def test_every_rule_has_its_sentence() -> None:
    assert {rule.reason for rule in RULES} <= MEANINGS.keys()


# --- a person's word --------------------------------------------------------------------------------------------


def test_rejecting_what_stands_brings_back_what_stood_before_and_keeps_the_wrong_value_out() -> None:
    desk = Desk(baseline="41")
    desk.reads("4100")
    desk.standings["dead"] = reject(desk.standing)
    assert desk.stands == "41"
    assert why(desk.reads("4100", outlet="Post")) == "rejected"


def test_confirming_ends_doubt() -> None:
    desk = Desk()
    desk.reads("41", score=0.85)
    assert desk.standing.provisional
    assert not confirm(desk.standing).provisional
    assert confirm(desk.standing).confirmed


def test_a_figure_set_by_hand_stands_and_the_old_one_is_an_echo() -> None:
    desk = Desk(baseline="41")
    desk.reads("4100")
    desk.standings["dead"] = correct(desk.standing, value("58"), desk.now + timedelta(minutes=1))
    assert desk.stands == "58"
    assert why(desk.reads("4100", outlet="Post")) == "echo"
