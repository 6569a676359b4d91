"""The board, served on this machine for a test as it is for a desk."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import httpx
from desk_day import EVENING, written

from monitor.web import create_app, listener, serve

Opened = Callable[..., httpx.Client]


class Evening:
    """A clock that stands still."""

    def now(self) -> datetime:
        return EVENING


@contextmanager
def served(folder: Path, state: Path, web: str = "") -> Iterator[str]:
    """The board's address while it is served; `web` is what the config's [web] says."""
    app = create_app(written(folder, web), state, clock=Evening())
    loop, stop, found = asyncio.new_event_loop(), asyncio.Event(), listener("127.0.0.1", 0)
    thread = threading.Thread(target=lambda: loop.run_until_complete(serve(app, found, stop)))
    thread.start()
    try:
        yield f"http://127.0.0.1:{found.getsockname()[1]}"
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()
        found.close()
        app.state.board.state.close()
