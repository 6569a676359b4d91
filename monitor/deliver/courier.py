"""The courier empties the outbox: each receiver by itself, again with patience, never silently in vain.

    due -> send -> sent | put off (when to try again) | given up (a dead letter with the reply code)

Law of this room: delivery is at least once. A parcel is marked when its receiver has said yes; whoever dies between
the yes and the mark sends it again, under the same key. A receiver that is down, slow or busy keeps its own parcels
waiting and nobody else's; one parcel that a receiver chokes on does not hold up the parcels behind it.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Protocol

from monitor.clock import Clock, within
from monitor.config import Config, ReceiverConfig
from monitor.deliver.messages import Links, Message, Picture, compose
from monitor.deliver.receivers import Receiver, open_receiver
from monitor.deliver.wording import how_many, tame
from monitor.errors import DeliveryError, MonitorError
from monitor.failpoints import failpoint
from monitor.model import Failure, Parcel
from monitor.redaction import of_config

log = logging.getLogger(__name__)

MINUTE = timedelta(minutes=1)
DELAYS = tuple(MINUTE * each for each in (0.5, 2, 5, 10, 12, 12, 12, 12))  # after the first, second ... attempt
HOURLY = 50 * MINUTE  # then, for the first hours: less than an hour, so that an hourly round always finds it due
HOURLY_UNTIL = timedelta(hours=8)
LATER = timedelta(hours=3)
PATIENCE = timedelta(days=3)  # after the first attempt, then it is a dead letter
LIMIT = timedelta(seconds=10)  # for one message, whatever its receiver does
ROUND = timedelta(seconds=18)  # for one receiver in one pass; the rest stays due
DOWN = {"timeout", "unreachable", "busy", "file"}  # reasons that speak of the receiver, not of the parcel
IN_A_ROW = 3  # failures after which a receiver is left in peace, whatever the reasons
PAUSE = timedelta(seconds=1)  # between looks into the outbox


class Outbox(Protocol):
    """What the courier asks of the store (see monitor/store/deliveries.py)."""

    def receivers(self) -> Sequence[str]: ...
    def due(self, receiver: str, now: datetime, limit: int = ...) -> Sequence[Parcel]: ...
    def sent(self, parcel: Parcel, at: datetime, said: str = ...) -> None: ...
    def put_off(
        self,
        parcel: Parcel,
        at: datetime,
        until: datetime,
        failure: Failure,
        code: str = ...,
        only: tuple[str, ...] = ...,
    ) -> None: ...
    def wait(self, receiver: str, until: datetime) -> None: ...
    def give_up(self, parcel: Parcel, at: datetime, failure: Failure, code: str = ...) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one parcel; `until` None and `reason` set: given up."""

    receiver: str
    parcel: str
    subject: str
    reason: str = ""
    detail: str = ""
    code: str = ""
    until: datetime | None = None

    def __str__(self) -> str:
        if not self.reason:
            return f"{self.receiver}: delivered: {self.subject}"
        code = f" [{self.code}]" if self.code else ""
        then = (
            f"next try {self.until:%Y-%m-%d %H:%M} UTC"
            if self.until
            else f"given up (`monitor deliveries --resend {self.parcel[:12]}` sends it again)"
        )
        return f"{self.receiver}: not delivered{code}: {self.detail}; {then}: {self.subject}"


