"""`monitor extract`, `explain`, `init` and `check` on files, pages and receivers of this machine."""

from __future__ import annotations

import json
import os
import pty
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from monitor.cli import commands
from monitor.config import load_config
from monitor.demo.newsstand import Newsstand
from monitor.demo.sinks import chat_sink, mail_sink
from monitor.model import Page

ROOT = Path(__file__).parents[2]
SEED = ROOT / "seeds" / "01-pacific-ledger.html"


def run(*words: str | Path, typed: str = "") -> Result:
    return CliRunner().invoke(commands, [str(word) for word in words], input=typed)


@pytest.fixture
def newsstand() -> Iterator[Newsstand]:
    with Newsstand() as running:
        url = "https://paper.example/a"
        headers = {"content-type": "text/html"}
        at = datetime(2025, 7, 7, tzinfo=UTC)
        page = Page(
            url=url, final_url=url, outlet="Paper", fetched=at, status=200, headers=headers, body=SEED.read_bytes()
        )
        running.publish(page, "Builders", at)
        yield running


# --- extract ----------------------------------------------------------------------------------------------------


def test_extract_prints_the_article_and_none_of_what_stands_around_it() -> None:
    article = json.loads(run("extract", SEED).output)
    assert article["title"] == "Pyongyang weighs sending army builders to Russia"
    assert (article["published"], article["language"], article["access"]) == (
        "2025-07-07T06:20:00+00:00",
        "en",
        "full",
    )
    assert "1,000 sappers and 5,000 military construction workers" in article["text"]
    chrome = ["Skip to content", "400 medics", "5,500 troops", "F-16V", "You may have missed", "All rights reserved"]
    assert [words for words in chrome if words in article["text"]] == []


def test_extract_reads_a_page_from_the_web_and_takes_an_address_inside_from_who_types_it(newsstand: Newsstand) -> None:
    article = json.loads(run("extract", f"{newsstand.address}/paper.example/a").output)
    assert article["title"] == "Pyongyang weighs sending army builders to Russia"


def test_extract_shows_each_block_with_its_fate_and_the_reason() -> None:
    blocks = json.loads(run("extract", SEED, "--blocks").output)["blocks"]
    assert {block["kept"] for block in blocks} == {True, False}
    assert [block for block in blocks if not block["kept"] and not block["reason"]] == []


def test_a_suggested_rule_is_a_table_that_a_config_takes(tmp_path: Path) -> None:
    config = tmp_path / "c.toml"
    config.write_text(run("extract", SEED, "--suggest-rule", "--url", "https://pacificledger.example/a").output)
    assert [rule.host for rule in load_config(config).watchlist.rules] == ["pacificledger.example"]


NO_PAGE = [
    (["extract", "nowhere.html"], "nowhere.html cannot be read (No such file or directory)"),
    (["extract", str(ROOT / "seeds")], "is a folder; name one page of it, or replay it"),
    (["explain"], "name one page, or a sentence"),
    (["explain", str(SEED), "--text", "41 dead"], "name one page, or a sentence"),
]


@pytest.mark.parametrize(("words", "sentence"), NO_PAGE)
def test_what_cannot_be_read_is_a_sentence(words: list[str], sentence: str) -> None:
    told = run(*words)
    assert (told.exit_code, sentence in told.output) == (2, True)


def test_an_address_that_answers_with_an_error_is_a_sentence(newsstand: Newsstand) -> None:
    told = run("extract", f"{newsstand.address}/none")
    assert (told.exit_code, "answered 404" in told.output) == (2, True)


# --- explain ----------------------------------------------------------------------------------------------------


def test_explain_tells_of_every_number_what_it_counts_for_or_why_it_is_no_count(tmp_path: Path) -> None:
    page = ROOT / "seeds" / "later" / "07-pacific-ledger.html"
    told = json.loads(run("explain", page, "--json", "--state", tmp_path, "--config", ROOT / "config.toml").output)
    numbers = {number["text"]: number for number in told["numbers"]}
    assert numbers["1,200"]["claims"][0]["figure"] == "sappers"
    assert numbers["1,200"]["claims"][0]["evidence"]
    assert told["figures"]["sappers"]["stood"]["low"] == 1000
    assert told["figures"]["sappers"]["decisions"][0]["kind"] == "changed"


def test_explain_tells_people_in_words_what_was_decided_and_what_spoke_for_it(tmp_path: Path) -> None:
    page = ROOT / "seeds" / "later" / "07-pacific-ledger.html"
    told = run("explain", page, "--state", tmp_path, "--config", ROOT / "config.toml").output
    assert "sappers: 1,000 stood\n    1,200: an alert (changed); " in told
    terms = [line.split(": ", 1)[1] for line in told.splitlines() if re.match(r" {4}\S+ \((current|previous)", line)]
    assert terms
    assert [line for line in terms if re.search(r"\w[:_]\w", line)] == []
    assert "silent" not in told


def test_explain_says_that_a_number_is_told_again(tmp_path: Path) -> None:
    place = ("--config", tmp_path / "c.toml", "--state", tmp_path / "state")
    page = saved(tmp_path, "a.html", "250")
    run("init", page, "--yes", *place)
    told = run("explain", page, *place).output
    assert told.count("divers (current)") == 1
    assert told.count("divers: told again") == 1


