"""The daemon and `monitor poll` as processes: killed, stopped, told to read the config again, kept from the state."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys

from running import FIGURE, Desk
from world import Reply, article, item, rss

FEED = "http://news.example/feed"
HURT = '[[figures]]\nid = "hurt"\nlabel = "hurt in the flood"\nunit = "count"\nnouns = ["injured"]\n'
ROSE = "The flood has left 58 dead, officials said."


def stocked(desk: Desk) -> None:
    """A feed that was polled an hour ago, and now has news."""
    world = desk.world
    world["news.example/feed"] = rss(item("old"))
    world["news.example/old"] = article("Nothing much has happened.")
    desk.setting(FEED)
    assert desk.poll().returncode == 0
    world["news.example/feed"] = Reply(
        rss(*(item(name, title=f"Flood news {name}") for name in "cba"), item("old")), headers={"ETag": '"2"'}
    )
    for name in "abc":
        world[f"news.example/{name}"] = article("The water stands high.", title=f"Flood news {name}")
    world["news.example/b"] = article(ROSE, title="Flood toll rises to 58")
    world.forget()


def test_an_alert_goes_out_once_and_every_article_is_listed_once(desk: Desk) -> None:
    stocked(desk)
    done = desk.poll(later=60)
    assert done.returncode == 0, done.stderr
    desk.poll(later=60)
    assert [(alert["from"]["low"], alert["to"]["low"], alert["title"]) for alert in desk.alerts()] == [
        (41, 58, "Flood toll rises to 58")
    ]
    assert sorted(row["url"][-1] for row in desk.listed("articles")) == ["a", "b", "c", "d"]
    assert [(row["url"], row["status"]) for row in desk.listed("feeds")] == [(FEED, "ok")]
    assert done.stdout == ""


def killed_at(desk: Desk, request: str, *, later: int = 0) -> None:
    """A poll that is killed with -9 when this request comes in."""
    page = desk.world.pages[request]
    desk.shift += later * 60
    process: list[subprocess.Popen[str]] = []

    def last(seen):  # type: ignore[no-untyped-def]
        process[0].kill()
        return page if isinstance(page, Reply) else Reply(page)

    desk.world.pages[request] = last
    process.append(desk.start("poll"))
    desk.done(process[0])
    desk.world.pages[request] = page


def test_killed_at_any_request_it_loses_nothing_and_repeats_nothing(desk: Desk) -> None:
    stocked(desk)
    desk.shift += 3600
    for name in ("feed", "a", "b", "c"):
        killed_at(desk, f"news.example/{name}", later=1)
    assert desk.poll(later=60).returncode == 0
    assert len(desk.listed("articles")) == 4
    assert [alert["to"]["low"] for alert in desk.alerts()] == [58]


def test_told_to_stop_in_mid_poll_it_ends_soon_and_loses_nothing(desk: Desk) -> None:
    stocked(desk)
    slow = desk.world.pages["news.example/b"]
    desk.world["news.example/b"] = Reply(article(ROSE), pause=20)
    desk.shift += 3600
    process = desk.start("poll")
    desk.until(lambda: desk.world.requests("news.example/b"))
    process.send_signal(signal.SIGTERM)
    assert desk.done(process, within=10).returncode in (0, 143)
    desk.world["news.example/b"] = slow
    desk.poll(later=60)
    assert [alert["to"]["low"] for alert in desk.alerts()] == [58]
    assert len(desk.listed("articles")) == 4


def test_of_two_on_one_state_the_second_steps_back_and_says_why(desk: Desk) -> None:
    desk.world["news.example/feed"] = Reply(rss(item("a")), pause=60)
    desk.world.poll["timeout"] = "60s"
    desk.setting(FEED)
    first = desk.start("poll")
    desk.until(lambda: desk.world.requests(FEED[7:]))
    second = desk.poll()
    assert second.returncode == 3
    assert "another monitor" in second.stderr
    assert first.poll() is None
    assert len(desk.world.requests(FEED[7:])) == 1


def test_a_clock_set_back_by_a_year_silences_nobody(desk: Desk) -> None:
    desk.world["news.example/feed"] = rss(item("a"))
    desk.setting(FEED)
    desk.poll()
    desk.world["news.example/feed"] = rss(item("b"), item("a"))
    desk.world["news.example/b"] = article("Words of the second story.")
    desk.poll(later=-365 * 24 * 60)
    assert sorted(row["title"] for row in desk.listed("articles")) == ["Story a", "Story b"]
    assert desk.world.requests("news.example/b")


def test_a_feed_whose_whole_round_fails_is_no_reason_to_end_with_an_error(desk: Desk) -> None:
    desk.world["news.example/feed"] = Reply(status=500)
    desk.setting(FEED)
    assert desk.poll().returncode == 0


def test_a_config_that_is_wrong_is_refused_before_anything_is_fetched(desk: Desk) -> None:
    desk.world["news.example/feed"] = rss(item("a"))
    desk.setting(FEED, text="[poll]\nintervall = 3\n")
    done = desk.poll()
    assert done.returncode == 2
    assert "config.toml" in done.stderr
    assert not desk.world.seen


def test_a_hostile_page_costs_its_process_and_not_the_round(desk: Desk) -> None:
    desk.world["news.example/feed"] = rss(item("a", description="Told."), item("b"))
    desk.world["news.example/a"] = "<html><body>" + "<div><p>" * 400_000
    desk.world["news.example/b"] = article("All is well.")
    desk.setting(FEED)
    assert desk.poll().returncode == 0
    assert "All is well." in "".join(row["text"] for row in desk.listed("articles"))


def test_what_is_printed_of_a_hostile_title_is_one_tame_line(desk: Desk) -> None:
    desk.world["news.example/feed"] = rss(item("a", title="A&#10;B &#27;[31mred &#8238;back"))
    desk.setting(FEED)
    desk.poll()
    done = desk.done(desk.start("articles"))
    assert len(done.stdout.splitlines()) == 2  # the titles of the columns, and the article
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout


# --- the daemon -------------------------------------------------------------------------------------------------


def test_the_daemon_polls_alerts_records_reads_its_config_again_and_ends_when_told(desk: Desk) -> None:
    world = desk.world
    world.poll |= {"interval": "1s", "min_interval": "1s", "max_interval": "1s"}
    world["news.example/feed"] = rss(item("old"))
    world["news.example/old"] = article("Nothing much has happened.")
    desk.setting(FEED)
    daemon = desk.start("run", "--record", "recording")
    desk.until(lambda: world.requests("news.example/old"))
    world["news.example/b"] = article(ROSE, title="Flood toll rises to 58")
    world["news.example/feed"] = rss(item("b", title="Flood toll rises to 58"), item("old"))
    desk.until(desk.alerts)

    (desk.folder / "config.toml").write_text("feeds = 3")
    daemon.send_signal(signal.SIGHUP)
    before = len(world.requests("news.example/feed"))
    desk.until(lambda: len(world.requests("news.example/feed")) > before)

    seeds = desk.folder / "seeds"
    seeds.mkdir()
    (seeds / "recording.jsonl").write_text("{broken")
    desk.setting(FEED, text=FIGURE + HURT)  # a figure whose baseline the seeds would have to say
    daemon.send_signal(signal.SIGHUP)
    before = len(world.requests("news.example/feed"))
    desk.until(lambda: len(world.requests("news.example/feed")) > before + 1)
    shutil.rmtree(seeds)

    desk.setting(FEED, "http://news.example/second")
    world["news.example/second"] = rss()
    daemon.send_signal(signal.SIGHUP)
    desk.until(lambda: world.requests("news.example/second"))

    daemon.send_signal(signal.SIGTERM)
    done = desk.done(daemon, within=10)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("the config stays as it was") == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert [alert["to"]["low"] for alert in desk.alerts()] == [58]
    replayed = desk.done(desk.start("replay", "recording", "--emit", "article"))
    assert replayed.stdout.count('"type": "article"') == 0  # the state knows these pages already


def test_a_feed_that_begins_with_what_is_oldest_is_read_in_the_order_of_time(desk: Desk) -> None:
    stocked(desk)
    days = {"a": 12, "b": 13, "c": 14}
    for (name, _), dead in zip(days.items(), (52, 55, 58), strict=True):
        desk.world[f"news.example/{name}"] = article(
            f"The flood has left {dead} dead, officials said.", title=f"Flood toll rises to {dead}"
        )
    dated = (item(name, title=f"Flood {name}", pubDate=f"{day} Oct 2026 08:00:00 GMT") for name, day in days.items())
    desk.world["news.example/feed"] = rss(*dated, item("old", pubDate="11 Oct 2026 08:00:00 GMT"))
    desk.poll(later=60)
    assert [alert["to"]["low"] for alert in desk.alerts()] == [52, 55, 58]


def test_a_receiver_whose_keys_cannot_be_followed_is_refused_before_a_round(desk: Desk) -> None:
    mail = 'kind = "email"\nhost = "mail.example"\nfrom = "nobody"\nto = ["desk@paper.example"]'
    desk.setting(FEED, text=FIGURE.replace('kind = "file"\npath = "alerts.jsonl"', mail))
    done = desk.poll()
    assert done.returncode == 2
    assert "the receiver out (email)" in done.stderr


def test_a_recording_replays_to_the_same_alert(desk: Desk) -> None:
    stocked(desk)
    desk.shift += 3600
    assert desk.done(desk.start("poll", "--record", "recording")).returncode == 0
    fresh = [sys.executable, "-m", "monitor", "replay", "recording", "--emit", "alert", "--state", "elsewhere"]
    done = subprocess.run(fresh, cwd=desk.folder, capture_output=True, text=True, check=True)
    assert done.stdout.count('"type": "alert"') == len(desk.alerts()) == 1


def test_a_first_poll_says_one_thing_a_figure_and_only_against_a_baseline(desk: Desk) -> None:
    desk.world["news.example/feed"] = rss(*(item(name, title=f"Flood news {name}") for name in "cba"))
    for name, dead in zip("abc", (52, 55, 58), strict=True):
        text = f"The flood has left {dead} dead and {dead + 20} injured, officials said."
        desk.world[f"news.example/{name}"] = article(text, title=f"Flood news {name}")
    desk.setting(FEED, text=FIGURE + HURT)
    done = desk.poll()
    assert [(alert["figure"], alert["to"]["low"]) for alert in desk.alerts()] == [("dead", 58)]
    assert "taken in silently" in done.stderr
