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


@pytest.mark.parametrize(
    "chrome",
    [
        ("Media caption,", "People who slept in the road speak"),
        ("Image caption,", "Some 30 aftershocks have been felt since Saturday"),
        ("Image source, Pressline",),
        ("Presentational grey line",),
        ("White space",),
        ("Graphic: Ferro's share price, paper.example/1Kq",),
        ("(Catch all the Business News, Breaking News and Events of 2026 on The Daily Meridian.)",),
        ("We'll send you a digest of 12 stories every morning.",),
        ("We will email you the latest figures each week.",),
    ],
)
def test_captions_lines_of_the_layout_and_offers_are_no_text(chrome: tuple[str, ...]) -> None:
    assert text_of(HEAD, "By Tom Aske", FIRST, *chrome, SECOND, THIRD)[1] == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    "said",
    [
        "(The plant in Kassel was built in 1968 and had 2,100 workers.)",
        "We will send 1,200 sappers, the minister said.",
    ],
)
def test_what_only_looks_so_is_text(said: str) -> None:
    assert text_of(HEAD, "By Tom Aske", FIRST, said, SECOND, THIRD)[1] == [FIRST, said, SECOND, THIRD]


def test_a_line_with_a_crawlers_date_is_the_title_where_it_stands_twice() -> None:
    title = "Questions that owners ask"
    assert text_of(f" date 2016-02-03 {title}", title, "By Tom Aske", FIRST, SECOND, THIRD)[0] == title
