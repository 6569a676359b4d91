"""The board in a real browser: with and without a script, by keyboard, on a phone, in the dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from browser import FOUND, Browser, BrowserError

pytestmark = pytest.mark.skipif(FOUND is None, reason="no Chromium here: the board was not looked at in a browser")

PAGES = ("/", "/figures/toll", "/figures/jobs", "/inbox", "/alerts", "/articles", "/articles/2", "/feeds", "/config")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    try:
        found = Browser()
    except BrowserError as error:
        pytest.skip(f"Chromium does not start here ({error}): the board was not looked at in a browser")
    yield found
    found.close()


@pytest.fixture(autouse=True)
def fresh(browser: Browser) -> None:
    browser.scripts(True)
    browser.look(1200, 900)
    browser.errors.clear()


def address(client: httpx.Client, path: str) -> str:
    return str(client.base_url).rstrip("/") + path


def test_no_page_asks_for_what_its_policy_forbids(browser: Browser, paper: httpx.Client) -> None:
    for path in PAGES:
        browser.open(address(paper, path))
    assert browser.errors == []
    assert browser.run("typeof htmx") == "object"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_a_phone(browser: Browser, paper: httpx.Client, path: str, dark: bool) -> None:
    browser.look(360, 740, dark=dark)
    browser.open(address(paper, path))
    assert browser.run("document.documentElement.scrollWidth") <= 360


def test_words_can_be_read_by_day_and_night(browser: Browser, paper: httpx.Client) -> None:
    """Every colour of text against its ground has at least the contrast that WCAG asks of it (4.5)."""
    for dark in (False, True):
        browser.look(1200, 900, dark=dark)
        for path in PAGES:
            browser.open(address(paper, path))
            assert browser.run(PALE) == [], f"{path} {'dark' if dark else 'light'}"


def test_a_click_answers_without_leaving_the_page(browser: Browser, board: httpx.Client) -> None:
    browser.open(address(board, "/inbox"))
    browser.run("window.same = true")
    browser.run("document.querySelector('.card.question button.go').click()")
    browser.until("document.querySelector('.said p') !== null")
    assert browser.run("window.same")
    assert browser.run("document.querySelector('.card.question')") is None
    assert browser.run("document.querySelector('.card.alert .new').textContent") == "61"


def test_the_same_click_works_without_a_script(browser: Browser, board: httpx.Client) -> None:
    browser.open(address(board, "/inbox"))
    browser.scripts(False)
    browser.open(address(board, "/inbox"))
    browser.run("window.leaving = true")
    browser.run("document.querySelector('.card.question button.go').click()")
    browser.until("!window.leaving && document.querySelector('.said p') !== null")
    assert browser.run("document.querySelector('.card.question')") is None


def test_a_keyboard_reaches_and_presses_the_buttons(browser: Browser, board: httpx.Client) -> None:
    browser.open(address(board, "/inbox"))
    browser.key("Tab")
    assert browser.focused() == "Skip to content"
    browser.key("Enter", "\r")
    for _ in range(20):
        browser.key("Tab")
        if browser.focused().startswith("Yes,"):
            break
    assert browser.focused() == "Yes, Dead in the flood is 61 now"
    browser.key("Enter", "\r")
    browser.until("document.querySelector('.said p') !== null")
    assert browser.focused().startswith("Yes: the figure has moved")
    assert browser.run("document.querySelector('.card.question')") is None


def test_what_refreshes_by_itself_leaves_the_focus_where_it_is(browser: Browser, board: httpx.Client) -> None:
    browser.open(address(board, "/"))
    browser.run("document.querySelector('#glance a').focus()")
    board.post("/figures/toll/correct", data={"form_token": token(board), "value": "60"})
    browser.run("htmx.ajax('GET', '/', {target: '#glance', select: '#glance', swap: 'outerMorph'})")
    browser.until("document.querySelector('.stands strong').textContent === '60'")
    assert browser.focused() == "Dead in the flood"


def token(board: httpx.Client) -> str:
    return board.get("/inbox").text.split('name="form_token" value="')[1].split('"')[0]


def test_the_last_word_about_a_figure_can_be_typed(browser: Browser, board: httpx.Client) -> None:
    browser.open(address(board, "/figures/toll"))
    browser.run("document.querySelector('#value').focus()")
    browser.send("Input.insertText", text="at least 60")
    browser.key("Enter", "\r")
    browser.until("document.querySelector('.big').textContent === 'at least 60'")


def test_it_can_be_looked_at(browser: Browser, paper: httpx.Client, tmp_path: Path) -> None:
    for width, dark in ((1200, False), (390, True)):
        browser.look(width, 900, dark=dark)
        browser.open(address(paper, "/figures/toll"))
        browser.picture(tmp_path / f"{width}.png")
        assert (tmp_path / f"{width}.png").stat().st_size > 10_000


PALE = """
(() => {
  const parse = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map(c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = e => {
    for (; e; e = e.parentElement) {
      const colour = parse(getComputedStyle(e).backgroundColor);
      if (colour.length === 3 || colour[3] > 0.99) return colour;
    }
    return [255, 255, 255];
  };
  const pale = [];
  for (const e of document.querySelectorAll("body *:not(svg *)")) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own || !e.checkVisibility() || e.closest(".withdrawn")) continue;
    const [a, b] = [light(parse(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) pale.push(e.textContent.trim().slice(0, 40));
  }
  return pale;
})()
"""
