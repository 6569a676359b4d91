"""The contracts of .importlinter hold, and each of them bites: a copy of the package with one import too many fails."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "monitor"
LINT = Path(sys.executable).parent / "lint-imports"


def lint(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """The linter's verdict on the package in `folder`."""
    command = [str(LINT), "--config", str(folder / ".importlinter"), "--no-cache", *options]
    env = os.environ | {"PYTHONPATH": str(folder)}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package and its contracts, to be spoiled."""
    shutil.copytree(PACKAGE, tmp_path / "monitor", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


def test_every_contract_is_kept() -> None:
    verdict = lint(ROOT)
    assert verdict.returncode == 0, verdict.stdout


PLANTED = [
    # contract, file, the line that must not stand there
    ("floors", "match/__init__.py", "import monitor.store"),
    ("floors", "model.py", "from monitor import watchlist"),
    ("floors", "poll/__init__.py", "import monitor.deliver"),
    ("floors", "replay/__init__.py", "import monitor.fetch"),
    ("floors", "store/__init__.py", "import monitor.cli"),
    ("pure", "compare/algebra.py", "import socket"),
    ("pure", "pipeline.py", "from monitor.clock import Clock"),
    ("pure", "extract/__init__.py", "import threading"),
    ("pure", "deliver/messages.py", "import sqlite3"),
    ("pure", "match/__init__.py", "import random"),
    ("sql", "poll/__init__.py", "import sqlite3"),
    ("sql", "cli/__init__.py", "import sqlite_utils"),
    ("html", "poll/__init__.py", "from selectolax.lexbor import LexborHTMLParser"),
    ("http", "replay/__init__.py", "import httpx"),
    ("http", "cli/read.py", "import smtplib"),
    ("client", "fetch/manners.py", "import monitor.fetch.wire"),
    ("receivers", "deliver/receivers/slack.py", "import monitor.deliver.receivers.email"),
    ("circles", "compare/algebra.py", "import monitor.compare.state"),
]


@pytest.mark.parametrize(("contract", "file", "line"), PLANTED)
def test_a_planted_import_breaks_its_contract(copy: Path, contract: str, file: str, line: str) -> None:
    with (copy / "monitor" / file).open("a", encoding="utf-8") as spoiled:
        spoiled.write(f"\n{line}\n")
    verdict = lint(copy, "--contract", contract)
    assert verdict.returncode == 1, verdict.stdout
    assert "1 broken" in verdict.stdout


def test_a_room_that_the_plan_does_not_draw_is_refused(copy: Path) -> None:
    (copy / "monitor" / "helpers.py").write_text("", encoding="utf-8")
    verdict = lint(copy, "--contract", "floors")
    assert verdict.returncode == 1
    assert "monitor.helpers" in verdict.stdout


# --- what an import linter cannot see: asking the time without importing a clock -----------------------------------

CORE = ("model.py", "watchlist.py", "events.py", "pipeline.py", "quantities", "extract", "match", "compare")
CLOCKS = {"now", "today", "utcnow"}


def clock_calls(source: str) -> list[int]:
    """The lines that ask datetime or date what time it is."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return [call.lineno for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr in CLOCKS]


@pytest.mark.parametrize("file", [PACKAGE / name for name in CORE], ids=lambda file: file.name)
def test_the_core_never_asks_what_time_it_is(file: Path) -> None:
    files = sorted(file.rglob("*.py")) if file.is_dir() else [file]
    assert files
    assert [(one.name, clock_calls(one.read_text(encoding="utf-8"))) for one in files] == [
        (one.name, []) for one in files
    ]


def test_a_planted_question_for_the_time_is_found() -> None:
    assert clock_calls("from datetime import datetime\nat = datetime.now()\n") == [2]


FORBIDDEN_NAMES = {"utils", "util", "helpers", "common", "manager", "misc"}


def test_no_room_is_named_after_nothing() -> None:
    assert [path.name for path in PACKAGE.rglob("*") if path.stem in FORBIDDEN_NAMES] == []
