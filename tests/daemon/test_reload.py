"""A config read again while the daemon serves: beside its loop, and what lives as long as a house is left in peace."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from monitor.clock import SystemClock
from monitor.config import Config, load_config
from monitor.daemon import run, settle_in
from monitor.rounds.house import House
from monitor.store import open_store


@pytest.fixture(autouse=True)
def _own_interpreter() -> Iterator[None]:
    """What a daemon asks of the whole process holds for one test only."""
    interval = sys.getswitchinterval()
    yield
    sys.setswitchinterval(interval)
    gc.unfreeze()


async def served(folder: Path, reload: Callable[[], Config], meanwhile: Callable[[], None]) -> None:
    """A daemon that is told to read its config again, then to end; `meanwhile` is called by the loop all the time."""
    (folder / "config.toml").write_text('[web]\nlisten = ""\n', encoding="utf-8")
    done = threading.Event()

    def reloaded() -> Config:
        try:
            return reload()
        finally:
            done.set()

    with open_store(folder / "state") as store:
        config = load_config(folder / "config.toml")
        daemon = asyncio.create_task(run(config, store, SystemClock(), reload=reloaded))
        await asyncio.sleep(0.1)
        os.kill(os.getpid(), signal.SIGHUP)
        while not done.is_set():
            meanwhile()
            await asyncio.sleep(0.01)
        os.kill(os.getpid(), signal.SIGTERM)
        await daemon


def test_the_loop_goes_on_while_the_config_is_read_again(tmp_path: Path) -> None:
    begun, seen, heard = threading.Event(), threading.Event(), list[bool]()

    def reload() -> Config:
        begun.set()
        heard.append(seen.wait(20))
        return load_config(tmp_path / "config.toml")

    asyncio.run(served(tmp_path, reload, lambda: seen.set() if begun.is_set() else None))
    assert heard == [True]


def test_a_fault_of_ours_in_reading_it_again_ends_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    def reload() -> Config:
        raise RuntimeError("a fault")

    asyncio.run(served(tmp_path, reload, lambda: None))
    assert "the config stays as it was" in caplog.text


def houses() -> int:
    """How many houses a full collection would look through."""
    return sum(type(each) is House for each in gc.get_objects())


def test_an_open_house_is_not_looked_through_by_the_garbage_collector(tmp_path: Path) -> None:
    found: list[int] = []

    def reload() -> Config:
        found.append(houses())
        gc.unfreeze()
        found.append(houses())
        return load_config(tmp_path / "config.toml")

    asyncio.run(served(tmp_path, reload, lambda: None))
    assert found == [0, 1]


class Knot:
    """Garbage that only the collector can untie."""

    def __init__(self) -> None:
        self.self = self


def test_what_the_house_before_left_is_thrown_away() -> None:
    knot = Knot()
    settle_in()
    left = weakref.ref(knot)
    del knot
    gc.collect()
    assert left() is not None
    settle_in()
    assert left() is None