@dataclass(slots=True, kw_only=True)
class Courier:
    """Carries parcels from an outbox to receivers.

    `zones` are the receivers' time zones; `answers` gives the links that answer a question, `pictures` the charts of a
    parcel's figures; `redact` takes secrets out of what is written down.
    """

    outbox: Outbox
    receivers: Mapping[str, Receiver | MonitorError]  # an error: its settings cannot be followed
    clock: Clock
    zones: Mapping[str, tzinfo] = field(default_factory=dict)
    redact: Callable[[str], str] = str
    answers: Callable[[Parcel], Mapping[str, Links]] = lambda parcel: {}
    pictures: Callable[[Parcel], Mapping[str, Picture]] = lambda parcel: {}

    async def deliver_due(self) -> tuple[Result, ...]:
        """One pass: everything that is due now is tried once, side by side for each receiver; then the lines close."""
        names = self.outbox.receivers()
        found = await asyncio.gather(*(self._serve(name, ROUND) for name in names), return_exceptions=True)
        await self.close()
        for each in found:
            if isinstance(each, BaseException):  # of the outbox: all receivers had their turn before it is said
                raise each
        return tuple(result for results in found if not isinstance(results, BaseException) for result in results)

    async def run(self, stop: asyncio.Event, report: Callable[[Result], None] = lambda result: None) -> None:
        """Serve until `stop`: each receiver has its own task, so that none waits for another."""
        tasks: dict[str, asyncio.Task[tuple[Result, ...]]] = {}
        while not stop.is_set():
            for name in self._waiting():
                if name not in tasks or tasks[name].done():
                    _told(tasks.get(name), report)
                    tasks[name] = asyncio.create_task(self._serve(name, ROUND))
            await within(stop, PAUSE)
        if tasks:
            await asyncio.wait(tasks.values())
        for task in tasks.values():
            _told(task, report)
        await self.close()

    def _waiting(self) -> Sequence[str]:
        """The receivers that something is due to; none where the outbox cannot be read now."""
        try:
            return self.outbox.receivers()
        except MonitorError as error:
            log.error("the outbox cannot be read: %s", error)
            return ()

    async def close(self) -> None:
        """Let all receivers go."""
        for each in self.receivers.values():
            if not isinstance(each, MonitorError):
                try:
                    async with asyncio.timeout(3):
                        await each.close()
                except Exception:  # closing is a courtesy, also where a plug-in raises
                    log.debug("a receiver would not close", exc_info=True)

    async def _serve(self, name: str, budget: timedelta) -> tuple[Result, ...]:
        """Everything due to one receiver, until it is done, down, or the budget of time is spent."""
        results: list[Result] = []
        loop, failures = asyncio.get_running_loop(), 0
        end = loop.time() + budget.total_seconds()
        for parcel in self.outbox.due(name, self.clock.now()):
            if loop.time() > end:
                break
            result = await self._carry(parcel)
            results.append(result)
            failures = failures + 1 if result.reason and result.until else 0
            if result.until and (result.reason in DOWN or failures >= IN_A_ROW):
                self.outbox.wait(name, result.until)
                break
        return tuple(results)

    async def _carry(self, parcel: Parcel) -> Result:
        """One parcel, once, and written down."""
        subject = how_many(len(parcel.deliveries), "message")
        try:
            message = self._laid_out(parcel)
            subject = message.subject
            said = await self._send(parcel.receiver, message)
        except DeliveryError as error:
            return self._failed(parcel, subject, error)
        failpoint("deliver.after-send")
        self.outbox.sent(parcel, self.clock.now(), self.redact(said))
        log.info("delivered %s to %s: %s", parcel.key, parcel.receiver, subject)
        return Result(receiver=parcel.receiver, parcel=parcel.key, subject=subject)

    def _laid_out(self, parcel: Parcel) -> Message:
        """The parcel's message. One that cannot be made is a fault of ours, which must not hold up those behind it."""
        try:
            zone = self.zones.get(parcel.receiver, UTC)
            return compose(parcel, zone, self.answers(parcel), self._pictures(parcel))
        except MonitorError:
            raise
        except Exception as error:
            log.exception("a fault of our own: parcel %s cannot be laid out", parcel.key)
            raise DeliveryError(f"the message cannot be made: {error!r}", reason="layout", retry=False) from error

    def _pictures(self, parcel: Parcel) -> Mapping[str, Picture]:
        """The charts of a parcel's figures; none where they cannot be had, since the words are the news."""
        try:
            return self.pictures(parcel)
        except Exception:
            log.warning("parcel %s goes without its charts", parcel.key, exc_info=True)
            return {}

    async def _send(self, name: str, message: Message) -> str:
        """What the receiver answered; whatever goes wrong is a `DeliveryError`."""
        receiver = self.receivers.get(name)
        if receiver is None:
            raise DeliveryError("the config has no such receiver (any more)", reason="no-receiver", retry=False)
        if isinstance(receiver, MonitorError):
            raise DeliveryError(str(receiver), reason="config")
        failpoint("deliver.before-send")
        try:
            async with asyncio.timeout(LIMIT.total_seconds()):
                return await receiver.send(message, self.clock.now())
        except DeliveryError:
            raise
        except TimeoutError:
            raise DeliveryError("no answer in time", reason="timeout") from None
        except Exception as error:  # a receiver's file may be somebody else's: it must not stop the others
            raise DeliveryError(f"the receiver broke: {error!r}", reason="broken") from error

    def _failed(self, parcel: Parcel, subject: str, error: DeliveryError) -> Result:
        now = self.clock.now()
        until = next_try(parcel, now, error)
        detail = tame(self.redact(str(error)), 400)
        failure, code = Failure(reason=error.reason, detail=detail, retry=until is not None), error.code or ""
        if until:
            self.outbox.put_off(parcel, now, until, failure, code, error.only)
        else:
            self.outbox.give_up(parcel, now, failure, code)
        result = Result(
            receiver=parcel.receiver,
            parcel=parcel.key,
            subject=subject,
            reason=error.reason,
            detail=detail,
            code=code,
            until=until,
        )
        log.warning("%s", result)
        return result


