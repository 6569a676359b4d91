"""A real Chromium, driven over its DevTools pipe (file descriptors 3 and 4): no driver, no library, no open port."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

FOUND = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
PATIENCE = 60.0  # seconds; only a browser that hangs takes so long


class BrowserError(Exception):
    """The browser did not start, ended, or hangs."""


class Browser:
    """One tab. `errors` holds what the page complained of: refused scripts and styles, exceptions."""

    def __init__(self) -> None:
        assert FOUND
        self.errors: list[str] = []
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        to_read, self._write = os.pipe()
        self._read, to_write = os.pipe()
        command = f'exec "$0" "$@" 3<&{to_read} 4>&{to_write}'
        self._process = subprocess.Popen(
            ["bash", "-c", command, FOUND, *FLAGS, f"--user-data-dir={self._folder.name}", "about:blank"],
            pass_fds=(to_read, to_write),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(to_write)
        self._rest, self._count, self._session = b"", 0, ""
        (page, *_) = [each for each in self.send("Target.getTargets")["targetInfos"] if each["type"] == "page"]
        self._session = self.send("Target.attachToTarget", targetId=page["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.send(f"{domain}.enable")

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(30)
        os.close(self._read)
        os.close(self._write)
        self._folder.cleanup()

    # --- the protocol ---

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command and wait for its answer."""
        self._count += 1
        message = {"id": self._count, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._count:
                assert "error" not in answer, answer["error"]
                return answer.get("result", {})  # type: ignore[no-any-return]

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._read], [], [], PATIENCE)
            got = os.read(self._read, 1 << 20) if ready else b""
            if not got:
                raise BrowserError("the browser went away" if ready else "the browser does not answer")
            self._rest += got
        line, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        entry = message.get("params", {})
        if message.get("method") == "Log.entryAdded" and entry["entry"]["level"] == "error":
            self.errors.append(entry["entry"]["text"])
        if message.get("method") == "Runtime.exceptionThrown":
            self.errors.append(str(entry["exceptionDetails"]))
        return message

    # --- what a person does ---

    def open(self, url: str) -> None:
        """Go to an address and wait until it is there."""
        self.run("window.leaving = true")
        self.send("Page.navigate", url=url)
        self.until("!window.leaving && document.readyState === 'complete'")

    def run(self, code: str) -> Any:
        """The value of a JavaScript expression (a test's own hand in the page: the page itself may run none)."""
        answer = self.send("Runtime.evaluate", expression=code, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def until(self, code: str) -> None:
        """Wait until an expression holds."""
        end = time.monotonic() + PATIENCE
        while not self.run(code):
            assert time.monotonic() < end, f"never: {code}"
            time.sleep(0.02)

    def key(self, name: str, text: str = "") -> None:
        """Press a key."""
        code = {"Tab": 9, "Enter": 13, " ": 32}[name]
        common = {"key": name, "code": name, "windowsVirtualKeyCode": code}
        self.send("Input.dispatchKeyEvent", type="keyDown", text=text, **common)
        self.send("Input.dispatchKeyEvent", type="keyUp", **common)

    def focused(self) -> str:
        """What has the focus: its text or name."""
        return str(self.run("(e => (e.getAttribute('aria-label') || e.textContent).trim())(document.activeElement)"))

    def look(self, width: int, height: int, *, dark: bool = False) -> None:
        """Another size of the window, another taste."""
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        taste = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.send("Emulation.setEmulatedMedia", features=[taste])

    def scripts(self, allowed: bool) -> None:
        self.send("Emulation.setScriptExecutionDisabled", value=not allowed)

    def picture(self, file: Path) -> None:
        file.write_bytes(base64.b64decode(self.send("Page.captureScreenshot")["data"]))