def test_explain_reads_a_sentence_without_any_config(tmp_path: Path) -> None:
    told = run("explain", "--text", "On 3 May 2025 the toll rose to 41.", "--config", tmp_path / "none.toml").output
    assert "41 " in told
    assert "no count: year" in told or "no count: date" in told


# --- init -------------------------------------------------------------------------------------------------------


def test_init_writes_a_config_of_all_figures_of_the_seeds_with_every_name_they_go_by(tmp_path: Path) -> None:
    told = run("init", ROOT / "seeds", "--yes", "--config", tmp_path / "c.toml")
    assert told.exit_code == 0, told.output
    figures = load_config(tmp_path / "c.toml").watchlist.figures
    thousand = next(one for one in figures.values() if one.baseline and one.baseline.low == one.baseline.high == 1000)
    assert {"mine clearance specialists", "combat engineers", "sappers"} <= set(thousand.nouns)
    lows = {one.baseline.low for one in figures.values() if one.baseline}
    assert {1000, 5000, 6000, 6060, 78, 1248, 76000} <= lows


def test_init_follows_only_what_a_person_ticks(tmp_path: Path) -> None:
    place = ("--config", tmp_path / "c.toml", "--state", tmp_path / "state")
    told = run("init", SEED, *place, typed="1\n")
    assert "1,000  sappers" in told.output
    assert list(load_config(tmp_path / "c.toml").watchlist.figures) == ["sappers"]
    assert "confirmed" in run("figures", *place).output


def test_init_takes_the_feed_that_a_page_names(tmp_path: Path, newsstand: Newsstand) -> None:
    kind, body = newsstand.pages["/paper.example/a"]
    link = b'<head><link rel="alternate" type="application/rss+xml" href="/feeds/paper.xml">'
    newsstand.pages["/paper.example/a"] = (kind, body.replace(b"<head>", link, 1))
    run("init", f"{newsstand.address}/paper.example/a", "--yes", "--config", tmp_path / "c.toml")
    assert [feed.url for feed in load_config(tmp_path / "c.toml").feeds] == [f"{newsstand.address}/feeds/paper.xml"]


def test_init_says_where_a_config_cannot_be_written(tmp_path: Path) -> None:
    told = run("init", SEED, "--yes", "--config", tmp_path / "nodir" / "c.toml")
    assert (told.exit_code, f"there is no folder {tmp_path / 'nodir'}; make it" in told.output) == (2, True)
    told = run("init", SEED, "--yes", "--force", "--config", tmp_path)
    assert (told.exit_code, f"{tmp_path} cannot be written (Is a directory)" in told.output) == (2, True)


