"""What a desk is told and spared: short stories, each named after the rule that it holds compare/ to."""

from __future__ import annotations

from decimal import Decimal

import pytest
from desk import Desk, told, why
from hypothesis import given
from hypothesis import strategies as st

from monitor.watchlist import Threshold

# --- news -------------------------------------------------------------------------------------------------------


def test_the_first_number_is_new_and_the_next_is_a_change() -> None:
    desk = Desk()
    assert told(desk.reads("at least 9")) == "new nothing > 9+"
    assert told(desk.reads("41")) == "changed 9+ > 41"
    assert told(desk.reads("58")) == "changed 41 > 58"


def test_a_configured_baseline_is_older_than_any_article() -> None:
    desk = Desk(baseline="5000")
    assert told(desk.reads("5000", hours_old=9000)) is None
    assert told(desk.reads("7500", hours_old=8999)) == "changed 5000 > 7500"


def test_a_downward_revision_is_told() -> None:
    desk = Desk(baseline="2205")
    assert told(desk.reads("2164")) == "changed 2205 > 2164"


def test_headline_and_body_are_one_voice_and_the_more_telling_form_speaks() -> None:
    desk = Desk(baseline="at least 9")
    verdict = desk.reads("more than 600", "622")
    assert told(verdict) == "changed 9+ > 622"
    assert len(verdict.changes) == 1


def test_a_missed_step_is_no_conflict() -> None:
    desk = Desk(baseline="55")
    assert told(desk.reads("93 (ministry)", was="75")) == "changed 55 > 93"


def test_a_move_that_the_article_itself_states_counts_however_small_it_is() -> None:
    desk = Desk(baseline="10.25", unit="percent")
    assert told(desk.reads("10", was="10.25")) == "changed 10.25 > 10"


def test_a_new_headline_over_an_untouched_text_is_a_change() -> None:
    desk = Desk(baseline="41")
    assert why(desk.reads("41", "58")) == "beside-held"
    assert told(desk.reads("58", headline=True)) == "changed 41 > 58"


def test_an_article_that_knows_what_stands_and_yet_gives_the_number_before_it_means_it() -> None:
    desk = Desk(baseline="1000")
    desk.reads("1200")
    verdict = desk.reads("1000", hardly="1200", score=0.8)
    assert (told(verdict), why(verdict)) == ("changed 1200 > 1000", "returned")


# --- silence ----------------------------------------------------------------------------------------------------

SILENCE = [
    ("the same number", "58", "confirm"),
    ("a vaguer number", "more than 50", "vaguer"),
    ("a rounded number", "about 60", "vaguer"),
    ("a word", "dozens", "vaguer"),
    ("a number that stood before", "41", "echo"),
    ("a rough form of what stood before", "about 41", "echo"),
]


@pytest.mark.parametrize(("kind", "said", "reason"), SILENCE, ids=[kind for kind, _, _ in SILENCE])
def test_nobody_hears_of(kind: str, said: str, reason: str) -> None:
    desk = Desk()
    desk.reads("41")
    desk.reads("58")
    verdict = desk.reads(said, outlet="Tabloid")
    assert (told(verdict), verdict.questions, why(verdict), desk.stands) == (None, (), reason, "58")


def test_an_agencys_last_paragraph_that_went_stale_long_ago_is_silent() -> None:
    desk = Desk()
    for said in ("about 600", "2000"):
        desk.reads(said)
    assert told(desk.reads("at least 600", outlet="Paper")) is None


def test_an_old_step_told_again_is_no_step() -> None:
    desk = Desk(baseline="1000")
    desk.reads("1200", was="1000")
    desk.reads("about 1000", was="1200")
    verdict = desk.reads("1200", outlet="Aggregator", was="1000")
    assert (told(verdict), why(verdict)) == (None, "echo")


def test_an_article_older_than_what_stands_tells_the_past_and_its_number_is_known_from_then_on() -> None:
    desk = Desk()
    desk.reads("80")
    late = desk.reads("75", outlet="Slow", hours_old=5)
    assert (told(late), why(late), desk.stands) == (None, "out-of-order", "80")
    assert why(desk.reads("75", outlet="Echo")) == "echo"


@pytest.mark.parametrize(("version", "reason"), [("older", "alternating-copy"), ("unwell", "unwell-page")])
def test_a_cache_that_alternates_or_a_page_that_shrank_moves_nothing(version: str, reason: str) -> None:
    desk = Desk(baseline="58")
    verdict = desk.reads("41", version=version)
    assert (told(verdict), why(verdict), verdict.standings) == (None, reason, ())


