"""The demo's servers speak their protocols: what is sent to them is what they keep."""

from __future__ import annotations

import json
import smtplib
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from monitor.demo.newsstand import Newsstand
from monitor.demo.sinks import chat_sink, mail_sink
from monitor.model import Page

AT = datetime(2025, 7, 14, 6, tzinfo=UTC)


def page(body: str, url: str = "https://paper.example/a") -> Page:
    headers = {"content-type": "text/html"}
    return Page(
        url=url, final_url=url, outlet="Paper & Sons", fetched=AT, status=200, headers=headers, body=body.encode()
    )


def test_a_mail_arrives_whole_also_with_lonely_dots_in_it() -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@desk.example", "b@desk.example", "1,000 → 1,200"
    mail.set_content("first\n.\n..two\nlast\n")
    with mail_sink() as sink:
        with smtplib.SMTP("127.0.0.1", sink.port) as session:
            session.send_message(mail)
        got = sink.received[0]
    assert got["Subject"] == "1,000 → 1,200"
    assert got.get_content().splitlines() == ["first", ".", "..two", "last"]


def test_a_chat_message_arrives_as_the_object_that_was_posted() -> None:
    with chat_sink() as sink:
        body = json.dumps({"text": "1,200"}).encode()
        with urlopen(Request(f"http://127.0.0.1:{sink.port}/hook", data=body)) as answer:
            assert (answer.status, answer.read()) == (200, b"ok")
        assert sink.received == [{"text": "1,200"}]


@pytest.fixture
def newsstand() -> Iterator[Newsstand]:
    with Newsstand() as running:
        yield running


def get(url: str, **headers: str) -> tuple[int, str, str]:
    try:
        with urlopen(Request(url, headers=headers)) as answer:
            return answer.status, answer.read().decode(), answer.headers["ETag"]
    except HTTPError as error:
        return error.code, "", ""


def test_a_published_page_is_in_its_outlets_feed_and_at_its_address(newsstand: Newsstand) -> None:
    path = newsstand.publish(page("<p>41</p>"), "Toll & more", AT)
    _, feed, _ = get(newsstand.feed_url("Paper & Sons"))
    assert f"<title>Toll &amp; more</title><link>{newsstand.address}{path}</link>" in feed
    assert "<pubDate>Mon, 14 Jul 2025 06:00:00 +0000</pubDate>" in feed
    assert get(newsstand.address + path)[:2] == (200, "<p>41</p>")


def test_an_edit_changes_the_page_and_not_the_feed(newsstand: Newsstand) -> None:
    path = newsstand.publish(page("<p>78</p>"), "Exchange", AT)
    before, (_, _, etag) = get(newsstand.feed_url("Paper & Sons")), get(newsstand.address + path)
    newsstand.publish(page("<p>87</p>"), "Exchange", AT)
    assert get(newsstand.feed_url("Paper & Sons")) == before
    assert get(newsstand.address + path, **{"If-None-Match": etag})[:2] == (200, "<p>87</p>")


def test_what_has_not_changed_is_not_sent_again(newsstand: Newsstand) -> None:
    path = newsstand.publish(page("<p>78</p>"), "Exchange", AT)
    _, _, etag = get(newsstand.address + path)
    assert get(newsstand.address + path, **{"If-None-Match": etag})[0] == 304
    assert newsstand.times_served(path) == 2


def test_what_nobody_published_is_not_there(newsstand: Newsstand) -> None:
    assert get(newsstand.address + "/robots.txt")[0] == 404
