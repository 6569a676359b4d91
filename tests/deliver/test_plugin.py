"""The receiver that the documentation shows, installed and used as it says."""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path

import pytest
from deliver_cases import NOON, delivery

from monitor.config import load_config
from monitor.deliver.courier import Result, courier_for
from monitor.errors import ConfigError
from monitor.store import open_store

DOC = Path(__file__).parents[2] / "docs" / "receivers.md"
CONFIG = '[[receivers]]\nid = "desk"\nkind = "pager"\nhost = "127.0.0.1"\nport = {port}\n'


class Wall:
    def now(self) -> object:
        return NOON


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The package of the documentation, as pip would leave it."""
    (code,) = re.findall(r"```python\n(.*?)```", DOC.read_text(encoding="utf-8"), re.DOTALL)
    (table,) = re.findall(r'entry-points."(monitor.receivers)"\]\n(.*?)```', DOC.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "monitor_pager.py").write_text(code, encoding="utf-8")
    about = tmp_path / "monitor_pager-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: monitor-pager\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[{table[0]}]\n{table[1].replace(chr(34), '')}")
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    sys.modules.pop("monitor_pager", None)


def send(folder: Path, answer: bytes) -> tuple[bytes, Result]:
    """What the pager heard, and what became of the delivery."""

    async def play() -> tuple[bytes, Result]:
        heard: list[bytes] = []

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            heard.append(await reader.readline())
            writer.write(answer)
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        (folder / "config.toml").write_text(CONFIG.format(port=server.sockets[0].getsockname()[1]))
        config = load_config(folder / "config.toml")
        with open_store(folder / "state") as store:
            store.deliveries.put([delivery()], NOON)
            (result,) = await courier_for(config, store.deliveries, Wall()).deliver_due()  # type: ignore[arg-type]
        server.close()
        return heard[0], result

    return asyncio.run(play())


def test_the_documented_receiver_delivers(installed: Path) -> None:
    heard, result = send(installed, b"OK\n")
    assert heard.decode() == f"{delivery().key} Sappers to be sent: 1,000 → 1,200\n"
    assert result.reason == ""


def test_the_documented_receiver_gives_up_visibly(installed: Path) -> None:
    _, result = send(installed, b"NO\n")
    assert (result.reason, result.until) == ("refused", None)


def test_the_documented_receiver_s_own_check_is_a_sentence(installed: Path) -> None:
    from monitor.config import ReceiverConfig
    from monitor.deliver.receivers import open_receiver

    with pytest.raises(ConfigError, match="host and port are missing"):
        open_receiver(ReceiverConfig(id="desk", kind="pager", settings={}), installed)


def test_a_package_that_cannot_be_loaded_is_named(installed: Path) -> None:
    (installed / "monitor_pager.py").write_text("raise RuntimeError('a fault of its own')")
    sys.modules.pop("monitor_pager", None)
    from monitor.config import ReceiverConfig
    from monitor.deliver.receivers import open_receiver

    with pytest.raises(ConfigError, match="'pager' \\(monitor_pager\\) cannot be loaded"):
        open_receiver(ReceiverConfig(id="desk", kind="pager", settings={}), installed)
