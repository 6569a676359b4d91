"""Records of the model as bytes, and back: JSON, so that a person with sqlite3 can read what is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")
pack = msgspec.json.encode


def unpack(stored: bytes | str, kind: type[T]) -> T:
    """The record of this kind that `pack` made."""
    return msgspec.json.decode(stored, type=kind, dec_hook=_moment)


def _moment(kind: type, said: Any) -> Any:
    """msgspec knows `datetime` itself; where a test shifts the clock, the records' class is one derived from it."""
    if issubclass(kind, datetime) and isinstance(said, str):
        return kind.fromisoformat(said)
    raise NotImplementedError(f"no way to read {said!r} as {kind.__name__}")
