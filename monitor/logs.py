"""What the program says of its work on stderr: a line a record, as text or as JSON, without secrets.

Law of this room: whatever an outlet or a server wrote may stand in a record; it never breaks the line, moves a
terminal's cursor or turns the reading direction around, and what is a secret goes out as "…".
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable
from datetime import UTC, datetime

from monitor.config import Config
from monitor.redaction import of_config

Redact = Callable[[str], str]


def log_to_stderr(config: Config) -> None:
    """Send the records of all rooms to stderr, in the form that [health] log asks for."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(FORMS[config.health.log](of_config(config)))
    top = logging.getLogger("monitor")
    top.handlers[:] = [handler]
    top.setLevel(logging.INFO)
    top.propagate = False
    scheduler = logging.getLogger("apscheduler")  # a round longer than a tick is no news
    scheduler.handlers[:] = [handler]
    scheduler.setLevel(logging.ERROR)
    scheduler.propagate = False


class TextLines(logging.Formatter):
    """For people: time, level, what is said."""

    def __init__(self, redact: Redact) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%S%z")
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        return one_line(self._redact(super().format(record)))


class JsonLines(logging.Formatter):
    """For programs: at, level, room, said; fault with the traceback, where there is one."""

    def __init__(self, redact: Redact) -> None:
        super().__init__()
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "room": record.name.removeprefix("monitor."),
            "said": record.getMessage(),
        }
        if record.exc_info:
            said["fault"] = self.formatException(record.exc_info)
        return json.dumps({name: self._redact(text) for name, text in said.items()})


FORMS: dict[str, Callable[[Redact], logging.Formatter]] = {"text": TextLines, "json": JsonLines}


def one_line(text: str) -> str:
    """The text on one line, its control characters (also those that reorder it) spelled out."""
    return "".join(each if each.isprintable() or each == " " else f"\\x{ord(each):02x}" for each in text)
