"""Kills, locks, garbage and clocks, played as an outsider would (see bench.py). Played elsewhere:

| row | played in |
|---|---|
| two daemons on one state directory | daemon/test_process.py: of two on one state the second steps back and says why |
| a configuration that is wrong | daemon/test_process.py: a config that is wrong is refused before anything is fetched |
| the disk is full | test_state.py: a full disk is said aloud, and when there is room again nothing is missing |
| kill -9 just after the alert went out | test_kills.py: killed at a stage nothing is lost and only an answer ... |
"""

from __future__ import annotations

import json
import sqlite3
import threading
import time

from bench import OK, Bench, assert_repeats_bear_their_key, plain
from world import Reply, Seen, rss


def test_kill_9_while_the_feed_is_coming(bench: Bench) -> None:
    bench.ready()
    bench.publish("6,000", "rise")
    whole = str(bench.world.pages["wire.example/feed"].body).encode()  # type: ignore[union-attr]
    half = Reply((piece for piece in (whole[:200], whole[200:])), drip=30, length=len(whole), headers={"ETag": '"2"'})
    bench.world["wire.example/feed"] = half
    bench.world.forget()
    process = bench.start("poll")
    bench.until(lambda: bench.world.requests("wire.example/feed"))
    time.sleep(0.3)
    process.kill()
    bench.done(process)
    bench.world["wire.example/feed"] = rss(*bench.items)
    bench.round(later=60)
    assert len(bench.told()) == len(bench.mails.mails) == 1
    assert bench.addresses() == {"old": 1, "rise": 1}


def test_kill_9_after_the_feed_before_the_articles(bench: Bench) -> None:
    bench.ready()
    bench.publish("6,000", "rise")
    feed = rss(*bench.items)

    def conditional(seen: Seen) -> Reply:
        return Reply(status=304) if seen.headers.get("if-none-match") == '"2"' else Reply(feed, headers={"ETag": '"2"'})

    bench.world["wire.example/feed"] = conditional
    bench.kill_at(2)
    assert not bench.told()
    bench.round(later=60)
    bench.round(later=60)
    assert len(bench.told()) == len(bench.mails.mails) == 1
    assert bench.addresses() == {"old": 1, "rise": 1}


def test_kill_9_as_the_alert_goes_out(bench: Bench) -> None:
    bench.slack((0, {}, ""), OK)
    bench.mail()
    bench.begun()
    bench.publish("6,000", "rise")
    bench.hooks.before = lambda: bench.running[-1].kill()
    bench.done(bench.start("poll"))
    bench.hooks.before = lambda: None
    bench.round(later=60)
    bench.round(later=60)
    assert len(bench.hooks.posts) == 2
    assert_repeats_bear_their_key(bench)
    assert bench.mails.mails


def test_kill_9_anywhere(bench: Bench) -> None:
    bench.ready()
    for number, name in (("6,000", "a"), ("7,000", "b"), ("8,000", "c")):
        bench.publish(number, name)
    for count in range(1, 11):
        bench.kill_at(1 + count % 5, later=16)
    for _ in range(2):
        bench.round(later=60)
    assert bench.addresses() == {"old": 1, "a": 1, "b": 1, "c": 1}
    for number in ("6,000", "7,000", "8,000"):
        assert any(number in json.dumps(post.json) for post in bench.hooks.posts), number
        assert any(number in plain(mail) for mail in bench.mails.mails), number
    assert_repeats_bear_their_key(bench)


def test_the_database_is_locked(bench: Bench) -> None:
    bench.ready()
    bench.publish("6,000", "rise")
    [file] = bench.folder.glob("state/*.db")
    feed = bench.world.pages["wire.example/feed"]

    def held(seen: Seen) -> Reply:
        tool = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
        tool.execute("BEGIN IMMEDIATE")
        threading.Timer(3, tool.close).start()
        assert isinstance(feed, Reply)
        return feed

    bench.world["wire.example/feed"] = held
    bench.round()
    assert len(bench.told()) == len(bench.mails.mails) == 1
    assert bench.addresses() == {"old": 1, "rise": 1}


def test_the_database_is_garbage(bench: Bench) -> None:
    bench.slack()
    bench.begun()
    bench.publish("6,000", "rise")
    [file] = bench.folder.glob("state/*.db")
    whole = file.read_bytes()
    noise = bytes(range(256)) * (len(whole) // 256 + 1)
    for harmed in (noise[: len(whole)], whole[:4096] + noise[4096 : len(whole)], whole[: len(whole) // 2]):
        file.write_bytes(harmed)
        bench.world.forget()
        done = bench.poll(later=16)
        assert done.returncode not in (0, -9)
        assert file.name in done.stderr
        assert "Traceback" not in done.stderr
        assert file.read_bytes() == harmed
        assert not bench.world.seen
    assert not bench.told()


def test_the_clock_jumps_back_a_year(bench: Bench) -> None:
    bench.slack((500, {}, ""), OK)
    bench.mail()
    bench.at_once()
    bench.round()
    bench.publish("7,000", "more")
    bench.round(later=-365 * 24 * 60)
    bench.round(later=16)
    for number in ("6,000", "7,000"):
        assert sum(number in plain(mail).split("\n")[0] for mail in bench.mails.mails) >= 1
    assert len(bench.mails.mails) == 2
    assert len(bench.hooks.posts) == 3


def test_the_machine_slept_for_a_week(bench: Bench) -> None:
    bench.ready()
    bench.publish("6,000", "rise")
    bench.world.forget()
    bench.round(later=7 * 24 * 60)
    assert len(bench.world.requests("wire.example/feed")) == 1
    assert len(bench.told()) == len(bench.mails.mails) == 1


def test_sigterm_in_the_middle(bench: Bench) -> None:
    bench.slack((0, {}, ""), OK)
    bench.mail()
    bench.begun()
    bench.publish("6,000", "rise")
    process = bench.start("poll")
    bench.until(lambda: bench.hooks.posts)
    process.terminate()
    assert bench.done(process, within=10).returncode in (0, 143)
    bench.round(later=60)
    assert len(bench.hooks.posts) == 2
    assert bench.mails.mails
    assert_repeats_bear_their_key(bench)
