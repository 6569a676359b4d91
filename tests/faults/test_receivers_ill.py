"""Receivers that are ill, with the real program: told again, told once, nobody else held up, given up visibly."""

from __future__ import annotations

from pathlib import Path

from stage import staged

SECRET = "T0P-S3CRET-path"


def test_what_a_receiver_could_not_take_is_tried_again_and_arrives_once(tmp_path: Path) -> None:
    hook = [(500, {}, "oops"), (429, {"Retry-After": "300"}, "slow"), (0, {}, ""), (200, {}, "ok")]
    mail = ["451 later", "greet 421 busy", "silent", "250 taken"]
    with staged(tmp_path, hook, mail) as stage:
        stage.publish(58)  # the first poll may alert against a configured baseline
        rounds = [stage.poll(minutes=minutes) for minutes in (0, 16, 32, 48, 90)]
        assert [each.returncode for each in rounds] == [0] * 5
        assert [each.stderr.count("next try") > 0 for each in rounds] == [True, True, True, False, False]
        assert len(stage.hooks.posts) == 4
        assert len(stage.mails.mails) == 1
        assert len(stage.lines()) == 1
        assert not any(SECRET in each.stderr for each in rounds)


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
