"""What a desk is told, and how it is written, played as an outsider would: see bench.py."""

from __future__ import annotations

import json

from bench import FEED, MAIL_PASSWORD, Bench, plain
from world import Reply, item, rss


def test_a_changed_number_is_told(bench: Bench) -> None:
    bench.ready()
    bench.publish("6,000", "rise")
    bench.round()
    bench.round(later=60)
    assert len(bench.told()) == len(bench.mails.mails) == 1
    for text in (json.dumps(bench.hooks.posts[0].json), plain(bench.mails.mails[0])):
        assert "6,000" in text
        assert "5,000" in text
        assert "http://wire.example/rise" in text


def test_the_same_number_is_not_news(bench: Bench) -> None:
    bench.ready()
    bench.publish("5,000", "same")
    bench.round()
    assert not bench.told()
    assert not bench.mails.mails
    bench.publish("6,000", "rise")
    bench.round(later=60)
    assert len(bench.told()) == len(bench.mails.mails) == 1


def test_header_injection_by_title(bench: Bench) -> None:
    bench.ready()
    bench.publish("6,000", "rise", title="Storm&#13;&#10;Bcc: thief@evil.example&#13;&#10;&#13;&#10;X-Evil: 1")
    bench.round()
    [mail] = bench.mails.mails
    assert mail.recipients == ["desk@paper.example"]  # type: ignore[attr-defined]
    assert not {"bcc", "cc", "x-evil"} & {name.lower() for name in mail}
    assert [name.lower() for name in mail].count("subject") == 1
    assert "thief@evil.example" in plain(mail)  # shown, as words


def test_a_well_formed_mail(bench: Bench) -> None:
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


def test_markup_injection_into_slack(bench: Bench) -> None:
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


def test_markup_injection_into_mail(bench: Bench) -> None:
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


def test_log_injection(bench: Bench) -> None:
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


def test_secrets_stay_secret(bench: Bench) -> None:
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
