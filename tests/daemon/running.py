"""The monitor as a process, on the make-believe web of the polling tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from world import World

SHIM = Path(__file__).parent / "shim"
FIGURE = """
[web]
listen = ""
[[figures]]
id = "dead"
label = "dead in the flood"
unit = "count"
nouns = ["dead"]
baseline = 41
[[receivers]]
id = "out"
kind = "file"
path = "alerts.jsonl"
"""


class Desk:
    """A folder with a config and a state, and `monitor` run on it as a person would."""

    def __init__(self, world: World) -> None:
        self.world, self.folder = world, world.folder
        self.shift = 0
        self.running: list[subprocess.Popen[str]] = []

    def setting(self, *feeds: str, text: str = FIGURE) -> None:
        self.world.setting(*feeds, text=text)
        (self.folder / "config.toml").write_text(self.world.config)

    def start(self, *words: str) -> subprocess.Popen[str]:
        world = self.world
        names = {name: addresses[0] for name, addresses in world.dns.items() if isinstance(addresses, list)}
        told = {"names": names, "plain": world.ports[80], "secure": world.ports[443], "shift": self.shift}
        process = subprocess.Popen(
            [sys.executable, "-m", "monitor", *words, "--config", "config.toml", "--state", "state"],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(SHIM), "MAKE_BELIEVE": json.dumps(told)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.running.append(process)
        return process

    def poll(self, *, later: int = 0) -> subprocess.CompletedProcess[str]:
        """One `monitor poll`, so many minutes later than the last."""
        self.shift += later * 60
        return self.done(self.start("poll"))

    @staticmethod
    def done(process: subprocess.Popen[str], within: float = 60) -> subprocess.CompletedProcess[str]:
        out, err = process.communicate(timeout=within)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def listed(self, command: str) -> list[dict[str, Any]]:
        done = self.done(self.start(command, "--json"))
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def alerts(self) -> list[dict[str, Any]]:
        file = self.folder / "alerts.jsonl"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    def until(self, true: Callable[[], Any], within: float = 30) -> None:
        end = time.monotonic() + within
        while not true():
            assert time.monotonic() < end, "it did not come to that"
            time.sleep(0.02)
