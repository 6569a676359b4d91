"""Pages in, alerts and questions out: the keys of a figure through the whole corridor, day after day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from monitor.config import load_config
from monitor.model import Article, Outcome, Page, SiteMemory, Standing
from monitor.pipeline import walk

FIGURES = """
[[figures]]
id = "dead"
label = "People killed in the Velden flood"
unit = "count"
nouns = ["people killed", "dead", "death toll"]
place = "Velden, Velden valley"
exclude_events = ["flood of 1953"]
since = 2026-03-01
until = 2026-04-30
plausible = { low = 1, high = 5000 }
outlets = ["Courier"]
direction = "up"

[[figures]]
id = "children"
label = "Children killed in the Velden flood"
unit = "count"
nouns = ["children"]
place = "Velden"
part_of = "dead"
exclude_events = ["flood of 1953"]
since = 2026-03-01
until = 2026-04-30
"""
FILLER = "<p>Rescue teams went on with their work through the night, and the river began to fall towards evening.</p>"


class Desk:
    """A ledger of nothing but what stands, and a reader of pages."""

    def __init__(self, folder: Path) -> None:
        (folder / "config.toml").write_text(FIGURES, encoding="utf-8")
        self.watchlist = load_config(folder / "config.toml").watchlist
        self.now: dict[str, Standing] = {}
        self.read = 0

    def memory(self, host: str) -> SiteMemory:
        return SiteMemory()

    def versions(self, article: Article) -> tuple[Article, ...]:
        return ()

    def copies(self, article: Article) -> tuple[Article, ...]:
        return ()

    def standings(self) -> Mapping[str, Standing]:
        return self.now

    def reads(self, title: str, *sentences: str, day: str = "2026-03-04", outlet: str = "Courier") -> Outcome:
        self.read += 1
        at = datetime.fromisoformat(f"{day}T{self.read % 24:02}:00:00+00:00").astimezone(UTC)
        text = "".join(f"<p>{s}</p>" for s in sentences)
        body = (
            f'<html lang="en"><head><title>{title}</title><meta property="article:published_time" '
            f'content="{at.isoformat()}"></head><body><article><h1>{title}</h1>{text}{FILLER}</article></body></html>'
        )
        url = f"https://{outlet.lower()}.example/{self.read}"
        page = Page(url=url, final_url=url, outlet=outlet, fetched=at, status=200,
                    headers={"content-type": "text/html; charset=utf-8"}, body=body.encode())  # fmt: skip
        outcome = walk(page, self.watchlist, self)
        self.now |= {s.figure: s for s in outcome.standings}
        return outcome


def alerts(outcome: Outcome) -> list[tuple[str, str, int]]:
    return [(a.figure, a.kind, int(a.new.low or 0)) for a in outcome.alerts]


def asked(outcome: Outcome) -> list[tuple[str, int]]:
    return [(q.figure, int(q.alert.new.low or 0)) for q in outcome.questions]


def test_a_figure_with_every_key_is_read_as_they_say(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    first = desk.reads("Velden toll rises to 41", "The death toll in Velden has risen to 41, police said.")
    assert alerts(first) == [("dead", "new", 41)]
    old = desk.reads("Velden remembers", "The flood of 1953 killed 1,836 people in Velden.")
    assert (alerts(old), asked(old)) == ([], [])
    early = desk.reads(
        "Velden toll rises to 77", "The death toll in Velden has risen to 77, police said.", day="2026-02-20"
    )
    late = desk.reads(
        "Velden toll rises to 77", "The death toll in Velden has risen to 77, police said.", day="2026-06-20"
    )
    assert [alerts(each) + asked(each) for each in (early, late)] == [[], []]
    other = desk.reads(
        "Velden toll rises to 66", "The death toll in Velden has risen to 66, police said.", outlet="Post"
    )
    assert alerts(other) == [("dead", "conflict", 66)]
    own = desk.reads("Velden toll rises to 66", "The death toll in Velden has risen to 66, the mayor said.")
    assert alerts(own) == [("dead", "changed", 66)]
    wild = desk.reads("Velden toll at 6,600", "The death toll in Velden has risen to 6,600, the mayor said.")
    assert (alerts(wild), asked(wild)) == ([], [("dead", 6600)])
    assert "5,000, the most that is plausible" in wild.questions[0].doubt
    part = desk.reads("Velden mourns its children", "In Velden 90 children were killed by the flood, the school said.")
    assert (alerts(part), asked(part)) == ([], [("children", 90)])
    assert desk.now["dead"].held is not None
    assert desk.now["dead"].held.value.low == 66
