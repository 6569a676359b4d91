"""The pages of docs/ do what they say: files are written, commands run, what is shown comes out.

a comment "file: NAME" before a block      the block is written to NAME
```console                                 each "$ " line is run; the lines below it must come out ("…" is anything)
```sh                                      not run (they need the web, root, or never end): their monitor commands
                                           and options must exist
```toml                                    a config, or a part of one (entities that it only names are added)
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from monitor.cli import COMMANDS, commands
from monitor.config import load_config

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("tutorial.md", "cookbook.md", "operations.md")
BLOCK = re.compile(r"(?:<!-- file: (?P<file>\S+) -->\n)?```(?P<kind>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    kind: str
    text: str
    file: str


def blocks(page: str) -> Iterator[Block]:
    text = (DOCS / page).read_text(encoding="utf-8")
    for found in BLOCK.finditer(text):
        yield Block(kind=found["kind"], text=found["text"], file=found["file"] or "")


def steps(text: str) -> Iterator[tuple[str, str]]:
    """The commands of a console block, each with what must come out."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown.strip("\n")


def run(command: str, folder: Path) -> str:
    """What a command prints to both streams; it may use `monitor` of this environment."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={**os.environ, "PATH": path, "COLUMNS": "100", "SITE_TOKEN": "t", "BOARD_PASSWORD": "p"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def where_the_tutorial_ends(folder: Path) -> None:
    """The folder from which the other pages go on."""
    for block in blocks("tutorial.md"):
        if block.file:
            (folder / block.file).parent.mkdir(parents=True, exist_ok=True)
            (folder / block.file).write_text(block.text, encoding="utf-8")
    run("monitor replay pages", folder)


def comes_out(shown: str, printed: str) -> bool:
    """Whether the lines shown come out in this order; "…" stands for anything, runs of blanks count as one."""
    squeezed = [re.sub(r"\s+", " ", line).strip() for line in (shown, printed)]
    pattern = ".*?".join(re.escape(part) for part in squeezed[0].split("…"))
    return re.search(pattern, squeezed[1], re.DOTALL) is not None


@pytest.mark.parametrize("page", PAGES)
def test_a_page_does_what_it_says(page: str, tmp_path: Path) -> None:
    if page != "tutorial.md":
        where_the_tutorial_ends(tmp_path)
    for block in blocks(page):
        if block.file:
            (tmp_path / block.file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / block.file).write_text(block.text, encoding="utf-8")
        if block.kind == "console":
            for command, shown in steps(block.text):
                printed = run(command, tmp_path)
                assert comes_out(shown, printed), f"$ {command}\nshould print\n{shown}\nand printed\n{printed}"


@pytest.mark.parametrize("page", PAGES)
def test_every_config_shown_is_one(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SITE_TOKEN", "BOARD_PASSWORD", "SLACK_WEBHOOK_URL", "SMTP_PASSWORD", "HOOK_SECRET", "PING_URL"):
        monkeypatch.setenv(name, "https://hooks.example/secret")
    for block in blocks(page):
        if block.kind == "toml":
            named = re.findall(r'"([^"]+)"', " ".join(re.findall(r"^entities = (.*)$", block.text, re.MULTILINE)))
            own = set(re.findall(r'^id = "([^"]+)"', block.text, re.MULTILINE))
            missing = [f'[[entities]]\nid = "{each}"\nnames = ["{each}"]\n' for each in sorted({*named} - own)]
            file = tmp_path / "config.toml"
            file.write_text("\n".join([block.text, *missing]), encoding="utf-8")
            load_config(file)


@pytest.mark.parametrize("page", PAGES)
def test_every_command_named_exists(page: str) -> None:
    for block in blocks(page):
        if block.kind in ("sh", "console"):
            for line in block.text.splitlines():
                for words in monitors(line.removeprefix("$ ")):
                    known(words)


def monitors(line: str) -> Iterator[list[str]]:
    """The `monitor ...` commands of a line of shell."""
    for part in re.split(r"&&|\||;", line.partition(" #")[0]):
        words = shlex.split(part, posix=True) if part.count('"') % 2 == 0 and part.count("'") % 2 == 0 else part.split()
        at = next((n for n, word in enumerate(words) if word.rpartition("/")[2] == "monitor"), None)
        if at is not None and at + 1 < len(words) and not words[at + 1].startswith("-"):
            yield words[at + 1 :]


def known(words: list[str]) -> None:
    """A command of ours with options of ours."""
    assert words[0] in COMMANDS, f"there is no `monitor {words[0]}`"
    command = commands.get_command(click.Context(commands), words[0])
    assert command is not None
    options = {name for parameter in command.params for name in parameter.opts}
    for word in words[1:]:
        if word.startswith("--"):
            assert word.partition("=")[0] in options | {"--help"}, f"`monitor {words[0]}` knows no {word}"
