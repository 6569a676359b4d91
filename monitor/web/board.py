"""The state as the board uses it: one connection that only reads, opened again when the file is another; short writes.

Law of this room: a request reads inside one `reading()` and acts inside one `writing()`; a running daemon beside it is
never waited for longer than a transaction.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from monitor.charts.history import History, values_of
from monitor.clock import Clock, SystemClock
from monitor.compare.state import voices
from monitor.config import Config
from monitor.model import Standing, Value
from monitor.store import Store, open_store
from monitor.store.connection import NAME
from monitor.timeline import standing_alerts
from monitor.watchlist import Figure


@dataclass(slots=True)
class State:
    """The folder of the state, opened for reading when first asked."""

    folder: Path
    _store: Store | None = None
    _file: tuple[int, int] = (0, 0)
    _turn: threading.RLock = field(default_factory=threading.RLock)

    @contextmanager
    def reading(self) -> Iterator[Store]:
        """The state as it is now, for one request at a time. Raises `StateError` where there is none to read."""
        with self._turn:
            yield self._current()

    @contextmanager
    def writing(self) -> Iterator[Store]:
        """The state for a person's act; a daemon that writes just now is waited for."""
        with open_store(self.folder, daemon=False) as store:
            yield store

    def close(self) -> None:
        with self._turn:
            if self._store:
                self._store.close()
            self._store = None

    def _current(self) -> Store:
        """The open store, unless another file has taken its place (moved away, restored from a copy)."""
        file = self.folder / NAME
        found = file.stat() if file.exists() else None
        name = (found.st_dev, found.st_ino) if found else (0, 0)
        if self._store is None or name != self._file:
            self.close()
            self._store = open_store(self.folder, read_only=True)
            self._file = name
        return self._store


@dataclass(slots=True, kw_only=True)
class Board:
    """What every page needs. `metrics` gives the text of /metrics and `unwell` what ails us ("" if nothing)."""

    config: Config
    state: State
    clock: Clock = field(default_factory=SystemClock)
    metrics: Callable[[], str] | None = None
    unwell: Callable[[], str] | None = None

    @property
    def figures(self) -> Mapping[str, Figure]:
        return self.config.watchlist.figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """A figure in a line: what stands, what stood before, and its history for a sparkline."""

    figure: Figure
    standing: Standing
    values: tuple[Value, ...]
    outlets: int  # whose last word it is
    questions: int

    @property
    def since(self) -> datetime | None:
        """When what stands was said first; None for a baseline."""
        return self.standing.held.at if self.standing.held else None

    @property
    def before(self) -> Value | None:
        return self.values[-2] if len(self.values) > 1 else None


def glances(board: Board, store: Store) -> list[Glance]:
    """Every figure of the config, in its order."""
    asked = store.questions.open()
    return [
        glance(board, store, figure, sum(each.figure == name for each in asked))
        for name, figure in board.figures.items()
    ]


def glance(board: Board, store: Store, figure: Figure, questions: int) -> Glance:
    """One figure in a line."""
    alerts = standing_alerts(store, figure.id)
    history = History(figure=figure, standing=store.figures.standing(figure.id), alerts=tuple(alerts))
    return Glance(
        figure=figure,
        standing=history.standing,
        values=values_of(history, board.clock.now()),
        outlets=len(_carriers(history.standing)),
        questions=questions,
    )


def _carriers(standing: Standing) -> frozenset[str]:
    """The outlets whose last word is what stands."""
    held = standing.held
    return (voices(standing, held.value) | {held.outlet}) - {""} if held else frozenset()
