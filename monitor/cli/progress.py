"""Long work shown as a bar on stderr, where a person watches; scripts and pipes see nothing of it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")
LONG = 20  # fewer are done before a bar can be read


def counted(items: Iterable[Item], label: str) -> Iterator[Item]:
    """The same items, counted on stderr where that is a terminal and they are many."""
    found = tuple(items)
    if len(found) < LONG or not sys.stderr.isatty():
        yield from found
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(found, description=label, console=Console(stderr=True), transient=True)
