"""URLs go out as they were configured, less what must not go out at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import FetchError
from monitor.fetch.urls import joined, place, without_login

TARGETS = {
    "http://news.example": "/",
    "http://news.example?a=1": "/?a=1",
    "http://news.example/feed#top": "/feed",
    "http://news.example/%7Ea%2fb?x=%zz&y=a+b": "/%7Ea%2fb?x=%zz&y=a+b",
    "http://news.example/a b/ü": "/a%20b/%C3%BC",
    "http://news.example/a?": "/a",
    "  http://news.example/a\n": "/a",
}


@pytest.mark.parametrize("url", TARGETS)
def test_the_target_is_what_was_written(url: str) -> None:
    assert place(url).target == TARGETS[url]


HOSTS = {
    "http://News.Example./": ("news.example", 80, "news.example"),
    "https://news.example/": ("news.example", 443, "news.example"),
    "https://news.example:80/": ("news.example", 80, "news.example:80"),
    "http://bücher.example/": ("xn--bcher-kva.example", 80, "xn--bcher-kva.example"),
    "http://[::1]:8080/": ("::1", 8080, "[::1]:8080"),
    "http://１２７.0.0.1/": ("127.0.0.1", 80, "127.0.0.1"),
    "http://a@b@news.example/": ("news.example", 80, "news.example"),
    "http://news.example\\@127.0.0.1/": ("127.0.0.1", 80, "127.0.0.1"),
}


@pytest.mark.parametrize("url", HOSTS)
def test_the_host_is_who_is_really_asked(url: str) -> None:
    found = place(url)
    assert (found.host, found.port, found.netloc) == HOSTS[url]


NOWHERE = ["", "feed", "file:///etc/passwd", "ftp://a.example/", "http://", "http:///x", "http://a b/", "http://[::1",
           "http://news.example:99999/", "http://news.example:x/", "http://" + "a" * 300 + ".example/", "http://\u00ad/",
           "http://news.example/" + "x" * 9000]  # fmt: skip


@pytest.mark.parametrize("url", NOWHERE)
def test_what_leads_nowhere_is_refused_for_good(url: str) -> None:
    with pytest.raises(FetchError) as refused:
        place(url)
    assert (refused.value.reason, refused.value.retry) == ("url", False)


def test_credentials_leave_the_url_and_are_shown_nowhere() -> None:
    found = place("http://desk:gehe%40im@news.example/feed")
    assert found.login == "Basic ZGVzazpnZWhlQGlt"
    assert found.url == "http://news.example/feed"
    assert "gehe" not in repr(found)
    assert without_login("https://a:b@news.example:8443/x?y=a@b") == "https://news.example:8443/x?y=a@b"
    assert joined("http://news.example/a", "http://me:pw@other.example/") == "http://other.example/"


@given(st.text(max_size=200))
def test_any_text_is_a_place_or_refused(text: str) -> None:
    for url in (text, f"http://{text}", f"http://news.example/{text}"):
        try:
            found = place(url)
        except FetchError:
            continue
        assert found.target.isascii()
        assert not set(found.target) & set(" \r\n")
        assert place(found.url).target == found.target
