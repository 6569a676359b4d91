"""Checked reading of TOML tables: a wrong key or value names file, line, key, and what to write instead.

Law of this room: it knows TOML and sentences, nothing of what monitor does. A table of readers says which keys there
are; a reader takes a raw value and its `Place` and gives the checked value, or raises what `Place.wrong` made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

from monitor.errors import ConfigError

Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: the file, its text (for the line), and the keys that lead there.

    `environ` is where secrets are looked up; None: they are not needed now, and stay empty. `homes` says of keys where
    in the file they belong, for whoever wrote one in another table.
    """

    file: Path
    text: str
    keys: tuple[str | int, ...] = ()
    environ: Mapping[str, str] | None = field(default=None, repr=False)
    homes: Mapping[str, str] = field(default_factory=dict, repr=False)

    def at(self, *keys: str | int) -> Place:
        return Place(self.file, self.text, (*self.keys, *keys), self.environ, self.homes)

    def wrong(self, problem: str, instead: str) -> ConfigError:
        """An error that says where, what is wrong there, and what to write instead."""
        line = line_of(self.text, self.keys)
        return ConfigError(f"{self.file}{f', line {line}' if line else ''}: {self.name} {problem}; {instead}.")

    @property
    def name(self) -> str:
        """The key as a person would look for it: figures[2].nouns is the second figure's nouns."""
        name = ""
        for key in self.keys:
            name += f"[{key + 1}]" if isinstance(key, int) else f".{key}" if name else key
        return name or "the file"


def line_of(text: str, keys: tuple[str | int, ...]) -> int | None:
    """The line on which the value at `keys` begins, or its table, as far as headers and keys can be told by sight."""
    if not keys:
        return None
    nth = next((key for key in keys[1:2] if isinstance(key, int)), 0)
    header = re.compile(rf"\s*\[\[?\s*{re.escape(str(keys[0]))}\s*\]\]?\s*(#.*)?$")
    own = next((key for key in keys[1:] if isinstance(key, str)), keys[0])  # of { low = 1 } the key before the brace
    line_start = re.compile(rf"""\s*["']?{re.escape(str(own))}["']?\s*=""")
    best, seen, inside = None, -1, False
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("["):
            inside = bool(header.match(line))
            seen += inside
            if inside and seen == nth:
                best = number
        elif (len(keys) == 1 or (inside and seen == nth)) and line_start.match(line):
            return number
    return best


Reader = Callable[[Any, Place], Any]


@dataclass(frozen=True, slots=True)
class Required:
    """A key that a table must have; `example` is what to write."""

    reader: Reader
    example: str


Keys = Mapping[str, Reader | Required]


def read_table(keys: Keys, raw: Any, place: Place) -> dict[str, Any]:
    """The checked values of those keys that `raw` has; an unknown or missing key is refused."""
    if not isinstance(raw, dict):
        raise place.wrong("is no table", f"write keys below it, such as {next(iter(keys))} = …")
    for key in raw:
        if key not in keys:
            raise place.at(key).wrong("is no key that monitor knows", suggestion(key, keys, place.homes))
    for key, reader in keys.items():
        if isinstance(reader, Required) and key not in raw:
            raise place.wrong(f"lacks `{key}`", f"write {key} = {reader.example}")
    readers = {key: reader.reader if isinstance(reader, Required) else reader for key, reader in keys.items()}
    return {key: readers[key](value, place.at(key)) for key, value in raw.items()}


def suggestion(wrong: str, known: Iterable[str], homes: Mapping[str, str] = {}) -> str:
    """What to write instead of `wrong`: the nearest known word, or one at home elsewhere, else all that are known."""
    names = list(known)
    if wrong in homes:
        return f"write {wrong} {homes[wrong]} instead"
    if near := nearest(wrong, names):
        return f"write {near} instead"
    if near := nearest(wrong, homes, cutoff=0.75):
        return f"write {near} {homes[near]} instead"
    return f"write one of {', '.join(names)}" if names else "leave it out"


