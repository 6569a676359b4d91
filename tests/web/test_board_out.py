"""What others read: Atom and JSON Feed, the JSON API, exports; the same facts, and no formula, no markup."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime

import feedparser
import pytest
from httpx import Client


@pytest.mark.parametrize(
    ("path", "count"), [("/atom.xml", 5), ("/figures/toll/atom.xml", 4), ("/figures/jobs/atom.xml", 1)]
)
def test_a_feed_reader_gets_the_alerts(paper: Client, path: str, count: int) -> None:
    answer = paper.get(path)
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    assert len(feed.entries) == count
    assert len({entry.id for entry in feed.entries}) == count
    assert all(entry.id.startswith("urn:uuid:") and entry.updated_parsed for entry in feed.entries)


def test_an_alert_reads_as_a_sentence_in_a_feed(paper: Client) -> None:
    entries = feedparser.parse(paper.get("/figures/toll/atom.xml").content).entries
    titles = [entry.title for entry in entries]
    assert "Dead in the flood corrected: 58 → 56" in titles
    (entry,) = [entry for entry in entries if "58 → 56" in entry.title]
    assert entry.link == "https://wire.example/58?a=1&b=2"
    assert "The flood killed 56 people." in entry.content[0].value
    assert entry.content[0].type == "text/plain"


def test_the_same_as_json_feed(paper: Client) -> None:
    feed = paper.get("/feed.json").json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert len(feed["items"]) == 5
    assert {item["_monitor"]["kind"] for item in feed["items"]} == {"changed", "corrected", "conflict", "new"}
    assert all(item["url"].startswith("https://") for item in feed["items"])


def test_a_withdrawn_alert_leaves_the_feeds(board: Client) -> None:
    token = board.get("/inbox").text.split('name="form_token" value="')[1].split('"')[0]
    board.post("/figures/toll/reject", data={"form_token": token})
    assert "58 → 56" not in board.get("/atom.xml").text


def test_the_api_says_what_stands(paper: Client) -> None:
    toll, jobs = paper.get("/api/figures").json()["figures"]
    assert (toll["id"], toll["stands"]["low"], toll["stands"]["high"]) == ("toll", 56, 56)
    assert toll["conflicts"][0]["attribution"] == "the Red Crescent"
    assert (jobs["stands"]["low"], jobs["stands"]["high"], jobs["stands"]["bound"]) == (10000, 12000, "range")


def test_the_api_lists_are_narrowed_by_figure_time_and_number(paper: Client) -> None:
    def numbers(query: str, kind: str = "claims") -> list[int]:
        return [each["low"] for each in paper.get(f"/api/{kind}?{query}").json()[kind]]

    assert numbers("figure=toll") == [61, 70, 41, 56, 58, 45]
    assert numbers("figure=toll&limit=2") == [61, 70]
    assert numbers("figure=toll&since=2026-03-01T15:30:00Z") == [61, 70]
    assert numbers("since=2026-03-01T15:30:00") == [61, 70]
    assert numbers("figure=toll", "changes") == [70, 56, 58, 45]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/claims?since=yesterday", 400),
        ("/api/claims?limit=x", 400),
        ("/api/none", 404),
        ("/api/claims?figure=x", 404),
    ],
)
def test_what_the_api_cannot_answer_it_says_as_json(paper: Client, path: str, status: int) -> None:
    answer = paper.get(path)
    assert answer.status_code == status
    assert answer.json()["error"].endswith((".", "]"))


@pytest.mark.parametrize("kind", ["figures", "claims", "changes", "alerts", "questions", "feeds"])
def test_every_list_comes_as_api_csv_and_json(paper: Client, kind: str) -> None:
    listed = paper.get(f"/api/{kind}").json()[kind]
    exported = json.loads(paper.get(f"/export/{kind}.json").text)
    rows = list(csv.DictReader(io.StringIO(paper.get(f"/export/{kind}.csv").text)))
    assert listed == exported
    assert len(rows) == len(listed) > 0


def test_a_cell_is_never_a_formula(paper: Client) -> None:
    rows = list(csv.DictReader(io.StringIO(paper.get("/export/claims.csv?figure=jobs").text)))
    assert rows[0]["outlet"] == "'=HYPERLINK(1)"


def test_metrics_are_prometheus_text(paper: Client) -> None:
    lines = paper.get("/metrics").text.splitlines()
    assert "monitor_questions_open 1" in lines
    assert 'monitor_alerts{kind="conflict"} 1' in lines


def test_times_are_in_utc(paper: Client) -> None:
    (item, *_) = paper.get("/feed.json").json()["items"]
    assert datetime.fromisoformat(item["date_published"]).tzinfo == UTC
