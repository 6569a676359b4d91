"""Addresses inside are never connected to, however they are written and whoever leads there."""

from __future__ import annotations

import ipaddress
import itertools

import pytest
from world import World, article, item, redirect, rss

INSIDE = [
    "127.0.0.9", "localhost", "localhost.", "[::1]", "0.0.0.0", "127.1", "2130706433", "0x7f000001", "0177.0.0.1",
    "[::ffff:127.0.0.1]", "news.example@127.0.0.1", "１２７.0.0.1", "169.254.169.254", "10.0.0.1", "172.16.0.1",
    "192.168.1.1", "100.64.0.1", "169.254.1.1", "[fe80::1]", "[fd00::1]", "[64:ff9b::7f00:1]", "[64:ff9b::a00:1]",
    "[2002:7f00:1::]", "224.0.0.1", "[ff02::1]", "255.255.255.255", "[::]", "[::127.0.0.1]", "[fec0::1]", "192.0.2.1",
]  # fmt: skip


def reached(world: World) -> set[str]:
    return {address for address, _ in world.connects}


def public(address: str) -> bool:
    return address.startswith("93.184.") and ipaddress.ip_address(address).is_global


@pytest.mark.parametrize("host", INSIDE)
def test_a_redirect_inside_is_refused_before_connecting(world: World, host: str) -> None:
    world["news.example/feed"] = redirect(f"http://{host}:8080/feed")
    world["other.example/feed"] = rss(item("a"))
    world.round("http://news.example/feed", "http://other.example/feed")
    assert all(map(public, reached(world)))
    assert [each["status"] for each in world.feeds()] == ["failing", "ok"]


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "10.1.2.3", "::ffff:10.0.0.1", "64:ff9b::7f00:1"])
def test_a_public_name_that_points_inside_is_refused(world: World, address: str) -> None:
    world["news.example/feed"] = rss(item("a"))
    world.dns["news.example"] = [address]
    world.round("http://news.example/feed")
    assert not world.connects
    assert "inside" in world.feeds()[0]["error"]


@pytest.mark.parametrize("addresses", [("127.0.0.1", "93.184.1.1"), ("93.184.1.1", "127.0.0.1")])
def test_of_a_name_with_one_foot_inside_only_the_public_one_is_used(world: World, addresses: list[str]) -> None:
    world["news.example/feed"] = rss(item("a"))
    world.dns["news.example"] = list(addresses)
    world.round("http://news.example/feed")
    assert reached(world) <= {"93.184.1.1"}


def test_the_address_that_was_checked_is_the_one_connected_to(world: World) -> None:
    answers = itertools.cycle([["93.184.1.1"], ["127.0.0.1"]])
    world["news.example/feed"] = rss(item("a"))
    world.dns["news.example"] = lambda: next(answers)
    world.round("http://news.example/feed")
    world.round(later=15)
    assert reached(world) <= {"93.184.1.1"}


def test_links_and_redirects_of_articles_are_checked_alike_and_the_entries_are_kept(world: World) -> None:
    world["news.example/feed"] = rss(item("a", link="http://10.0.0.1/a", description="Told by the feed."), item("b"))
    world["news.example/b"] = redirect("http://169.254.169.254/latest/meta-data/")
    world.round("http://news.example/feed")
    assert all(map(public, reached(world)))
    assert world.titles() == ["Story b", "Story a"] or world.titles() == ["Story a", "Story b"]


def test_page_furniture_that_points_inside_leads_nowhere(world: World) -> None:
    furniture = (
        '<link rel="canonical" href="http://127.0.0.1/c"><link rel="amphtml" href="http://10.0.0.1/amp">'
        '<meta http-equiv="refresh" content="0; url=http://127.0.0.1:8080/r">'
        '<link rel="alternate" type="application/rss+xml" href="http://192.168.0.1/feed">'
    )
    world["news.example/feed"] = rss(item("a"))
    world["news.example/a"] = f"<html><head>{furniture}</head><body></body></html>"
    world["page.example/"] = f"<html><head>{furniture}</head><body></body></html>"
    world.round("http://news.example/feed", "http://page.example/")
    assert all(map(public, reached(world)))
    assert world.titles() == ["Story a"]


@pytest.mark.parametrize("allow", ["10.0.0.0/8", "10.1.2.3", "10.1.2.3:80", "intranet.example", "intranet.example:80"])
def test_what_the_operator_allows_is_allowed(world: World, allow: str) -> None:
    world["intranet.example/feed"] = rss(item("a", link="http://intranet.example/a"))
    world["intranet.example/a"] = article("The wire room moves to the third floor.")
    world.dns["intranet.example"] = ["10.1.2.3"]
    world.poll["allow"] = [allow]
    world.round("http://intranet.example/feed")
    assert "third floor" in world.articles()[0]["text"]


@pytest.mark.parametrize("allow", ["10.9.0.0/16", "10.1.2.3:8080", "other.example", "intranet.example:8080"])
def test_what_is_allowed_is_no_more_than_what_is_named(world: World, allow: str) -> None:
    world["intranet.example/feed"] = rss(item("a"))
    world.dns["intranet.example"] = ["10.1.2.3"]
    world.poll["allow"] = [allow]
    world.round("http://intranet.example/feed")
    assert not world.connects
