"""A guest that every server likes: conditional requests, Retry-After, hints, robots.txt, credentials."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from world import Reply, World, article, item, rss

FEED = "news.example/feed"


def validating(body: str, validators: dict[str, str]) -> object:
    """A server that answers 304 to its own validators, byte for byte."""
    wanted = {"ETag": "if-none-match", "Last-Modified": "if-modified-since"}

    def page(seen):  # type: ignore[no-untyped-def]
        met = validators and all(seen.headers.get(wanted[name]) == value for name, value in validators.items())
        return Reply(status=304) if met else Reply(body, headers=validators)

    return page


VALIDATORS = [
    {"ETag": '"abc"'},
    {"ETag": 'W/"abc"'},
    {"ETag": "abc"},
    {"ETag": '"a,b\\c"'},
    {"Last-Modified": "Mon, 02 Mar 2026 08:00:00 GMT"},
    {"Last-Modified": "yesterday at noon"},
    {"ETag": '"abc"', "Last-Modified": "Mon, 02 Mar 2026 08:00:00 GMT"},
]


@pytest.mark.parametrize("validators", VALIDATORS, ids=str)
def test_validators_are_echoed_exactly_and_a_304_loses_and_repeats_nothing(
    world: World, validators: dict[str, str]
) -> None:
    world[FEED] = validating(rss(item("a"), item("b")), validators)
    world.round(f"http://{FEED}")
    world.round(later=15)
    assert len(world.requests(FEED)) == 2
    assert world.requests(FEED)[-1].headers.get("if-none-match") == validators.get("ETag")
    assert world.requests(FEED)[-1].headers.get("if-modified-since") == validators.get("Last-Modified")
    assert world.titles() == ["Story a", "Story b"]
    assert world.feeds()[0]["status"] == "ok"
    world[FEED] = rss(item("c"), item("a"), item("b"))
    world.round(later=15)
    assert world.titles() == ["Story a", "Story b", "Story c"]


def test_without_validators_none_is_invented(world: World) -> None:
    world[FEED] = rss(item("a"))
    world.round(f"http://{FEED}")
    world.round(later=15)
    assert not {"if-none-match", "if-modified-since"} & world.requests(FEED)[1].headers.keys()


def test_who_is_asking(world: World) -> None:
    world[FEED] = Reply(rss(item("a")), headers={"Set-Cookie": "a=b"})
    world.round(f"http://{FEED}")
    world.round(later=15)
    headers = world.requests(FEED)[1].headers
    assert headers["user-agent"].startswith("monitor/")
    assert "desk@paper.example" in headers["user-agent"]
    assert "xml" in headers["accept"]
    assert "gzip" in headers["accept-encoding"]
    assert not {"cookie", "referer"} & headers.keys()


def test_two_runs_a_minute_apart_ask_once(world: World) -> None:
    world[FEED] = rss(item("a"))
    world["news.example/a"] = article()
    world.round(f"http://{FEED}")
    world.forget()
    world.round(later=1)
    assert world.seen == []


def test_validators_that_the_server_drops_are_dropped(world: World) -> None:
    world[FEED] = Reply(rss(item("a")), headers={"ETag": '"1"'})
    world.round(f"http://{FEED}")
    world[FEED] = rss(item("b"), item("a"))
    world.round(later=15)
    world.round(later=15)
    assert world.requests(FEED)[1].headers["if-none-match"] == '"1"'
    assert "if-none-match" not in world.requests(FEED)[2].headers


def test_validators_survive_a_304_that_names_none(world: World) -> None:
    world[FEED] = validating(rss(item("a")), {"ETag": '"1"'})
    for later in (0, 15, 15, 15):
        world.round(f"http://{FEED}", later=later)
    assert [each.headers.get("if-none-match") for each in world.requests(FEED)] == [None, '"1"', '"1"', '"1"']


def test_validators_of_an_error_page_are_not_stored(world: World) -> None:
    world[FEED] = Reply(rss(item("a")), headers={"ETag": '"good"'})
    world.round(f"http://{FEED}")
    world[FEED] = Reply("oops", status=500, headers={"ETag": '"error"'})
    world.round(later=15)
    world.round(later=60)
    assert world.requests(FEED)[2].headers["if-none-match"] == '"good"'


BROKEN_OFF = [
    Reply(rss(item("a"), item("b"))[:150], headers={"ETag": '"cut"'}, length=4000),
    Reply(rss(item("a"), item("b"))[:150], headers={"ETag": '"cut"'}),
    Reply("<rss><chan", headers={"ETag": '"cut"'}),
    Reply("nothing of a feed", headers={"ETag": '"cut"'}),
]


@pytest.mark.parametrize("reply", BROKEN_OFF)
def test_a_body_that_broke_off_leaves_no_validators_that_would_hide_the_rest(world: World, reply: Reply) -> None:
    world[FEED] = reply
    world.round(f"http://{FEED}")
    world[FEED] = validating(rss(item("a"), item("b")), {"ETag": '"cut"'})
    world.round(later=60)
    assert "if-none-match" not in world.requests(FEED)[1].headers
    assert sorted(world.titles()) == ["Story a", "Story b"]


RETRY_AFTER = [(429, "7200"), (429, "Mon, 02 Mar 2026 11:00:00 GMT"), (503, "7200")]


@pytest.mark.parametrize(("status", "after"), RETRY_AFTER)
def test_retry_after_is_kept_to_the_minute_and_then_polling_resumes(world: World, status: int, after: str) -> None:
    world[FEED] = Reply(status=status, headers={"Retry-After": after})
    world.round(f"http://{FEED}")
    world[FEED] = rss(item("a"))
    world.round(later=60)
    world.round(later=58)
    assert len(world.requests(FEED)) == 1
    world.round(later=3)
    assert world.titles() == ["Story a"]


def test_a_429_without_retry_after_is_given_more_time_than_usual(world: World) -> None:
    world[FEED] = Reply(status=429)
    world.round(f"http://{FEED}")
    world.round(later=16)
    assert len(world.requests(FEED)) == 1
    world[FEED] = rss(item("a"))
    world.round(later=480)
    assert world.titles() == ["Story a"]


@pytest.mark.parametrize("nonsense", ["soon", "-5", "Fri, 01 Jan 2100 00:00:00 GMT", "99999999999999999999", ""])
def test_nonsense_in_retry_after_neither_hammers_nor_silences(world: World, nonsense: str) -> None:
    world[FEED] = Reply(status=429, headers={"Retry-After": nonsense})
    world["other.example/feed"] = rss(item("b"))
    world.round(f"http://{FEED}", "http://other.example/feed")
    world.round(later=10)
    assert len(world.requests(FEED)) == 1
    world[FEED] = rss(item("a"))
    world.round(later=8 * 24 * 60)
    assert sorted(world.titles()) == ["Story a", "Story b"]


def test_an_ailing_server_is_asked_less_and_less_and_its_recovery_is_noticed(world: World) -> None:
    world[FEED] = Reply(status=500)
    for _ in range(48):
        world.round(f"http://{FEED}", later=15)
    assert 3 <= len(world.requests(FEED)) <= 8
    assert world.feeds()[0]["status"] == "failing"
    world[FEED] = rss(item("a"))
    world.round(later=24 * 60)
    assert world.titles() == ["Story a"]
    assert world.feeds()[0]["status"] == "ok"
    world.forget()
    world.round(later=15)
    assert world.requests(FEED)


def test_410_ends_the_polling_and_says_so_and_keeps_what_was_stored(world: World) -> None:
    world[FEED] = rss(item("a"))
    world.round(f"http://{FEED}")
    world[FEED] = Reply(status=410)
    world.round(later=15)
    world.round(later=60 * 24 * 40)
    assert len(world.requests(FEED)) == 2
    assert world.titles() == ["Story a"]
    assert (world.feeds()[0]["status"], "410" in world.feeds()[0]["error"]) == ("gone", True)


def test_a_feed_that_vanishes_and_returns_loses_nothing(world: World) -> None:
    world[FEED] = rss(item("a"))
    world.round(f"http://{FEED}")
    world[FEED] = Reply(status=404)
    world.round(later=15)
    assert world.feeds()[0]["status"] == "failing"
    world.round(later=15)
    world[FEED] = rss(item("b"), item("a"))
    world.round(later=480)
    assert world.titles() == ["Story a", "Story b"]


def test_a_feed_fresh_for_two_hours_is_not_asked_before_and_is_asked_after(world: World) -> None:
    world[FEED] = Reply(rss(item("a")), headers={"Cache-Control": "public, max-age=7200"})
    world.round(f"http://{FEED}")
    world.round(later=60)
    world.round(later=55)
    assert len(world.requests(FEED)) == 1
    world.round(later=6)
    assert len(world.requests(FEED)) == 2


def test_a_max_age_of_a_year_silences_nobody_for_more_than_a_day(world: World) -> None:
    world[FEED] = Reply(rss(item("a")), headers={"Cache-Control": "max-age=31536000"})
    world.round(f"http://{FEED}")
    world.round(later=23 * 60)
    assert len(world.requests(FEED)) == 1
    world.round(later=61)
    assert len(world.requests(FEED)) == 2


SLOWER = [
    ("<ttl>120</ttl>", 110, 125),
    (
        '<sy:updatePeriod xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">hourly</sy:updatePeriod>'
        '<sy:updateFrequency xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">1</sy:updateFrequency>',
        50,
        62,
    ),
    ("<skipHours><hour>9</hour><hour>10</hour></skipHours>", 100, 125),
    ("<skipDays><day>Monday</day></skipDays>", 14 * 60, 15 * 60 + 5),
    ("<ttl>99999999</ttl>", 23 * 60, 24 * 60 + 1),
    ("<ttl>often</ttl>", 13, 15),
    (f"<skipHours>{''.join(f'<hour>{each}</hour>' for each in range(24))}</skipHours>", 13, 15),
]


@pytest.mark.parametrize(("hint", "too_soon", "in_time"), SLOWER, ids=lambda value: str(value)[:20])
def test_the_feeds_own_hints_slow_the_polling_down(world: World, hint: str, too_soon: int, in_time: int) -> None:
    world[FEED] = rss(item("a"), head=hint)
    world.round(f"http://{FEED}")
    world.round(later=too_soon)
    assert len(world.requests(FEED)) == 1
    world.round(later=in_time - too_soon)
    assert len(world.requests(FEED)) == 2


def test_of_one_host_never_more_than_two_things_are_asked_at_once(world: World) -> None:
    for number in range(20):
        world[f"news.example/{number}"] = Reply(rss(), pause=0.03)
    world.round(*(f"http://news.example/{number}" for number in range(20)))
    assert len(world.requests()) == 20
    assert world.most_at_once["news.example"] <= 2


def test_many_slow_hosts_are_waited_for_together(world: World) -> None:
    for number in range(20):
        world[f"news{number}.example/feed"] = Reply(rss(), pause=0.3)
    world.round(*(f"http://news{number}.example/feed" for number in range(20)))
    first, last = world.requests()[0].at, world.requests()[-1].at
    assert len(world.requests()) == 20
    assert last - first < 2


def test_a_feed_named_twice_is_asked_once(world: World) -> None:
    world[FEED] = rss(item("a"))
    world.round(f"http://{FEED}", f"http://{FEED}")
    assert len(world.requests(FEED)) == 1
    assert len(world.feeds()) == 1


def test_a_signed_url_goes_out_as_it_was_configured(world: World) -> None:
    target = "/feed?b=2&a=%7e1%2F&sig=a+b%3D&x=%zz&empty=&'~!*()"
    world["news.example" + target] = rss(item("a"))
    world.round(f"http://news.example{target}#top")
    assert world.seen[0].target == target


def test_an_international_host_is_asked_by_its_ascii_name(world: World) -> None:
    world["xn--bcher-kva.example/feed"] = rss(item("a"))
    world.round("http://bücher.example/feed")
    assert world.seen[0].headers["host"] == "xn--bcher-kva.example"
    assert world.titles() == ["Story a"]


def test_a_password_becomes_basic_auth_and_shows_up_nowhere_else(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world[FEED] = lambda seen: Reply(rss(item("a"))) if "authorization" in seen.headers else Reply(status=401)
    world["news.example/a"] = article()
    world.round("http://desk:gehe%40im@news.example/feed")
    assert world.requests(FEED)[0].headers["authorization"] == "Basic ZGVzazpnZWhlQGlt"
    assert "authorization" not in world.requests("news.example/a")[0].headers
    world.pages[FEED] = Reply(status=500)
    world.round(later=15)
    said = str(world.feeds()) + str(world.articles()) + caplog.text
    stored = b"".join(file.read_bytes() for file in (world.folder / "state").iterdir())
    assert world.feeds()[0]["url"] == "http://news.example/feed"
    assert "gehe" not in said
    assert b"gehe" not in stored


def test_a_page_that_robots_txt_forbids_is_left_alone_and_kept_from_the_feed(world: World) -> None:
    world[FEED] = rss(item("private/a", description="What the feed says of it."), item("b"), item("public/c"))
    world["news.example/robots.txt"] = "User-agent: *\nDisallow: /private/\n\nUser-agent: Other\nDisallow: /\n"
    for name in ("private/a", "b", "public/c"):
        world[f"news.example/{name}"] = article()
    world.round(f"http://{FEED}")
    assert {each.target for each in world.requests()} == {"/feed", "/b", "/public/c"}
    kept = next(row for row in world.articles() if row["url"].endswith("private/a"))
    assert kept["text"] == "What the feed says of it."


def test_a_robots_txt_that_cannot_be_had_means_hands_off_for_now_and_none_means_go_ahead(world: World) -> None:
    world[FEED] = rss(item("a"))
    world["news.example/a"] = article()
    world["news.example/robots.txt"] = Reply(status=503)
    world["other.example/feed"] = rss(item("b", link="http://other.example/b"))
    world["other.example/b"] = article()
    world.round(f"http://{FEED}", "http://other.example/feed")
    assert not world.requests("news.example/a")
    assert world.requests("other.example/b")
    world["news.example/robots.txt"] = Reply(status=404)
    world.round(later=60)
    assert len(world.requests("news.example/a")) == 1


def test_robots_txt_is_asked_for_once_a_day(world: World) -> None:
    world["news.example/robots.txt"] = "User-agent: *\nAllow: /\n"
    for name in "abc":
        world[FEED] = rss(item(name))
        world[f"news.example/{name}"] = article()
        world.round(f"http://{FEED}", later=600)
    assert len(world.requests("news.example/robots.txt", robots=True)) == 1
    world[FEED] = rss(item("d"))
    world.round(f"http://{FEED}", later=600)
    assert len(world.requests("news.example/robots.txt", robots=True)) == 2


def test_a_host_that_asks_for_a_pause_gets_it(world: World) -> None:
    world[FEED] = rss(*(item(name) for name in "abcd"))
    world["news.example/robots.txt"] = "User-agent: *\nCrawl-delay: 0.5\n"
    for name in "abcd":
        world[f"news.example/{name}"] = article()
    world.round(f"http://{FEED}")
    times = [each.at for each in world.requests("news.example/") if each.target != "/feed"]
    assert len(times) == 4
    assert min(late - early for early, late in itertools.pairwise(times)) > 0.45


CERTIFICATES = Path(__file__).parent / "certs"


def test_a_certificate_that_is_not_good_is_refused_and_a_good_one_is_not(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world[FEED] = rss(item("a", link="https://news.example/a"))
    world["news.example/a"] = article("The bridge was closed on Monday.")
    world.round(f"https://{FEED}")
    assert "certificate" in world.feeds()[0]["error"]
    assert not world.seen
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / "ca.pem"))
    world.round(later=60)
    assert "The bridge was closed" in world.articles()[0]["text"]
    world["stranger.test/feed"] = rss(item("b"))
    world.round("https://stranger.test/feed", later=60)
    assert "certificate" in world.feeds()[0]["error"]
