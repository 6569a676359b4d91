"""Charset by what the bytes are, then by mark, header, meta and guess."""

from __future__ import annotations

import codecs

import pytest

from monitor.extract.decode import decode, depth_over

SAID = "Zürich: 41 Tote – „schlimm“"
PAGE = "<html><head>{meta}</head><body><p>{said}</p></body></html>"


def html(said: str, meta: str = "") -> str:
    return PAGE.format(said=said, meta=meta)


CASES = [
    ("utf-8 by itself", html(SAID).encode(), ""),
    ("utf-8, though the header says latin-1", html(SAID).encode(), "text/html; charset=iso-8859-1"),
    ("a mark", codecs.BOM_UTF16_LE + html(SAID).encode("utf-16-le"), "text/html; charset=utf-8"),
    ("windows-1252 by header", html(SAID).encode("cp1252"), "text/html; charset=windows-1252"),
    ("latin-1 means windows-1252", html(SAID).encode("cp1252"), "text/html; charset=ISO-8859-1"),
    ("meta", html(SAID, '<meta charset="windows-1252">').encode("cp1252"), "text/html"),
    (
        "meta in words",
        html(SAID, '<meta http-equiv=Content-Type content="text/html; charset=cp1252">').encode("cp1252"),
        "",
    ),
    ("a wrong header", html(SAID).encode("cp1252"), "text/html; charset=utf-8"),
    ("an unknown name", html(SAID).encode("cp1252"), "text/html; charset=x-none"),
    ("a guess", html(SAID).encode("cp1252"), ""),
]


@pytest.mark.parametrize(("body", "kind"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_text_comes_out_whole(body: bytes, kind: str) -> None:
    assert SAID in decode(body, {"content-type": kind}).body.decode()


@pytest.mark.parametrize(
    ("said", "charset"),
    [
        ("Погибли 41 человек, сообщили власти", "cp1251"),
        ("地震で41人が死亡", "shift_jis"),
        ("지진으로 41명 사망", "euc-kr"),
    ],
)
def test_charsets_of_other_scripts_are_followed(said: str, charset: str) -> None:
    body = html(said, f'<meta charset="{charset}">').encode(charset)
    assert said in decode(body, {"content-type": "text/html"}).body.decode()


def test_cyrillic_without_a_word_on_it_is_guessed() -> None:
    said = "Погибли не менее сорока человек, сообщили власти области"
    assert said in decode(html(said).encode("cp1251"), {}).body.decode()


def test_nul_bytes_are_gone() -> None:
    assert b"\x00" not in decode(b"<html><p>a\x00b", {}).body


@pytest.mark.parametrize(
    ("body", "over"),
    [
        (b"<div>" * 3000 + b"</div>" * 3000, True),
        (b"<div>" * 3000, True),
        (b"<b>" * 2500 + b"x", True),
        (b"<div>x</div>" * 9000, False),
        (b"<br>" * 9000, False),
        (b"<p>one<li>two" * 4000, False),
        (b"<img src=a>" * 5000 + b"<div>" * 10, False),
        (b"<div></x>" * 3000, True),  # an end tag without a start closes nothing
        (b"<span><div></span>" * 3000, True),
        (b"<path d='M0'/>" * 3000, True),  # in HTML `/>` ends no element
        (b"<svg><div>" + b"<path d='M0'/>" * 3000 + b"</svg>", True),  # nor after HTML in a drawing
        (b"<svg>" + b"<g>" * 3000 + b"</svg>", True),
        (b"<svg id=map><title>Map</title><g>" + b"<path d='M0'/>" * 3000 + b"</g></svg>", False),
    ],
)
def test_depth_counts_what_nests(body: bytes, over: bool) -> None:
    assert depth_over(body, 2000) is over
