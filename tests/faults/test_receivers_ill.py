"""Receivers that are ill, with the real program: told again, told once, nobody else held up, given up visibly."""

from __future__ import annotations

from pathlib import Path

import pytest
from stage import staged

SECRET = "T0P-S3CRET-path"


@pytest.mark.parametrize(
    ("hook", "mail"),
    [
        ([(500, {}, "oops"), (200, {}, "ok")], ["451 later", "250 taken"]),
        ([(429, {"Retry-After": "300"}, "slow"), (200, {}, "ok")], ["greet 421 busy", "250 taken"]),
        ([(0, {}, ""), (200, {}, "ok")], ["silent", "250 taken"]),
    ],
    ids=["refused for now", "busy", "silent"],
)
def test_what_a_receiver_could_not_take_is_tried_again_and_arrives_once(tmp_path: Path, hook: list, mail: list) -> None:
    with staged(tmp_path, hook, mail) as stage:
        stage.publish(58)  # the first poll may alert against a configured baseline
        first = stage.poll()
        assert first.returncode == 0
        assert [line["to"]["low"] for line in stage.lines()] == [58]
        assert "next try" in first.stderr
        second = stage.poll(minutes=16)
        assert second.returncode == 0
        third = stage.poll(minutes=90)
        assert third.returncode == 0
        assert len(stage.hooks.posts) == 2
        assert len(stage.mails.mails) == 1
        assert len(stage.lines()) == 1
        assert SECRET not in first.stderr + second.stderr + third.stderr


def test_what_is_refused_for_good_is_named_with_its_code_and_not_tried_again(tmp_path: Path) -> None:
    with staged(tmp_path, [(410, {}, "channel_is_archived")], ["rcpt 550 no such user"]) as stage:
        stage.publish(58)
        first = stage.poll()
        assert first.returncode == 0
        assert "[410]" in first.stderr
        assert "[550]" in first.stderr
        assert "given up" in first.stderr
        stage.poll(minutes=90)
        assert len(stage.hooks.posts) == 1
        assert stage.mails.tries == 1


def test_a_source_at_the_wrong_end_of_a_redirect_gets_nothing(tmp_path: Path) -> None:
    with staged(tmp_path) as stage:
        stage.hooks.answers = [(307, {"Location": f"http://127.0.0.1:{stage.port}/inside"}, "")]
        stage.publish(58)
        stage.poll()
        assert "/inside" not in stage.asked
