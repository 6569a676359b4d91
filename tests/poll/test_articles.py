"""Articles' pages: read, refused or not to be had; never asked for in vain, and read again on a schedule."""

from __future__ import annotations

from datetime import timedelta

import pytest
from world import Reply, World, article, item, rss

from monitor.rounds import feeds, pages

FEED = "http://news.example/feed"
TOLD = "What the feed itself says of it."


@pytest.fixture
def one(world: World) -> World:
    """A feed with one article, of which it tells something itself."""
    world["news.example/feed"] = rss(item("a", description=TOLD))
    world.setting(FEED)
    return world


def asked(world: World) -> int:
    return len(world.requests("news.example/a"))


@pytest.mark.parametrize("status", [401, 403, 404, 410, 451])
def test_a_page_that_is_refused_is_not_tried_for_ever_and_the_feeds_words_are_kept(one: World, status: int) -> None:
    one["news.example/a"] = Reply(status=status)
    for _ in range(30):
        one.round(later=8 * 60)
    assert 1 <= asked(one) <= 6
    assert [(row["title"], row["text"]) for row in one.articles()] == [("Story a", TOLD)]


@pytest.mark.parametrize("status", [500, 502, 503, 429])
def test_a_page_that_cannot_be_had_now_is_tried_again_within_eight_hours(one: World, status: int) -> None:
    one["news.example/a"] = Reply(status=status)
    one.round()
    assert one.articles()[0]["text"] == TOLD
    one["news.example/a"] = article("The bridge was closed on Monday.")
    one.round(later=8 * 60)
    assert "The bridge was closed" in one.articles()[0]["text"]


def test_a_page_that_never_comes_is_given_up_in_the_end(one: World) -> None:
    one["news.example/a"] = Reply(status=500)
    for _ in range(60):
        one.round(later=4 * 60)
    assert 3 <= asked(one) <= 10
    assert one.articles()[0]["text"] == TOLD


def test_retry_after_of_a_page_is_kept(one: World) -> None:
    one["news.example/a"] = Reply(status=429, headers={"Retry-After": "7200"})
    one.round()
    one.round(later=60)
    assert asked(one) == 1
    one["news.example/a"] = article()
    one.round(later=61)
    assert asked(one) == 2


HEAVY = {
    "30 MB of HTML": article("x " * (15 << 20)),
    "100,000 nested divs": "<html><body>" + "<div>" * 100_000 + "deep" + "</div>" * 100_000 + "</body></html>",
    "100,000 divs never closed": "<html><body>" + "<div>" * 100_000,
    "100,000 unclosed formatting tags": "<html><body><p>" + "<b><i><a href=x>" * 33_000 + "</body></html>",
}


@pytest.mark.parametrize("name", HEAVY)
def test_a_heavy_page_is_read_or_refused_and_the_next_one_is_read(one: World, name: str) -> None:
    one["news.example/feed"] = rss(item("a", description=TOLD), item("b"))
    one["news.example/a"] = HEAVY[name]
    one["news.example/b"] = article("All is well.")
    one.round(real=True)
    texts = {row["url"][-1]: row["text"] for row in one.articles()}
    assert texts["a"]
    assert "All is well." in texts["b"]


NO_ARTICLE = {
    "a PDF": Reply(b"%PDF-1.7 ...", headers={"Content-Type": "application/pdf"}),
    "a PDF that says it is a page": Reply(b"%PDF-1.7\n" + bytes(2000), headers={"Content-Type": "text/html"}),
    "a video": Reply((bytes(65536) for _ in range(100_000)), headers={"Content-Type": "video/mp4"}),
    "a video that says it is a page": Reply(b"\x00\x00\x00\x20ftypisom" + bytes(5000)),
    "a page made by script": "<html><head><script src=app.js></script></head><body><div id=root></div></body></html>",
    "nothing": "",
}


@pytest.mark.parametrize("name", NO_ARTICLE)
def test_what_is_no_article_falls_back_to_the_feeds_words(one: World, name: str) -> None:
    one["news.example/a"] = NO_ARTICLE[name]
    one.round()
    assert [(row["title"], row["text"]) for row in one.articles()] == [("Story a", TOLD)]


def test_nul_bytes_are_read_around(one: World) -> None:
    one["news.example/a"] = article("The bridge\x00 was closed on Monday.")
    one.round()
    assert "was closed on Monday" in one.articles()[0]["text"]


RUSSIAN = "В понедельник мост был закрыт на ремонт, сообщила городская служба дорог."


@pytest.mark.parametrize("by", ["header", "meta"])
def test_the_charset_of_a_page_is_honoured(one: World, by: str) -> None:
    head = '<meta charset="windows-1251">' if by == "meta" else ""
    label = "text/html; charset=windows-1251" if by == "header" else "text/html"
    page = article(RUSSIAN, title="Мост", head=head).encode("cp1251")
    one["news.example/a"] = Reply(page, headers={"Content-Type": label})
    one.round()
    assert RUSSIAN in one.articles()[0]["text"]


