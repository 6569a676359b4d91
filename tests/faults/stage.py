"""A stage for the real program: a feed and its articles, a Slack-like hook and a mail server on 127.0.0.1, and the
command `monitor` as a process with a clock that can be set and a place where it can be made to die."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from delivery_sinks import Answer, HookSink, MailSink, hook_sink, mail_sink, served

HERE = Path(__file__).parent
TOLL = "The death toll from the flood has reached {}, the mayor said on Monday. Rescuers searched all night."


@dataclass
class Story:
    """An article: its path on the server, its headline, its text."""

    path: str
    title: str
    text: str

    @property
    def html(self) -> str:
        body = "".join(f"<p>{part}</p>" for part in self.text.split("\n"))
        article = f"<article><h1>{self.title}</h1>{body}</article>"
        return f"<html><head><title>{self.title}</title></head><body>{article}</body></html>"


@dataclass
class Stage:
    """Everything outside the program. `before` is called with the path of each request, before it is answered."""

    folder: Path
    stories: list[Story] = field(default_factory=list)
    before: Callable[[str], None] | None = None
    port: int = 0
    hooks: HookSink = field(default_factory=HookSink)
    mails: MailSink = field(default_factory=MailSink)
    asked: list[str] = field(default_factory=list)
    process: subprocess.Popen[str] | None = None
    extra: str = ""

    # --- what the web says ---

    def publish(self, number: int | str, path: str = "", title: str = "") -> Story:
        """An article that puts the toll at `number`, newest in the feed."""
        story = Story(
            path or f"/story-{len(self.stories) + 1}", title or f"Flood toll at {number}", TOLL.format(number)
        )
        self.stories.insert(0, story)
        return story

    def feed(self) -> str:
        base = f"http://127.0.0.1:{self.port}"
        items = "".join(
            f"<item><title><![CDATA[{each.title}]]></title><link>{base}{each.path}</link>"
            f"<pubDate>{format_datetime(datetime.now(UTC))}</pubDate></item>"
            for each in self.stories
        )
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Flood</title>{items}</channel></rss>'

    # --- the program ---

    @property
    def state(self) -> Path:
        return self.folder / "state"

    @property
    def file(self) -> Path:
        return self.folder / "alerts.jsonl"

    def lines(self) -> list[dict[str, Any]]:
        """What the file receiver was told."""
        return [json.loads(line) for line in self.file.read_text().splitlines()] if self.file.exists() else []

    def write_config(self, receivers: str | None = None) -> Path:
        config = self.folder / "config.toml"
        config.write_text(
            f"""
contact = "desk@paper.example"
[poll]
interval = "15m"
timeout = "5s"
reread = []
allow = ["127.0.0.1"]
[[feeds]]
url = "http://127.0.0.1:{self.port}/feed"
outlet = "Harbour Post"
[[figures]]
id = "toll"
label = "Killed in the flood"
unit = "count"
nouns = ["dead", "killed", "deaths", "death toll", "toll"]
context = ["flood"]
baseline = 41
{self.receivers() if receivers is None else receivers}
[web]
listen = ""
{self.extra}
""",
            encoding="utf-8",
        )
        return config

    def receivers(self) -> str:
        return f"""
[[receivers]]
id = "log"
kind = "file"
path = "{self.file}"
[[receivers]]
id = "slack"
kind = "slack"
url = "{self.hooks.url}"
[[receivers]]
id = "mail"
kind = "email"
host = "127.0.0.1"
port = {self.mails.port}
tls = "none"
from = "monitor@paper.example"
to = ["desk@paper.example"]
"""

    def start(self, *command: str, age: float = 0, failpoint: str = "", **environ: str) -> subprocess.Popen[str]:
        """The program, begun `age` seconds later than now by its own clock."""
        words = [sys.executable, str(HERE / "at.py"), str(age), *command]
        words += ["--config", str(self.folder / "config.toml"), "--state", str(self.state)]
        place = {"MONITOR_FAILPOINT": failpoint} if failpoint else {}
        self.process = subprocess.Popen(
            words, env={**os.environ, **place, **environ}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        return self.process

    def monitor(
        self, *command: str, age: float = 0, failpoint: str = "", **environ: str
    ) -> subprocess.CompletedProcess[str]:
        """The program run to its end."""
        process = self.start(*command, age=age, failpoint=failpoint, **environ)
        out, err = process.communicate(timeout=90)
        return subprocess.CompletedProcess(command, process.returncode, out, err)

    def poll(self, *, minutes: float = 0, failpoint: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
        """One round, that many minutes from now."""
        return self.monitor("poll", age=minutes * 60, failpoint=failpoint, **environ)

    def kill(self) -> None:
        """kill -9, now."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)


def until(true: Callable[[], object], seconds: float = 20) -> None:
    """Return when it is true; fail where it never is."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came about"
        time.sleep(0.02)


@contextmanager
def staged(folder: Path, hook: list[Answer] | None = None, mail: list[str] | None = None) -> Iterator[Stage]:
    """A stage with its servers running; `hook` and `mail` are what Slack and the mail server answer."""
    stage = Stage(folder)
    with ExitStack() as stack:
        web = ThreadingHTTPServer(("127.0.0.1", 0), _handler(stage))
        stage.port = web.server_address[1]
        stack.callback(web.server_close)
        stack.callback(web.shutdown)
        threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        stage.hooks = stack.enter_context(served(hook_sink(*hook or [])))
        stage.mails = stack.enter_context(served(mail_sink(*mail or [])))
        stage.write_config()
        yield stage
        stage.kill()


def _handler(stage: Stage) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            stage.asked.append(path)
            if stage.before:
                stage.before(path)
            known = {each.path: each.html for each in stage.stories}
            text = stage.feed() if path == "/feed" else known.get(path)
            self.send_response(200 if text else 404)
            self.send_header("Content-Type", "application/rss+xml" if path == "/feed" else "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write((text or "").encode())

        def log_message(self, format: str, *args: Any) -> None:
            pass

    return Handler
