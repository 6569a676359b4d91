"""A guest that every server likes: conditional requests, Retry-After, hints, robots.txt, credentials."""

from __future__ import annotations

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
