"""What a source's body turned out to be: the record that every reader of this room gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from monitor.model import Entry
from monitor.sources import Hints

MOST = 2_000  # entries of one document; the newest, since that is how feeds are written

Kind = Literal["feed", "sitemap", "page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Entries in the document's order, and what else it says.

    `complete` is False for a body that shows no end: its entries count, its validators must not be kept. `elsewhere` is
    where an HTML page says that its feed is; `parts` are the sitemaps that an index names, newest first.
    """

    kind: Kind
    title: str = ""
    entries: tuple[Entry, ...] = ()
    hints: Hints = field(default_factory=Hints)
    complete: bool = True
    elsewhere: str = ""
    parts: tuple[str, ...] = ()
