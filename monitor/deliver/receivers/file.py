"""A file of JSON lines: settings `path`. One line an alert, with the alert event's fields and its `delivery`.

The one receiver that we can look into: before a line is written, the end of the file is searched for its `delivery`,
so a crash between writing and remembering doubles nothing; and a line that was torn by a crash is cut off first.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from monitor.config import ReceiverConfig
from monitor.deliver.messages import Message
from monitor.errors import DeliveryError

TAIL = 4 << 20  # bytes at the end of the file in which a line that we wrote before a crash must stand


def check(settings: Mapping[str, Any]) -> None:
    if not settings.get("path"):
        raise ValueError('path is missing: write path = "alerts.jsonl"')


def open_receiver(config: ReceiverConfig, base: Path) -> File:
    return File(base / Path(config.settings["path"]).expanduser())


class File:
    """One file, opened anew for every message (somebody may rotate it)."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def send(self, message: Message, now: datetime) -> str:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
            try:
                return self._append(handle, message)
            finally:
                os.close(handle)
        except OSError as error:
            raise DeliveryError(f"{self._path} cannot be written: {error.strerror}", reason="file") from error

    async def close(self) -> None:
        """Nothing is held open."""

    def _append(self, handle: int, message: Message) -> str:
        regular = stat.S_ISREG(os.fstat(handle).st_mode)
        written = _whole_lines(handle) if regular else b""
        lines = _lines(message)
        fresh = [line for key, line in lines.items() if f'"delivery": {json.dumps(key)}'.encode() not in written]
        before = os.fstat(handle).st_size
        try:
            _write(handle, b"".join(fresh))
        except OSError:
            if regular:
                os.ftruncate(handle, before)
            raise
        if regular:
            os.fsync(handle)
        return f"{len(fresh)} of {len(lines)} lines written"


def _lines(message: Message) -> dict[str, bytes]:
    """The lines of a message by their delivery."""
    keys = [message.id if len(message.events) == 1 else f"{message.id}/{n}" for n in range(len(message.events))]
    return {
        key: json.dumps({**event, "delivery": key}, ensure_ascii=False).encode() + b"\n"
        for key, event in zip(keys, message.events, strict=True)
    }


def _whole_lines(handle: int) -> bytes:
    """The end of the file, after a torn last line was cut off."""
    size = os.fstat(handle).st_size
    tail = os.pread(handle, TAIL, max(0, size - TAIL))
    whole = tail[: tail.rfind(b"\n") + 1]
    if len(whole) < len(tail):
        os.ftruncate(handle, size - len(tail) + len(whole))
    return whole


def _write(handle: int, data: bytes) -> None:
    while data:
        data = data[os.write(handle, data) :]
