"""Receivers that are ill: nothing is lost, nothing doubled, and one receiver never holds up another (see bench.py)."""

from __future__ import annotations

import json
import socket
from contextlib import suppress

import pytest
from bench import OK, Bench


def test_slack_says_500(bench: Bench) -> None:
    bench.slack((500, {}, "oops"), OK)
    bench.mail()
    bench.at_once()
    for _ in range(3):
        bench.round(later=20)
    assert len(bench.hooks.posts) == 2
    assert len({post.body for post in bench.hooks.posts}) == 1
    assert len(bench.mails.mails) == 1


def test_slack_says_429(bench: Bench) -> None:
    bench.slack((429, {"Retry-After": "1800"}, "rate_limited"), OK)
    bench.mail()
    bench.at_once()
    bench.round()
    bench.round(later=20)
    assert len(bench.hooks.posts) == 1
    bench.round(later=11)
    bench.round(later=20)
    assert len(bench.hooks.posts) == 2
    assert len(bench.mails.mails) == 1


def test_slack_is_down_for_hours(bench: Bench) -> None:
    bench.mail()
    bench.at_once()
    for _ in range(4):
        bench.round(later=60)
    bench.slack()
    bench.round(later=60)
    bench.round(later=60)
    assert len(bench.told()) == len(bench.mails.mails) == 1


def test_slack_does_not_answer(bench: Bench) -> None:
    bench.slack((0, {}, ""), OK)
    bench.mail()
    bench.begun()
    bench.publish("6,000", "rise")
    bench.round(within=30)
    assert len(bench.mails.mails) == 1
    bench.round(later=60)
    bench.round(later=60)
    assert len(bench.hooks.posts) == 2


def test_slack_refuses_for_good(bench: Bench) -> None:
    bench.slack((404, {}, "no_service"))
    bench.mail()
    bench.begun()
    bench.publish("6,000", "rise")
    first = bench.round()
    assert "404" in first.stderr
    assert "no_service" in first.stderr
    assert "given up" in first.stderr
    assert "self" not in first.stderr
    bench.hooks.answers = ((410, {}, "channel_is_archived"),)
    bench.publish("7,000", "more")
    second = bench.round(later=60)
    assert "410" in second.stderr
    bench.round(later=120)
    assert len(bench.hooks.posts) == len(bench.mails.mails) == 2


def test_a_webhook_that_redirects_inside(bench: Bench) -> None:
    inside: list[str] = []
    with socket.create_server(("127.0.0.9", 0)) as trap:
        bench.slack((307, {"Location": f"http://127.0.0.9:{trap.getsockname()[1]}/inside"}, ""))
        bench.mail()
        bench.begun()
        bench.publish("6,000", "rise")
        done = bench.round()
        trap.settimeout(0.2)
        with suppress(TimeoutError):
            inside.append(str(trap.accept()[1]))
    assert not inside
    assert "307" in done.stderr
    assert len(bench.mails.mails) == 1


@pytest.mark.parametrize("answer", ["451 try later", "greet 421 too busy"])
def test_mail_refused_for_now(bench: Bench, answer: str) -> None:
    bench.slack()
    bench.mail(answer, "250 taken")
    bench.at_once()
    for _ in range(3):
        bench.round(later=20)
    assert len(bench.mails.mails) == len(bench.hooks.posts) == 1
    assert bench.mails.tries == 2


def test_mail_550_no_such_user(bench: Bench) -> None:
    bench.slack()
    bench.mail("rcpt 550 5.1.1 no such user")
    bench.at_once()
    first = bench.round()
    assert "desk-mail" in first.stderr
    assert "550" in first.stderr
    bench.round(later=120)
    assert bench.mails.tries == len(bench.hooks.posts) == 1
    [dead] = [each for each in bench.listed("deliveries") if each["receiver"] == "desk-mail"]
    assert "550" in json.dumps(dead)


def test_mail_the_server_is_silent(bench: Bench) -> None:
    bench.slack()
    bench.mail("mute", "250 taken")
    bench.begun()
    bench.publish("6,000", "rise")
    bench.round(within=30)
    assert len(bench.hooks.posts) == 1
    bench.round(later=60)
    bench.round(later=60)
    assert len(bench.hooks.posts) == len(bench.mails.mails) == 1


def test_mail_the_server_is_down(bench: Bench) -> None:
    bench.slack()
    bench.begun()
    bench.publish("6,000", "rise")
    bench.round()
    assert len(bench.hooks.posts) == 1
    bench.round(later=60)
    bench.mail()
    bench.round(later=60)
    bench.round(later=60)
    assert len(bench.hooks.posts) == len(bench.mails.mails) == 1
