"""The pages say what stands, who said so and what waits; and nothing that an outlet wrote can run or lead astray."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from desk_day import EVIL_LINK, HOSTILE
from house import Opened
from httpx import Client
from selectolax.lexbor import LexborHTMLParser

PAGES = ("/", "/figures/toll", "/figures/jobs", "/inbox", "/alerts", "/articles", "/articles/2", "/feeds", "/config")


def page(paper: Client, path: str) -> LexborHTMLParser:
    answer = paper.get(path)
    assert answer.status_code == 200, answer.text
    return LexborHTMLParser(answer.text)


def words(tree: LexborHTMLParser, selector: str = "main") -> str:
    found = tree.css_first(selector)
    assert found is not None
    return " ".join(found.text(separator=" ").split())


def test_the_overview_says_what_stands_for_each_figure(paper: Client) -> None:
    rows = [
        words_of_row for row in page(paper, "/").css("#glance tbody tr") if (words_of_row := row.text(separator=" "))
    ]
    toll, jobs = (" ".join(row.split()) for row in rows)
    assert toll.startswith("Dead in the flood 56 1 conflict")
    assert "1 question" in toll
    assert "down 2 (−3.4%)" in toll
    assert "6 hours ago" in toll
    assert "10,000 to 12,000" in jobs


def test_the_overview_says_what_ails_the_sources(paper: Client) -> None:
    assert words(page(paper, "/"), ".ailing") == "1 of 1 sources fail"


def test_a_figures_page_shows_every_claim_with_its_number_marked_and_a_link(paper: Client) -> None:
    tree = page(paper, "/figures/toll")
    claims = {e.css_first("mark").text(): e for e in tree.css(".said-list li")}
    assert list(claims) == ["61", "70", "41", "56", "58", "45"]
    assert claims["58"].css_first("a[rel~=noopener]").attributes["href"] == "https://wire.example/58?a=1&b=2"
    assert "asked" in claims["61"].text()
    assert "not counted" in claims["41"].text()
    assert "it stood before and was superseded" in claims["41"].text()
    assert "stands" in claims["56"].text()
    assert "the ministry" in claims["45"].text()


def test_what_was_probably_not_meant_is_folded_away(paper: Client) -> None:
    tree = page(paper, "/figures/jobs")
    assert "300" in words(tree, "section[aria-labelledby=claims] details")
    assert len(tree.css(".wide svg a")) == 1


def test_the_chart_has_steps_and_a_dot_that_leads_to_its_claim(paper: Client) -> None:
    tree = page(paper, "/figures/toll")
    assert tree.css_first("svg.chart").attributes["role"] == "img"
    links = {e.attributes["href"] for e in tree.css(".wide svg a")}
    assert links
    assert all(tree.css_first(link) is not None for link in links if link)


def test_a_range_is_drawn_as_a_band(paper: Client) -> None:
    assert page(paper, "/figures/jobs").css_first("svg.chart .band") is not None


def test_versions_stand_side_by_side_with_the_changed_number_marked(paper: Client) -> None:
    tree = page(paper, "/articles/2")
    (row,) = [row for row in tree.css(".sides tbody tr") if "changed" in (row.attributes.get("class") or "")]
    assert row.css_first("del.number").text() == "58"
    assert row.css_first("ins.number").text() == "56"


def test_the_numbers_that_were_read_are_marked_in_the_text_and_lead_to_their_figure(paper: Client) -> None:
    tree = page(paper, "/articles/3")
    link = tree.css_first(".text mark a")
    assert link.text() == "41"
    where, _, name = (link.attributes["href"] or "").partition("#")
    assert where == "/figures/toll"
    assert page(paper, where).css_first(f"#{name}") is not None
    assert words(tree, ".text p") == "The flood that killed 41 people began on Sunday."


def test_the_inbox_holds_questions_and_alerts_nobody_acknowledged(paper: Client) -> None:
    tree = page(paper, "/inbox")
    assert "Is it 61 now?" in words(tree, ".card.question")
    assert len(tree.css(".card.alert")) == 5
    assert words(tree, "nav .count") == "6"


def test_a_question_can_be_opened_by_itself(paper: Client) -> None:
    name = page(paper, "/inbox").css_first(".card.question").attributes["id"]
    assert name is not None
    assert "Is it 61 now?" in words(page(paper, f"/questions/{name.removeprefix('question-')}"))


def test_sources_show_what_ails_them_and_no_password(paper: Client) -> None:
    said = words(page(paper, "/feeds"))
    assert "failing" in said
    assert "it answered 503" in said
    assert "hunter2" not in said


def test_the_config_is_shown_without_its_secrets(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("open sesame")
    board = opened('password = { file = "secret" }\n', auth=("anna", "open sesame"))
    said = words(page(board, "/config"))
    assert "open sesame" not in said
    assert "desk@paper.example" in said
    assert "very-secret-path" not in said
    assert "hunter2" not in said


def test_articles_are_found_by_words_of_their_title_outlet_or_address(paper: Client) -> None:
    assert len(page(paper, "/articles").css(".stories li")) == 7
    assert len(page(paper, "/articles?q=wire.ex").css(".stories li")) == 1
    assert "Nothing found" in words(page(paper, "/articles?q=100%25"))


@pytest.mark.parametrize("path", ["/figures/none", "/articles/99", "/questions/none", "/nowhere", "/export/x.csv"])
def test_what_is_not_there_is_said_on_a_page(paper: Client, path: str) -> None:
    answer = paper.get(path)
    assert answer.status_code == 404
    assert "<h1>Not here</h1>" in answer.text


@pytest.mark.parametrize("path", PAGES)
def test_hostile_words_stay_words(paper: Client, path: str) -> None:
    text = paper.get(path).text
    tree = LexborHTMLParser(text)
    assert HOSTILE not in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert not [e for e in tree.css("script") if not (e.attributes.get("src") or "").startswith("/static/")]
    assert not tree.css("[onerror], img, iframe, object, b")


@pytest.mark.parametrize("path", PAGES)
def test_links_lead_to_the_web_or_to_pages_of_ours(paper: Client, path: str) -> None:
    for link in LexborHTMLParser(paper.get(path).text).css("a[href]"):
        href = link.attributes["href"] or ""
        if urlsplit(href).scheme:
            assert href.startswith("https://")
            assert {"noopener", "noreferrer"} <= set((link.attributes.get("rel") or "").split())
        else:
            assert href.startswith(("/", "#", "?"))
    assert EVIL_LINK not in paper.get(path).text


@pytest.mark.parametrize("path", PAGES)
def test_no_page_needs_a_script_a_style_or_anything_from_elsewhere(paper: Client, path: str) -> None:
    tree = LexborHTMLParser(paper.get(path).text)
    names = {name for each in tree.css("*") for name in each.attributes}
    assert not [name for name in names if name == "style" or name.startswith("on")]
    assert not tree.css("style, script:not([src])")
    for each in tree.css("[src], [action], link[href]"):
        own = each.attributes
        assert (own.get("src") or own.get("action") or own.get("href") or "").startswith("/")


@pytest.mark.parametrize("path", PAGES)
def test_a_screen_reader_finds_its_way(paper: Client, path: str) -> None:
    tree = LexborHTMLParser(paper.get(path).text)
    assert tree.css_first("html").attributes["lang"] == "en"
    assert len(tree.css("h1")) == 1
    assert tree.css_first("a.skip").attributes["href"] == "#main"
    assert len(tree.css("nav [aria-current=page]")) == 1
    names = [e.attributes["id"] for e in tree.css("[id]")]
    assert len(names) == len(set(names))
    for field in tree.css("input:not([type=hidden]), select"):
        assert tree.css_first(f"label[for={field.attributes['id']}]") is not None
    for name in (e.attributes["aria-labelledby"] for e in tree.css("[aria-labelledby]")):
        assert tree.css_first(f"[id='{name}']") is not None
    assert all(table.css_first("caption") for table in tree.css("table"))
