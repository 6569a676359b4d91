"""The one error tree: each error is a sentence that names the thing and the next step.

    MonitorError                  reason, retry, exit_status
    ├── ConfigError      exit 2   config.toml says something we cannot follow
    ├── InputError       exit 2   a file, folder or URL handed to a command cannot be read
    ├── StateError       exit 3   the state is locked, damaged, read-only, full or of a newer version
    ├── FetchError                a server's answer could not be had or must not be used
    └── DeliveryError             a receiver did not take a message

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


class FetchError(MonitorError):
    """A server's answer could not be had, or must not be used; `after` is how long the server asked us to stay away."""

    reason = "fetch"
    retry = True

    def __init__(
        self,
        message: str,
        *,
        reason: str | None = None,
        retry: bool | None = None,
        status: int | None = None,
        after: timedelta | None = None,
    ) -> None:
        super().__init__(message, reason=reason, retry=retry)
        self.status = status
        self.after = after


class DeliveryError(MonitorError):
    """A receiver did not take a message; `after` is how long it asked us to wait, `code` its reply code.

    `only`: the addresses that are still without it, where the others have it.
    """

    reason = "delivery"
    retry = True

    def __init__(
        self,
        message: str,
        *,
        reason: str | None = None,
        retry: bool | None = None,
        code: str | None = None,
        after: timedelta | None = None,
    ) -> None:
        super().__init__(message, reason=reason, retry=retry)
        self.code = code
        self.after = after
        self.only: tuple[str, ...] = ()
