"""Whatever a server sends is an article or a named reason."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.extract import extract
from monitor.model import Article, Entry, Page

PAGES = [path.read_bytes() for path in sorted((Path(__file__).parent / "pages").iterdir())]
NOW = datetime(2026, 12, 1, tzinfo=UTC)


def read(body: bytes, kind: str = "text/html", status: int = 200, entry: Entry | None = None) -> Article:
    url = "https://www.paper.example/a"
    headers = {"content-type": kind} if kind else {}
    page = Page(url=url, final_url=url, outlet="Paper", fetched=NOW, status=status, headers=headers, body=body)
    return extract(page, entry=entry)


def is_answered(article: Article) -> bool:
    placed = [block for block in article.blocks if block.start is not None]
    fits = all(article.text[b.start : (b.start or 0) + len(b.text)] == b.text for b in placed)
    return fits and (bool(article.text) or bool(article.reason))


NO_PAGES = [
    (b"", "text/html", "empty"),
    (b"  \n ", "text/html", "empty"),
    (b"%PDF-1.7 ...", "text/html", "pdf"),
    (b"\x89PNG\r\n\x1a\n....", "", "image"),
    (b"\x1a\x45\xdf\xa3....", "text/html", "video"),
    (b"PK\x03\x04....", "", "archive"),
    (b"....", "image/webp", "image"),
    (bytes(range(1, 32)) * 50, "", "binary"),
    (b"<div>" * 5000 + b"deep", "text/html", "too-deep"),
    (b"<html><p>x<div " + b"".join(b" a%d='1'" % i for i in range(30_000)) + b">x", "text/html", "too-many-attributes"),
    (b"<html><body></body></html>", "text/html", "no-text"),
    (b"<p>x" * 4_000_000, "text/html", "too-large"),
]


@pytest.mark.parametrize(("body", "kind", "reason"), NO_PAGES, ids=[row[2] + str(i) for i, row in enumerate(NO_PAGES)])
def test_what_is_no_page_is_named(body: bytes, kind: str, reason: str) -> None:
    assert read(body, kind).reason == reason


def test_a_long_script_is_no_tag_with_many_attributes() -> None:
    script = b"<script>for (i=0; i<n ;i++) { " + b"a%d = b ; " * 3_000 + b" }</script>"
    assert read(b"<html><h1>Harbour</h1><p>" + b"The harbour was shut on Monday. " * 20 + script).reason == ""


def test_a_fault_of_ours_is_named_and_told_in_a_note() -> None:
    article = read("no bytes")  # type: ignore[arg-type]
    assert (article.reason, article.blocks[-1].text.split(":")[0]) == ("fault-of-the-reader", "TypeError")


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        (
            b"<html><title>Page not found</title><h1>Page not found</h1><p>It does not exist.</p></html>",
            200,
            "error-page",
        ),
        (b"<html><title>Gone</title><p>This was here.</p></html>", 410, "error-page"),
        (b"<html><title>Just a moment...</title><p>Checking your browser.</p></html>", 403, "robot-check"),
        (b"<html><script>window.location.replace('https://x.example/story/1')</script></html>", 200, "redirect"),
    ],
)
def test_what_is_no_article_is_named(body: bytes, status: int, reason: str) -> None:
    assert read(body, status=status).reason == reason


SHORT_NEWS = [
    ("At least 500 killed in Bahari quake", "At least 500 people have died, the governor said."),
    ("Toll rises to 1,500", "The toll has risen to 1,500, up from 1,404 on Monday."),
    ("404 cases of measles in Mardu", "Health officials count 404 cases, 403 of them in children."),
    ("Ships forbidden to sail", "Ports were forbidden to let 410 ships out. Ferries are temporarily unavailable."),
    (
        "Regulator fines bank",
        "The fine of 500 million euros is a record. The bank had sold the data of 41,000 clients without consent.",
    ),
    ("Volcano stirs", "Unusual activity was seen; a security check delayed 502 travellers. Just a moment, he said."),
]


@pytest.mark.parametrize(("title", "text"), SHORT_NEWS, ids=[t for t, _ in SHORT_NEWS])
def test_short_news_in_the_words_of_an_error_page_is_news(title: str, text: str) -> None:
    article = read(f"<html><title>{title}</title><body><h1>{title}</h1><p>{text}</p></body></html>".encode())
    assert (article.reason, article.text) == ("", text)


@pytest.mark.parametrize(
    "title",
    ["404", "404 Not Found", "Error 404", "Page not found - Harbour Wire", "500 Internal Server Error", "Harbour | 404",
     "403 Forbidden", "Access denied", "502 Bad Gateway", "Oops! | Harbour Wire", "This page is no longer available"],
)  # fmt: skip
def test_an_error_page_that_answers_200_is_no_article(title: str) -> None:
    assert read(f"<html><title>{title}</title><body><p>Try the home page.</p></body></html>".encode()).reason == (
        "error-page"
    )


def test_the_feeds_own_text_stands_in_with_the_reason_kept() -> None:
    entry = Entry(key="k", title="Quake kills 41", text="A quake killed 41 people.", byline="A. Writer", published=NOW)
    article = read(b"<html><div id=root></div><script src=a.js></script></html>", entry=entry)
    said = (article.title, article.text, article.byline, article.published, article.reason)
    assert said == ("Quake kills 41", "A quake killed 41 people.", "A. Writer", NOW, "script-only")


def test_a_page_of_one_sentence_is_an_article() -> None:
    article = read(
        b"<html><title>Quake</title><h1>Quake kills 41</h1><p>At least 41 people died, officials said.</p></html>"
    )
    assert (article.title, article.text) == ("Quake kills 41", "At least 41 people died, officials said.")


@given(
    st.binary(max_size=600),
    st.sampled_from(["", "text/html", "text/plain", "text/html; charset=\x00", "application/xhtml+xml"]),
)
def test_any_bytes_give_an_article_or_a_reason(body: bytes, kind: str) -> None:
    assert is_answered(read(body, kind))


TAGS = st.sampled_from(
    ["div", "p", "table", "tr", "td", "a", "article", "h1", "ul", "li", "br", "sup", "time", "script", "svg", "form"]
)
NESTED = st.recursive(
    st.text("abc 41.<&\u4e8c", max_size=30),
    lambda inner: st.tuples(TAGS, st.lists(inner, max_size=4)).map(
        lambda t: f"<{t[0]} class=body>{''.join(t[1])}</{t[0]}>"
    ),
    max_leaves=25,
)


@given(NESTED)
def test_any_markup_gives_an_article_or_a_reason(markup: str) -> None:
    article = read(f"<html><body>{markup}</body></html>".encode())
    assert is_answered(article)
    assert article.reason not in ("fault-of-the-reader", "not-parsed")


def mutated(body: bytes, dice: random.Random) -> bytes:
    """A page with a few of its tags doubled, cut, moved or broken."""
    parts = body.split(b"<")
    for _ in range(dice.randint(1, 12)):
        at, to = dice.randrange(len(parts)), dice.randrange(len(parts))
        act = dice.randrange(5)
        if act == 0:
            parts[at] = parts[at][: dice.randrange(len(parts[at]) + 1)]
        elif act == 1:
            parts.insert(to, parts[at])
        elif act == 2:
            parts[at] = bytes(dice.randrange(256) for _ in range(8)) + parts[at]
        elif act == 3:
            parts[at], parts[to] = parts[to], parts[at]
        else:
            del parts[at:to]
            parts = parts or [b""]
    return b"<".join(parts)


@pytest.mark.parametrize("seed", range(8))
def test_broken_pages_give_an_article_or_a_reason(seed: int) -> None:
    dice = random.Random(seed)
    answers = [read(mutated(dice.choice(PAGES), dice)) for _ in range(25)]
    faults = [a.reason for a in answers if a.reason in ("fault-of-the-reader", "not-parsed")]
    assert faults == []
    assert all(map(is_answered, answers))
