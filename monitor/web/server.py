"""The board's server: where it may listen (on this machine alone, unless somebody must say a password or a token).

Law of this room: it runs until it is told to stop, and leaves the process's signals to whoever runs it.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from monitor.config import WebConfig
from monitor.errors import ConfigError, InputError

BACKLOG = 128  # connections that wait to be taken


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


def listener(host: str, port: int) -> socket.socket:
    """A socket that listens, so that a taken port is known before anything runs, and a free one before it is said.

    Raises `InputError` where the port is taken or the address is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, port))
        found.listen(BACKLOG)
    except OSError as error:
        found.close()
        raise InputError(
            f"the board cannot listen at {host}:{port} ({error.strerror}); "
            "name another port with [web] listen or --listen.",
            reason="port",
        ) from error
    return found


async def serve(app: Any, found: socket.socket, stop: asyncio.Event) -> None:
    """Serve at what `listener` gave until `stop` is set."""
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
            backlog=BACKLOG,
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
