"""Slack, by an incoming webhook: settings `url`.

Slack answers "ok"; what it refuses for good (no_service, channel_is_archived) comes with 403, 404 or 410. A chart that
Slack cannot fetch makes it refuse the whole message with 400, so that goes out again without charts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from monitor.config import ReceiverConfig
from monitor.deliver.messages import Message
from monitor.deliver.receivers.http import new_client, post
from monitor.errors import DeliveryError

TIMEOUT = timedelta(seconds=8)


def check(settings: Mapping[str, Any]) -> None:
    if not settings.get("url"):
        raise ValueError('url is missing: write url = { env = "SLACK_WEBHOOK_URL" }')


def open_receiver(config: ReceiverConfig, base: Path) -> Slack:
    return Slack(config.settings["url"].reveal())


class Slack:
    """One channel."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._client: httpx.AsyncClient | None = None

    async def send(self, message: Message, now: datetime) -> str:
        self._client = self._client or new_client(TIMEOUT)
        try:
            return await self._post(self._client, message, now)
        except DeliveryError as error:
            if error.code != "400" or not any(each.address for each in message.pictures):
                raise
        return await self._post(self._client, message, now, pictures=False)

    async def _post(self, client: httpx.AsyncClient, message: Message, now: datetime, *, pictures: bool = True) -> str:
        body = json.dumps(message.slack(pictures=pictures), ensure_ascii=False).encode()
        return await post(client, self._url, body, {"Idempotency-Key": message.id}, now)

    async def close(self) -> None:
        if self._client:
            await self._client.aclose()
            self._client = None
