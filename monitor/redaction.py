"""Secrets never come out: one place that knows them all, and takes them out of whatever is printed or logged.

Law of this room: it is told the config's secrets once and forgets nothing; text goes through it last, just before it is
written. Errors of libraries quote addresses (httpx prints the URL that failed), so the whole text is searched, also
for the forms in which a secret travels: percent-encoded, in Basic credentials, as the path of a webhook.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from monitor.config import Config, Secret

HIDDEN = "…"
SHORTEST = 4  # a shorter secret would blot out ordinary words
_PASSWORD_IN_URL = re.compile(r"(?i)\b([a-z][a-z0-9+.-]*://)[^\s/@]+@")


class Redactor:
    """Takes known secrets out of text; credentials in any URL go as well, known or not."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        forms = {form for secret in secrets for form in _forms(secret) if len(form) >= SHORTEST}
        longest_first = sorted(forms, key=lambda form: (-len(form), form))
        self._known = re.compile("|".join(map(re.escape, longest_first))) if forms else None

    def __call__(self, text: str) -> str:
        if self._known:
            text = self._known.sub(HIDDEN, text)
        return _PASSWORD_IN_URL.sub(rf"\1{HIDDEN}@", text)


def of_config(config: Config) -> Redactor:
    """The redactor of all secrets of a config: receivers', the board's, the switch's, passwords in feeds' addresses."""
    places = [*(each.settings for each in config.receivers), config.web.password, config.web.token, config.health.ping]
    kept = [secret.reveal() for secret in _secrets(places)]
    for feed in config.feeds:
        kept += [part for part in (urlsplit(feed.url).password,) if part]
    return Redactor(kept)


def _secrets(setting: Any) -> Iterator[Secret]:
    if isinstance(setting, Secret):
        yield setting
    elif isinstance(setting, dict):
        yield from _secrets(list(setting.values()))
    elif isinstance(setting, list | tuple):
        for each in setting:
            yield from _secrets(each)


def _forms(secret: str) -> Iterator[str]:
    """A secret as it may be met: as it is, encoded, and, of an address, its path and its query by themselves."""
    plain = secret.strip()
    yield from (plain, quote(plain), quote(plain, safe=""), unquote(plain), base64.b64encode(plain.encode()).decode())
    if "://" in plain:
        parts = urlsplit(plain)
        yield from (part for part in (parts.path.strip("/"), parts.query, parts.password or "") if len(part) > SHORTEST)
        yield from (part for part in parts.path.split("/") if len(part) >= 12)
