"""How a run of a labelled story is counted: alerts, kinds, questions, claims.

An alert is right if article, figure and both ends of the new value agree (half a per cent for conversions). Optional
alerts, tolerated values and those waived by an earlier alert count neither way. A true value that was due in an
earlier article and missed there is late: still a miss, but no false alarm.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Event = Mapping[str, Any]


def close(a: float, b: float) -> bool:
    return abs(a - b) <= 0.005 * max(abs(a), abs(b)) + 1e-9


def ends(value: Event) -> list[float]:
    return sorted(float(v) for v in (value.get("low"), value.get("high")) if v is not None)


def same(a: Event, b: Event) -> bool:
    mine, theirs = ends(a), ends(b)
    return bool(mine) and bool(theirs) and close(mine[0], theirs[0]) and close(mine[-1], theirs[-1])


def f1(tp: int, fp: int, fn: int) -> tuple[float, float, float]:
    p = tp / (tp + fp) if tp + fp else 1.0
    r = tp / (tp + fn) if tp + fn else 1.0
    return p, r, (2 * p * r / (p + r) if p + r else 0.0)


class Story:
    """The labels of one story beside what was fired, walked article by article."""

    def __init__(self, gold: Event, fired: Sequence[Event]) -> None:
        self.gold = gold
        self.fired = fired
        self.count: Counter[str] = Counter()
        self.notes: list[tuple[Any, ...]] = []
        self.missed: defaultdict[str, list[Event]] = defaultdict(list)

    def walk(self) -> None:
        figures = sorted(f["id"] for f in self.gold["story"]["figures"])
        for article in self.gold["articles"]:
            self.count["articles"] += 1
            self.count["quiet_articles"] += quiet(article)
            for figure in figures:
                self.judge(article, figure)

    def judge(self, article: Event, figure: str) -> None:
        told = [p for p in self.fired if p["article"] == article["id"] and p["figure"] == figure]
        due = [x for x in article["alerts"] if x["figure"] == figure]
        if any(x["kind"] != "conflict" for x in due):
            self.missed[figure].clear()  # what was true before is no news any more
        for alert in due:
            hit = next((p for p in told if same(p["to"], alert["to"])), None)
            if hit:
                told.remove(hit)
            self.weigh(article, alert, hit)
        for extra in told:
            self.blame(article, extra)

    def weigh(self, article: Event, alert: Event, hit: Event | None) -> None:
        if alert["optional"] or self.waived(alert):
            self.count["neutral"] += hit is not None
        elif hit:
            self.count["tp"] += 1
            self.count["kind"] += hit.get("kind") in [alert["kind"], *alert.get("kind_alt", [])]
        else:
            self.count["fn"] += 1
            self.missed[alert["figure"]].append(alert["to"])
            self.notes.append(("MISS", article["id"], alert["figure"], alert["to"], alert["kind"], alert["why"]))

    def waived(self, alert: Event) -> bool:
        by = alert.get("waived_if_alerted", [])
        earlier = [p for p in self.fired if p["article"] in by and p["figure"] == alert["figure"]]
        return any(same(p["to"], alert["to"]) for p in earlier)

    def blame(self, article: Event, extra: Event) -> None:
        figure, tolerated = extra["figure"], article.get("tolerated", [])
        late = next((to for to in self.missed[figure] if same(extra["to"], to)), None)
        if any(t["figure"] == figure and same(extra["to"], t["to"]) for t in tolerated):
            self.count["neutral"] += 1
        elif late is not None:
            self.missed[figure].remove(late)
            self.count["late"] += 1
        else:
            self.count["fp"] += 1
            self.count["quiet"] += quiet(article)
            said = (extra["to"], extra.get("kind"), extra.get("quote", "")[:120])
            self.notes.append(("FALSE", article["id"], figure, *said))


def quiet(article: Event) -> bool:
    """Nothing is due in this article."""
    return all(x["optional"] for x in article["alerts"])


def score_alerts(
    gold: Event, fired: Sequence[Event], asked: Sequence[Event] = ()
) -> tuple[Counter[str], list[tuple[Any, ...]]]:
    """Counts (tp, fp, fn, late, kind, quiet, asked, useful ...) and a note for every miss and false alarm."""
    story = Story(gold, fired)
    story.walk()
    due = [(a["id"], x["figure"], x["to"]) for a in gold["articles"] for x in a["alerts"]]
    story.count["asked"] = len(asked)
    story.count["useful"] = sum(
        any((q["article"], q["figure"]) == (a, f) and same(q["to"], to) for a, f, to in due) for q in asked
    )
    return story.count, story.notes


def score_claims(gold: Event, claims: Sequence[Event]) -> Counter[str]:
    """The same over current, asserted claims; all mentions of one value in one article are one."""
    count: Counter[str] = Counter()
    for article in gold["articles"]:
        for figure in {f["id"] for f in gold["story"]["figures"]}:
            labelled = [c for c in article["claims"] if c["figure"] == figure and c["role"] == "current"]
            want = distinct(c for c in labelled if asserted(c))
            got = distinct(c for c in claims if c["article"] == article["id"] and c["figure"] == figure)
            found = sum(any(same(g, w) for g in got) for w in want)
            count["tp"] += found
            count["fn"] += len(want) - found
            count["fp"] += sum(not any(same(g, w) for w in labelled) for g in got)
    return count


def asserted(claim: Event) -> bool:
    plain = not claim.get("currency") and not claim.get("derived")
    return plain and claim.get("modality", "asserted") == "asserted"


def distinct(claims: Iterable[Event]) -> list[Event]:
    kept: list[Event] = []
    for claim in claims:
        if not any(same(claim, k) for k in kept):
            kept.append(claim)
    return kept
