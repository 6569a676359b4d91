"""Turns of phrase that tie a number to somebody or cut it off: "with", "there", "between them", "respectively"."""

from __future__ import annotations

import pytest

from monitor.watchlist import Figure
from tests.match.test_who import SICK, TRAINS, terms

OUTPUT = Figure(id="f", label="Oil output of Velm", unit="count", nouns=("barrels a day", "oil output"),
                entities=("velm",))  # fmt: skip


@pytest.mark.parametrize(
    ("text", "at", "state"),
    [
        ("Osk Lines, with 40 trains dropped, and Tarn Rail, with 12, blame the ice.", "40", "subject"),
        ("Osk Lines, with 40 trains dropped, and Tarn Rail, with 12, blame the ice.", "12", "own"),
        ("The strike is on. Some 30 Osk Lines trains stood still.", "30", "subject"),
        ("The strike is on. Some 30 Tarn Rail trains stood still.", "30", "own"),
        ("More than 30 Tarn Rail trains stood still.", "30", "own"),
        ("Tarn is still counting. In the industry 900 trains were dropped.", "900", "sum"),
        ("Tarn is still counting. Across the sector 900 trains were dropped.", "900", "sum"),
        ("Between them the two railways dropped 90 trains: Tarn's share was not told.", "90", "sum"),
        ("Between them the two railways dropped 90 trains: Tarn dropped 31.", "31", "own"),
        ("Tarn Rail spoke. Its Osk Junction depot dropped 12 trains.", "12", "focus"),
        ("Osk Lines, whose boss is new, dropped 40 trains; Tarn promised a number.", "40", "subject"),
        ("Tarn Rail met the union. The CGB has accepted that 25 trains be dropped.", "25", "focus"),
        ("Tarn Rail spoke. The Board now anticipates that 25 trains go.", "25", "focus"),
        ("Some 40 trains are laid at the door of Osk Lines, 12 at that of Tarn.", "40", "subject"),
    ],
)
def test_a_turn_of_phrase_ties_a_number(text: str, at: str, state: str) -> None:
    assert f"who:{state}" in terms(TRAINS, at, text)


@pytest.mark.parametrize(
    ("texts", "at", "state"),
    [
        (
            ("In Orsk the wells are dry.", "Some 95 cases are known there, and doctors in Velm wait."),
            "95",
            "focus-other",
        ),
        (("In Velm the wells are dry.", "Some 95 cases are known there, and doctors in Orsk wait."), "95", "focus"),
        (("SHOCK TOLL IN THE HILLS as 95 cases pile up in Velm",), "95", "own"),
        (("A clinic in Orsk admitted in May that 95 cases had come.",), "95", "place"),
    ],
)
def test_there_is_where_the_text_was_before(texts: tuple[str, ...], at: str, state: str) -> None:
    assert f"who:{state}" in terms(SICK, at, *texts)


@pytest.mark.parametrize(
    ("text", "at", "own"),
    [
        ("Orsk and Velm pumped 9.6 mb/d and 4.1 mb/d in May, respectively.", "4.1", True),
        ("Orsk and Velm pumped 9.6 mb/d and 4.1 mb/d in May, respectively.", "9.6", False),
        ("Velm's gas and oil output came to 310 and 120 units a day, respectively.", "120", True),
        ("The oil output and the coal bill in Velm came to 310 and 120 respectively.", "310", True),
        ("The oil output and the coal bill in Velm came to 310 and 120 respectively.", "120", False),
        ("Orsk, Velm and Dorn pumped 310, 120 and 45, respectively.", "120", True),
        ("Orsk, Velm and Dorn pumped 310, 120 and 45, respectively.", "45", False),
    ],
)
def test_respectively_pairs_what_stands_at_the_joints(text: str, at: str, own: bool) -> None:
    told = terms(OUTPUT, at, text)
    assert f"paired:{'own' if own else 'other'}" in told
    assert not any(t.startswith("who:") for t in told)


def test_what_something_happened_in_is_not_counted() -> None:
    told = terms(TRAINS, "47", "Tarn dropped trains in 47 towns.")
    assert "noun:L1" not in told
    assert "what:named" not in told
