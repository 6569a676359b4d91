"""A page as it was met once: all that is known of it, and how to get at its body."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from monitor.errors import InputError
from monitor.model import Entry, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One line of a recording. Its body stays on disk until `page()`; `source` is its name in the recording."""

    source: str
    read: Callable[[], bytes]
    url: str
    final_url: str
    outlet: str
    fetched: datetime
    status: int = 200
    headers: Mapping[str, str]
    entry: Entry | None = None

    def page(self) -> Page:
        return Page(
            url=self.url,
            final_url=self.final_url,
            outlet=self.outlet,
            fetched=self.fetched,
            status=self.status,
            headers=self.headers,
            body=self.read(),
        )


def read_bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(f"{file} cannot be read ({error.strerror}); mend the path or take the page out.") from None
