"""What other pages of a host teach, and what a person knows of a site."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.errors import ConfigError
from monitor.extract import extract, layout_changed, lessons, read_rules, suggest
from monitor.model import Article, Page, SiteMemory

NOW = datetime(2026, 3, 1, tzinfo=UTC)
PROMO = "Our reporters have followed the harbour for 60 years, and you can read all of it in the archive of this paper."
BODY = "The council of Dorne has voted {n} to 14 for the new harbour wall. It will be built from granite."
MORE = "Work begins in the spring, the mayor said after the vote. The wall is to be {n} metres long when it is done."
PAGE = (
    "<html><head><title>Vote {n}</title></head><body><div class='col'><h1>Harbour vote {n}</h1>"
    f"<div class='{{box}}'><p>{BODY}</p><p>{PROMO}</p><p>{MORE}</p></div></div></body></html>"
)


def page(n: int, box: str = "story-body") -> Page:
    url = f"https://www.dorne.example/{n}"
    body = PAGE.replace("{n}", str(n)).replace("{box}", box).encode()
    return Page(
        url=url,
        final_url=url,
        outlet="Dorne",
        fetched=NOW,
        status=200,
        headers={"content-type": "text/html"},
        body=body,
    )


def taught(*articles: Article) -> SiteMemory:
    seen: Counter[str] = Counter()
    containers: Counter[str] = Counter()
    for article in articles:
        lesson = lessons(article)
        seen.update(lesson.seen)
        containers.update(lesson.containers)
    return SiteMemory(seen=seen, containers=containers, pages=len(articles))


def test_a_block_seen_on_two_other_articles_is_chrome() -> None:
    memory = taught(extract(page(21)), extract(page(33)))
    alone, with_memory = extract(page(40)), extract(page(40), memory=memory)
    assert PROMO in alone.text
    assert PROMO not in with_memory.text
    assert [BODY.format(n=40), MORE.format(n=40)] == with_memory.text.split("\n\n")
    assert "seen on other articles of the site" in {block.reason for block in with_memory.blocks}


def test_an_article_counts_each_block_once() -> None:
    assert set(lessons(extract(page(21))).seen.values()) == {1}


def test_a_changed_layout_is_noticed_once_a_host_is_known() -> None:
    known = [extract(page(n)) for n in (21, 33, 40, 52)]
    moved = extract(page(60, box="new-prose"))
    assert not layout_changed(known[0], taught(*known))
    assert layout_changed(moved, taught(*known))
    assert not layout_changed(moved, taught(*known[:2]))


def test_a_rule_keeps_drops_and_names_the_headline() -> None:
    rules = read_rules(
        """
        [[site]]
        host = "dorne.example"
        keep = [".story-body"]
        drop = [".story-body p:nth-child(2)"]
        headline = "title"
        """
    )
    article = extract(page(21), rules=rules)
    assert (article.title, article.text.split("\n\n")) == ("Vote 21", [BODY.format(n=21), MORE.format(n=21)])


@pytest.mark.parametrize(
    ("toml", "names"),
    [
        ('[[site]]\nkeep = ["p"]', "host"),
        ('[[site]]\nhost = "a.example"\nkeep = ["p["]', "p["),
        ('[[site]]\nhost = "a.example"\nkeeep = ["p"]', "keeep"),
        ('[[site]]\nhost = "a.example"\nkeep = 3', "keep"),
        ('[site]\nhost = "a.example"', "[[site]]"),
        ("[[site", "TOML"),
    ],
)
def test_a_wrong_rule_is_a_clear_error(toml: str, names: str) -> None:
    with pytest.raises(ConfigError, match="(?s)" + names.replace("[", r"\[")):
        read_rules(toml)


def test_a_suggested_rule_can_be_read_and_gives_the_same_text() -> None:
    article = extract(page(21))
    rules = read_rules(suggest(article))
    assert rules[0].host == "dorne.example"
    assert extract(page(21), rules=rules).text == article.text


def test_the_files_of_this_room_name_no_page_by_its_host() -> None:
    room = Path(__file__).parents[2] / "monitor" / "extract"
    data = "".join(path.read_text("utf-8") for path in room.glob("*.json"))
    assert "http" not in data
