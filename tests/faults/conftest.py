"""The bench of the rows, one a test: a server for all, a world and a desk of its own for each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from bench import Bench
from world import Server, World


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    found = Server()
    yield found
    found.close()


@pytest.fixture
def bench(server: Server, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    world = World(tmp_path)
    world.ports = {443: 0, **server.ports}
    server.world = world
    with ExitStack() as stack:
        found = Bench(world, stack, tmp_path_factory.getbasetemp() / "rows-begun")
        yield found
        for process in found.running:
            if process.poll() is None:
                process.kill()
                process.wait()