def test_a_syndicated_copy_says_nothing_that_the_original_did_not() -> None:
    desk = Desk()
    desk.reads("41", outlet="Agency", url="https://agency.example/1")
    desk.reads("58")
    original = desk.read[0]
    assert why(desk.reads("41", outlet="Paper", copies=(original,))) == "copy"
    assert told(desk.reads("61", outlet="Paper", copies=(original,))) == "changed 58 > 61"


def test_the_same_article_read_twice_is_told_once() -> None:
    desk = Desk(baseline="41")
    first = desk.reads("58", url="https://wire.example/a")
    again = desk.reads("58", url="https://wire.example/a")
    assert told(first) == "changed 41 > 58"
    assert told(again) is None


# --- two parties ------------------------------------------------------------------------------------------------


def test_a_party_that_denies_ours_is_in_conflict_and_does_not_replace_it() -> None:
    desk = Desk(baseline="312")
    verdict = desk.reads("fewer than 150 (ministry)", denied="hundreds")
    assert told(verdict) == "conflict 312 > -150"
    assert desk.stands == "312"


def test_an_article_with_both_parties_is_a_conflict() -> None:
    desk = Desk()
    desk.reads("4200 (company)")
    assert told(desk.reads("5500 (union)", "4200 (company)")) == "conflict 4200 > 5500"


def test_what_stands_named_as_another_partys_word_is_a_conflict() -> None:
    desk = Desk()
    desk.reads("3251 (Red Crescent)")
    verdict = desk.reads("3124 (a spokesman of the government)", was="3251", was_by="the Afghan Red Crescent")
    assert told(verdict) == "conflict 3251 > 3124"


def test_a_party_that_raises_its_own_open_count_over_ours_has_moved_the_figure() -> None:
    desk = Desk()
    desk.reads("4 (Front)")
    desk.reads("2 (ministry)", denied="4")
    assert told(desk.reads("6 (ministry)", was="2")) == "changed 4 > 6"


def test_both_sides_of_an_open_conflict_may_be_repeated_in_silence() -> None:
    desk = Desk()
    desk.reads("4200 (company)")
    desk.reads("5500 (union)", "4200 (company)")
    assert why(desk.reads("5500 (union)", outlet="Local")) == "repeated"
    assert why(desk.reads("4200", outlet="Local")) == "confirm"
    assert told(desk.reads("3600 (company)", was="4200")) == "changed 4200 > 3600"


# --- corrections ------------------------------------------------------------------------------------------------


def test_a_silent_edit_of_a_page_is_corrected_from_what_the_page_said() -> None:
    desk = Desk()
    desk.reads("31", url="https://wire.example/a")
    assert told(desk.reads("30", url="https://wire.example/a", version="edited")) == "corrected 31 > 30"
    assert desk.stands == "30"


def test_a_lower_bound_that_comes_down_on_the_same_page_is_corrected() -> None:
    desk = Desk()
    desk.reads("at least 31", url="https://wire.example/a")
    edit = desk.reads("at least 13", url="https://wire.example/a", version="edited")
    assert told(edit) == "corrected 31+ > 13+"


def test_a_number_that_came_with_an_edit_is_corrected_even_if_we_never_read_the_one_before() -> None:
    desk = Desk(baseline="31")
    verdict = desk.reads("44", url="https://wire.example/a", version="edited")
    assert (told(verdict), why(verdict)) == ("corrected 31 > 44", "edited-in")


def test_a_number_that_took_the_place_of_another_in_the_same_sentence_is_read_as_surely() -> None:
    desk = Desk()
    desk.reads("at least 31", url="https://wire.example/a", sentence="{} people died in the fire on Monday.")
    told_now = desk.reads(
        "at least 13",
        url="https://wire.example/a",
        version="edited",
        score=0.3,
        sentence="{} people died in the fire on Monday.",
    )
    elsewhere = desk.reads(
        "7", url="https://wire.example/a", version="edited", score=0.3, sentence="A car had {} dents."
    )
    assert told(told_now) == "corrected 31+ > 13+"
    assert told(elsewhere) is None


def test_an_edit_that_leaves_the_number_alone_is_silent() -> None:
    desk = Desk()
    desk.reads("31", url="https://wire.example/a")
    assert told(desk.reads("31", url="https://wire.example/a", version="edited")) is None


def test_a_page_edited_to_what_others_said_before_has_only_caught_up() -> None:
    desk = Desk()
    desk.reads("31", outlet="Slow", url="https://slow.example/a")
    desk.reads("44", outlet="Wire")
    assert why(desk.reads("44", outlet="Slow", url="https://slow.example/a", version="edited")) == "caught-up"


def test_the_entry_of_a_live_page_moves_the_figure_and_corrects_nothing() -> None:
    desk = Desk()
    desk.reads("4", url="https://live.example/a", live=True)
    assert told(desk.reads("11", url="https://live.example/a", version="edited", live=True)) == "changed 4 > 11"


