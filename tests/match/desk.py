"""A small desk for the tests of this room: two events, a bank, and articles as plain paragraphs."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from monitor.model import Article, Block, Report, Standing, Value
from monitor.watchlist import Entity, Figure, Watchlist

ENTITIES = {
    "kunar": Entity(id="kunar", names=("Kunar", "Afghanistan")),
    "orlen": Entity(id="orlen", names=("Orlen Bank", "Orlen")),
}
DEAD = Figure(id="dead", label="People killed in the Kunar earthquake", unit="count",
              nouns=("people killed", "dead", "death toll"), entities=("kunar",))  # fmt: skip
INJURED = Figure(id="injured", label="People injured in Kunar", unit="count", nouns=("injured", "wounded"),
                 entities=("kunar",))  # fmt: skip
HOMES = Figure(id="homes", label="Homes destroyed in Kunar", unit="count", nouns=("homes destroyed",),
               entities=("kunar",), exclude=("damaged",))  # fmt: skip
BANK = Figure(id="jobs", label="Job cuts at Orlen Bank", unit="count", nouns=("job cuts", "jobs"),
              entities=("orlen",))  # fmt: skip
LOSS = Figure(id="loss", label="Yearly loss of Orlen Bank", unit="EUR", nouns=("loss",), entities=("orlen",))


def desk(*figures: Figure) -> Watchlist:
    return Watchlist(figures={f.id: f for f in figures}, entities=ENTITIES)


def article(title: str, *paragraphs: str) -> Article:
    blocks = tuple(Block(kind="paragraph", text=p) for p in paragraphs)
    return Article(url="https://paper.example/a", outlet="Paper", fetched=datetime(2026, 3, 4, 9, tzinfo=UTC),
                   title=title, text="\n\n".join(paragraphs), blocks=blocks)  # fmt: skip


def held(**values: int) -> dict[str, Standing]:
    return {
        f: Standing(figure=f, held=Report(value=Value(low=Decimal(v), high=Decimal(v)), outlet="", url="", at=None))
        for f, v in values.items()
    }
