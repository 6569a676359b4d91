"""The command line as a person and a script meet it: help, shared options, errors in one sentence."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from monitor.cli import COMMANDS, commands

ROOT = Path(__file__).parents[2]


def monitor(*words: str, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "monitor", *words]
    return subprocess.run(
        command, cwd=cwd, env=os.environ | env, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )


def test_help_loads_no_room_of_the_house() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from monitor.cli import commands; "
        "print(CliRunner().invoke(commands, ['--help']).exit_code); print(sorted(sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.splitlines()
    assert told[0] == "0"
    heavy = {"sqlite_utils", "selectolax", "httpx", "rich", "starlette", "monitor.store", "monitor.extract", "asyncio"}
    assert heavy & set(ast.literal_eval(told[1])) == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_the_table_is_there_and_takes_the_shared_options(name: str) -> None:
    told = CliRunner().invoke(commands, [name, "--help"])
    assert told.exit_code == 0, told.output
    if not isinstance(commands.get_command(click.Context(commands), name), click.Group):
        assert all(option in told.output for option in ("--config", "--state", "--debug"))


def test_the_table_says_each_command_in_one_line_of_help() -> None:
    told = CliRunner().invoke(commands, ["--help"], terminal_width=120)
    assert [summary for _, summary in COMMANDS.values() if summary not in told.output] == []


def test_a_command_that_is_not_there_suggests_one_that_is() -> None:
    told = CliRunner().invoke(commands, ["replya"])
    assert (told.exit_code, "write replay instead" in told.output) == (2, True)


def test_an_error_is_one_sentence_on_stderr_and_an_exit_status(tmp_path: Path) -> None:
    told = monitor("replay", "nowhere", "--config", "none.toml", cwd=tmp_path)
    assert told.returncode == 2
    assert told.stdout == ""
    assert told.stderr == (
        "monitor: There is no config at none.toml; write one (monitor init URL) or name one (--config).\n"
    )


def test_debug_shows_where_an_error_came_from(tmp_path: Path) -> None:
    told = monitor("--debug", "replay", "nowhere", "--config", "none.toml", cwd=tmp_path)
    assert "Traceback" in told.stderr
    assert "ConfigError" in told.stderr


def test_options_hold_before_and_after_the_name_of_a_command(tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text("[poll]\nintervall = 1\n", encoding="utf-8")
    before = monitor("--config", "other.toml", "replay", "x", cwd=tmp_path)
    after = monitor("replay", "x", "--config", "other.toml", cwd=tmp_path)
    assert before.stderr == after.stderr
    assert "other.toml, line 2: poll.intervall is no key that monitor knows; write interval instead." in before.stderr


def test_the_version_is_the_packages_own() -> None:
    from monitor import __version__

    assert monitor("--version").stdout == f"monitor, version {__version__}\n"
