"""The board over a desk's day: one for all who only read, one of its own for each who acts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from shutil import copytree

import httpx
import pytest
from desk_day import lived
from house import Opened, served


@pytest.fixture(scope="session")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The state after the day; never touched again."""
    return lived(tmp_path_factory.mktemp("day"))


@pytest.fixture
def opened(tmp_path: Path, evening: Path) -> Iterator[Opened]:
    """Opens a client of a board of one's own; `web` is what the config's [web] says."""
    state = copytree(evening, tmp_path / "state")
    with ExitStack() as closing:

        def opening(web: str = "", **client: object) -> httpx.Client:
            address = closing.enter_context(served(tmp_path, state, web))
            return closing.enter_context(
                httpx.Client(base_url=address, follow_redirects=True, **client)  # type: ignore[arg-type]
            )

        yield opening


@pytest.fixture
def board(opened: Opened) -> httpx.Client:
    """A board to act on."""
    return opened()


@pytest.fixture(scope="session")
def paper(evening: Path) -> Iterator[httpx.Client]:
    """A board to read."""
    with served(evening.parent, evening) as address, httpx.Client(base_url=address, follow_redirects=True) as client:
        yield client
