"""Records of the model as bytes, and back: JSON, so that a person with sqlite3 can read what is kept.

msgspec knows `datetime` itself. Where a test shifts the clock, the class of that name is one derived from it, which
msgspec does not know; the two hooks are for that.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


def pack(record: Any) -> bytes:
    """The bytes that are kept for a record."""
    return msgspec.json.encode(record, enc_hook=told)


def unpack(stored: bytes | str, kind: type[T]) -> T:
    """The record of this kind that `pack` made."""
    return msgspec.json.decode(stored, type=kind, dec_hook=restored)


def told(value: Any) -> Any:
    """What msgspec writes for a value of a class that it does not know."""
    if isinstance(value, datetime):
        return value.isoformat()
    raise NotImplementedError(f"no way to keep {value!r}")


def restored(kind: type, said: Any) -> Any:
    """What msgspec read, as a class that it does not know."""
    if issubclass(kind, datetime) and isinstance(said, str):
        return kind.fromisoformat(said)
    raise NotImplementedError(f"no way to read {said!r} as {kind.__name__}")
