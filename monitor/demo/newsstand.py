"""The newsstand: every outlet of a recording as a feed with its pages, served on 127.0.0.1."""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from monitor.model import Page

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a feed says of a page."""

    title: str
    path: str
    published: datetime


@dataclass(slots=True)
class Newsstand:
    """A web server whose feeds and pages change while it runs. Use it as a context manager."""

    pages: dict[str, tuple[str, bytes]] = field(default_factory=dict)  # path: content type, body
    feeds: dict[str, list[Item]] = field(default_factory=dict)  # outlet: items, newest first
    served: Counter[str] = field(default_factory=Counter)  # path: how often it was asked for
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _server: ThreadingHTTPServer | None = None

    def __enter__(self) -> Newsstand:
        self._server = ThreadingHTTPServer((HOST, 0), handler_of(self))
        threading.Thread(target=self._server.serve_forever, daemon=True, name="newsstand").start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()

    @property
    def address(self) -> str:
        assert self._server  # noqa: S101
        return f"http://{HOST}:{self._server.server_port}"

    def open_feed(self, outlet: str) -> None:
        """An outlet's feed, empty until it publishes."""
        self.feeds.setdefault(outlet, [])

    def publish(self, page: Page, title: str, published: datetime) -> str:
        """Put a page out and into its outlet's feed; one that is out already is edited without a word. Its path."""
        path = path_of(page.url)
        with self._lock:
            if path not in self.pages:
                self.feeds.setdefault(page.outlet, []).insert(0, Item(title=title, path=path, published=published))
            self.pages[path] = (page.headers.get("content-type", "text/html"), page.body)
        return path

    def feed_url(self, outlet: str) -> str:
        return f"{self.address}{feed_path(outlet)}"

    def answer(self, path: str) -> tuple[str, bytes] | None:
        """The content type and body at `path`, counted; None where nothing is."""
        with self._lock:
            self.served[path] += 1
            for outlet, items in self.feeds.items():
                if path == feed_path(outlet):
                    return "application/rss+xml", rss(outlet, items, self.address).encode()
            return self.pages.get(path)

    def times_served(self, path: str) -> int:
        with self._lock:
            return self.served[path]


def path_of(url: str) -> str:
    """An outlet's own address as a path of the newsstand: the host first."""
    parts = urlsplit(url)
    return f"/{parts.hostname}{parts.path}"


def feed_path(outlet: str) -> str:
    return f"/feeds/{outlet.lower().replace(' ', '-')}.xml"


def rss(outlet: str, items: list[Item], address: str) -> str:
    entries = "".join(
        f"<item><title>{escape(item.title)}</title><link>{escape(address + item.path)}</link>"
        f"<pubDate>{format_datetime(item.published)}</pubDate></item>"
        for item in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{escape(outlet)}</title>{entries}</channel></rss>'


def handler_of(newsstand: Newsstand) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            found = newsstand.answer(urlsplit(self.path).path)
            if found is None:
                self.reply(404, {}, b"")
                return
            kind, body = found
            etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            if self.headers.get("If-None-Match") == etag:
                self.reply(304, {"ETag": etag}, b"")
            else:
                self.reply(200, {"Content-Type": kind, "ETag": etag}, body)

        def reply(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """The screen is the demo's."""

    return Handler
