"""Subscriptions in and out."""

from __future__ import annotations

from monitor.config import FeedConfig
from monitor.poll.opml import read_opml, write_opml

FEEDS = (
    FeedConfig(url="https://news.example/feed?a=1&b=2", outlet='The "News" & Co'),
    FeedConfig(url="https://other.example/feed", outlet="Other"),
)


def test_what_is_written_is_read_back() -> None:
    assert read_opml(write_opml(FEEDS)) == FEEDS


def test_folders_repeats_and_rubbish_are_no_feeds() -> None:
    text = """<opml><body><outline text="World"><outline type='rss' XMLURL='http://a.example/f' title='A'/>
    <outline xmlUrl="http://a.example/f"/><outline xmlUrl="file:///etc/passwd"/><outline htmlUrl="http://b.example/"/>
    </outline>"""
    assert read_opml(text) == (FeedConfig(url="http://a.example/f", outlet="A"),)


def test_credentials_stay_here() -> None:
    assert "secret" not in write_opml([FeedConfig(url="http://me:secret@news.example/feed")])
