"""Alerts and faults as an outsider would play them: `monitor poll` as a process on a make-believe web, mail and Slack
on 127.0.0.1, the clock set on between rounds; judged by what the receivers got, what was printed and what is listed.

Each test is named by its row. Rows that another test plays already are not played here again:

| row | played in |
|---|---|
| two daemons on one state directory | daemon/test_process.py: of two on one state the second steps back and says why |
| a configuration that is wrong | daemon/test_process.py: a config that is wrong is refused before anything is fetched |
| the disk is full | test_state.py: a full disk is said aloud, and when there is room again nothing is missing |
| kill -9 just after the alert went out | test_kills.py: killed at a stage nothing is lost and only an answer ... |
"""

from __future__ import annotations

import json
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from bench import FEED, MAIL_PASSWORD, OK, Bench, assert_repeats_bear_their_key, plain
from world import Reply, Seen, Server, World, item, rss


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    found = Server()
    yield found
    found.close()


@pytest.fixture
def bench(server: Server, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    world = World(tmp_path)
    world.ports = {443: 0, **server.ports}
    server.world = world
    with ExitStack() as stack:
        found = Bench(world, stack, tmp_path_factory.getbasetemp() / "rows-begun")
        yield found
        for process in found.running:
            if process.poll() is None:
                process.kill()
                process.wait()


ROWS: dict[str, Callable[[Bench], None]] = {}


def row(name: str) -> Callable[[Callable[[Bench], None]], Callable[[Bench], None]]:
    def kept(played: Callable[[Bench], None]) -> Callable[[Bench], None]:
        ROWS[name] = played
        return played

    return kept


# --- alerts: what is told, and how it is written ----------------------------------------------------------------


@row("alerts: a changed number is told")
def changed(bench: Bench) -> None:
    bench.ready()
    bench.publish("6,000", "rise")
    bench.round()
    bench.round(later=60)
    assert len(bench.told()) == len(bench.mails.mails) == 1
    for text in (json.dumps(bench.hooks.posts[0].json), plain(bench.mails.mails[0])):
        assert "6,000" in text
        assert "5,000" in text
        assert "http://wire.example/rise" in text


@row("alerts: the same number is not news")
def same(bench: Bench) -> None:
    bench.ready()
    bench.publish("5,000", "same")
    bench.round()
    assert not bench.told()
    assert not bench.mails.mails
    bench.publish("6,000", "rise")
    bench.round(later=60)
    assert len(bench.told()) == len(bench.mails.mails) == 1


@row("alerts: header injection by title")
def headers(bench: Bench) -> None:
    bench.ready()
    bench.publish("6,000", "rise", title="Storm&#13;&#10;Bcc: thief@evil.example&#13;&#10;&#13;&#10;X-Evil: 1")
    bench.round()
    [mail] = bench.mails.mails
    assert mail.recipients == ["desk@paper.example"]  # type: ignore[attr-defined]
    assert not {"bcc", "cc", "x-evil"} & {name.lower() for name in mail}
    assert [name.lower() for name in mail].count("subject") == 1
    assert "thief@evil.example" in plain(mail)  # shown, as words


@row("alerts: a well-formed mail")
def well_formed(bench: Bench) -> None:
    bench.ready()
    bench.publish("6,000", "rise", title="Шторм над Łódź: „6 тисяч“ — без світла 🌩")
    bench.round()
    [mail] = bench.mails.mails
    for name in ("Date", "Message-ID", "From", "To", "Subject"):
        assert len(mail.get_all(name, [])) == 1, name
    assert mail["Date"].datetime.tzinfo
    assert str(mail["Message-ID"]).startswith("<")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "Шторм над Łódź: „6 тисяч“ — без світла 🌩" in plain(mail)
    assert not mail.defects
    assert not any(part.defects for part in mail.walk())


@row("alerts: markup injection into Slack")
def slack_markup(bench: Bench) -> None:
    bench.ready()
    hostile = "Fish &amp;amp; chips &lt;!channel&gt; &lt;https://evil.example|click&gt; storm"
    bench.publish("6,000", "rise", title=f"{hostile}")
    bench.round()
    [post] = bench.hooks.posts
    text = json.dumps(post.json, ensure_ascii=False)
    assert "<!channel>" not in text
    assert "<https://evil.example" not in text
    assert "&lt;!channel&gt;" in text
    assert "Fish &amp; chips" in text


@row("alerts: markup injection into mail")
def mail_markup(bench: Bench) -> None:
    bench.ready()
    bench.publish("6,000", "rise", title="&lt;script&gt;alert(1)&lt;/script&gt; &lt;img src=x onerror=alert(1)&gt; up")
    bench.round()
    [mail] = bench.mails.mails
    page = mail.get_body(("html",))
    assert page
    html = page.get_content()
    assert "<script" not in html
    assert "onerror=alert(1)>" not in html.replace("&gt;", "")
    assert "6,000" in html


@row("alerts: log injection")
def log_lines(bench: Bench) -> None:
    bench.slack((404, {}, "no_service\nCRITICAL forged by Slack \x1b[31m"))
    bench.mail("550 no\x1b[31m")
    bench.begun()
    title = "Storm&#10;CRITICAL forged by title &#155;31m &#8238;"
    bench.publish("6,000", "rise", title=title)
    link = "http://wire.example/odd%0aCRITICAL%1b[31m&#10;forged by address"
    bench.items.insert(0, item("odd", title=title, link=link))
    bench.world["wire.example/feed"] = rss(*bench.items).replace("Storm&#10;", "Storm\x1b[31m&#10;")
    bench.round()
    for command in ("articles", "deliveries"):
        done = bench.done(bench.start(command))
        bench.printed += done.stdout + done.stderr
    assert not [each for each in bench.printed if not each.isprintable() and each not in "\n "]
    assert not [line for line in bench.printed.splitlines() if line.startswith(("CRITICAL", "forged"))]


@row("alerts: secrets stay secret")
def kept_secret(bench: Bench) -> None:
    bench.slack((500, {}, f"no {bench.hooks.url}"), (404, {}, f"no_service {bench.hooks.url}"))
    bench.mail(f"451 not with {MAIL_PASSWORD}", f"rcpt 550 not with {MAIL_PASSWORD}")
    bench.at_once()
    bench.round()
    bench.round(later=60)
    down = Reply(status=500, body=f"no {FEED}")
    inside = Reply(status=301, headers={"Location": "http://127.0.0.9/"})
    for reply in (down, Reply(raw=b"no answer of HTTP"), inside):
        bench.world["wire.example/feed"] = reply
        bench.round(later=600)
    (bench.folder / "config.toml").write_text(bench.world.config + "\nurl = [")
    wrong = bench.done(bench.start("poll"))
    assert wrong.returncode
    (bench.folder / "config.toml").write_text(bench.world.config.replace('tls = "none"', 'tls = "nun"'))
    other = bench.done(bench.start("poll"))
    assert other.returncode
    bench.setting(FEED, text=bench.world.config[bench.world.config.index("[web]") :])
    bench.printed += wrong.stdout + wrong.stderr + other.stdout + other.stderr
    words = ("feeds --json", "deliveries", "doctor", "check --send")
    for each in words:
        done = bench.done(bench.start(*each.split()))
        bench.printed += done.stdout + done.stderr
    for secret in ("T0P-S3CRET-path", MAIL_PASSWORD, "feed-s3cret"):
        assert secret not in bench.printed, secret


# --- alerts: receivers that are ill -------------------------------------------------------------------------------


@row("alerts: Slack says 500")
def slack_500(bench: Bench) -> None:
    bench.slack((500, {}, "oops"), OK)
    bench.mail()
    bench.at_once()
    for _ in range(3):
        bench.round(later=20)
    assert len(bench.hooks.posts) == 2
    assert len({post.body for post in bench.hooks.posts}) == 1
    assert len(bench.mails.mails) == 1


@row("alerts: Slack says 429")
def slack_429(bench: Bench) -> None:
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


@row("alerts: Slack is down for hours")
def slack_down(bench: Bench) -> None:
    bench.mail()
    bench.at_once()
    for _ in range(4):
        bench.round(later=60)
    bench.slack()
    bench.round(later=60)
    bench.round(later=60)
    assert len(bench.told()) == len(bench.mails.mails) == 1


@row("alerts: Slack does not answer")
def slack_hangs(bench: Bench) -> None:
    bench.slack((0, {}, ""), OK)
    bench.mail()
    bench.begun()
    bench.publish("6,000", "rise")
    bench.round(within=30)
    assert len(bench.mails.mails) == 1
    bench.round(later=60)
    bench.round(later=60)
    assert len(bench.hooks.posts) == 2


@row("alerts: Slack refuses for good")
def slack_refuses(bench: Bench) -> None:
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


@row("alerts: a webhook that redirects inside")
def slack_leads_inside(bench: Bench) -> None:
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


@row("alerts: mail: 451 try later")
def mail_451(bench: Bench) -> None:
    bench.slack()
    bench.mail("451 try later", "250 taken")
    bench.at_once()
    for _ in range(3):
        bench.round(later=20)
    assert len(bench.mails.mails) == len(bench.hooks.posts) == 1
    assert bench.mails.tries == 2


@row("alerts: mail: 421 at the door")
def mail_421(bench: Bench) -> None:
    bench.slack()
    bench.mail("greet 421 too busy", "250 taken")
    bench.at_once()
    for _ in range(3):
        bench.round(later=20)
    assert len(bench.mails.mails) == len(bench.hooks.posts) == 1


@row("alerts: mail: 550 no such user")
def mail_550(bench: Bench) -> None:
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


@row("alerts: mail: the server is silent")
def mail_mute(bench: Bench) -> None:
    bench.slack()
    bench.mail("mute", "250 taken")
    bench.begun()
    bench.publish("6,000", "rise")
    bench.round(within=30)
    assert len(bench.hooks.posts) == 1
    bench.round(later=60)
    bench.round(later=60)
    assert len(bench.hooks.posts) == len(bench.mails.mails) == 1


@row("alerts: mail: the server is down")
def mail_down(bench: Bench) -> None:
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


# --- faults -------------------------------------------------------------------------------------------------------


@row("faults: kill -9 while the feed is coming")
def killed_in_the_feed(bench: Bench) -> None:
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


@row("faults: kill -9 after the feed, before the articles")
def killed_before_the_articles(bench: Bench) -> None:
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


@row("faults: kill -9 as the alert goes out")
def killed_at_the_alert(bench: Bench) -> None:
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


@row("faults: kill -9 anywhere")
def killed_anywhere(bench: Bench) -> None:
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


@row("faults: the database is locked")
def locked(bench: Bench) -> None:
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


@row("faults: the database is garbage")
def garbage(bench: Bench) -> None:
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


@row("faults: the clock jumps back a year")
def clock_back(bench: Bench) -> None:
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


@row("faults: the machine slept for a week")
def slept(bench: Bench) -> None:
    bench.ready()
    bench.publish("6,000", "rise")
    bench.world.forget()
    bench.round(later=7 * 24 * 60)
    assert len(bench.world.requests("wire.example/feed")) == 1
    assert len(bench.told()) == len(bench.mails.mails) == 1


@row("faults: SIGTERM in the middle")
def terminated(bench: Bench) -> None:
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


@pytest.mark.parametrize("name", ROWS)
def test_row(name: str, bench: Bench) -> None:
    ROWS[name](bench)
