"""Any program that takes JSON over HTTP: settings `url`, and `secret` to sign with (Standard Webhooks).

The body is the alert event (monitor/events.py) with `id` and `text`; several in one message stand under `items`.
Signed are id, time and body: "webhook-signature: v1,<base64 of HMAC-SHA256>"; a secret "whsec_…" is base64, any other
is taken as it is. The id stays the same when a message is sent again.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from monitor.config import ReceiverConfig
from monitor.deliver.messages import Message
from monitor.deliver.receivers.http import new_client, post

TIMEOUT = timedelta(seconds=8)
PREFIX = "whsec_"


def check(settings: Mapping[str, Any]) -> None:
    if not settings.get("url"):
        raise ValueError('url is missing: write url = "https://…"')
    if settings.get("secret"):
        key_of(settings["secret"].reveal())


def open_receiver(config: ReceiverConfig, base: Path) -> Webhook:
    secret = config.settings.get("secret")
    return Webhook(config.settings["url"].reveal(), key_of(secret.reveal()) if secret else None)


def key_of(secret: str) -> bytes:
    """The bytes to sign with."""
    if not secret.startswith(PREFIX):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError(f"secret begins with {PREFIX}, but what follows is no base64") from error


def sign(key: bytes, name: str, at: int, body: bytes) -> str:
    """The Standard Webhooks signature of a message."""
    digest = hmac.new(key, f"{name}.{at}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def body_of(message: Message) -> bytes:
    """A message as JSON."""
    only = message.events[0] if len(message.events) == 1 else {"type": "digest", "items": message.events}
    return json.dumps({**only, "id": message.id, "subject": message.subject}, ensure_ascii=False).encode()


class Webhook:
    """One address."""

    def __init__(self, url: str, key: bytes | None) -> None:
        self._url, self._key = url, key
        self._client: httpx.AsyncClient | None = None

    async def send(self, message: Message, now: datetime) -> str:
        self._client = self._client or new_client(TIMEOUT)
        body, at = body_of(message), int(now.timestamp())
        headers = {"webhook-id": message.id, "webhook-timestamp": str(at), "Idempotency-Key": message.id}
        if self._key:
            headers["webhook-signature"] = sign(self._key, message.id, at, body)
        return await post(self._client, self._url, body, headers, now)

    async def close(self) -> None:
        if self._client:
            await self._client.aclose()
            self._client = None
