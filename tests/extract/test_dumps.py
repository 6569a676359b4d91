"""Text dumps as crawlers leave them: broken lines, counters between paragraphs, a topic above the headline."""

from __future__ import annotations

import pytest

from tests.extract.test_ordinary_words import read

HEAD = "Ferro finds another 120,000 cars with wrong CO2 values"
FIRST = "Ferro has found another 120,000 cars whose CO2 values were too low, the company told its board on Saturday."
SECOND = "Refunds may run to 1.9 billion euros, up from 1.4 billion, two people close to the talks said."
THIRD = "In the United States, 48,000 cars are affected; sales of four models were halted there."


def text_of(*lines: str) -> tuple[str, list[str]]:
    found = read("\n".join(lines), "text/plain")
    return found.title, found.text.split("\n\n")


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        (("The chair of the board, Ruth Amsel, said later that petrol cars", "were concerned for the first time."),
         "The chair of the board, Ruth Amsel, said later that petrol cars were concerned for the first time."),
        (("It brings the number of cars that were sold with wrong values to", "760,000, the company said."),
         "It brings the number of cars that were sold with wrong values to 760,000, the company said."),
    ],
)  # fmt: skip
def test_a_sentence_that_one_line_breaks_is_mended(broken: tuple[str, str], whole: str) -> None:
    assert text_of(HEAD, "By Tom Aske", FIRST, *broken, SECOND, THIRD)[1] == [FIRST, whole, SECOND, THIRD]


def test_a_line_below_a_whole_one_stays_a_line_of_its_own() -> None:
    assert text_of(HEAD, "By Tom Aske", FIRST, SECOND, THIRD)[1] == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize("counter", ["41 shares", "1,204 shares", "3.2k shares", "12 likes"])
def test_a_counter_between_paragraphs_ends_no_text(counter: str) -> None:
    box = ("RELATED ARTICLES", "Previous", "1", "2", "Next", "Ferro boss steps down after 14 months", "Share", counter)
    assert text_of(HEAD, "By Tom Aske", FIRST, *box, SECOND, THIRD)[1] == [FIRST, SECOND, THIRD]


def test_a_count_of_comments_ends_the_text() -> None:
    below = ("47 comments", "They knew it since 2016, 900,000 cars at least.")
    assert text_of(HEAD, "By Tom Aske", FIRST, SECOND, THIRD, *below)[1] == [FIRST, SECOND, THIRD]


def test_a_topic_above_the_headline_is_not_the_headline() -> None:
    assert text_of("ferro emissions", HEAD, "By Tom Aske", FIRST, SECOND, THIRD)[0] == HEAD
