"""Where messages go: one file a receiver, none of which knows another.

A receiver's file has two functions:

    check(settings) -> None                    raises ValueError with a sentence if the settings cannot be followed
    open_receiver(config, base) -> Receiver    ready to send; nothing is connected to yet

Another receiver is one more file: list it in `OWN`, or publish it under the entry point group "monitor.receivers" in
a package of its own (docs/receivers.md shows one whole).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Protocol, cast

from monitor.config import Config, ReceiverConfig
from monitor.deliver.messages import Message
from monitor.errors import ConfigError

GROUP = "monitor.receivers"
OWN: Mapping[str, str] = {
    "email": "monitor.deliver.receivers.email",
    "slack": "monitor.deliver.receivers.slack",
    "webhook": "monitor.deliver.receivers.webhook",
    "file": "monitor.deliver.receivers.file",
    "apprise": "monitor.deliver.receivers.apprise",
}


class Receiver(Protocol):
    """Somebody who takes messages. Used by one task at a time."""

    async def send(self, message: Message, now: datetime) -> str:
        """Hand the message over; what was answered, in a few words. Raises `DeliveryError`, which says whether
        trying again can help, when to, and the reply code."""

    async def close(self) -> None:
        """Let go of connections."""


class Kind(Protocol):
    """The file of a receiver."""

    def check(self, settings: Mapping[str, Any]) -> None: ...

    def open_receiver(self, config: ReceiverConfig, base: Path) -> Receiver: ...


def kind(name: str) -> Kind:
    """The file of a kind of receiver; `ConfigError` if there is none or it cannot be loaded."""
    if name in OWN:
        return cast(Kind, import_module(OWN[name]))
    for found in entry_points(group=GROUP, name=name):
        try:
            return cast(Kind, found.load())
        except Exception as error:  # a plug-in is somebody else's code: whatever it raises, we go on
            raise ConfigError(f"the receiver kind {name!r} ({found.value}) cannot be loaded: {error!r}") from error
    known = ", ".join([*OWN, *(each.name for each in entry_points(group=GROUP))])
    raise ConfigError(f"there is no receiver kind {name!r}: write one of {known}, or install what brings it")


def check_settings(config: Config) -> None:
    """Raise `ConfigError` for the first receiver whose own keys cannot be followed.

    A plug-in is left to the moment when it is used: what it raises must not keep the others from working.
    """
    for each in config.receivers:
        if each.kind in OWN:
            try:
                kind(each.kind).check(each.settings)
            except ValueError as error:
                raise ConfigError(f"{config.path}, the receiver {each.id} ({each.kind}): {error}") from error


def open_receiver(config: ReceiverConfig, base: Path) -> Receiver:
    """A receiver by its config, settings checked; relative paths in it start from `base`."""
    module = kind(config.kind)
    try:
        module.check(config.settings)
        return module.open_receiver(config, base)
    except ConfigError:
        raise
    except Exception as error:
        raise ConfigError(f"the receiver {config.id!r} ({config.kind}) cannot be used: {error}") from error
