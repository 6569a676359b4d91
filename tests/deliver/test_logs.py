"""A log line is one line, holds no secret and moves nobody's cursor, as text and as JSON."""

from __future__ import annotations

import json
import logging
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.config import Config, FeedConfig, ReceiverConfig, Secret, load_config
from monitor.logs import FORMS, log_to_stderr
from monitor.redaction import Redactor, of_config
from monitor.routing import Health
from monitor.watchlist import Watchlist

HOOK = "https://hooks.example/services/T000/B000/abcdefghijkl"


def config(log: str = "text") -> Config:
    return Config(
        path=Path("config.toml"),
        watchlist=Watchlist(figures={}, entities={}),
        feeds=(FeedConfig(url="https://bob:f33dpass@x.example/feed"),),
        receivers=(
            ReceiverConfig(id="slack", kind="slack", settings={"url": Secret(HOOK)}),
            ReceiverConfig(id="mail", kind="email", settings={"password": Secret("m4il pass/word")}),
        ),
        health=Health(log=log, ping=Secret("https://ping.example/p1ng-t0ken-xyz")),  # type: ignore[arg-type]
    )


def record(message: str, *args: object, fault: bool = False) -> logging.LogRecord:
    try:
        raise RuntimeError(f"no answer from {HOOK}")
    except RuntimeError:
        info = sys.exc_info() if fault else None
    return logging.LogRecord("monitor.deliver.courier", logging.INFO, "", 0, message, args, info)


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize(
    "said",
    [
        f"POST {HOOK} failed",
        "POST /services/T000/B000/abcdefghijkl failed",
        "AUTH m4il pass/word",
        "AUTH m4il%20pass%2Fword",
        "GET https://bob:f33dpass@x.example/feed",
        "GET https://ann:unknown-one@y.example/",
        "ping https://ping.example/p1ng-t0ken-xyz",
    ],
)
def test_no_form_of_a_secret_is_logged(form: str, said: str) -> None:
    line = FORMS[form](of_config(config())).format(record("%s", said, fault=True))
    for secret in ("abcdefghijkl", "m4il", "f33dpass", "unknown-one", "p1ng-t0ken"):
        assert secret not in line


@pytest.mark.parametrize("form", ["text", "json"])
def test_hostile_text_stays_on_its_line(form: str) -> None:
    line = FORMS[form](Redactor()).format(
        record("title %s", "a\r\nfake line \x1b[2J \u202e \x85 \u2028 end", fault=True)
    )
    assert len(line.splitlines()) == 1
    assert not any(each in line for each in "\x1b\u202e\x85\u2028")


def test_a_json_line_says_when_where_and_what() -> None:
    said = json.loads(FORMS["json"](Redactor()).format(record("delivered %d", 3)))
    assert said.items() >= {"level": "info", "room": "deliver.courier", "said": "delivered 3"}.items()
    assert said["at"].endswith("+00:00")


def test_the_config_chooses_the_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "config.toml").write_text('[health]\nlog = "json"\nheartbeat = "1d"\n')
    loaded = load_config(tmp_path / "config.toml")
    assert loaded.health.heartbeat == timedelta(days=1)
    log_to_stderr(loaded)
    logging.getLogger("monitor.test").warning("said")
    logging.getLogger("monitor").handlers.clear()
    logging.getLogger("monitor").propagate = True
    assert json.loads(capsys.readouterr().err)["said"] == "said"


def test_a_short_secret_does_not_blot_out_words() -> None:
    assert Redactor(["on"])("nothing on") == "nothing on"
