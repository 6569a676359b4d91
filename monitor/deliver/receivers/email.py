"""E-mail over SMTP: settings `host`, `port`, `tls` (none, starttls, tls), `username`, `password`, `from`, `to`.

Plain text and HTML side by side, the figure's chart inside the HTML, so that nothing is fetched from anywhere.
Message-ID is the parcel's key, so a repeat can be told from a second alert, and the mails of one figure hang on a
common root that is never sent. Auto-Submitted keeps holiday answers away. Addresses that were refused for now are tried
again by themselves; the others do not get the mail twice.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, getaddresses, parseaddr
from pathlib import Path
from typing import Any

import aiosmtplib

from monitor.config import ReceiverConfig
from monitor.deliver.messages import Message
from monitor.deliver.wording import tame
from monitor.errors import DeliveryError

TIMEOUT = timedelta(seconds=8)
PORTS = {"none": 25, "starttls": 587, "tls": 465}


def check(settings: Mapping[str, Any]) -> None:
    for key, example in (
        ("host", '"smtp.example.org"'),
        ("from", '"monitor@example.org"'),
        ("to", '["d@example.org"]'),
    ):
        if not settings.get(key):
            raise ValueError(f"{key} is missing: write {key} = {example}")
    for address in (settings["from"], *settings["to"]):
        if "@" not in parseaddr(address)[1] or tame(address, 320) != address:
            raise ValueError(f"{address!r} is no mail address: write it as desk@example.org")
    if settings.get("password") and not settings.get("username"):
        raise ValueError("there is a password, but no username")


def open_receiver(config: ReceiverConfig, base: Path) -> Email:
    return Email(config.settings)


class Email:
    """One mail server and the addresses that it serves."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = settings
        self._from = parseaddr(settings["from"])
        self._to = tuple(address for _, address in getaddresses(list(settings["to"])))
        self._session: aiosmtplib.SMTP | None = None

    async def send(self, message: Message, now: datetime) -> str:
        recipients = message.only or self._to
        mail = await asyncio.to_thread(build, message, self._from, self._to, now)  # a chart takes a while to draw
        try:
            session = await self._connected()
            refused, said = await session.send_message(mail, sender=self._from[1], recipients=list(recipients))
        except aiosmtplib.SMTPRecipientsRefused as error:
            await self.close()
            raise refused_by(error.recipients) from None
        except aiosmtplib.SMTPResponseException as error:
            await self.close()
            raise refusal(error) from None
        except aiosmtplib.SMTPNotSupported as error:
            await self.close()
            raise DeliveryError(
                f"the mail server cannot do it: {error.message}", reason="server", retry=False
            ) from None
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            await self.close()
            raise unreachable(error) from None
        except BaseException:
            self._drop()
            raise
        if refused:
            raise partly(refused)
        return tame(said, 200)

    async def close(self) -> None:
        session, self._session = self._session, None
        if session and session.is_connected:
            try:
                await session.quit(timeout=2)
            except (aiosmtplib.SMTPException, OSError):
                session.close()

    def _drop(self) -> None:
        """Leave at once: after a cancelled send nobody knows where the dialogue stands."""
        session, self._session = self._session, None
        if session:
            session.close()

    async def _connected(self) -> aiosmtplib.SMTP:
        if self._session and self._session.is_connected:
            return self._session
        tls = self._settings.get("tls", "starttls")
        self._session = aiosmtplib.SMTP(
            hostname=self._settings["host"],
            port=self._settings.get("port") or PORTS[tls],
            use_tls=tls == "tls",
            start_tls=tls == "starttls",
            timeout=TIMEOUT.total_seconds(),
            local_hostname=_domain(self._from[1]),
        )
        await self._session.connect()
        await self._login(self._session)
        return self._session

    async def _login(self, session: aiosmtplib.SMTP) -> None:
        """Log in, where there is a name to log in by and a server that asks for it (a relay in the house does not)."""
        username, password = self._settings.get("username"), self._settings.get("password")
        if not username:
            return
        with suppress(aiosmtplib.SMTPHeloError):  # an old server, which knows no login either
            await session.ehlo()
        if session.supported_auth_methods:
            await session.login(username, password.reveal() if password else "")


