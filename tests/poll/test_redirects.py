"""Redirects: followed to where they lead, remembered when they say so and mean it, never against our own good."""

from __future__ import annotations

import pytest
from world import Reply, World, article, item, redirect, rss

OLD, NEW = "http://old.example/feed", "http://new.example/feed"


def paths(world: World) -> list[str]:
    return [each.url for each in world.requests() if "feed" in each.url]


@pytest.mark.parametrize("status", [301, 308])
def test_a_permanent_redirect_is_remembered_after_two_rounds_that_held(world: World, status: int) -> None:
    world["old.example/feed"] = redirect(NEW, status)
    world["new.example/feed"] = rss(item("a"))
    asked = []
    for _ in range(3):
        world.forget()
        world.round(OLD, later=15)
        asked.append(paths(world))
    assert asked == [["old.example/feed", "new.example/feed"]] * 2 + [["new.example/feed"]]
    assert world.feeds()[0]["url"] == OLD
    assert world.titles() == ["Story a"]


@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_temporary_redirect_is_followed_and_not_remembered(world: World, status: int) -> None:
    world["old.example/feed"] = redirect(NEW, status)
    world["new.example/feed"] = rss(item("a"))
    for _ in range(4):
        world.forget()
        world.round(OLD, later=15)
        assert paths(world) == ["old.example/feed", "new.example/feed"]


def test_an_address_learned_that_fails_is_given_up_for_the_configured_one(world: World) -> None:
    world["old.example/feed"] = redirect(NEW, 301)
    world["new.example/feed"] = rss(item("a"))
    for _ in range(3):
        world.round(OLD, later=15)
    world["new.example/feed"] = Reply(status=404)
    world["old.example/feed"] = rss(item("b"), item("a"))
    for _ in range(6):
        world.round(later=300)
    assert world.titles() == ["Story a", "Story b"]


def test_validators_go_to_the_address_that_gave_them(world: World) -> None:
    world["old.example/feed"] = redirect(NEW)
    world["new.example/feed"] = Reply(rss(item("a")), headers={"ETag": '"1"'})
    world.round(OLD)
    world.round(later=15)
    first, last = world.requests("old")[1], world.requests("new")[1]
    assert ("if-none-match" in first.headers, last.headers.get("if-none-match")) == (False, '"1"')


def test_a_chain_of_five_is_followed_to_its_end(world: World) -> None:
    world["old.example/feed"] = redirect("/1")
    world["old.example/1"] = redirect("2?x=1")
    world["old.example/2"] = redirect("//new.example/3", 301)
    world["new.example/3"] = redirect("http://new.example/caf\u00e9", 307)
    world["new.example/caf%C3%A9"] = redirect("./feed", 303)
    world["new.example/feed"] = rss(item("a"))
    world.round(OLD)
    assert world.titles() == ["Story a"]


def test_a_loop_is_given_up_soon_and_harms_no_neighbour(world: World) -> None:
    world["old.example/feed"] = lambda seen: redirect(f"/feed?{len(world.seen)}")
    world["ring.example/feed"] = redirect("http://ring.example/feed")
    world["new.example/feed"] = rss(item("a"))
    world.round(OLD, "http://ring.example/feed", NEW)
    assert len(world.requests("old")) <= 11
    assert len(world.requests("ring")) == 1
    assert world.titles() == ["Story a"]
    assert [each["status"] for each in world.feeds()] == ["failing", "failing", "ok"]


def test_a_parked_domain_does_not_take_over_the_stored_address(world: World) -> None:
    world["old.example/feed"] = rss(item("a"))
    world.round(OLD)
    world["old.example/feed"] = redirect("http://parked.example/", 301)
    world["parked.example/"] = "<html><head><title>For sale</title></head><body>Buy this domain</body></html>"
    for _ in range(3):
        world.round(later=240)
    assert world.feeds()[0]["status"] == "failing"
    world["old.example/feed"] = rss(item("b"), item("a"))
    world.forget()
    world.round(later=480)
    assert paths(world) == ["old.example/feed"]
    assert world.titles() == ["Story a", "Story b"]


def test_a_redirect_does_not_carry_the_password_along(world: World) -> None:
    world["old.example/feed"] = redirect(NEW)
    world["new.example/feed"] = rss(item("a"))
    world.round("http://desk:secret@old.example/feed")
    assert "authorization" in world.requests("old")[0].headers
    assert "authorization" not in world.requests("new")[0].headers


NOWHERE = ["file:///etc/passwd", "gopher://new.example/feed", "", " ", "http://", "http:///feed", "javascript:alert(1)"]


@pytest.mark.parametrize("to", NOWHERE)
def test_only_http_and_https_are_followed(world: World, to: str) -> None:
    world["old.example/feed"] = redirect(to)
    world["new.example/feed"] = rss(item("a"))
    world.round(OLD, NEW)
    assert world.titles() == ["Story a"]
    assert [each["status"] for each in world.feeds()] == ["failing", "ok"]


def test_an_article_behind_a_redirect_is_read_where_it_is_and_is_one_article(world: World) -> None:
    world["old.example/feed"] = rss(item("a", link="http://proxy.example/~r/a"))
    world["proxy.example/~r/a"] = redirect("http://new.example/a", 301)
    world["new.example/a"] = article("The bridge was closed on Monday.")
    world.round(OLD)
    assert "The bridge was closed" in world.articles()[0]["text"]
    world["old.example/feed"] = rss(item("a", link="http://new.example/a"))
    world.round(later=15)
    assert len(world.articles()) == 1
    assert len(world.requests("new.example/a")) == 1