def nearest(wrong: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The word that was probably meant, if any was."""
    from difflib import get_close_matches

    folded = {name.casefold().replace("-", "_"): name for name in known}
    near = get_close_matches(wrong.casefold().replace("-", "_"), folded, n=1, cutoff=cutoff)
    return folded[near[0]] if near else None


def shown(value: Any) -> str:
    """A raw value as it may be quoted in an error: short, and on one line."""
    text = str(value) if isinstance(value, (int, Decimal)) else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


# --- readers --------------------------------------------------------------------------------------------------


def text(raw: Any, place: Place) -> str:
    if not isinstance(raw, str):
        raise place.wrong(f"is {shown(raw)}, no text", 'write it in quotes, "like this"')
    return raw


def word(raw: Any, place: Place) -> str:
    """Text that is not empty."""
    kept = text(raw, place).strip()
    if not kept:
        raise place.wrong("is empty", "write what it should be, or leave the key out")
    return kept


def name(raw: Any, place: Place) -> str:
    """An id: letters, digits, "-", "_" and "."; it stands in commands, links and files."""
    kept = word(raw, place)
    if not re.fullmatch(r"[\w.-]+", kept):
        raise place.wrong(f"is {shown(raw)}, no id", 'write letters, digits, "-" and "_" only, such as "dead-in-kursk"')
    return kept


def texts(raw: Any, place: Place) -> tuple[str, ...]:
    if not isinstance(raw, list):
        raise place.wrong(f"is {shown(raw)}, no list", 'write a list in brackets, ["one", "two"]')
    return tuple(word(item, place) for item in raw)


def number(raw: Any, place: Place) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, (int, Decimal)) or not Decimal(raw).is_finite():
        raise place.wrong(f"is {shown(raw)}, no number", "write a number without quotes, such as 5000 or 4.1")
    return Decimal(raw)


def whole(raw: Any, place: Place) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or raw < 0:
        raise place.wrong(f"is {shown(raw)}, no whole number", "write digits without quotes, such as 2")
    return raw


def port(raw: Any, place: Place) -> int:
    if not 0 < whole(raw, place) < 65536:
        raise place.wrong(f"is {raw}, no port", "write a number from 1 to 65535, such as 587")
    return int(raw)


def flag(raw: Any, place: Place) -> bool:
    if not isinstance(raw, bool):
        raise place.wrong(f"is {shown(raw)}", "write true or false, without quotes")
    return raw


def day(raw: Any, place: Place) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    try:
        return date.fromisoformat(text(raw, place))
    except ValueError:
        raise place.wrong(f"is {shown(raw)}, no day", "write year, month and day, such as 2026-01-31") from None


UNITS = {"s": timedelta(seconds=1), "m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


def duration(raw: Any, place: Place) -> timedelta:
    """A length of time above zero: "20s", "15m", "1h", "3d", "1h30m"."""
    return _length(raw) or _no_length(raw, place)


def wait(raw: Any, place: Place) -> timedelta:
    """A length of time that may be none at all: "0s" is not to wait."""
    length = _length(raw)
    return _no_length(raw, place) if length is None else length


def _length(raw: Any) -> timedelta | None:
    if not isinstance(raw, str) or not re.fullmatch(r"(?:\d{1,6} ?[smhd] ?)+", raw.strip()):
        return None
    return sum((int(count) * UNITS[unit] for count, unit in re.findall(r"(\d+) ?([smhd])", raw)), timedelta())


def _no_length(raw: Any, place: Place) -> NoReturn:
    raise place.wrong(f"is {shown(raw)}, no length of time", 'write "20s", "15m", "1h" or "3d"')


def durations(raw: Any, place: Place) -> tuple[timedelta, ...]:
    if not isinstance(raw, list):
        raise place.wrong(f"is {shown(raw)}, no list", 'write lengths of time, ["15m", "1h"], or [] for none')
    return tuple(duration(item, place) for item in raw)


def choice(*names: str) -> Reader:
    """One of these words and nothing else."""

    def read(raw: Any, place: Place) -> str:
        if raw not in names:
            raise place.wrong(f"is {shown(raw)}", suggestion(str(raw), names))
        return str(raw)

    return read


def url(raw: Any, place: Place) -> str:
    """An http or https address. Credentials, ports and international names are fine; it is not asked here."""
    from urllib.parse import urlsplit

    address = word(raw, place)
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:  # a port that is no number, or a broken [IPv6]
        good = None
    if not good or re.search(r"[\s\x00-\x1f\x7f]", address):
        raise place.wrong(
            f"is {shown(without_password(address))}", 'write a web address, "https://…" with host and path'
        )
    return address


def without_password(address: str) -> str:
    """The address as it may be shown: what stands before an "@" in its host part is left out."""
    return re.sub(r"(?<=//).*@", "", address)  # to the last "@": a password may hold one, and a slash


# --- the other way round --------------------------------------------------------------------------------------


def written(value: Any) -> str:
    """A value as TOML writes it on one line: text, numbers, true and false, days, lists, tables in braces."""
    if isinstance(value, str):
        import json

        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {written(item)}" for key, item in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(written(item) for item in value) + "]"
    return str(value)
