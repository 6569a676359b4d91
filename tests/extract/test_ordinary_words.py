"""Sentences that begin as chrome does are text, chrome that stands among paragraphs is none: on pages and in dumps."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.extract import extract
from monitor.model import Article, Page

HEADLINE = "Dam above Varn gives way after a week of rain"
ABOVE = (
    "A dam above the town of Varn gave way on Tuesday after a week of rain, the regional government said.",
    "Rescuers in boats took people off the roofs of their houses, and the army sent helicopters to the villages.",
)
BELOW = (
    "The dam was built in 1968 and was to be repaired next spring, according to a plan of the government.",
    "Schools stay closed until the end of the week, and no train will run before Sunday evening.",
)


def read(body: str, kind: str) -> Article:
    url = "https://www.paper.example/news/dam"
    headers = {"content-type": kind}
    now = datetime(2026, 12, 1, tzinfo=UTC)
    page = Page(
        url=url, final_url=url, outlet="Paper", fetched=now, status=200, headers=headers, body=body.encode()
    )  # fmt: skip
    return extract(page)


def as_page(line: str, byline: str = "Ann Ray") -> Article:
    paragraphs = "".join(f"<p>{text}</p>" for text in (*ABOVE, line, *BELOW))
    head = f"<title>{HEADLINE}</title><meta name=author content='{byline}'>"
    return read(
        f"<html><head>{head}</head><body><main><h1>{HEADLINE}</h1>{paragraphs}</main></body></html>", "text/html"
    )


def as_dump(line: str, byline: str = "Ann Ray") -> Article:
    return read("\n".join((HEADLINE, f"By {byline}", "3 March 2026", *ABOVE, line, *BELOW)), "text/plain")


SENTENCES = (
    "More than 40 people died.",
    "More on the victims: 14 were children, police said.",
    "More about the costs - they rose to 4 million euros.",
    "Watch officials said 300 homes were at risk.",
    "Read the full statement: the ministry put the toll at 43.",
    "Related costs rose to 4 million euros.",
    "Related-party deals fell to 12 million euros.",
    "Most of the 40 victims were children.",
    "Top officials put the toll at 43.",
    "Only 14 of the 40 miners survived.",
    "Save the Children said 40 children died.",
    "Facebook cut 4,000 jobs.",
    "Shares fell 4 percent.",
    "Account holders lost 4 million euros.",
    "Tap water was unsafe for 30,000 people, the city said.",
    "The chain raised the price of a subscription to $11.99 a month on Monday.",
    "The newsletter platform said 4 million email addresses were stolen.",
    "See also what happened in 2019, when 40 people died.",
    "Like this story, the case of 2019 cost 40 lives.",
    "Sources said 40 people had been held.",
    "By Friday 40 people had died.",
    "Live ammunition killed 4 people, the hospital said.",
)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_with_a_number_is_text_whatever_word_it_begins_with(sentence: str) -> None:
    assert (sentence in as_page(sentence).text, sentence in as_dump(sentence).text) == (True, True)


CHROME = (
    "Read more: Storm of 2019 cost insurers 2 billion euros",
    "Also read: 14 tips for a dry cellar",
    "ALSO READ - Illegal dams: 1,200 fined since January",
    "Related: Dams of the north, 40 of them in danger",
    "Watch: Drone shows 200 boats ashore",
    "More from The Paper: 5 things to do this weekend",
    "Don't miss: the 14 best boots of the year",
    "Enjoying this story? Get our 10 best in your inbox.",
    "Tags: dams, rain, Varn",
    "Lire aussi : 40 barrages en danger",
    "Lesen Sie auch: 40 Dämme in Gefahr",
    "Sign up for our 5 stories of the day.",
    "Follow us on Facebook, with 40,000 others.",
)


@pytest.mark.parametrize("line", CHROME)
def test_what_points_elsewhere_is_no_text_among_paragraphs(line: str) -> None:
    assert (line in as_page(line).text, line in as_dump(line).text) == (False, False)


OFFERS = (
    "Get the 5 stories that matter, every weekday at 7am.",
    "You have 2 free articles left this month.",
    "This website uses 214 cookies of 87 partners.",
    "For 14 days of free access to all we publish, start a trial.",
    "This article was originally published by The Other Paper on 4 March.",
    "Copyright 2026 The Paper. All rights were reserved in 12 countries.",
)


@pytest.mark.parametrize("line", OFFERS)
def test_what_speaks_to_the_reader_or_of_the_paper_is_no_report(line: str) -> None:
    assert line not in as_dump(line).text


BIOS = (
    ("Ann Ray", "Ann Ray covers water for The Paper."),
    ("Ann Ray", "Ann Ray is a reporter based in Varn."),
    ("Ann Ray", "Ann Ray is The Paper's senior correspondent, based in Varn."),
    ("Ann Ray", "Ann Ray is chairman of the Varn press club."),
    ("Ann Ray and Bo Lind", "Bo Lind joined The Paper in 2016."),
    ("Ann Ray", "Ann Ray ist Redakteurin in Varn."),
)


@pytest.mark.parametrize(("byline", "line"), BIOS)
def test_what_is_said_of_the_author_is_no_text(byline: str, line: str) -> None:
    assert (line in as_page(line, byline).text, line in as_dump(line, byline).text) == (False, False)


@pytest.mark.parametrize(
    ("byline", "line"),
    [
        ("Varn Water Board", "Varn Water Board said four people were missing."),
        ("Ministry of Health", "Ministry of Health officials counted 43 dead by noon."),
        ("Lind Holdings", "Lind Holdings is the largest employer of the valley, with 4,000 workers."),
        ("Lind Holdings", "Lind Holdings is planning to close its mill."),
    ],
)
def test_an_agency_in_the_byline_says_things_that_are_text(byline: str, line: str) -> None:
    assert (line in as_page(line, byline).text, line in as_dump(line, byline).text) == (True, True)


@pytest.mark.parametrize("name", ["ad-container", "entry-share", "print-paragraph", "author-text", "footer-note"])
def test_a_template_with_a_box_around_each_paragraph_may_call_it_what_it_likes(name: str) -> None:
    paragraphs = "".join(f"<div class='{name}'><p>{text}</p></div>" for text in (*ABOVE, SENTENCES[0], *BELOW))
    article = read(f"<html><body><main><h1>{HEADLINE}</h1>{paragraphs}</main></body></html>", "text/html")
    assert article.text == "\n\n".join((*ABOVE, SENTENCES[0], *BELOW))


def test_a_dump_of_many_bullets_is_read_in_one_pass_as_one_list() -> None:
    items = [f"town {i} lost its bridge" for i in range(20_000)]
    announced = as_dump("\n".join(("The government told of what was lost:", *(f"- {item}" for item in items))))
    assert announced.text.count("lost its bridge") == 20_000
    assert "lost its bridge" not in as_dump("\n".join(f"- {item}" for item in items)).text


def bare(inside: str, title: str = HEADLINE) -> Article:
    body = f"<body><main><article>{inside}</article></main></body>"
    return read(f"<html><head><title>{title}</title></head>{body}</html>", "text/html")


ROWS = (("Mine", "October"), ("Ruvia", "3,900"), ("Tarma", "17,450"))
TABLE = f"<table>{''.join(f'<tr><td>{a}</td><td>{b}</td></tr>' for a, b in ROWS)}</table>"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (f"<h1>{HEADLINE}</h1>{TABLE}", ["Mine | October", "Ruvia | 3,900", "Tarma | 17,450"]),
        (f"<h1>{HEADLINE}</h1><p>The ministry's sheet is out.</p>{TABLE}",
         ["The ministry's sheet is out.", "Mine | October", "Ruvia | 3,900", "Tarma | 17,450"]),
        (f"<h1>{HEADLINE}</h1><p>It closed with 88 million subscribers.</p><p>Its shares rose 9%.</p>",
         ["It closed with 88 million subscribers.", "Its shares rose 9%."]),
        ("<p>[15:20] Wheat jumps to 247.50</p><p>[14:05] Wheat at 231, unchanged on the night</p>",
         ["[15:20] Wheat jumps to 247.50", "[14:05] Wheat at 231, unchanged on the night"]),
    ],
)  # fmt: skip
def test_a_page_of_a_table_or_of_two_lines_is_an_article(inside: str, text: list[str]) -> None:
    found = bare(inside)
    assert (found.reason, [b.text for b in found.blocks if b.kept]) == ("", text)


def test_a_page_of_links_is_still_none() -> None:
    links = "".join(f"<li><a href=/{n}>{n} dead in the flood at Varn</a></li>" for n in range(10, 30))
    assert bare(f"<h1>News</h1><ul>{links}</ul>").reason != ""


def test_the_outlets_name_is_no_headline() -> None:
    assert bare("".join(f"<p>{text}</p>" for text in (*ABOVE, *BELOW)), title="Paper").title == ""
