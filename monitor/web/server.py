"""The board's server: runs until it is told to stop, and leaves the process's signals to whoever runs it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from monitor.errors import InputError


class Server(uvicorn.Server):
    """A server that installs no signal handlers: the daemon has its own."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(app: Any, host: str, port: int, stop: asyncio.Event) -> None:
    """Serve until `stop` is set. Raises `InputError` where the port is taken or the address is not this machine's."""
    with listener(host, port) as found:
        server = Server(
            uvicorn.Config(
                app,
                log_level="warning",
                access_log=False,
                server_header=False,
                proxy_headers=False,
                lifespan="off",
                timeout_graceful_shutdown=2,
                limit_concurrency=100,
            )
        )
        running = asyncio.create_task(server.serve(sockets=[found]))
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            server.should_exit = True
            stopping.cancel()
            await running


def listener(host: str, port: int) -> socket.socket:
    """A bound socket, so that a taken port is known before anything runs."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, port))
    except OSError as error:
        found.close()
        raise InputError(
            f"the board cannot listen at {host}:{port} ({error.strerror}); "
            "name another port with [web] listen or --listen.",
            reason="port",
        ) from error
    return found
