"""The make-believe web of this room's tests: one server for all, one world for each test."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from world import Server, World


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    found = Server(Path(__file__).parent / "certs" / "server.pem")
    yield found
    found.close()


@pytest.fixture
def world(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    found = World(tmp_path)
    found.ports = dict(server.ports)
    server.world = found
    monkeypatch.setattr(socket, "getaddrinfo", found.getaddrinfo)
    monkeypatch.setattr(socket.socket, "connect", lambda plug, address: found.connect(plug, address))
    return found