def test_an_interstitial_leads_on_to_the_article(one: World) -> None:
    one["news.example/a"] = (
        '<html><head><meta http-equiv="refresh" content="0; url=/the/article"></head><body>One moment</body></html>'
    )
    one["news.example/the/article"] = article("The bridge was closed on Monday.")
    one.round()
    assert "The bridge was closed" in one.articles()[0]["text"]
    assert len(one.articles()) == 1


def test_a_known_article_costs_nothing_in_later_rounds(one: World) -> None:
    one["news.example/a"] = article()
    one.round()
    one["news.example/feed"] = rss(item("b"), item("a", description="New words.", guid="7"))
    one["news.example/b"] = article()
    for _ in range(5):
        one.round(later=60)
    assert asked(one) == 1


def test_articles_are_read_again_at_the_configured_ages_and_a_304_is_cheap(one: World) -> None:
    one.poll["reread"] = ["15m", "1h", "4h"]
    one.setting(FEED)
    page = Reply(article("The bridge was closed on Monday."), headers={"ETag": '"1"'})
    one["news.example/a"] = lambda seen: Reply(status=304) if seen.headers.get("if-none-match") else page
    ages = []
    for minute in range(0, 600, 15):
        before = asked(one)
        one.round(later=15 if minute else 0)
        if asked(one) > before:
            ages.append(minute)
    assert ages == [0, 15, 60, 240]


def test_an_article_that_was_old_when_its_feed_was_first_asked_is_read_again_all_the_same(one: World) -> None:
    """Ages count from when we first saw it: a standing page with a toll is years old, and edited every day."""
    one.poll["reread"] = ["15m", "1h"]
    one.setting(FEED)
    one["news.example/feed"] = rss(item("a", pubDate="Mon, 02 Mar 2020 08:00:00 GMT"))
    one["news.example/a"] = article("The bridge was closed on Monday.")
    one.round()
    one["news.example/a"] = article("The bridge was opened on Tuesday.")
    for _ in range(8):
        one.round(later=15)
    assert asked(one) == 3
    assert "opened on Tuesday" in one.articles()[0]["text"]


def test_ages_that_passed_together_count_once(one: World) -> None:
    one.poll["reread"] = ["15m", "1h", "4h"]
    one.setting(FEED)
    one["news.example/a"] = article()
    one.round()
    one.round(later=timedelta(hours=5))
    one.round(later=timedelta(hours=5))
    assert asked(one) == 2


def test_an_edited_page_is_seen_when_it_is_read_again(one: World) -> None:
    one.poll["reread"] = ["15m"]
    one.setting(FEED)
    one["news.example/a"] = article("The bridge was closed on Monday.")
    one.round()
    one["news.example/a"] = article("The bridge was opened on Tuesday.")
    one.round(later=15)
    assert "opened on Tuesday" in one.articles()[0]["text"]


def test_an_error_on_reading_again_loses_nothing(one: World) -> None:
    one.poll["reread"] = ["15m", "1h"]
    one.setting(FEED)
    one["news.example/a"] = article("The bridge was closed on Monday.")
    one.round()
    one["news.example/a"] = Reply(status=404)
    one.round(later=15)
    one.round(later=60)
    assert "closed on Monday" in one.articles()[0]["text"]


def test_two_hundred_new_pages_of_one_host_do_not_keep_a_round_from_ending(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "TIME", timedelta(seconds=4))
    names = [str(number) for number in range(200)]
    for name in names:
        world[f"news.example/{name}"] = article(f"Page {name}.")
    world["news.example/feed"] = rss()
    world.round(FEED)
    world["news.example/feed"] = rss(*map(item, names))
    told = world.round(later=15)
    assert told.pages.read + told.pages.left == 200
    assert 5 < told.pages.read < 100
    assert world.most_at_once["news.example"] <= 2


def test_an_entry_of_figures_without_a_link_is_read_from_the_feed(world: World) -> None:
    world["news.example/feed"] = rss(item("a", link="", description="Nothing has happened yet."))
    figure = '[[figures]]\nid = "dead"\nlabel = "dead in the flood"\nunit = "count"\nnouns = ["dead"]\nbaseline = 41\n'
    receiver = '[[receivers]]\nid = "out"\nkind = "file"\npath = "alerts.jsonl"\n'
    world.setting(FEED, text=figure + receiver)
    world.round()
    world["news.example/feed"] = rss(
        item("b", link="", title="Flood toll rises", description="The flood has left 58 dead, officials said.")
    )
    told = world.round(later=15)
    assert told.pages.alerts == 1


def test_of_a_first_poll_the_newest_pages_are_read_and_the_rest_is_kept_from_the_feed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "INTAKE", 8)
    names = [str(number) for number in range(20)]
    world["news.example/feed"] = rss(*(item(name, description=TOLD) for name in names))
    for name in names:
        world[f"news.example/{name}"] = article(f"Page {name}.")
    world.round(FEED)
    assert {each.target for each in world.requests()} == {"/feed", *(f"/{name}" for name in names[:8])}
    assert {row["text"] for row in world.articles() if row["title"] == "Story 19"} == {TOLD}
