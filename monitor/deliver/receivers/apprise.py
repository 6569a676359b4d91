"""The hundred other services, by Apprise (`pip install monitor[apprise]`): setting `url`, as Apprise writes it.

Apprise says only yes or no, so every no is tried again until it is given up.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from monitor.config import ReceiverConfig
from monitor.deliver.messages import Message
from monitor.errors import DeliveryError


def check(settings: Mapping[str, Any]) -> None:
    if not settings.get("url"):
        raise ValueError('url is missing: write url = { env = "APPRISE_URL" }')
    try:
        import_module("apprise")
    except ImportError as error:
        raise ValueError("Apprise is not installed: pip install 'monitor[apprise]'") from error


def open_receiver(config: ReceiverConfig, base: Path) -> Apprise:
    return Apprise(config.settings["url"].reveal())


class Apprise:
    """One service."""

    def __init__(self, url: str) -> None:
        self._service = import_module("apprise").Apprise()
        if not self._service.add(url):
            raise ValueError("Apprise does not know this url: see its list of services")

    async def send(self, message: Message, now: datetime) -> str:
        if not await self._service.async_notify(title=message.subject, body=message.plain()):
            raise DeliveryError("the service did not take it (Apprise does not say why)", reason="refused")
        return "taken"

    async def close(self) -> None:
        """Apprise holds nothing open."""
