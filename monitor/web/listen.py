"""Where the board may listen: on this machine alone, unless somebody must say a password or a token."""

from __future__ import annotations

import ipaddress

from monitor.config import WebConfig
from monitor.errors import ConfigError


def address_of(web: WebConfig, listen: str | None = None) -> tuple[str, int] | None:
    """Host and port to listen at, None for nowhere; `listen` (of a command line) goes before the config's.

    Raises `ConfigError` for what is no HOST:PORT, and for an address that others can reach while the board is open.
    """
    text = (web.listen if listen is None else listen).strip()
    if not text:
        return None
    host, _, port = text.rpartition(":")
    host = host.strip("[]")
    if not port.isdigit() or int(port) > 65535 or not host:
        raise ConfigError(f"web.listen is {text!r}, no address; write HOST:PORT, such as 127.0.0.1:8080.")
    if not is_local(host) and web.password is None and web.token is None:
        raise ConfigError(
            f"web.listen is {text}, which others can reach, and the board has no password; write "
            'password = { env = "NAME" } below [web], or listen at 127.0.0.1.'
        )
    return host, int(port)


def is_local(host: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
