"""A bench for the rows of alerts and faults: a desk on a make-believe web whose receivers are a Slack-like hook and a
mail server on 127.0.0.1, each of which may be down, silent or ill; `monitor poll` runs as a process between them."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from delivery_sinks import Answer, HookSink, MailSink, hook_sink, mail_sink, served
from running import Desk
from world import Reply, Seen, World, article, item, rss

FEED = "http://feed-user:feed-s3cret@wire.example/feed"
MAIL_PASSWORD = "mail-s3cret-pw"
NEWS = "The storm has left {} homes without power, the grid operator said."
OK: Answer = (200, {}, "ok")
CONFIG = """
[web]
listen = ""
[[figures]]
id = "homes"
label = "Homes without power"
unit = "count"
nouns = ["homes", "households"]
context = ["storm", "power"]
{baseline}
[[receivers]]
id = "desk-slack"
kind = "slack"
url = "{hook}"
[[receivers]]
id = "desk-mail"
kind = "email"
host = "127.0.0.1"
port = {mail}
tls = "none"
username = "monitor"
password = {{ file = "password" }}
from = "monitor@paper.example"
to = ["desk@paper.example"]
"""


class Bench(Desk):
    """A desk whose receivers are a Slack-like hook and a mail server, each of which can be down at first."""

    def __init__(self, world: World, stack: ExitStack, first: Path) -> None:
        super().__init__(world)
        self._first = first  # the state after the round of `begun`, the same for all who begin so
        world.poll["timeout"] = "5s"
        self.hooks, self.mails = HookSink(port=free_port()), MailSink(port=free_port())
        self._stack, self.printed = stack, ""
        self.items: list[str] = []

    # --- the receivers ---

    def slack(self, *answers: Answer) -> None:
        """From now on Slack answers like this."""
        self.hooks.answers = answers or (OK,)
        self._stack.enter_context(served(hook_sink(sink=self.hooks)))

    def mail(self, *answers: str) -> None:
        self.mails.answers = answers or ("250 taken",)
        self._stack.enter_context(served(mail_sink(sink=self.mails)))

    def told(self) -> list[str]:
        """What Slack was told, each message's headline."""
        return [post.json["text"] for post in self.hooks.posts]

    # --- the web and the rounds ---

    def publish(self, number: str, name: str, title: str = "", text: str = NEWS) -> None:
        """An article, newest in the feed."""
        title = title or f"Storm cuts power, {name}"
        self.items.insert(0, item(name, title=title, link=f"http://wire.example/{name}"))
        self.world[f"wire.example/{name}"] = article(text.format(number), title=title)
        self.world["wire.example/feed"] = rss(*self.items)

    def configured(self, baseline: str = "") -> None:
        """The config; what stood before comes from the seeds, or as a `baseline`."""
        (self.folder / "password").write_text(MAIL_PASSWORD)
        self.setting(FEED, text=CONFIG.format(baseline=baseline, hook=self.hooks.url, mail=self.mails.port))
        seeds = self.folder / "seeds"
        if not baseline:
            seeds.mkdir(exist_ok=True)
            (seeds / "one.html").write_text(article(NEWS.format("5,000"), title="Storm cuts power"))

    def ready(self) -> None:
        """All receivers up, and a round behind us."""
        self.slack()
        self.mail()
        self.begun()

    def begun(self) -> None:
        """A feed that was polled an hour ago, without news."""
        self.publish("no", "old", text="The council met on Monday and spoke of the harbour, for {} long.")
        self.configured()
        if self._first.exists():
            shutil.copytree(self._first, self.folder / "state")
        else:
            self.round()
            shutil.copytree(self.folder / "state", self._first)
        self.shift += 3600

    def at_once(self, number: str = "6,000", name: str = "rise") -> None:
        """A first poll that may alert, against the configured baseline."""
        self.publish(number, name)
        self.configured("baseline = 5000")

    def round(self, later: int = 0, within: float = 60) -> subprocess.CompletedProcess[str]:
        started = time.monotonic()
        done = self.poll(later=later)
        assert done.returncode == 0, done.stderr
        assert time.monotonic() - started < within
        self.printed += done.stdout + done.stderr
        return done

    def kill_at(self, count: int, *, later: int = 0) -> None:
        """A round that is killed with -9 at its request of this number, on the web or to Slack."""
        self.shift += later * 60
        left, process = [count], list[subprocess.Popen[str]]()

        def strike() -> None:
            left[0] -= 1
            if left[0] == 0:
                process[0].kill()

        pages = dict(self.world.pages)

        def struck(page: Any) -> Callable[[Seen], Reply]:
            def answer(seen: Seen) -> Reply:
                strike()
                return page if isinstance(page, Reply) else page(seen)

            return answer

        self.world.pages |= {url: struck(page) for url, page in pages.items()}
        self.hooks.before = strike
        process.append(self.start("poll"))
        self.done(process[0])
        self.world.pages, self.hooks.before = pages, lambda: None

    def addresses(self) -> Counter[str]:
        return Counter(str(row["url"]).rpartition("/")[2] for row in self.listed("articles"))


def free_port() -> int:
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        return int(plug.getsockname()[1])


def assert_repeats_bear_their_key(bench: Bench) -> None:
    """Messages that say the same are the same message, also by what the receiver sees first."""
    keys: dict[str, bytes] = {}
    for post in bench.hooks.posts:
        key = post.headers["idempotency-key"]
        assert keys.setdefault(key, post.body) == post.body
    assert len(set(keys.values())) == len(keys)
    names = [str(mail["Message-ID"]) for mail in bench.mails.mails]
    assert len(set(names)) == len({plain(mail) for mail in bench.mails.mails})


def plain(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body
    return str(body.get_content())