def test_a_party_that_corrects_its_conflicting_number_stays_in_conflict() -> None:
    desk = Desk(baseline="9")
    desk.reads("more than 20 (intelligence)", "9 (Kim)", url="https://post.example/a")
    edit = desk.reads("12 (intelligence)", "9 (Kim)", url="https://post.example/a", version="edited")
    assert told(edit) == "corrected 20+ > 12"
    assert desk.stands == "9"
    assert why(desk.reads("12 (intelligence)", outlet="Other")) == "repeated"


def test_a_correction_notice_on_a_page_first_met_after_it_says_corrected() -> None:
    desk = Desk(baseline="17")
    verdict = desk.reads("16", was="17", correction="An earlier version gave the toll as 17.")
    assert told(verdict) == "corrected 17 > 16"


# --- thresholds -------------------------------------------------------------------------------------------------


def test_small_steps_are_silent_until_they_add_up() -> None:
    desk = Desk(baseline="100", threshold=Threshold(percent=Decimal(10)))
    assert why(desk.reads("106")) == "below-threshold"
    assert told(desk.reads("111")) == "changed 100 > 111"


def test_an_absolute_threshold_is_in_the_figures_unit() -> None:
    desk = Desk(baseline="100", threshold=Threshold(absolute=Decimal(5)))
    assert told(desk.reads("104")) is None
    assert told(desk.reads("105")) == "changed 100 > 105"


def test_the_way_that_nobody_asked_about_moves_the_state_in_silence() -> None:
    desk = Desk(baseline="100", threshold=Threshold(direction="down"))
    assert why(desk.reads("150")) == "wrong-direction"
    assert told(desk.reads("140")) == "changed 150 > 140"


def test_a_change_waits_for_as_many_outlets_as_were_asked_for_and_two_feeds_of_one_are_one_voice() -> None:
    desk = Desk(baseline="41", threshold=Threshold(outlets=2))
    assert why(desk.reads("58", outlet="Wire")) == "too-few-outlets"
    assert told(desk.reads("58", outlet="Wire")) is None
    verdict = desk.reads("58", outlet="Post")
    assert told(verdict) == "changed 41 > 58"
    assert verdict.alerts[0].outlets == 2


# --- properties -------------------------------------------------------------------------------------------------

counts = st.lists(st.integers(min_value=1, max_value=400), min_size=1, max_size=12)


@given(counts)
def test_replaying_a_whole_story_from_its_state_tells_nothing(story: list[int]) -> None:
    desk = Desk()
    for number in story:
        desk.reads(str(number))
    assert [told(desk.reads(str(number), outlet="Echo")) for number in story] == [None] * len(story)


@given(counts)
def test_every_article_has_a_reason_and_at_most_one_alert(story: list[int]) -> None:
    desk = Desk()
    for number in story:
        verdict = desk.reads(str(number), f"about {number + 1}")
        assert verdict.changes
        assert len(verdict.alerts) + len(verdict.questions) <= 1


@given(counts)
def test_alerts_of_a_story_have_different_fingerprints_and_the_same_ones_next_time(story: list[int]) -> None:
    runs = []
    for _ in range(2):
        desk = Desk()
        verdicts = [desk.reads(str(number)) for number in story]
        runs.append([a.fingerprint for v in verdicts for a in v.alerts])
    assert runs[0] == runs[1]
    assert len(set(runs[0])) == len(runs[0])


@pytest.mark.parametrize(
    ("said", "was", "reason"),
    [
        ("36", None, "behind"),  # printed before what stands
        ("dozens", None, "behind"),  # a mere word for less
        ("35", None, "moved"),  # never heard of before
        ("36", "1410", "stated-move"),  # the article knows what stands
    ],
)
def test_a_running_total_that_falls_without_a_word_is_somebody_who_is_behind(
    said: str, was: str | None, reason: str
) -> None:
    desk = Desk(baseline="410")
    desk.reads("410", text="Of 36 rooms none was whole.")
    desk.reads("1410")
    assert why(desk.reads(said, outlet="Post", was=was)) == reason


def test_an_unsure_value_is_undone_when_another_outlet_goes_on_with_what_stood_before() -> None:
    desk = Desk(baseline="41")
    desk.reads("58", score=0.85)
    assert (desk.stands, desk.standing.provisional) == ("58", True)
    restored = desk.reads("41", outlet="Post")
    assert (told(restored), why(restored), desk.stands) == (None, "restored", "41")
    assert told(desk.reads("58", outlet="Echo")) == "changed 41 > 58"  # a hypothesis, not an echo
