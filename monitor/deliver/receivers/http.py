"""One POST and what its answer means: the way to Slack and to webhooks.

No redirect is followed: a POST that was led elsewhere has been delivered nowhere, and an address inside must not be
reached because a server outside says so. An answer is read up to a few hundred characters, whatever is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

from monitor import __version__
from monitor.deliver.wording import tame
from monitor.errors import DeliveryError

READ = 2000  # of an answer
LONGEST_WAIT = timedelta(days=1)
AGAIN = {408, 421, 425, 429}  # the request was in order, the moment was not


def new_client(timeout: timedelta) -> httpx.AsyncClient:
    """A client for one receiver; its connections are not limited (httpcore loses a slot with a cancelled request)."""
    return httpx.AsyncClient(
        timeout=timeout.total_seconds(),
        follow_redirects=False,
        limits=httpx.Limits(max_connections=None, max_keepalive_connections=2),
        headers={"User-Agent": f"monitor/{__version__}"},
    )


async def post(client: httpx.AsyncClient, url: str, body: bytes, headers: Mapping[str, str], now: datetime) -> str:
    """Send `body`; the answer in a few words. Raises `DeliveryError`."""
    head = {"Content-Type": "application/json; charset=utf-8", **headers}
    try:
        async with client.stream("POST", url, content=body, headers=head) as answer:
            said = await _beginning(answer)
    except httpx.TimeoutException:
        raise DeliveryError("the server did not answer in time", reason="timeout") from None
    except (httpx.InvalidURL, httpx.UnsupportedProtocol):
        raise DeliveryError("the address is none that can be asked", reason="address", retry=False) from None
    except httpx.HTTPError as error:
        raise DeliveryError(f"the server cannot be reached: {error}", reason="unreachable") from None
    if answer.is_success:
        return tame(f"{answer.status_code} {said}", 200)
    raise refusal(answer.status_code, said, answer.headers.get("retry-after", ""), now)


async def ask(url: str) -> None:
    """One GET, whose answer must be a success. Raises `DeliveryError`."""
    async with new_client(timedelta(seconds=5)) as client:
        try:
            answer = await client.get(url)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise DeliveryError(f"no answer: {error}", reason="unreachable") from None
    if not answer.is_success:
        raise DeliveryError(f"the answer is {answer.status_code}", reason="refused", code=str(answer.status_code))


def refusal(status: int, said: str, wait: str, now: datetime) -> DeliveryError:
    """What an answer other than success means for us."""
    code = str(status)
    words = tame(f"{status} {said}", 200)
    if 300 <= status < 400:
        return DeliveryError(
            f"the server answered with a redirect ({status}), which is not followed: give the address it leads to",
            reason="redirect",
            code=code,
            retry=status not in (301, 308),
        )
    retry = status >= 500 or status in AGAIN
    reason = "busy" if status in (429, 503) else "server" if status >= 500 else "refused"
    return DeliveryError(
        f"the server answered {words}", reason=reason, code=code, retry=retry, after=retry_after(wait, now)
    )


def retry_after(header: str, now: datetime) -> timedelta | None:
    """How long a Retry-After asks us to wait, from seconds or a date; None where it says nothing we can follow."""
    try:
        wait = timedelta(seconds=int(header)) if header.strip().isdigit() else parsedate_to_datetime(header) - now
    except (ValueError, TypeError, OverflowError):
        try:  # a date without a zone is meant in UTC
            wait = parsedate_to_datetime(header).replace(tzinfo=UTC) - now
        except (ValueError, TypeError, OverflowError):
            return LONGEST_WAIT if header.strip().isdigit() else None
    return min(max(wait, timedelta(0)), LONGEST_WAIT)


async def _beginning(answer: httpx.Response) -> str:
    found = b""
    async for piece in answer.aiter_raw():
        found += piece
        if len(found) >= READ:
            break
    return found[:READ].decode("utf-8", "replace")
