"""A desk that reads short articles about one figure: the world of these tests, with values written as people do."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from monitor.compare import Verdict, answer, compare
from monitor.model import Alert, Article, Attribution, Block, Bound, Claim, Evidence, Standing, Value
from monitor.watchlist import Figure, Sensitivity, Threshold, Watchlist

DAY_ONE = datetime(2026, 3, 2, 8, tzinfo=UTC)
WORDS: tuple[tuple[str, Bound], ...] = (
    ("at least ", "at_least"),
    ("more than ", "more_than"),
    ("up to ", "at_most"),
    ("fewer than ", "less_than"),
    ("about ", "about"),
)
VAGUE = {"dozens": (24, 99), "hundreds": (100, 999), "thousands": (1000, None)}


def value(said: str) -> Value:
    """ "41", "at least 41", "10-12", "dozens", "1.24m", "6K" as a `Value` with its visible step."""
    if said in VAGUE:
        low, high = VAGUE[said]
        return Value(low=Decimal(low), high=None if high is None else Decimal(high), bound="vague")
    for word, bound in WORDS:
        if said.startswith(word):
            plain = value(said.removeprefix(word))
            low_open, high_open = bound in ("at_most", "less_than"), bound in ("at_least", "more_than")
            return replace(
                plain, bound=bound, low=None if low_open else plain.low, high=None if high_open else plain.high
            )
    if ends := re.fullmatch(r"(\d\S*)-(\d\S*)", said):
        low_end, high_end = (value(e) for e in ends.groups())
        return replace(low_end, high=high_end.high, bound="range")
    number = Decimal(re.sub(r"[,Km]", "", said))
    scale = Decimal(1000 if said.endswith("K") else 1_000_000 if said.endswith("m") else 1)
    step = Decimal(1).scaleb(int(number.as_tuple().exponent)) * scale
    return Value(low=number * scale, high=number * scale, step=step)


class Desk:
    """Reads one article after the other; an hour passes between two."""

    def __init__(
        self,
        *,
        baseline: str | None = None,
        threshold: Threshold = Threshold(),  # noqa: B008
        sensitivity: Sensitivity = "balanced",
        unit: str = "count",
        figures: int = 1,
    ) -> None:
        figure = Figure(
            id="dead",
            label="Dead",
            unit=unit,
            nouns=("dead",),
            baseline=None if baseline is None else value(baseline),
            threshold=threshold,
        )
        others = [replace(figure, id=f"dead-{n}") for n in range(1, figures)]
        self.watchlist = Watchlist(figures={f.id: f for f in (figure, *others)}, entities={}, sensitivity=sensitivity)
        self.standings: dict[str, Standing] = {}
        self.read: list[Article] = []
        self.now = DAY_ONE

    @property
    def stands(self) -> str | None:
        held = self.standings["dead"].held if "dead" in self.standings else None
        return None if held is None else spell(held.value)

    @property
    def standing(self) -> Standing:
        return self.standings["dead"]

    def reads(
        self,
        *said: str,
        outlet: str = "Wire",
        url: str | None = None,
        version: str = "first",
        hours_old: int = 0,
        was: str | None = None,
        was_by: str | None = None,
        denied: str | None = None,
        hardly: str | None = None,
        score: float = 1.0,
        evidence: tuple[Evidence, ...] = (),
        correction: str = "",
        headline: bool = False,
        live: bool = False,
        sentence: str = "It is {}.",
        text: str = "A text.",
        copies: tuple[Article, ...] = (),
    ) -> Verdict:
        """One article. "58 (ministry)" names who says so; `was` and `denied` are its earlier and denied values.

        `hardly` is a number that it may give as current, too, though hardly so.
        """
        self.now += timedelta(hours=1)
        article = Article(
            url=url or f"https://{outlet.lower()}.example/{len(self.read)}",
            outlet=outlet,
            fetched=self.now,
            title="A headline",
            text=text,
            blocks=(
                Block(kind="headline", text="A headline"),
                Block(kind="entry" if live else "paragraph", text="A text."),
            ),
            published=self.now - timedelta(hours=hours_old),
            correction=correction,
        )
        claims = [self._claim(s, score=score, block=0 if headline else 1, sentence=sentence) for s in said]
        claims = [replace(claim, evidence=evidence) for claim in claims]
        claims += [replace(c, figure=f) for f in self.watchlist.figures if f != "dead" for c in claims]
        if hardly:
            claims.append(self._claim(hardly, score=0.1))
        if was:
            claims.append(self._claim(was + (f" ({was_by})" if was_by else ""), role="previous"))
        if denied:
            claims.append(
                replace(self._claim(denied, role="other_scope"), evidence=(Evidence(term="denied", weight=-1),))
            )
        self.read.append(article)
        verdict = compare(article, claims, self.watchlist, self.standings, version, copies)
        self.standings |= {s.figure: s for s in verdict.standings}
        return verdict

    def answers(self, verdict: Verdict, yes: bool) -> Alert | None:
        self.standings["dead"], alert = answer(verdict.questions[0], self.standings["dead"], yes)
        return alert

    def _claim(
        self, said: str, *, role: str = "current", score: float = 1.0, block: int = 1, sentence: str = "It is {}."
    ) -> Claim:
        number, _, party = said.partition(" (")
        return Claim(
            figure="dead",
            value=value(number),
            role=role,  # type: ignore[arg-type]
            quote=sentence.format(number),
            block=block,
            attribution=Attribution(source=party.rstrip(")")) if party else None,
            score=score,
        )


def spell(v: Value) -> str:
    """The shortest way to write a value in a table of expectations."""
    low, high = (None if e is None else f"{e.normalize():f}" for e in (v.low, v.high))
    if low == high:
        return str(low)
    return f"{low}+" if high is None else f"-{high}" if low is None else f"{low}-{high}"


def told(verdict: Verdict) -> str | None:
    """The alert of an article as "kind old > new", None where there is silence."""
    assert len(verdict.alerts) <= 1
    return next((f"{a.kind} {spell(a.old) if a.old else 'nothing'} > {spell(a.new)}" for a in verdict.alerts), None)


def why(verdict: Verdict) -> str:
    """The reason of the last decision."""
    return verdict.changes[-1].reason
