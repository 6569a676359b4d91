"""The same board on the terminal: tables for people, JSON lines for programs, a sentence for each act."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import httpx
import pytest
from click.testing import CliRunner
from desk_day import written

from monitor.cli import commands


@dataclass(frozen=True)
class Desk:
    """A folder with the day's config and state."""

    folder: Path

    def where(self, *words: str) -> list[str]:
        return [*words, "--config", str(self.folder / "config.toml"), "--state", str(self.folder / "state")]

    def process(self, *words: str) -> list[str]:
        """The command line of a process of its own."""
        return [sys.executable, "-m", "monitor", *self.where(*words)]

    def run(self, *words: str, status: int = 0) -> str:
        """What a command prints to stdout (to stderr if it is to fail)."""
        done = CliRunner().invoke(commands, self.where(*words), prog_name="monitor")
        assert done.exit_code == status, done.output
        return done.stderr if status else done.stdout

    def lines(self, *words: str) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.run(*words).splitlines()]


@pytest.fixture
def desk(tmp_path: Path, evening: Path) -> Desk:
    written(tmp_path)
    copytree(evening, tmp_path / "state")
    return Desk(tmp_path)


def test_figures_say_what_stands(desk: Desk) -> None:
    title, toll, jobs = desk.run("figures").splitlines()
    assert title.split() == ["figure", "stands", "change", "since", "(UTC)", "outlets", "history"]
    assert toll.split()[:5] == ["toll", "Dead", "in", "the", "flood"]
    assert "56" in toll
    assert "1 conflict(s), 1 question(s)" in toll
    assert "10,000 to 12,000" in jobs


def test_programs_get_an_object_a_line(desk: Desk) -> None:
    assert [each["id"] for each in desk.lines("figures", "--json")] == ["toll", "jobs"]
    assert {each["kind"] for each in desk.lines("alerts", "--json")} == {"changed", "corrected", "conflict", "new"}
    assert [each["figure"] for each in desk.lines("questions", "--json")] == ["toll"]
    assert len(desk.lines("timeline", "toll", "--json")) == 6


def test_a_timeline_is_a_chart_and_the_claims_behind_it(desk: Desk) -> None:
    said = desk.run("timeline", "toll")
    assert said.startswith("Dead in the flood\n")
    assert "━" in said
    assert "A Herald   B Wire   C Echo" in said
    assert "2026-03-01 14:00           56  corrected  Wire" in said


def test_alerts_are_sentences_newest_first(desk: Desk) -> None:
    lines = desk.run("alerts", "--figure", "toll").splitlines()[1:]
    assert [line[18:].split("  ")[0] for line in lines] == [
        "Dead in the flood: 56 stands, the Red Crescent says 70",
        "Dead in the flood corrected: 58 → 56",
        "Dead in the flood: at least 45 → 58",
        "Dead in the flood: 41 → at least 45",
    ]


def test_nothing_hostile_reaches_a_terminal(desk: Desk) -> None:
    for words in (("questions",), ("alerts",), ("timeline", "toll"), ("figures",)):
        said = desk.run(*words)
        assert "\x1b" not in said
        assert "\u202e" not in said


def test_colours_are_for_a_terminal_only(desk: Desk) -> None:
    assert "\x1b[" in on_a_terminal(desk.process("figures"))
    assert "\x1b[" not in on_a_terminal(desk.process("figures"), NO_COLOR="1").replace("\x1b[1m", "").replace(
        "\x1b[0m", ""
    )


