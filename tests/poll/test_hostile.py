"""Servers and documents that mean harm, or are ill: each gives a named reason, and the neighbours never notice.

The time of a round is the server's to waste only up to the timeout; so these rounds are measured by what they leave
undone, and pytest's own patience.
"""

from __future__ import annotations

import gzip
import itertools
import os
import time
import zlib
from collections.abc import Iterator

import pytest
from world import Reply, World, article, item, rss

FEED, GOOD = "http://news.example/feed", "http://other.example/feed"
GIGABYTE = 1 << 30


@pytest.fixture
def patient(world: World) -> World:
    """A world with a good neighbour, and timeouts that a test can wait for."""
    world["other.example/feed"] = rss(item("good", link="http://other.example/good"))
    world["other.example/good"] = article("All is well.")
    world.poll["timeout"] = "1s"
    return world


def bomb(size: int = 2 * GIGABYTE) -> bytes:
    """Zeros as gzip: a thousand to one."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    block = bytes(1 << 24)
    return b"".join(packer.compress(block) for _ in range(size // len(block))) + packer.flush()


def endless(piece: bytes = b"<item><title>more</title></item>" * 500) -> Iterator[bytes]:
    return itertools.repeat(piece)


def survives(world: World, *, real: bool = False) -> None:
    """One round in which the good neighbour is read whole, and the other feed fails."""
    world.setting(FEED, GOOD)
    world.round(real=real)
    told = {row["url"]: row["status"] for row in world.feeds()}
    assert told == {FEED: "failing", GOOD: "ok"}
    assert "All is well." in next(row["text"] for row in world.articles() if row["url"].endswith("good"))


GZIP_BOMB = bomb()

ATTACKS = {
    "a gzip bomb": Reply(GZIP_BOMB, headers={"Content-Encoding": "gzip"}),
    "a gzip bomb without a label": Reply(GZIP_BOMB),
    "a brotli bomb": Reply(b"\x9b\xff\xff\xff" + bytes(2000), headers={"Content-Encoding": "br"}),
    "gzip in gzip": Reply(gzip.compress(GZIP_BOMB), headers={"Content-Encoding": "gzip, gzip"}),
    "gzip that is none": Reply(b"no gzip at all", headers={"Content-Encoding": "gzip"}),
    "gzip that breaks off": Reply(gzip.compress(rss(item("a")).encode())[:60], headers={"Content-Encoding": "gzip"}),
    "a body without end": Reply(endless()),
    "a body drop by drop": Reply((b"<" for _ in itertools.count()), drip=0.2),
    "no answer at all": Reply(rss(), pause=20),
    "headers drop by drop": Reply(raw=b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 500, drip=0.1),
    "20 MB of headers": Reply(raw=b"HTTP/1.1 200 OK\r\n" + b"X-Large: " + b"a" * (20 << 20) + b"\r\n\r\n"),
    "a million headers": Reply(raw=b"HTTP/1.1 200 OK\r\n" + b"X-Many: a\r\n" * 1_000_000 + b"\r\n"),
    "an answer that is not HTTP": Reply(raw=b"SSH-2.0-OpenSSH_9.6\r\n\x00\x01\x02"),
    "an answer of nothing": Reply(raw=b"\r\n"),
    "an error page that says 200": Reply("<!doctype html><html><body>Something went wrong</body></html>"),
    "an empty body": Reply(""),
    "a picture": Reply(b"\x89PNG\r\n\x1a\n" + os.urandom(5000), headers={"Content-Type": "application/rss+xml"}),
    "a picture by its label": Reply(os.urandom(5000), headers={"Content-Type": "image/jpeg"}),
    "random bytes": Reply(os.urandom(50_000)),
    "100,000 attributes": Reply(rss("<item " + " ".join(f"a{n}='1'" for n in range(100_000)) + "/>")),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_feed_that_means_harm_ends_with_a_reason_and_harms_nobody(patient: World, attack: str) -> None:
    patient["news.example/feed"] = ATTACKS[attack]
    survives(patient)
    trouble = next(row for row in patient.feeds() if row["url"] == FEED)
    assert trouble["reason"]
    assert trouble["error"]


LAUGHS = "".join("<!ENTITY l{} '{}'>".format(n, f"&l{n - 1};" * 10) for n in range(1, 12))
ENTITIES = {
    "billion laughs": f'<!DOCTYPE rss [<!ENTITY l0 "lol">{LAUGHS}]>',
    "quadratic blow-up": f'<!DOCTYPE rss [<!ENTITY l11 "{"x" * 50_000}">]>',
    "an external entity": '<!DOCTYPE rss [<!ENTITY l11 SYSTEM "file:///etc/passwd">]>',
    "an entity of a URL": '<!DOCTYPE rss [<!ENTITY l11 SYSTEM "http://evil.example/x">]>',
    "an external DTD": '<!DOCTYPE rss SYSTEM "http://evil.example/x.dtd">',
    "a parameter entity": '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://evil.example/p">%p;<!ENTITY l11 "a">]>',
}


@pytest.mark.parametrize("name", ENTITIES)
def test_entities_are_neither_expanded_nor_fetched(patient: World, name: str) -> None:
    times = 50_000 if name == "quadratic blow-up" else 1
    feed = rss(item("a", description="&l11;" * times))
    patient["news.example/feed"] = feed.replace("<rss", ENTITIES[name] + "<rss")
    patient["evil.example/x"] = "pulled in"
    patient.setting(FEED, GOOD)
    patient.round()
    assert not patient.requests("evil.example")
    text = "".join(row["text"] for row in patient.articles())
    assert "root:" not in text
    assert "pulled in" not in text
    assert len(text) < 1_000_000
    assert "All is well." in text


DEPTH = 100_000
HEAVY = {
    "100,000 nested elements": rss("<a>" * DEPTH + "</a>" * DEPTH, item("a")),
    "30,000 nested elements in a text": rss(item("a", description="<div>" * 30_000 + "</div>" * 30_000)),
    "one token of 8 MB": rss(item("a", description="x" * (8 << 20))),
    "one attribute of 8 MB": rss(f'<item a="{"x" * (8 << 20)}"/>', item("a")),
}


@pytest.mark.parametrize("name", HEAVY)
def test_a_heavy_feed_is_read_or_refused_and_holds_up_nobody(patient: World, name: str) -> None:
    patient["news.example/feed"] = HEAVY[name]
    begun = time.process_time()
    patient.setting(FEED, GOOD)
    patient.round(real=True)
    assert "All is well." in "".join(row["text"] for row in patient.articles())
    assert time.process_time() - begun < 20


def test_json_nested_without_end_is_refused(patient: World) -> None:
    patient["news.example/feed"] = '{"items": ' + "[" * DEPTH
    survives(patient)


def test_a_gzip_body_that_broke_off_is_mended_in_the_next_round(world: World) -> None:
    whole = gzip.compress(rss(item("a"), item("b")).encode())
    world["news.example/feed"] = Reply(whole[: len(whole) // 2], headers={"Content-Encoding": "gzip", "ETag": '"1"'})
    world.round(FEED)
    assert world.feeds()[0]["reason"] == "truncated"
    world["news.example/feed"] = Reply(whole, headers={"Content-Encoding": "gzip"})
    world.round(later=16)
    assert len(world.articles()) == 2


RSS = rss(item("a")).encode()
CODINGS = {
    "gzip": (gzip.compress(RSS), "gzip"),
    "gzip in two members": (gzip.compress(RSS[:50]) + gzip.compress(RSS[50:]), "gzip"),
    "deflate (zlib)": (zlib.compress(RSS), "deflate"),
    "deflate (raw)": (zlib.compress(RSS)[2:-4], "deflate"),
    "x-gzip": (gzip.compress(RSS), "x-gzip"),
    "identity": (RSS, "identity"),
    "gzip nobody asked for": (gzip.compress(RSS), ""),
}


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("size", [1, 4096])
def test_a_packed_feed_is_unpacked_in_whatever_pieces_it_comes(world: World, coding: str, size: int) -> None:
    body, name = CODINGS[coding]
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    world["news.example/feed"] = Reply(pieces, headers={"Content-Encoding": name} if name else {})
    world.round(FEED)
    assert world.titles() == ["Story a"]


@pytest.mark.parametrize("label", ["text/html", "text/plain", "application/octet-stream", None, "audio"])
def test_the_body_decides_what_a_feed_is_not_its_label(world: World, label: str | None) -> None:
    world["news.example/feed"] = Reply(RSS, headers={"Content-Type": label} if label else {})
    world.round(FEED)
    assert world.titles() == ["Story a"]


def test_an_error_page_wipes_nothing(world: World) -> None:
    world["news.example/feed"] = rss(item("a"))
    world.round(FEED)
    world["news.example/feed"] = (
        '<html><head><link rel="alternate" type="application/rss+xml" href="/comments"></head><body>Oops</body></html>'
    )
    world["news.example/comments"] = rss(item("comment"))
    world.round(later=15)
    assert world.titles() == ["Story a"]
    assert world.feeds()[0]["status"] == "failing"


def test_hosts_that_never_answer_do_not_hold_up_the_others(world: World) -> None:
    world.poll["timeout"] = "2s"
    for number in range(10):
        world[f"dead{number}.example/feed"] = Reply(pause=30)
    for number in range(20):
        world[f"live{number}.example/feed"] = rss(item(f"{number}", link=f"http://live{number}.example/a"))
        world[f"live{number}.example/a"] = article()
    world.round(
        *(f"http://dead{number}.example/feed" for number in range(10)),
        *(f"http://live{number}.example/feed" for number in range(20)),
    )
    first = world.requests()[0].at
    assert len(world.articles()) == 20
    assert max(each.at for each in world.requests("live") if each.target == "/feed") - first < 1.5


def test_a_host_that_has_stopped_answering_is_left_alone_for_the_rest_of_the_round(world: World) -> None:
    world.poll["timeout"] = "1s"
    for number in range(20):
        world[f"dead.example/{number}"] = Reply(pause=30)
    world.round(*(f"http://dead.example/{number}" for number in range(20)))
    assert len(world.requests()) <= 4
    assert all(row["status"] == "failing" for row in world.feeds())
