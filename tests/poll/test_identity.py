"""What is the same article in the next round, in another feed, at another address; and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import Reply, World, article, item, redirect, rss

from monitor.poll.identity import address_key

FEED = "http://news.example/feed"
DAY = "Mon, 02 Mar 2026 09:00:00 GMT"


def rounds(world: World, *documents: str) -> list[str]:
    """The titles that are kept after these documents came one after the other."""
    for document in documents:
        world["news.example/feed"] = document
        world.round(FEED, later=15)
    return world.titles()


STORIES = {
    "no GUID, no date: the link is identity enough": ([rss(item("a")), rss(item("a"))], ["Story a"]),
    "no link at all: kept once": (
        [rss(item("a", link="", description="Words")), rss(item("a", link="", description="Words"))],
        ["Story a"],
    ),
    "one GUID for two articles in one document": (
        [rss(item("a", guid="1", pubDate=DAY), item("b", guid="1", pubDate=DAY))] * 2,
        ["Story a", "Story b"],
    ),
    "one GUID for two articles, one after the other": (
        [rss(item("a", guid="1", pubDate=DAY)), rss(item("b", guid="1", pubDate=DAY))],
        ["Story a", "Story b"],
    ),
    "a GUID that changes with every fetch": (
        [rss(item("a", guid="1")), rss(item("a", guid="2")), rss(item("a", guid="3"))],
        ["Story a"],
    ),
    "trackers and fragments": (
        [
            rss(item("a", link="http://news.example/a?utm_source=x&amp;utm_medium=rss")),
            rss(item("a", link="http://news.example/a?fbclid=1#comments")),
            rss(item("a", link="http://NEWS.example:80/a/")),
        ],
        ["Story a"],
    ),
    "parameters that matter": (
        [
            rss(
                item("a", link="http://news.example/story?id=1"),
                item("b", link="http://news.example/story?id=2"),
                item("c", link="http://news.example/story?id=2&amp;page=3"),
            )
        ],
        ["Story a", "Story b", "Story c"],
    ),
    "http becomes https": (
        [rss(item("a", guid="1")), rss(item("a", guid="1", link="https://news.example/a"))],
        ["Story a"],
    ),
    "a site moves to another domain with its GUIDs": (
        [
            rss(item("a", guid="1", pubDate=DAY)),
            rss(item("a", guid="1", pubDate=DAY, link="http://paper.example/a")),
        ],
        ["Story a"],
    ),
    "the feed shrinks and reorders": (
        [
            rss(item("c"), item("b"), item("a")),
            rss(item("c")),
            rss(item("a"), item("c"), item("b")),
        ],
        ["Story a", "Story b", "Story c"],
    ),
    "the feed is empty for a while": ([rss(item("a")), rss(), rss(item("a"))], ["Story a"]),
    "a backdated entry at the end": (
        [
            rss(item("a", pubDate=DAY)),
            rss(item("a", pubDate=DAY), item("b", pubDate="Thu, 01 Jan 2015 00:00:00 GMT")),
        ],
        ["Story a", "Story b"],
    ),
    "dates from the future and nonsense": (
        [
            rss(
                item("a", pubDate="Thu, 01 Jan 2099 00:00:00 GMT"),
                item("b", pubDate="Thu, 01 Jan 1970 00:00:00 GMT"),
                item("c", pubDate="the day after tomorrow"),
            ),
            rss(item("d", pubDate=DAY)),
        ],
        ["Story a", "Story b", "Story c", "Story d"],
    ),
    "a headline corrected under the same GUID and link": (
        [rss(item("a", guid="1", title="Bridge opens")), rss(item("a", guid="1", title="Bridge to open"))],
        ["Bridge to open"],
    ),
    "a headline corrected, and the address with it": (
        [
            rss(item("a", guid="1", pubDate=DAY, title="Bridge in Kent reopens after the flood")),
            rss(item("a-2", guid="1", pubDate=DAY, title="Bridge in Kent reopens after flood")),
        ],
        ["Bridge in Kent reopens after flood"],
    ),
}


@pytest.mark.parametrize("name", STORIES)
def test_each_article_is_kept_once(world: World, name: str) -> None:
    documents, titles = STORIES[name]
    assert sorted(rounds(world, *documents)) == titles


def test_an_article_in_two_feeds_is_fetched_once(world: World) -> None:
    world["news.example/a"] = article()
    world["news.example/feed"] = rss(item("a"))
    world["news.example/other"] = rss(item("a", link="http://news.example/a?utm_source=other"))
    world.round(FEED, "http://news.example/other")
    world.round(later=15)
    assert len(world.requests("news.example/a")) == 1
    assert len(world.articles()) == 1


def test_a_flood_of_a_thousand_entries_is_kept_whole_and_once_at_a_polite_pace(world: World) -> None:
    items = [item(str(number)) for number in range(1000)]
    world["news.example/feed"] = rss(*items[:500])
    world["news.example/robots.txt"] = "User-agent: *\nCrawl-delay: 60\n"
    world.round(FEED)
    world["news.example/feed"] = rss(*items)
    world.round(later=15)
    assert len(world.titles()) == len(set(world.titles())) == 1000
    assert world.most_at_once["news.example"] <= 2


def test_an_amp_page_and_the_plain_one_are_one_article(world: World) -> None:
    head = '<link rel="canonical" href="http://news.example/a">'
    world["news.example/a"] = article("The bridge was closed on Monday.", title="Story a", head=head)
    world["news.example/amp/a"] = article("The bridge was closed on Monday.", title="Story a", head=head)
    world["news.example/feed"] = rss(item("a"))
    world["news.example/other"] = rss(item("a", link="http://news.example/amp/a"))
    world.round(FEED, "http://news.example/other")
    assert len(world.articles()) == 1
    world.forget()
    world.round(later=15)
    assert not [each for each in world.requests() if each.target.endswith("/a")]


def test_a_canonical_link_that_a_broken_site_gives_to_all_merges_none(world: World) -> None:
    head = '<link rel="canonical" href="http://news.example/">'
    same = '<link rel="canonical" href="http://news.example/all">'
    names = {"a": ("Bridge reopens", head), "b": ("School closes", head), "c": ("Cats", same), "d": ("Dogs", same)}
    for name, (title, links) in names.items():
        world[f"news.example/{name}"] = article(f"{title} on Monday.", title=title, head=links)
    world["news.example/feed"] = rss(*(item(name, title=title) for name, (title, _) in names.items()))
    world.round(FEED)
    assert sorted(world.titles()) == ["Bridge reopens", "Cats", "Dogs", "School closes"]


def test_pages_that_all_lead_to_the_front_page_are_not_one_article(world: World) -> None:
    world["news.example/"] = article("Welcome.")
    for name in "ab":
        world[f"news.example/{name}"] = redirect("/")
    world["news.example/feed"] = rss(item("a", title="Bridge reopens"), item("b", title="School closes"))
    world.round(FEED)
    assert len(world.articles()) == 2


def test_entries_without_links_are_each_feeds_own(world: World) -> None:
    world["news.example/feed"] = rss(item("a", link="", guid="1"))
    world["other.example/feed"] = rss(item("b", link="", guid="1"))
    world.round(FEED, "http://other.example/feed")
    assert sorted(world.titles()) == ["Story a", "Story b"]


@given(st.text(max_size=40), st.text(max_size=20))
def test_any_address_has_a_key_and_trackers_do_not_change_it(path: str, query: str) -> None:
    plain = f"http://news.example/{path.replace('#', '').replace('?', '')}"
    try:
        key = address_key(plain)
    except ValueError:
        return
    assert address_key(plain + "?utm_source=" + "x") == key
    assert address_key("https" + plain[4:]) == key


def test_a_reply_that_is_the_same_byte_for_byte_brings_nothing_new(world: World) -> None:
    world["news.example/feed"] = Reply(rss(item("a")))
    world.round(FEED)
    told = world.round(later=15)
    assert (told.feeds.polled, told.feeds.new) == (1, 0)


def test_a_page_in_place_of_its_feed_leads_to_the_feed_which_is_asked_from_then_on(world: World) -> None:
    world["news.example/"] = (
        '<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head><body>Front page</body></html>'
    )
    world["news.example/rss"] = Reply(rss(item("a")), headers={"ETag": '"1"'})
    world.round("http://news.example/")
    world.forget()
    world["news.example/rss"] = rss(item("b"), item("a"))
    world.round(later=15)
    assert [each.target for each in world.requests() if each.target in ("/", "/rss")] == ["/rss"]
    assert sorted(world.titles()) == ["Story a", "Story b"]
    assert world.feeds()[0]["url"] == "http://news.example/"


def test_a_sitemap_index_is_read_through_its_parts(world: World) -> None:
    world["news.example/sitemap.xml"] = (
        "<sitemapindex><sitemap><loc>http://news.example/new.xml</loc><lastmod>2026-03-02</lastmod></sitemap>"
        "<sitemap><loc>http://news.example/gone.xml</loc></sitemap></sitemapindex>"
    )
    world["news.example/new.xml"] = (
        "<urlset><url><loc>http://news.example/a</loc><lastmod>2026-03-02</lastmod></url></urlset>"
    )
    world["news.example/a"] = article("Words.", title="Bridge reopens")
    world.round("http://news.example/sitemap.xml")
    assert [(row["url"], row["title"]) for row in world.articles()] == [("http://news.example/a", "Bridge reopens")]


def test_a_list_page_is_a_source(world: World) -> None:
    links = "".join(f'<h2><a href="/{name}">The story of {name} in many words</a></h2>' for name in "ab")
    world["news.example/latest"] = f"<html><body><nav><a href='/x'>x</a></nav>{links}</body></html>"
    world.round({"url": "http://news.example/latest", "kind": "page", "select": "h2"})
    world.round(later=15)
    assert sorted(world.titles()) == ["The story of a in many words", "The story of b in many words"]
