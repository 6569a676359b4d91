"""Whole and part, this event and another: what a clause says of how much of it a number counts."""

from __future__ import annotations

import pytest

from monitor.watchlist import Figure
from tests.match.test_who import terms

FREED = Figure(id="f", label="Prisoners freed in Velm", unit="count", nouns=("prisoners", "prisoners freed"),
               entities=("velm",))  # fmt: skip
MINORS = Figure(id="f", label="Minors among the prisoners in Velm", unit="count", nouns=("minors",),
                entities=("velm",))  # fmt: skip
TRAINS = Figure(id="f", label="Trains Tarn Rail has cancelled", unit="count", nouns=("trains",), entities=("tarn",))


@pytest.mark.parametrize(
    ("figure", "text", "at", "state"),
    [
        (FREED, "Velm freed 310 prisoners on Friday, 40 of them ill.", "40", "of-own"),
        (FREED, "Velm freed 310 prisoners on Friday, including 40 with long terms.", "40", "of-own"),
        (FREED, "Velm has 900 inmates in its jails; 310 of them were freed on Friday.", "310", "own"),
        (MINORS, "Velm holds 310 prisoners, 40 of them minors.", "40", "own"),
        (FREED, "Velm is calm. Some 40 of the freed prisoners are ill.", "40", "of-own"),
        (FREED, "Velm is calm. Some 40 of the prisoners were freed.", "40", "own"),
        (FREED, "Velm freed 40 women on Friday.", "40", "group"),
        (FREED, "Velm freed 40 prisoners from the old garrison.", "40", "site"),
        (FREED, "In the jail of Orsk alone 40 prisoners were freed.", "40", "alone"),
        (FREED, "Velm freed 310 prisoners on Friday.", "310", None),
        (TRAINS, "Tarn Rail cancelled 90 trains, and 12 of those were full.", "12", "of-own"),
    ],
)
def test_a_slice_is_told_from_the_whole(figure: Figure, text: str, at: str, state: str | None) -> None:
    told = {t.partition(":")[2] for t in terms(figure, at, text) if t.startswith("slice:")}
    assert told == ({state} if state else set())


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Velm freed 310 prisoners on Friday.", False),
        ("An earlier exchange brought 310 prisoners out of Velm.", True),
        ("In a separate case 310 prisoners were freed in Velm.", True),
        ("The biggest exchange so far, in Velm, freed 310 prisoners.", True),
        ("Velm freed 310 prisoners in what it called the biggest exchange so far.", False),
    ],
)
def test_another_event_is_told_by_its_adjective(text: str, other: bool) -> None:
    assert any(t.startswith("anew:") for t in terms(FREED, "310", text)) == other