def on_a_terminal(command: list[str], **environment: str) -> str:
    """What a command prints when a person watches."""
    ours, theirs = pty.openpty()
    env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "140", **environment}
    process = subprocess.Popen(command, stdout=theirs, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, env=env)
    os.close(theirs)
    said = b""
    try:
        while got := os.read(ours, 1 << 16):
            said += got
    except OSError:  # how Linux says that the other end is closed
        pass
    process.wait()
    os.close(ours)
    return said.decode()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("answer", "QUESTION", "yes"), "Yes: Dead in the flood is 61."),
        (("answer", "QUESTION", "no"), "No: 61 is not 'Dead in the flood'; it will not be asked again."),
        (("confirm", "toll"), "Dead in the flood: 56 is confirmed."),
        (("reject", "toll"), "Dead in the flood: 56 is rejected; 58 stands."),
        (("correct", "toll", "at least 60"), "Dead in the flood: at least 60 stands now, set by hand."),
        (("ack", "ALERT"), "Dead in the flood: 70 is acknowledged."),
        (("silence",), "Nothing is silenced."),
    ],
)
def test_every_act_is_a_sentence(desk: Desk, words: tuple[str, ...], said: str) -> None:
    names = {
        "QUESTION": str(desk.lines("questions", "--json")[0]["id"]),
        "ALERT": str(desk.lines("alerts", "--figure", "toll", "--json")[0]["fingerprint"])[:8],
    }
    assert desk.run(*(names.get(word, word) for word in words)) == f"{said}\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("timeline", "tol"), "there is no figure 'tol' in"),
        (("alerts", "--figure", "tol"), "write toll instead."),
        (("answer", "ffffffff", "yes"), "there is no question ffffffff"),
        (("ack", "ffffffff"), "there is no alert ffffffff"),
        (("correct", "toll", "a lot"), "'a lot' is no value; write one number"),
        (("silence", "toll", "--for", "soon"), "is 'soon', no length of time"),
        (("silence", "--lift", "none"), "there is no silence none"),
        (("serve", "--listen", "0.0.0.0:8080"), "which others can reach, and the board has no password"),
        (("serve", "--listen", "8080"), "write HOST:PORT"),
        (("opml", "none.opml"), "none.opml cannot be read"),
    ],
)
def test_what_cannot_be_done_is_a_sentence_with_the_next_step(desk: Desk, words: tuple[str, ...], said: str) -> None:
    told = desk.run(*words, status=2)
    assert said in told
    assert told.startswith("monitor: ")
    assert "Traceback" not in told


def test_an_export_is_the_boards(desk: Desk) -> None:
    rows = list(csv.DictReader(io.StringIO(desk.run("export", "claims", "--figure", "toll"))))
    assert [row["low"] for row in rows] == ["61", "70", "41", "56", "58", "45"]
    records = json.loads(desk.run("export", "changes", "--format", "json", "--since", "2026-03-01T13:30:00"))
    assert [each["kind"] for each in records] == ["conflict", "corrected"]


def test_feeds_come_and_go_as_opml(desk: Desk) -> None:
    (desk.folder / "reader.opml").write_text(desk.run("opml"))
    assert 'url = "https://' in desk.run("opml", str(desk.folder / "reader.opml"))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_learns_to_complete(shell: str) -> None:
    done = CliRunner().invoke(commands, ["completion", shell], prog_name="monitor")
    assert "_MONITOR_COMPLETE" in done.stdout


def test_a_shell_completes_commands_and_figures(desk: Desk) -> None:
    def completed(words: str) -> list[str]:
        done = subprocess.run(
            [sys.executable, "-m", "monitor"],
            env={**os.environ, "_MONITOR_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": "2"},
            capture_output=True,
            text=True,
            check=False,
            cwd=desk.folder,
        )
        return [line.removeprefix("plain,") for line in done.stdout.splitlines()]

    assert completed("monitor timeline to") == ["toll"]
    assert completed("monitor confirm ") == ["toll", "jobs"]


def test_serve_answers_until_it_is_told_to_stop(desk: Desk) -> None:
    process = subprocess.Popen(desk.process("serve", "--listen", "127.0.0.1:0"), stderr=subprocess.PIPE, text=True)
    assert process.stderr
    try:
        port = process.stderr.readline().partition("http://127.0.0.1:")[2].partition("/")[0]
        assert "Dead in the flood" in httpx.get(f"http://127.0.0.1:{port}/").text
        taken = desk.run("serve", "--listen", f"127.0.0.1:{port}", status=2)
        assert f"the board cannot listen at 127.0.0.1:{port}" in taken
        assert "the board is at" not in taken
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