def test_init_never_writes_over_a_config_unasked(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text("# mine\n", encoding="utf-8")
    told = run("init", SEED, "--yes", "--config", tmp_path / "c.toml")
    assert (told.exit_code, "is there already" in told.output) == (2, True)
    assert (tmp_path / "c.toml").read_text(encoding="utf-8") == "# mine\n"


def test_init_of_a_page_without_numbers_says_so(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text("<html><body><article><h1>Calm</h1><p>Nothing moved today.</p></article></body></html>")
    told = run("init", page, "--yes", "--config", tmp_path / "c.toml")
    assert (told.exit_code, "has no figures that could be followed" in told.output) == (2, True)


def test_suggest_prints_what_a_config_does_not_follow_yet_and_adds_it_when_told(tmp_path: Path) -> None:
    place = ("--config", tmp_path / "c.toml", "--state", tmp_path / "state")
    run("init", SEED, *place, typed="1\n")
    before = (tmp_path / "c.toml").read_text(encoding="utf-8")
    told = run("suggest", SEED, *place)
    assert "[[figures]]" in told.output
    assert 'id = "sappers"' not in told.output
    assert (tmp_path / "c.toml").read_text(encoding="utf-8") == before
    assert run("suggest", SEED, *place, "--write", "--yes").exit_code == 0
    assert len(load_config(tmp_path / "c.toml").watchlist.figures) > 1
    assert "follows every figure" in run("suggest", SEED, *place).output
    assert not (tmp_path / "c.toml.new").exists()


# --- check ------------------------------------------------------------------------------------------------------


def test_check_says_of_each_feed_whether_it_answers_and_of_each_figure_what_it_lacks(
    tmp_path: Path, newsstand: Newsstand
) -> None:
    with socket.socket() as free:  # a port at which nobody listens
        free.bind(("127.0.0.1", 0))
        dead = f"http://127.0.0.1:{free.getsockname()[1]}/rss"
        config = tmp_path / "c.toml"
        config.write_text(
            f'[poll]\nallow = ["127.0.0.1"]\n[[feeds]]\nurl = "{newsstand.feed_url("Paper")}"\n'
            f'[[feeds]]\nurl = "{dead}"\n'
            '[[figures]]\nid = "toll"\nlabel = "Toll"\nunit = "count"\n',
            encoding="utf-8",
        )
        told = run("check", "--config", config, "--state", tmp_path / "state")
    assert told.exit_code == 1
    assert f"feed {newsstand.feed_url('Paper')}: 1 entry" in told.output
    assert f"feed {dead}: FAILS: " in told.output
    assert "it has no nouns" in told.output
    assert not (tmp_path / "state").exists()


BOARDS = [
    ("", 0, "board 127.0.0.1:8080: `monitor run` and `monitor serve` listen there"),
    ('listen = "8080"', 1, "board 8080: FAILS: web.listen is '8080', no address; write HOST:PORT"),
    ('listen = "0.0.0.0:8080"', 1, "board 0.0.0.0:8080: FAILS: web.listen is 0.0.0.0:8080, which others can reach"),
]


@pytest.mark.parametrize(("listen", "status", "said"), BOARDS)
def test_check_says_whether_the_board_may_listen_where_it_should(
    tmp_path: Path, listen: str, status: int, said: str
) -> None:
    config = tmp_path / "c.toml"
    config.write_text(f"[web]\n{listen}\n", encoding="utf-8")
    told = run("check", "--config", config, "--state", tmp_path / "state")
    assert (told.exit_code, said in told.output) == (status, True), told.output


def test_check_says_nothing_of_a_board_that_is_not_wanted(tmp_path: Path) -> None:
    config = tmp_path / "c.toml"
    config.write_text('[web]\nlisten = ""\n', encoding="utf-8")
    told = run("check", "--config", config, "--state", tmp_path / "state")
    assert (told.exit_code, "board" in told.output) == (0, False)


def test_check_send_brings_a_test_alert_to_every_receiver(tmp_path: Path) -> None:
    with mail_sink() as mail, chat_sink() as chat:
        config = tmp_path / "c.toml"
        config.write_text(
            f'[[receivers]]\nid = "desk"\nkind = "email"\nhost = "127.0.0.1"\nport = {mail.port}\ntls = "none"\n'
            'from = "monitor@desk.example"\nto = ["desk@desk.example"]\n'
            f'[[receivers]]\nid = "room"\nkind = "slack"\nurl = "http://127.0.0.1:{chat.port}/"\n'
            '[[receivers]]\nid = "log"\nkind = "file"\npath = "alerts.jsonl"\n',
            encoding="utf-8",
        )
        told = run("check", "--send", "--config", config)
        assert told.exit_code == 0, told.output
        assert "Test of monitor, no news" in mail.received[0]["Subject"]
        assert "Test of monitor, no news" in chat.received[0]["text"]
    line = json.loads((tmp_path / "alerts.jsonl").read_text(encoding="utf-8"))
    assert (line["type"], line["figure"]) == ("alert", "test")


PAGE = "<html><head><title>{0}</title></head><body><article><h1>{0}</h1><p>{1}</p><p>{2}</p></article></body></html>"


def saved(folder: Path, name: str, number: str) -> Path:
    said = f"Velden has sent {number} divers to the dam, the port said on Monday."
    file = folder / name
    file.write_text(
        PAGE.format(f"Velden sends {number} divers", said, "The Velden dam holds so far. " * 5), encoding="utf-8"
    )
    return file


def test_check_shows_the_alert_that_an_article_would_send(tmp_path: Path) -> None:
    place = ("--config", tmp_path / "c.toml", "--state", tmp_path / "state")
    run("init", saved(tmp_path, "a.html", "250"), "--yes", *place)
    told = run("check", "--offline", *place, "--article", saved(tmp_path, "b.html", "300"))
    assert "This article would send:" in told.output
    assert "Divers, Velden: 250 → 300" in told.output
    assert not (tmp_path / "state").exists()


def test_check_says_why_an_article_would_send_nothing(tmp_path: Path) -> None:
    place = ("--config", tmp_path / "c.toml", "--state", tmp_path / "state")
    page = saved(tmp_path, "a.html", "250")
    run("init", page, "--yes", *place)
    told = run("check", "--offline", *place, "--article", page)
    assert "would send nothing (divers: it is the number that stands)" in told.output
    assert "Divers, Velden: 250 (first value)" in told.output


def test_check_shows_the_last_alert_that_there_was(tmp_path: Path) -> None:
    place = ("--config", tmp_path / "c.toml", "--state", tmp_path / "state")
    pages = tmp_path / "pages"
    pages.mkdir()
    run("init", saved(tmp_path, "a.html", "250"), "--yes", *place)
    saved(pages, "b.html", "300")
    run("replay", pages, *place)
    told = run("check", "--offline", *place)
    assert "The last alert was:\n\n    Divers, Velden: 250 → 300" in told.output


# --- progress ---------------------------------------------------------------------------------------------------


def test_long_work_is_counted_on_a_terminal_and_nowhere_else() -> None:
    code = "from monitor.cli.tables import counted; print(sum(counted(range(30), 'pages')))"
    here, there = pty.openpty()
    watched = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=there, check=True)
    os.close(there)
    assert watched.stdout == b"435\n"
    assert b"pages" in os.read(here, 65536)
    os.close(here)
    piped = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert (piped.stdout, piped.stderr) == (b"435\n", b"")
