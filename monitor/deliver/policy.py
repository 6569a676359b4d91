"""Who hears what, and when: pure decisions, each with a reason.

Law of this room: told the time and the past, it opens nothing. Policy holds or withholds deliveries, never the
comparison of figures; what it withholds is written down with the reason.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from monitor.config import Config
from monitor.model import Alert, Delivery


def key_of(subject: str, receiver: str) -> str:
    """The idempotency key of a delivery: the same news to the same receiver has the same key."""
    return hashlib.sha256(f"{subject}\n{receiver}".encode()).hexdigest()[:32]


def plan(alerts: Iterable[Alert], config: Config, now: datetime) -> tuple[Delivery, ...]:
    """What is due to whom for these alerts."""
    return tuple(
        Delivery(key=key_of(alert.fingerprint, each.id), receiver=each.id, kind="alert", due=now, alert=alert)
        for alert in alerts
        for each in config.receivers
    )
