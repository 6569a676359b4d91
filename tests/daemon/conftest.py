"""A desk for each test: the monitor as a process, on the make-believe web of the polling tests."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import Desk
from world import Server, World


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    found = Server(Path(__file__).parents[1] / "poll" / "certs" / "server.pem")
    yield found
    found.close()


@pytest.fixture
def desk(server: Server, tmp_path: Path) -> Iterator[Desk]:
    world = World(tmp_path)
    world.ports = dict(server.ports)
    server.world = world
    found = Desk(world)
    yield found
    for process in found.running:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            process.wait()
