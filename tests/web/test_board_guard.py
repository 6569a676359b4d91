"""Who comes in: this machine, or whoever knows the word; by our names only; and every answer says what it may load."""

from __future__ import annotations

from pathlib import Path

import pytest
from house import Opened
from httpx import Client

from monitor.config import Secret, WebConfig
from monitor.errors import ConfigError
from monitor.web import address_of

SAID = WebConfig(password=Secret("open sesame"))


@pytest.mark.parametrize(
    ("listen", "found"),
    [
        ("127.0.0.1:8080", ("127.0.0.1", 8080)),
        ("localhost:0", ("localhost", 0)),
        ("[::1]:8080", ("::1", 8080)),
        ("127.9.9.9:1", ("127.9.9.9", 1)),
        ("", None),
    ],
)
def test_on_this_machine_alone_it_needs_no_password(listen: str, found: tuple[str, int] | None) -> None:
    assert address_of(WebConfig(listen=listen)) == found


@pytest.mark.parametrize("listen", ["0.0.0.0:8080", "[::]:8080", "192.168.1.4:80", "board.example:80"])
def test_where_others_can_reach_it_it_refuses_to_be_open(listen: str) -> None:
    with pytest.raises(ConfigError, match="has no password; write"):
        address_of(WebConfig(), listen)
    assert address_of(SAID, listen) is not None
    assert address_of(WebConfig(token=Secret("t")), listen) is not None


@pytest.mark.parametrize("listen", ["8080", ":8080", "localhost", "localhost:http", "127.0.0.1:99999"])
def test_what_is_no_address_is_said(listen: str) -> None:
    with pytest.raises(ConfigError, match="write HOST:PORT"):
        address_of(SAID, listen)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200),
        ("127.0.0.1:8080", 200),
        ("localhost:8080", 200),
        ("[::1]:8080", 200),
        ("192.168.1.4:8080", 200),
        ("board.paper.example", 200),
        ("desk.paper.example:8443", 200),
        ("evil.example", 421),
        ("evil.example:8080", 421),
        ("localhost.evil.example", 421),
        ("board.paper.example.evil.example", 421),
    ],
)
def test_a_name_that_is_not_ours_is_turned_away(opened: Opened, host: str, status: int) -> None:
    board = opened('hosts = ["board.paper.example"]\nurl = "https://desk.paper.example/"\n')
    assert board.get("/", headers={"host": host}).status_code == status


@pytest.fixture
def locked(opened: Opened, tmp_path: Path) -> Client:
    (tmp_path / "secret").write_text("open sesame")
    (tmp_path / "token").write_text("t0ken")
    board = opened('password = { file = "secret" }\ntoken = { file = "token" }\n')
    assert isinstance(board, Client)
    return board


@pytest.mark.parametrize("path", ["/", "/api/figures", "/atom.xml", "/metrics", "/alerts", "/export/claims.csv"])
def test_without_the_password_nothing_is_shown(locked: Client, path: str) -> None:
    answer = locked.get(path)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Basic")
    assert "flood" not in answer.text


def test_whoever_knows_the_word_comes_in(locked: Client) -> None:
    assert locked.get("/", auth=("anna", "open sesame")).status_code == 200
    assert locked.get("/atom.xml", auth=("reader", "t0ken")).status_code == 200
    assert locked.get("/api/figures", headers={"authorization": "Bearer t0ken"}).status_code == 200


@pytest.mark.parametrize(
    "given", ["Bearer wrong", "Bearer", "Basic !!!", "Basic YTpi", "Basic gICA", "Digest open sesame", "open sesame"]
)
def test_a_wrong_word_does_not(locked: Client, given: str) -> None:
    assert locked.get("/", headers={"authorization": given}).status_code == 401


def test_a_token_reads_and_does_not_act(locked: Client) -> None:
    page = locked.get("/inbox", auth=("program", "t0ken"))
    assert "<button" not in page.text
    assert locked.post("/figures/toll/confirm", auth=("program", "t0ken")).status_code == 403


def test_health_is_told_to_anybody_and_says_nothing_else(locked: Client) -> None:
    assert locked.get("/healthz").text == "ok"
    for path in ("/healthz/x", "/static/none.css", "/signed/none", "/signed/q/yes/forged"):
        answer = locked.get(path)
        assert answer.status_code == 404
        assert "flood" not in answer.text


@pytest.mark.parametrize("path", ["/", "/api/figures", "/static/board.css", "/nowhere", "/atom.xml"])
def test_every_answer_says_what_a_page_may_load_and_do(board: Client, path: str) -> None:
    headers = board.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_a_state_that_is_not_there_is_a_sentence(opened: Opened, tmp_path: Path) -> None:
    board = opened()
    (tmp_path / "state").rename(tmp_path / "elsewhere")
    answer = board.get("/")
    assert answer.status_code == 503
    assert "there is no state in" in answer.text
    assert board.get("/healthz").status_code == 503
    (tmp_path / "elsewhere").rename(tmp_path / "state")
    assert board.get("/").status_code == 200


def test_a_form_of_absurd_size_is_not_read(board: Client) -> None:
    assert board.post("/figures/toll/confirm", content=b"x" * 200_000).status_code == 413


def test_only_our_own_files_are_served(board: Client) -> None:
    for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/static//etc/passwd", "/static/"):
        assert board.get(path).status_code in (400, 404, 405)
