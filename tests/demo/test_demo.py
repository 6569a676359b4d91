"""`monitor demo`, whole: the real daemon, and just the alerts that are due."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_demo_shows_the_two_alerts_that_are_due_and_leaves_nothing_behind(tmp_path: Path) -> None:
    env = os.environ | {"TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "monitor", "demo"]
    told = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    assert told.stderr == ""
    subjects = [line.partition("Subject: ")[2] for line in told.stdout.splitlines() if "Subject: " in line]
    assert ["Sappers" in subjects[0], "Remains of Russian soldiers" in subjects[1], len(subjects)] == [True, True, 2]
    assert "1,000" in subjects[0]
    assert "1,200" in subjects[0]
    assert list(tmp_path.iterdir()) == []
