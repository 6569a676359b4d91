"""The post office: what the store knows and what delivery does, put together for daemon and commands.

    plan      the policy, told the past of this store: for whoever records a page
    fill      what is due without a page: questions, sources that broke or are back, a heartbeat
    deliver   one pass of the courier        run   the courier beside a daemon, signs of life

Law of this room: it decides nothing itself (deliver/policy.py decides) and writes only what a policy said.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.clock import Clock, within
from monitor.config import Config
from monitor.deliver.courier import Courier, Result, courier_for
from monitor.deliver.messages import Links, Picture
from monitor.deliver.policy import plan, plan_notices, plan_questions
from monitor.deliver.receivers.http import ask
from monitor.deliver.wording import how_many
from monitor.errors import MonitorError
from monitor.model import Alert, Delivery, Notice, Parcel
from monitor.signing import answer_links, chart_link
from monitor.sources import FeedState
from monitor.store import Store
from monitor.store.care import forget
from monitor.timeline import chart_of, history_of

log = logging.getLogger(__name__)

BROKEN = "broken-feeds"  # notes in the store
KEY = "signing-key"
LAST_SIGN = "last-sign"
FORGOTTEN = "forgotten"
PATIENCE = timedelta(hours=1)  # a source that fails for less is not worth a word
FAILURES = 3
SHOW = frozenset({"email", "slack"})  # kinds of receivers whose messages can hold a chart
CLAIMS = 300  # of a figure, in a chart of a message
LOOK = timedelta(seconds=5)  # between two looks at what is due without a page


@dataclass(slots=True, kw_only=True)
class PostOffice:
    """Deliveries of one config on one store; `waits` False where nobody stays to wait for a group (`monitor poll`)."""

    config: Config
    store: Store
    clock: Clock
    waits: bool = True
    courier: Courier = field(init=False)

    def __post_init__(self) -> None:
        self.courier = courier_for(self.config, self.store.deliveries, self.clock, self._answers, self._pictures)

    def plan(self, alerts: Iterable[Alert], config: Config, now: datetime) -> tuple[Delivery, ...]:
        """What is due to whom for these alerts, and what is withheld."""
        found = tuple(alerts)
        past = self.store.past(now, {each.figure for each in found})
        return plan(found, config, now, past, waits=self.waits) if found else ()

    def fill(self) -> None:
        """Put into the outbox what is due without a page."""
        now = self.clock.now()
        with self.store.atomic():
            questions = self.store.questions.unposted()
            self.store.deliveries.put(plan_questions(questions, self.config, now), now)
            self.store.questions.posted(questions, now)
            notices = [*self._sources(now), *self._heartbeat(now)]
            self.store.deliveries.put(plan_notices(notices, self.config, now), now)

    async def deliver(self) -> tuple[Result, ...]:
        """Everything that is due, once; and a sign of life, where one is asked for."""
        self.fill()
        results = await self.courier.deliver_due()
        await self.ping()
        return results

    async def run(self, stop: asyncio.Event) -> None:
        """The courier, and all that is due without a page, until `stop`."""
        tasks = [asyncio.create_task(self.courier.run(stop)), asyncio.create_task(self._watch(stop))]
        await asyncio.gather(*tasks)

    async def ping(self) -> bool:
        """Tell the dead man's switch that we live; whether it heard. Silence there wakes somebody up."""
        url = self.config.health.ping
        if url is None:
            return False
        try:
            await ask(url.reveal())
        except MonitorError as error:
            log.warning("the dead man's switch was not reached: %s", self.courier.redact(str(error)))
            return False
        return True

    def _answers(self, parcel: Parcel) -> Mapping[str, Links]:
        """The links that answer a parcel's questions, where the config says how others reach the board."""
        base = self.config.web.url
        asked = [each.question.id for each in parcel.deliveries if each.question]
        if base is None or not asked:
            return {}
        key = self._key()
        return {name: answer_links(base, key, name) for name in asked}

    def _pictures(self, parcel: Parcel) -> Mapping[str, Picture]:
        """The charts of a parcel's figures, where its receiver can show one: as they stand now, this news included."""
        if not any(each.id == parcel.receiver and each.kind in SHOW for each in self.config.receivers):
            return {}
        told = (each.alert or (each.question.alert if each.question else None) for each in parcel.deliveries)
        names = dict.fromkeys(each.figure for each in told if each)
        return {name: self._picture(name) for name in names if name in self.config.watchlist.figures}

    def _picture(self, figure: str) -> Picture:
        base, now = self.config.web.url or "", self.clock.now()
        history = history_of(self.store, self.config.watchlist.figures[figure], CLAIMS)
        address = chart_link(base, self._key(), figure, now) if base.startswith("https://") else ""
        return Picture(figure=figure, series=chart_of(history, now), address=address)

    def _key(self) -> str:
        """The key that signs this state's links, made when it is first needed."""
        key = self.store.notes.get(KEY)
        if key is None:
            key = secrets.token_hex(32)
            self.store.notes.put(KEY, key)
        return key

    async def _watch(self, stop: asyncio.Event) -> None:
        pinged: datetime | None = None
        while not stop.is_set():
            now = self.clock.now()
            try:
                self.fill()
                self._forget(now)
            except MonitorError as error:
                log.error("nothing could be put into the outbox: %s", error)
            except Exception:
                log.exception("a fault of our own: nothing could be put into the outbox")
            else:
                if pinged is None or not pinged <= now < pinged + self.config.health.ping_every:
                    pinged = now if await self.ping() else pinged
            await within(stop, LOOK)

    def _forget(self, now: datetime) -> None:
        """Once a day, what is older than the config wants to keep."""
        last = self.store.notes.time(FORGOTTEN)
        if last is None or not last <= now < last + timedelta(days=1):
            self.store.notes.put_time(FORGOTTEN, now)
            gone = forget(self.store, now - self.config.health.keep)
            if any(gone.values()):
                log.info("forgotten, being old: %s", ", ".join(how_many(number, what) for what, number in gone.items()))

    # --- what is due without a page ---

    def _sources(self, now: datetime) -> list[Notice]:
        """A source that breaks gives one notice, and one when it is back."""
        told: dict[str, str] = json.loads(self.store.notes.get(BROKEN) or "{}")
        unwell = self.store.feeds.unwell()
        broken = {url: _since(state) for url, state in unwell.items() if is_broken(state, now)}
        back = [state for url in told if url not in unwell and (state := self.store.feeds.state(url))]
        notices = [_broke(unwell[url], since, now) for url, since in broken.items() if url not in told]
        notices += [_back(state, told[state.url], now) for state in back]
        if notices:
            left = {url: since for url, since in told.items() if url not in {state.url for state in back}}
            self.store.notes.put(BROKEN, json.dumps({**broken, **left}))
        return notices

    def _heartbeat(self, now: datetime) -> list[Notice]:
        """A quiet day is told from a dead monitor by a word now and then."""
        every = self.config.health.heartbeat
        if every is None:
            return []
        signs = (self.store.notes.time(LAST_SIGN), self.store.deliveries.last_sent())
        last = max((each for each in signs if each), default=None)
        if last is not None and last <= now < last + every:
            return []
        self.store.notes.put_time(LAST_SIGN, now)
        if last is None or last > now:
            return []
        title = f"Nothing changed; {how_many(self.store.articles.read_since(last), 'article')} read"
        text = f"No followed number changed since {last:%Y-%m-%d %H:%M} UTC."
        return [Notice(id=f"heartbeat {now.isoformat()}", title=title, text=text, at=now)]


