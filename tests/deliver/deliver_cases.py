"""Alerts and parcels for the tests of this folder."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from monitor.deliver.policy import key_of
from monitor.model import Alert, Attribution, Delivery, Parcel, Value

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def exactly(number: int) -> Value:
    return Value(low=Decimal(number), high=Decimal(number))


def alert(**fields: Any) -> Alert:
    """Sappers go from 1,000 to 1,200."""
    usual = Alert(
        fingerprint="sappers-1200",
        figure="sappers",
        label="Sappers to be sent",
        unit="count",
        kind="changed",
        old=exactly(1000),
        new=exactly(1200),
        quote="Moscow now expects 1,200 sappers, the service said.",
        mark=(19, 24),
        attribution=Attribution(source="the intelligence service", cue="said"),
        outlet="Harbour Post",
        title="More sappers on the way",
        url="https://harbour.example/sappers",
        at=NOON,
    )
    return replace(usual, **fields)


def delivery(about: Alert | None = None, receiver: str = "desk", **fields: Any) -> Delivery:
    about = about or alert()
    key = key_of(about.fingerprint, receiver)
    return replace(Delivery(key=key, receiver=receiver, kind="alert", due=NOON, alert=about), **fields)


def parcel(*deliveries: Delivery, **fields: Any) -> Parcel:
    members = deliveries or (delivery(),)
    return replace(Parcel(key=members[0].key, receiver=members[0].receiver, deliveries=members), **fields)
