"""A state that is locked, damaged, emptied, full or wanted twice; a config that is wrong: said aloud, nothing lost."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from stage import Stage, staged, until

from monitor.store import open_store
from monitor.store.connection import NAME


def begun(stage: Stage) -> None:
    """A first round without news, and then news."""
    stage.publish(41)
    first = stage.poll()
    assert first.returncode == 0, first.stderr
    stage.publish(58)


def told(stage: Stage) -> list[int]:
    return [line["to"]["low"] for line in stage.lines()]


@pytest.mark.parametrize("harm", [b"", b"garbage " * 4000])
def test_a_state_that_was_emptied_or_damaged_is_said_aloud_and_left_as_it_is(tmp_path: Path, harm: bytes) -> None:
    with staged(tmp_path) as stage:
        stage.publish(58)
        stage.state.mkdir()
        (stage.state / NAME).write_bytes(harm)
        ended = stage.poll()
        assert ended.returncode == 3
        assert NAME in ended.stderr
        assert "Traceback" not in ended.stderr
        assert (stage.state / NAME).read_bytes() == harm
        assert stage.asked == []


def test_a_lock_that_a_backup_tool_holds_for_three_seconds_is_waited_for(tmp_path: Path) -> None:
    with staged(tmp_path) as stage:
        stage.publish(58)
        open_store(stage.state).close()
        tool = sqlite3.connect(stage.state / NAME, check_same_thread=False, isolation_level=None)
        tool.execute("BEGIN EXCLUSIVE")
        threading.Timer(3, lambda: tool.execute("ROLLBACK")).start()
        ended = stage.poll()
        assert ended.returncode == 0, ended.stderr
        assert told(stage) == [58]
        tool.close()


def test_two_daemons_on_one_state_the_second_steps_back_and_says_why(tmp_path: Path) -> None:
    with staged(tmp_path) as stage:
        stage.publish(58)
        first = stage.start("run")
        until(lambda: told(stage) == [58])
        second = stage.poll(minutes=20)
        assert second.returncode == 3
        assert f"another monitor (process {first.pid})" in second.stderr
        first.send_signal(signal.SIGTERM)
        assert first.wait(15) == 0
        assert told(stage) == [58]


def test_a_config_broken_on_reload_is_refused_with_a_sentence_and_the_old_one_stays(tmp_path: Path) -> None:
    with staged(tmp_path) as stage:
        stage.publish(58)
        daemon = stage.start("run")
        until(lambda: told(stage) == [58])
        config = stage.folder / "config.toml"
        config.write_text(config.read_text() + "\n[[figures]]\nlable = 3\n")
        daemon.send_signal(signal.SIGHUP)
        daemon.send_signal(signal.SIGTERM)
        _, said = daemon.communicate(timeout=15)
        assert "config.toml" in said
        assert "lable" in said
        assert daemon.returncode == 0


def test_a_config_that_is_wrong_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    with staged(tmp_path) as stage:
        stage.extra = "[poll_]\ninterval = 3\n"
        stage.write_config()
        ended = stage.poll()
        assert ended.returncode == 2
        assert "config.toml" in ended.stderr
        assert "poll_" in ended.stderr
        assert stage.asked == []


def test_sigterm_in_the_middle_ends_soon_and_loses_nothing(tmp_path: Path) -> None:
    with staged(tmp_path) as stage:
        stage.publish(58)

        def stop(path: str) -> None:
            if path.startswith("/story") and stage.process:
                stage.process.send_signal(signal.SIGTERM)

        stage.before = stop
        ended = stage.poll()
        assert ended.returncode in (0, 143), ended.stderr
        stage.before = None
        stage.poll(minutes=20)
        assert told(stage) == [58]


# --- no room, no right to write -------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes; skipped where nobody may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("mounting a small disk is not allowed here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=False)


def test_a_full_disk_is_said_aloud_and_when_there_is_room_again_nothing_is_missing(small_disk: Path) -> None:
    with staged(small_disk) as stage:
        begun(stage)
        with (small_disk / "ballast").open("wb", buffering=0) as ballast, suppress(OSError):
            while True:
                ballast.write(b"x" * 512)
        ended = stage.poll(minutes=20)
        assert ended.returncode == 3, ended.stderr
        assert "make room" in ended.stderr
        assert "Traceback" not in ended.stderr
        (small_disk / "ballast").unlink()
        again = stage.poll(minutes=40)
        assert again.returncode == 0, again.stderr
        assert told(stage) == [58]
        assert len({post.headers["idempotency-key"] for post in stage.hooks.posts}) == 1
        with open_store(stage.state) as store:
            assert store.alerts.count() == 1


# --- clocks ---------------------------------------------------------------------------------------------------


def test_a_clock_that_jumps_back_a_year_silences_nobody(tmp_path: Path) -> None:
    with staged(tmp_path) as stage:
        stage.publish(41)
        stage.poll(minutes=60 * 24 * 365)
        stage.publish(58)
        stage.poll(minutes=16)
        assert told(stage) == [58]