def next_try(parcel: Parcel, now: datetime, error: DeliveryError) -> datetime | None:
    """When a parcel that failed now is tried again; None: never. Pure: the jitter comes from the parcel's own key."""
    if not error.retry:
        return None
    first = parcel.first_tried or now
    age = now - first if first <= now else timedelta(0)  # a clock set back makes nothing old
    if age > PATIENCE:
        return None
    if error.after is not None:
        return now + max(error.after, timedelta(seconds=1))
    hourly = HOURLY if age < HOURLY_UNTIL else LATER
    delay = DELAYS[parcel.attempts] if parcel.attempts < len(DELAYS) else hourly
    return now + delay * _jitter(parcel)


def _jitter(parcel: Parcel) -> float:
    """Between 0.9 and 1.1, another one for each parcel and attempt, so that not all come back at once."""
    digest = hashlib.sha256(f"{parcel.key} {parcel.attempts}".encode()).digest()
    return 0.9 + digest[0] / 255 * 0.2


def _told(task: asyncio.Task[tuple[Result, ...]] | None, report: Callable[[Result], None]) -> None:
    """Pass on what a task came to; an outbox that could not be written is said, and tried again."""
    if task is None:
        return
    error = task.exception()
    if error:
        log.error("deliveries stopped for now: %s", error)
        return
    for result in task.result():
        report(result)


def courier_for(
    config: Config,
    outbox: Outbox,
    clock: Clock,
    answers: Callable[[Parcel], Mapping[str, Links]] = lambda parcel: {},
    pictures: Callable[[Parcel], Mapping[str, Picture]] = lambda parcel: {},
) -> Courier:
    """A courier for the receivers of a config; one whose settings cannot be followed fails alone, and visibly."""
    return Courier(
        outbox=outbox,
        receivers={each.id: _opened(each, config.path.parent) for each in config.receivers},
        clock=clock,
        zones={each.id: each.manners.zone for each in config.receivers},
        redact=of_config(config),
        answers=answers,
        pictures=pictures,
    )


def _opened(config: ReceiverConfig, base: Path) -> Receiver | MonitorError:
    try:
        return open_receiver(config, base)
    except MonitorError as error:
        return error