def is_broken(state: FeedState, now: datetime) -> bool:
    """Whether a source has been failing long enough to say so."""
    if state.status == "ok":
        return False
    since = state.good or state.polled or now
    return state.status == "gone" or (state.failures >= FAILURES and now - since >= PATIENCE)


def _since(state: FeedState) -> str:
    return state.good.isoformat() if state.good else "its first poll"


def _broke(state: FeedState, since: str, now: datetime) -> Notice:
    name = state.title or state.url
    if state.status == "gone":
        advice = "It is not asked any more: take it out of the config, or give its new address."
        text = f"{state.url}\n{state.error}\n{advice}"
        return Notice(id=f"gone {state.url}", title=f"Source gone: {name}", text=text, at=now)
    advice = f"It has not answered well since {since}, and is tried again less and less often."
    text = f"{state.url}\n{state.error}\n{advice}"
    return Notice(id=f"broken {state.url} {now.isoformat()}", title=f"Source broken: {name}", text=text, at=now)


def _back(state: FeedState, since: str, now: datetime) -> Notice:
    title, text = (
        f"Source back: {state.title or state.url}",
        f"{state.url}\nIt answers again; it had not since {since}.",
    )
    return Notice(id=f"back {state.url} {now.isoformat()}", title=title, text=text, at=now)
