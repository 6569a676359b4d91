"""The board's server: where it may listen (on this machine alone, unless somebody must say a password or a token).

Law of this room: it runs until it is told to stop, and leaves the process's signals to whoever runs it.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from monitor.config import WebConfig
from monitor.errors import ConfigError, InputError


def address_of(web: WebConfig, listen: str | None = None) -> tuple[str, int] | None:
    """Host and port to listen at, None for nowhere; `listen` (of a command line) goes before the config's.

    Raises `ConfigError` for what is no HOST:PORT, and for an address that others can reach while the board is open.
    """
    text = (web.listen if listen is None else listen).strip()
    if not text:
        return None
    host, _, port = text.rpartition(":")
    host = host.strip("[]")
    if not port.isdigit() or int(port) > 65535 or not host:
        raise ConfigError(f"web.listen is {text!r}, no address; write HOST:PORT, such as 127.0.0.1:8080.")
    if not is_local(host) and web.password is None and web.token is None:
        raise ConfigError(
            f"web.listen is {text}, which others can reach, and the board has no password; write "
            'password = { env = "NAME" } below [web], or listen at 127.0.0.1.'
        )
    return host, int(port)


def is_local(host: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Server(uvicorn.Server):
    """A server that installs no signal handlers: the daemon has its own."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(
    app: Any, host: str, port: int, stop: asyncio.Event, *, listening: Callable[[int], None] | None = None
) -> None:
    """Serve until `stop` is set; `listening` is told the port once it is ours.

    Raises `InputError` where the port is taken or the address is not this machine's.
    """
    with listener(host, port) as found:
        if listening:
            listening(found.getsockname()[1])
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
