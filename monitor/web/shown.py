"""The config as tables of names and words, without its secrets.

Law of this room: a value is shown only if its type is known to be harmless; anything else is hidden.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from monitor.config import Config
from monitor.settings import without_password

HIDDEN = "••••••"
Rows = list[tuple[str, str]]


def config_tables(config: Config) -> list[tuple[str, list[tuple[str, Rows]]]]:
    """Sections of the config, each with its tables, each with names and values."""
    top: Rows = [
        ("file", str(config.path)),
        ("contact", config.contact or "—"),
        ("sensitivity", config.watchlist.sensitivity),
    ]
    return [
        ("General", [("", top)]),
        ("Figures", [(each.id, _rows(each)) for each in config.watchlist.figures.values()]),
        ("Entities", [(each.id, _rows(each)) for each in config.watchlist.entities.values()]),
        ("Feeds", [(without_password(each.url), _rows(each)) for each in config.feeds]),
        ("Receivers", [(each.id, _receiver(each)) for each in config.receivers]),
        ("Polling", [("", _rows(config.poll))]),
        ("Board", [("", _rows(config.web))]),
    ]


def _receiver(receiver: Any) -> Rows:
    return [("kind", receiver.kind), *((name, shown(value)) for name, value in receiver.settings.items())]


def _rows(record: Any) -> Rows:
    """The fields of a record that say something."""
    found = ((each.name, getattr(record, each.name)) for each in fields(record))
    return [(name, shown(value)) for name, value in found if value not in (None, (), "", {}) and shown(value)]


def shown(value: Any) -> str:
    """A value in words; secrets, and whatever we do not know, are hidden."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return without_password(value)
    if isinstance(value, int | Decimal | date | datetime | time | Path | ZoneInfo):
        return str(value)
    if isinstance(value, timedelta):
        return length(value)
    if isinstance(value, tuple | list):
        return ", ".join("—" if each is None else shown(each) for each in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {shown(each)}" for name, each in value.items())
    if is_dataclass(value) and type(value).__name__ != "Secret":
        return ", ".join(f"{name} {words}" for name, words in _rows(value))
    return HIDDEN


def length(span: timedelta) -> str:
    """A length of time as the config writes it: "1d", "1h30m", "20s"."""
    return "".join(_units(int(span.total_seconds()))) or "0s"


def _units(seconds: int) -> Iterator[str]:
    for size, name in ((86400, "d"), (3600, "h"), (60, "m"), (1, "s")):
        if count := seconds // size:
            yield f"{count}{name}"
        seconds %= size