# --- the mail -------------------------------------------------------------------------------------------------


def build(message: Message, sender: tuple[str, str], to: tuple[str, ...], now: datetime) -> EmailMessage:
    """The mail of a message; every header that it must have, and the thread of its figure."""
    mail, domain = EmailMessage(policy=SMTP), _domain(sender[1])
    mail["Subject"] = tame(f"[monitor] {message.subject}", 200)
    mail["From"] = Address(display_name=tame(sender[0] or "monitor"), addr_spec=sender[1])
    mail["To"] = ", ".join(to)
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{_token(message.id)}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail["X-Monitor-Delivery"] = message.id
    if message.thread:
        root = f"<figure.{_token(message.thread)}@{domain}>"
        mail["In-Reply-To"], mail["References"] = root, root
    if message.urgent:
        mail["Importance"], mail["X-Priority"] = "high", "1"
    mail.set_content(message.plain())
    drawn = {f"{_token(each.figure)}@{domain}": (each.figure, each.png()) for each in message.pictures}
    charts = {cid: (figure, png) for cid, (figure, png) in drawn.items() if png}
    images = {figure: f"cid:{cid}" for cid, (figure, _) in charts.items()}
    mail.add_alternative(message.html(images), subtype="html")
    html = mail.get_payload()[-1]  # type: ignore[index]
    for cid, (_, png) in charts.items():
        html.add_related(png, "image", "png", cid=f"<{cid}>", disposition="inline", filename="chart.png")  # type: ignore[union-attr]
    return mail


def _token(name: str) -> str:
    """A name of any characters as one that an identifier can hold, always the same."""
    return hashlib.sha256(name.encode()).hexdigest()[:32]


def _domain(address: str) -> str:
    try:
        return address.rpartition("@")[2].encode("idna").decode() or "localhost"
    except UnicodeError:
        return "localhost"


# --- what an answer means -------------------------------------------------------------------------------------


def refusal(error: aiosmtplib.SMTPResponseException) -> DeliveryError:
    """4xx is a matter of time, 5xx is final (RFC 5321 4.2.1); 421 and -1 come with a closed door."""
    final = 500 <= error.code < 600
    reason = "login" if isinstance(error, aiosmtplib.SMTPAuthenticationError) else "refused" if final else "busy"
    return DeliveryError(
        f"the mail server answered {error.code} {tame(str(error.message), 200)}",
        reason=reason,
        code=str(error.code),
        retry=not final,
    )


def refused_by(recipients: list[aiosmtplib.SMTPRecipientRefused]) -> DeliveryError:
    """All addresses were refused: again if one of them may be accepted later, and then only by those."""
    later = [each for each in recipients if each.code < 500]
    shown = (later or recipients)[0]
    error = refusal(shown)
    error.only = tuple(each.recipient for each in later)
    return error


def partly(refused: Mapping[str, aiosmtplib.SMTPResponse]) -> DeliveryError:
    """Some have it. Whoever was refused for now is tried again; whoever was refused for good is named."""
    later = tuple(address for address, answer in refused.items() if answer.code < 500)
    address, answer = next(each for each in refused.items() if not later or each[0] in later)
    error = DeliveryError(
        f"the mail server took it, but not for {address}: {answer.code} {tame(answer.message, 200)}",
        reason="busy" if later else "refused",
        code=str(answer.code),
        retry=bool(later),
    )
    error.only = later
    return error


def unreachable(error: Exception) -> DeliveryError:
    """No answer, or none that is SMTP: again later."""
    late = isinstance(error, aiosmtplib.SMTPTimeoutError | TimeoutError)
    if late:
        return DeliveryError("the mail server did not answer in time", reason="timeout")
    return DeliveryError(f"mail server: {tame(str(error), 200) or type(error).__name__}", reason="unreachable")
