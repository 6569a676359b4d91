"""A link in a mail answers its question, once, by a button; another link answers nothing."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import httpx
import pytest
from deliver_cases import NOON, alert
from delivery_sinks import mail_sink

from monitor.config import Config, ReceiverConfig, Secret, WebConfig
from monitor.model import Question
from monitor.post import PostOffice
from monitor.routing import Manners
from monitor.signing import answer_links, is_signed, sign
from monitor.store import open_store
from monitor.watchlist import Figure, Watchlist
from monitor.web import create_app

BOARD = "https://board.example"


class Wall:
    def now(self):  # type: ignore[no-untyped-def]
        return NOON


@pytest.mark.parametrize(
    ("key", "question", "answer", "good"),
    [
        ("key", "q-1", "yes", True),
        ("key", "q-1", "no", False),
        ("key", "q-2", "yes", False),
        ("other", "q-1", "yes", False),
        ("", "q-1", "yes", False),
    ],
)
def test_a_signature_is_for_one_answer_to_one_question(key: str, question: str, answer: str, good: bool) -> None:
    assert is_signed(key, question, answer, sign("key", "q-1", "yes")) is good


def test_an_id_of_any_characters_makes_a_link() -> None:
    assert answer_links(BOARD + "/", "k", "a/b?c")[0][1].startswith(f"{BOARD}/signed/a%2Fb%3Fc/yes/")


def config(port: int, folder: Path) -> Config:
    mail = {"host": "127.0.0.1", "port": port, "tls": "none", "from": "m@paper.example", "to": ["d@paper.example"]}
    figure = Figure(id="sappers", label="Sappers", unit="count", nouns=("sappers",))
    return Config(
        path=folder / "config.toml",
        watchlist=Watchlist(figures={"sappers": figure}, entities={}),
        receivers=(ReceiverConfig(id="mail", kind="email", settings=mail, manners=Manners(questions="now")),),
        web=WebConfig(url=BOARD, password=Secret("hunter22"), hosts=("board.example",)),
    )


def mailed(folder: Path) -> tuple[Config, dict[str, str]]:
    """The config, and the paths of the links in the mail about a question."""

    async def play() -> tuple[Config, dict[str, str]]:
        async with mail_sink() as sink:
            desk = config(sink.port, folder)
            with open_store(folder / "state") as store:
                asked = Question(id="q-61", figure="sappers", alert=alert(), score=0.3, doubt="another plan?")
                store.questions.keep([asked], None, NOON)
                await PostOffice(config=desk, store=store, clock=Wall()).deliver()
        plain = next(sink.mails[0].iter_parts()).get_content()
        links = re.findall(rf"{BOARD}(/signed/q-61/(yes|no)/\w+)", plain)
        return desk, {answer: path for path, answer in links}

    return asyncio.run(play())


class Browser:
    """Asks the board in this process."""

    def __init__(self, desk: Config, folder: Path) -> None:
        self.transport = httpx.ASGITransport(create_app(desk, folder / "state", clock=Wall()))

    def __call__(self, method: str, path: str, **headers: str) -> httpx.Response:
        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(transport=self.transport, base_url=BOARD) as client:
                return await client.request(method, path, headers=headers)

        return asyncio.run(ask())


def test_the_button_behind_the_link_answers_and_opening_it_does_not(tmp_path: Path) -> None:
    desk, links = mailed(tmp_path)
    ask = Browser(desk, tmp_path)
    opened = ask("GET", links["yes"])
    assert opened.status_code == 200
    assert "1,200" in opened.text
    with open_store(tmp_path / "state", read_only=True) as store:
        assert len(store.questions.open()) == 1
    assert "Yes: Sappers to be sent is 1,200." in ask("POST", links["yes"]).text
    assert "was answered yes before" in ask("POST", links["no"]).text
    with open_store(tmp_path / "state", read_only=True) as store:
        assert store.questions.open() == ()
        assert store.figures.words()[0]["author"] == "link in a message"
        assert [row["kind"] for row in store.deliveries.listing("due")] == ["alert"]


def test_a_link_that_was_changed_leads_nowhere_and_the_board_itself_stays_locked(tmp_path: Path) -> None:
    desk, links = mailed(tmp_path)
    ask = Browser(desk, tmp_path)
    assert ask("GET", links["yes"].replace("/yes/", "/no/")).status_code == 404
    assert ask("POST", links["yes"][:-1] + "x").status_code == 404
    assert ask("GET", "/questions/q-61").status_code == 401
    assert ask("POST", links["yes"], Origin="https://evil.example").status_code == 403
    assert ask("POST", links["yes"], Host="evil.example").status_code == 421
