"""The desk of the demo: the project's own figures, the newsstand's feeds, receivers on this machine, a state that goes.

Law of this room: seeds and figures are those that the project ships; nothing of them is written twice.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from monitor.settings import written

AGES = ", ".join(f'"{age}s"' for age in range(4, 600, 4))  # a page is read again at these ages: edits are seen soon
HEAD = f"""\
[poll]
interval = "2s"
min_interval = "2s"
max_interval = "2s"
reread = [{AGES}]
allow = ["127.0.0.1"]

[web]
listen = ""
"""


def shipped(name: str) -> Path:
    """seeds/ or config.toml as installed with the package, else of the checkout that we run from."""
    package = Path(__file__).parent / name
    return package if package.exists() else Path(__file__).parents[2] / name


def config_text(feeds: Iterable[tuple[str, str]], mail_port: int, chat_port: int, alerts: Path) -> str:
    """A config of the shipped entities and figures, for these feeds (url, outlet) and receivers."""
    own: dict[str, Any] = tomllib.loads(shipped("config.toml").read_text(encoding="utf-8"), parse_float=Decimal)
    tables = [
        *(("feeds", {"url": url, "outlet": outlet}) for url, outlet in feeds),
        *(("entities", entity) for entity in own["entities"]),
        *(("figures", figure) for figure in own["figures"]),
        *(("receivers", receiver) for receiver in receivers(mail_port, chat_port, alerts)),
    ]
    return HEAD + "".join(f"\n[[{name}]]\n{lines(table)}" for name, table in tables)


def lines(table: dict[str, Any]) -> str:
    return "".join(f"{key} = {written(value)}\n" for key, value in table.items())


def receivers(mail_port: int, chat_port: int, alerts: Path) -> tuple[dict[str, Any], ...]:
    return (
        {
            "id": "desk",
            "kind": "email",
            "host": "127.0.0.1",
            "port": mail_port,
            "tls": "none",
            "from": "monitor@desk.example",
            "to": ["newsroom@desk.example"],
        },
        {"id": "newsroom", "kind": "slack", "url": f"http://127.0.0.1:{chat_port}/services/demo"},
        {"id": "log", "kind": "file", "path": str(alerts)},
    )
