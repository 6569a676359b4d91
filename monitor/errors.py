"""The one error tree: each error is a sentence that names the thing and the next step.

    MonitorError                  reason, retry, exit_status
    ├── ConfigError      exit 2   config.toml says something we cannot follow
    ├── InputError       exit 2   a file, folder or URL handed to a command cannot be read
    ├── StateError       exit 3   the state is locked, damaged, read-only, full or of a newer version
    └── ServerError               somebody else's server did not do what it was asked
        ├── FetchError            its answer could not be had or must not be used
        └── DeliveryError         a receiver did not take a message

The tree is shaped by what the caller can do: `retry` says whether trying again later can help, `reason` is a short
stable name for tables and metrics ("timeout", "too-large"), `exit_status` is what a command ends with. Errors of
one page, feed or receiver become `Failure` values where they are caught; they never end a round.
"""

from __future__ import annotations

from datetime import timedelta


class MonitorError(Exception):
    """Something that a person must know: `str(error)` is a whole sentence with the next step."""

    reason: str = "error"
    retry: bool = False
    exit_status: int = 1

    def __init__(self, message: str, *, reason: str | None = None, retry: bool | None = None) -> None:
        super().__init__(message)
        if reason is not None:
            self.reason = reason
        if retry is not None:
            self.retry = retry


class ConfigError(MonitorError):
    """The config cannot be followed: names file and key, and says what to write instead."""

    reason = "config"
    exit_status = 2


class InputError(MonitorError):
    """A file, folder or URL that a command was given cannot be read."""

    reason = "input"
    exit_status = 2


class StateError(MonitorError):
    """The state cannot be used: locked by another daemon, damaged, read-only, full, or written by a newer version."""

    reason = "state"
    exit_status = 3


class ServerError(MonitorError):
    """Somebody else's server did not do what it was asked.

    `after` is how long it asked us to stay away, `status` what HTTP calls its answer, `code` a receiver's reply code.
    """

    retry = True

    def __init__(
        self,
        message: str,
        *,
        reason: str | None = None,
        retry: bool | None = None,
        status: int | None = None,
        code: str | None = None,
        after: timedelta | None = None,
    ) -> None:
        super().__init__(message, reason=reason, retry=retry)
        self.status, self.code, self.after = status, code, after


class FetchError(ServerError):
    """A server's answer could not be had, or must not be used."""

    reason = "fetch"


class DeliveryError(ServerError):
    """A receiver did not take a message; `only`: the addresses that are still without it, where the others have it."""

    reason = "delivery"
    only: tuple[str, ...] = ()
