"""Numbers in tables: scale, the newest column, the whole beside its parts; and ordinals that tell a total."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from monitor.match import find_claims
from monitor.match.tables import _ages
from monitor.model import Article, Block, Claim
from monitor.watchlist import Entity, Figure, Watchlist

OUTPUT = Figure(id="f", label="Oil output of Tarsia", unit="count", nouns=("barrels a day", "output"), entities=("t",))
SALES = Figure(id="f", label="Sales of Tarsia Foods", unit="EUR", nouns=("sales", "revenue"), entities=("t",))
MISSING = Figure(id="f", label="Missing in Tarsia", unit="count", nouns=("missing",), entities=("t",))
DEAD = Figure(id="f", label="People killed in Tarsia", unit="count", nouns=("people killed", "dead"), entities=("t",))
LOSS = Figure(id="f", label="Loss of Tarsia Foods", unit="GBP", nouns=("loss", "lost"), entities=("t",))


def best(figure: Figure, title: str, *blocks: str) -> Claim:
    """The surest current claim of an article of rows ("a | b") and paragraphs."""
    made = []
    for text in blocks:
        cells = tuple(("", cell.strip()) for cell in text.split("|"))
        kind = "row" if "|" in text else "paragraph"
        made.append(Block(kind=kind, text=text, cells=cells if kind == "row" else ()))
    article = Article(url="https://paper.example/a", outlet="Paper", fetched=datetime(2026, 3, 4, tzinfo=UTC),
                      title=title, text="\n\n".join(blocks), blocks=tuple(made))  # fmt: skip
    watchlist = Watchlist(figures={"f": figure}, entities={"t": Entity(id="t", names=("Tarsia",))})
    current = [c for c in find_claims(article, watchlist) if c.role == "current"]
    return max(current, key=lambda c: c.score)


@pytest.mark.parametrize(
    ("figure", "title", "rows", "value"),
    [
        (OUTPUT, "Gulf output, thousand barrels a day",
         ["Country | August | September", "Tarsia | 4,220 | 4,049", "Norland | 2,548 | 2,501"], 4_049_000),
        (SALES, "Tarsia at a glance, million euros", [" | Q2 | Q3", "Sales | 702 | 744", "Profit | 246 | 251"],
         744_000_000),
        (SALES, "Tarsia at a glance, million euros", [" | Q3 | Q2", "Sales | 744 | 702", "Profit | 251 | 246"],
         744_000_000),
        (MISSING, "Tarsia: who is where", ["Floor | Seen | Missing", "1 | 24 | 7", "2 | 13 | 21", "All | 37 | 28"], 28),
    ],
)  # fmt: skip
def test_a_cell_is_read_with_its_tables_words(figure: Figure, title: str, rows: list[str], value: int) -> None:
    assert best(figure, title, *rows).value.low == value


@pytest.mark.parametrize(
    ("heads", "ages"),
    [
        (["", "Q3", "Q2"], (None, 0, 1)),
        (["", "Today", "Monday"], (None, 0, 1)),
        (["", "Q3 last year", "Q3 this year"], (None, 1, 0)),
        (["Fire", "Wed. 7/30", "Thu. 7/31"], (None, 1, 0)),
        (["", "December", "January"], (None, 1, 0)),
        (["", "Quota", "September"], (None, None, None)),
        (["", "28/2", "3/3", "31/3"], (None, 2, 1, 0)),
        (["", "3/4", "5/4"], (None, None, None)),  # March or April, nobody can tell
        (["", "Market", "Mayor", "Declared"], (None, None, None, None)),
        (["", "31 October", "4 November"], (None, 1, 0)),
        (["", "2024", "2025", "Change"], (None, 1, 0, None)),
    ],
)
def test_headings_that_tell_a_time_tell_which_column_is_newer(heads: list[str], ages: tuple[int | None, ...]) -> None:
    assert _ages(heads) == ages


def test_an_ordinal_before_what_is_counted_tells_the_total() -> None:
    claim = best(DEAD, "Tarsia flood", "A 14th person was killed in Tarsia on Sunday, the mayor said.")
    assert claim.value.low == Decimal(14)


def test_an_ordinal_of_anything_else_tells_nothing() -> None:
    with pytest.raises(ValueError, match="empty"):
        best(DEAD, "Tarsia flood", "For the 14th time the council of Tarsia spoke of its dead.")


def test_pounds_lost_are_money_where_the_figure_is_money() -> None:
    assert best(LOSS, "Tarsia Foods", "Tarsia lost 31.4 million pounds in the half.").value.low == 31_400_000
