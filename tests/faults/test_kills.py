"""kill -9 at every stage, then anywhere: every alert arrives, in the file once; elsewhere a repeat bears its key."""

from __future__ import annotations

import os
import random
import subprocess
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from stage import Stage, staged

KILLS = int(os.environ.get("MONITOR_KILLS", "6"))  # benchmarks/delivery.py plays 200
NUMBERS = [58, 61, 67, 74, 80, 92, 105, 118, 131, 147]


def told(stage: Stage) -> list[int]:
    """What the file receiver was told, in order."""
    return [line["to"]["low"] for line in stage.lines()]


def heard(stage: Stage) -> dict[str, Counter[str]]:
    """How often each message came, by its key."""
    return {
        "slack": Counter(post.headers["idempotency-key"] for post in stage.hooks.posts),
        "mail": Counter(str(mail["Message-ID"]) for mail in stage.mails.mails),
    }


@pytest.mark.parametrize(
    ("place", "repeats"),
    [
        ("commit.before:2", 0),
        ("record.inside", 0),
        ("deliver.before-send:2", 0),
        ("deliver.after-send:2", 1),
    ],
)
def test_killed_at_a_stage_nothing_is_lost_and_only_an_answer_not_written_down_is_repeated(
    tmp_path: Path, place: str, repeats: int
) -> None:
    with staged(tmp_path) as stage:
        stage.publish(58)  # against the configured baseline
        died = stage.poll(failpoint=place)
        assert died.returncode == -9, died.stderr
        again = stage.poll(minutes=20)
        assert again.returncode == 0, again.stderr
        assert told(stage) == [58]
        counts = heard(stage)
        assert [len(each) for each in counts.values()] == [1, 1]
        assert sum(times - 1 for each in counts.values() for times in each.values()) <= repeats


def test_killed_while_the_web_answers_the_next_round_finds_everything(tmp_path: Path) -> None:
    with staged(tmp_path) as stage:
        stage.publish(58)
        stage.before = lambda asked: stage.kill() if asked == "/story-1" else None
        assert stage.poll().returncode == -9
        stage.before = None
        stage.poll(minutes=20)
        assert told(stage) == [58]


def wait_for(moment: str, stage: Stage, process: subprocess.Popen[str]) -> None:
    """Until the program asked for something, posted something, or for a while."""
    asked, posts = len(stage.asked), len(stage.hooks.posts)
    done = {
        "asked": lambda: len(stage.asked) > asked,
        "posted": lambda: len(stage.hooks.posts) > posts,
        "time": lambda: False,
    }[moment]
    end = time.monotonic() + (1.0 if moment == "time" else 20)
    while not done() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.01)


def test_killed_anywhere_again_and_again_each_alert_arrives_and_the_file_has_each_once(tmp_path: Path) -> None:
    dice = random.Random(7)
    with staged(tmp_path) as stage:
        stage.publish(41)
        stage.poll()
        minutes, kills, numbers = 0.0, 0, NUMBERS[: max(2, min(len(NUMBERS), KILLS // 4))]
        todo = list(numbers)
        while kills < KILLS or todo:
            if todo and (kills >= KILLS * (len(numbers) - len(todo)) / len(numbers)):
                stage.publish(todo.pop(0))
            minutes += 16
            process = stage.start(dice.choice(["poll", "poll", "run"]), age=minutes * 60)
            wait_for(dice.choice(["asked", "asked", "posted", "time"]), stage, process)
            with suppress(subprocess.TimeoutExpired):
                process.wait(dice.random() * 0.5)
            stage.kill()
            kills += process.wait() == -9
            process.communicate()
        for _ in range(3):  # peace
            minutes += 70
            ended = stage.poll(minutes=minutes)
            assert ended.returncode == 0, ended.stderr
        assert told(stage) == numbers, "lost, doubled or out of order"
        for name, counts in heard(stage).items():
            assert len(counts) == len(numbers), f"{name} lost one or was told of something else"
            print(f"{name}: {len(counts)} messages, {sum(counts.values()) - len(counts)} repeats with the same key")
        print(f"{kills} kills")
