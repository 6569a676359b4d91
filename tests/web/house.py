"""The board, served on this machine for a test as it is for a desk."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import httpx
from desk_day import EVENING, written

from monitor.web import create_app, serve

Opened = Callable[..., httpx.Client]


class Evening:
    """A clock that stands still."""

    def now(self) -> datetime:
        return EVENING


@contextmanager
def served(folder: Path, state: Path, web: str = "") -> Iterator[str]:
    """The board's address while it is served; `web` is what the config's [web] says."""
    app = create_app(written(folder, web), state, clock=Evening())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    loop, stop = asyncio.new_event_loop(), asyncio.Event()
    thread = threading.Thread(target=lambda: loop.run_until_complete(serve(app, "127.0.0.1", port, stop)))
    thread.start()
    try:
        until_it_listens(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()
        app.state.board.state.close()


def until_it_listens(port: int) -> None:
    for _ in range(500):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise AssertionError("the board does not listen")
