"""One click, one act: written down with its author, and back to the page; never for a stranger or a page elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from house import Opened
from httpx import Client
from selectolax.lexbor import LexborHTMLParser

from monitor.model import Standing
from monitor.store import open_store

LOGIN = 'password = { file = "secret" }\n'


def token(board: Client) -> str:
    found = re.search(r'name="form_token" value="(\w+)"', board.get("/inbox").text)
    assert found
    return found[1]


def click(board: Client, path: str, **fields: str) -> LexborHTMLParser:
    """Send a form of the board as a browser does, and read the page that it leads to."""
    answer = board.post(path, data={"form_token": token(board), "back": "/inbox", **fields})
    assert answer.status_code == 200, answer.text
    return LexborHTMLParser(answer.text)


def said(tree: LexborHTMLParser) -> str:
    return tree.css_first("[role=status]").text(strip=True)


def standing(tmp_path: Path, figure: str = "toll") -> Standing:
    with open_store(tmp_path / "state", read_only=True) as store:
        return store.figures.standing(figure)


def held(tmp_path: Path) -> int:
    now = standing(tmp_path).held
    assert now is not None
    return int(now.value.low or 0)


def question(board: Client) -> str:
    card = LexborHTMLParser(board.get("/inbox").text).css_first(".card.question")
    return (card.attributes["id"] or "").removeprefix("question-")


def alert(board: Client, number: int = 0) -> str:
    card = LexborHTMLParser(board.get("/inbox").text).css(".card.alert")[number]
    return (card.attributes["id"] or "").removeprefix("alert-")


def test_a_yes_moves_the_figure_and_alerts(board: Client, tmp_path: Path) -> None:
    after = click(board, f"/questions/{question(board)}/yes")
    assert said(after).startswith("Yes")
    assert held(tmp_path) == 61
    assert "56 → 61" in " ".join(after.css_first("main").text().split())
    with open_store(tmp_path / "state", read_only=True) as store:
        assert [row["receiver"] for row in store.deliveries.listing("due")] == ["desk"]


def test_a_no_is_remembered(board: Client, tmp_path: Path) -> None:
    after = click(board, f"/questions/{question(board)}/no")
    assert after.css_first(".card.question") is None
    assert held(tmp_path) == 56
    assert [int(each.low or 0) for each in standing(tmp_path).rejected] == [61]


def test_a_question_is_answered_once(board: Client) -> None:
    name = question(board)
    click(board, f"/questions/{name}/no")
    again = board.post(f"/questions/{name}/yes", data={"form_token": token(board)})
    assert again.status_code == 400
    assert "was answered no before" in again.text


def test_what_later_news_has_overtaken_is_folded_away_and_closed_at_once(board: Client, tmp_path: Path) -> None:
    click(board, "/figures/toll/correct", value="64")
    inbox = LexborHTMLParser(board.get("/inbox").text)
    assert inbox.css_first(".overtaken .card.question") is not None
    assert inbox.css_first("#waiting > section .card.question") is None
    after = click(board, "/questions/overtaken/let-be")
    assert after.css_first(".card.question") is None
    assert standing(tmp_path).rejected == ()


def test_an_acknowledged_alert_leaves_the_inbox_and_stays_in_the_list(board: Client) -> None:
    name = alert(board)
    after = click(board, f"/alerts/{name}/acknowledge")
    assert after.css_first(f"#alert-{name}") is None
    listed = LexborHTMLParser(board.get("/alerts").text).css_first(f"#alert-{name}")
    assert "acknowledged" in listed.text()


def test_confirm_is_shown_as_such(board: Client, tmp_path: Path) -> None:
    after = click(board, "/figures/toll/confirm", back="/figures/toll")
    assert "confirmed" in after.css_first(".now").text()
    assert standing(tmp_path).confirmed


def test_reject_lets_what_stood_before_stand_again_and_withdraws_the_alert(board: Client, tmp_path: Path) -> None:
    click(board, "/figures/toll/reject")
    assert held(tmp_path) == 58
    listed = LexborHTMLParser(board.get("/alerts").text)
    assert [" ".join(e.css_first(".move").text().split())[:7] for e in listed.css(".withdrawn")] == ["58 → 56"]
    figure = LexborHTMLParser(board.get("/figures/toll").text)
    assert figure.css_first(".said-list .rejected mark").text() == "56"


@pytest.mark.parametrize(("typed", "low"), [("1,200", 1200), ("at least 60", 60), ("60", 60)])
def test_correct_takes_a_number_as_people_write_it(board: Client, tmp_path: Path, typed: str, low: int) -> None:
    click(board, "/figures/toll/correct", value=typed, back="/figures/toll")
    assert held(tmp_path) == low


def test_what_is_no_number_is_refused_with_a_sentence(board: Client, tmp_path: Path) -> None:
    answer = board.post("/figures/toll/correct", data={"form_token": token(board), "value": "many <b>"})
    assert answer.status_code == 400
    assert "is no value; write one number" in answer.text
    assert "<b>" not in answer.text
    assert held(tmp_path) == 56


def test_a_silence_lasts_a_day_and_can_be_lifted(board: Client) -> None:
    after = click(board, "/figures/toll/silence")
    assert "Silent until" in after.css_first(".silence").text()
    lift = after.css_first(".silence form").attributes["action"]
    assert click(board, lift or "").css_first(".silence") is None


def test_every_act_is_written_down_with_its_author(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("open sesame")
    board = opened(LOGIN, auth=("anna", "open sesame"))
    click(board, "/figures/toll/confirm")
    with open_store(tmp_path / "state", read_only=True) as store:
        assert [(row["verb"], row["author"]) for row in store.figures.words("toll")] == [("confirm", "anna")]


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_an_act_leads_back_to_a_page_of_ours_only(board: Client, back: str) -> None:
    answer = board.post(
        "/figures/toll/confirm", data={"form_token": token(board), "back": back}, follow_redirects=False
    )
    assert answer.status_code == 303
    assert answer.headers["location"] == "/inbox?said=confirm"


# --- who may not act ------------------------------------------------------------------------------------------


def test_without_the_forms_token_nothing_is_done(board: Client, tmp_path: Path) -> None:
    for fields in ({}, {"form_token": ""}, {"form_token": "0" * 64}):
        assert board.post("/figures/toll/confirm", data=fields).status_code == 403
    assert not standing(tmp_path).confirmed


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_form_sent_from_elsewhere_is_refused(board: Client, tmp_path: Path, headers: dict[str, str]) -> None:
    answer = board.post("/figures/toll/confirm", data={"form_token": token(board)}, headers=headers)
    assert answer.status_code == 403
    assert not standing(tmp_path).confirmed


def test_a_board_that_can_only_be_read_has_no_buttons_and_takes_no_acts(opened: Opened, tmp_path: Path) -> None:
    board = opened("read_only = true\n")
    assert "<button" not in board.get("/inbox").text
    assert board.post("/figures/toll/confirm", data={"form_token": "x"}).status_code == 403
    assert not standing(tmp_path).confirmed


def test_looking_changes_nothing(board: Client, tmp_path: Path) -> None:
    for path in ("/figures/toll/confirm", "/figures/toll/reject"):
        assert board.get(path).status_code in (404, 405)
    assert not standing(tmp_path).confirmed
