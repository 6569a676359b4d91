"""Where the demo's alerts arrive: a mail server and a Slack-like webhook on 127.0.0.1 that keep what they are sent.

Law of this room: real protocols, no more of them than a polite sender needs. The sinks accept everything.
"""

from __future__ import annotations

import json
import socketserver
import threading
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

from monitor.demo.newsstand import HOST


class ThreadingTCPServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@dataclass(slots=True)
class Sink:
    """A server in a thread of its own; `received` grows as messages arrive. Use it as a context manager."""

    server: socketserver.BaseServer
    received: list[Any] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(cast(Any, self.server).server_address[1])

    def __enter__(self) -> Sink:
        threading.Thread(target=self.server.serve_forever, daemon=True, name="sink").start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


def mail_sink() -> Sink:
    """A mail server; `received` holds `EmailMessage`s."""
    sink = Sink(ThreadingTCPServer((HOST, 0), socketserver.BaseRequestHandler))
    cast(Any, sink.server).RequestHandlerClass = mail_handler(sink.received)
    return sink


def mail_handler(received: list[Any]) -> type[socketserver.StreamRequestHandler]:
    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 demo ESMTP")
            while line := self.rfile.readline():
                word = line.strip().split(b" ")[0].upper()
                if word == b"DATA":
                    self.say("354 go on, end with a dot")
                    received.append(message_from_bytes(self.message(), _class=EmailMessage, policy=default))
                    self.say("250 kept")
                elif word == b"QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 fine")

        def message(self) -> bytes:
            """The lines up to the lonely dot, without the dots that the sender doubled."""
            lines = []
            while (line := self.rfile.readline()) not in (b".\r\n", b".\n", b""):
                lines.append(line[1:] if line.startswith(b".") else line)
            return b"".join(lines)

        def say(self, line: str) -> None:
            self.wfile.write(line.encode() + b"\r\n")

    return Handler


def chat_sink() -> Sink:
    """A webhook that takes JSON as Slack does; `received` holds the objects."""
    sink = Sink(ThreadingHTTPServer((HOST, 0), BaseHTTPRequestHandler))
    cast(Any, sink.server).RequestHandlerClass = chat_handler(sink.received)
    return sink


def chat_handler(received: list[Any]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_: object) -> None:
            """The screen is the demo's."""

    return Handler
