"""Whom a number belongs to: names bind to the number of their own clause, the unnamed goes on, sums are nobody's."""

from __future__ import annotations

import pytest

from monitor.match.compiled import Compiled
from monitor.match.evidence import evidence
from monitor.match.frames import Terms, mentions
from monitor.match.reading import read
from monitor.watchlist import Entity, Figure, Watchlist
from tests.match.desk import article

ENTITIES = {
    "tarn": Entity(id="tarn", names=("Tarn Rail", "Tarn")),
    "velm": Entity(id="velm", names=("Velm", "Velmia")),
    "ministry": Entity(id="ministry", names=("health ministry", "ministry")),
}
TRAINS = Figure(id="f", label="Trains cancelled by Tarn Rail", unit="count", nouns=("trains cancelled", "trains"),
                entities=("tarn",))  # fmt: skip
SICK = Figure(id="f", label="Cholera cases in Velm", unit="count", nouns=("cases",), entities=("velm",))
COUNTED = Figure(id="f", label="Cholera cases in Velm, health ministry's count", unit="count", nouns=("cases",),
                 entities=("ministry", "velm"))  # fmt: skip


def terms(of: Figure, at: str, *paragraphs: str) -> Terms:
    """The terms of the first mention of the number printed as `at`."""
    compiled = Compiled(Watchlist(figures={of.id: of}, entities=ENTITIES))
    reading = read(article("", *paragraphs), compiled.aliases)
    found = next(m for m in mentions(reading) if at in m.quantity.text)
    return evidence(found, compiled.descriptors[of.id], reading)


@pytest.mark.parametrize(
    ("text", "at", "state"),
    [
        ("Tarn Rail dropped 40 trains on Sunday, Osk Lines only 12.", "40", "own"),
        ("Tarn Rail dropped 40 trains on Sunday, Osk Lines only 12.", "12", "subject"),
        ("Osk Lines dropped 40 trains; at Tarn across the river it was 12.", "40", "subject"),
        ("Osk Lines dropped 40 trains; at Tarn across the river it was 12.", "12", "own"),
        ("Osk Lines is still counting, while Tarn's is 33.", "33", "own"),
        ("Tarn has lost a driver, and its competitor dropped 25 trains.", "25", "subject"),
        ("Tarn's rival dropped 25 trains.", "25", "subject"),
        ("Tarn Rail and Osk Lines dropped 52 trains.", "52", "sum"),
        ("Tarn is one of two railways here. Between them they dropped 52 trains.", "52", "sum"),
        ("Tarn Rail met the union. By night the company had dropped 17 trains.", "17", "focus"),
        ("Bergia has 310 cases.", "310", "absent"),
    ],
)
def test_a_name_binds_to_the_number_of_its_own_clause(text: str, at: str, state: str) -> None:
    got = terms(TRAINS, at, text)
    assert f"who:{state}" in got or (state == "absent" and "who:subject" in got)


@pytest.mark.parametrize(
    ("text", "at", "state"),
    [
        ("Doctors treated 310 cases in Velm and 95 in Orsk.", "310", "own"),
        ("Doctors treated 310 cases in Velm and 95 in Orsk.", "95", "place"),
        ("Velm's clinics are full. In Orsk there are 95 cases.", "95", "place"),
        ("Outside Velm there are 95 cases.", "95", "focus"),
        ("ORSK, Bergia (Reuters) - Velm has 310 cases.", "310", "own"),
        ("VELM, Aug 3 (Reuters) - Orsk has 95 cases since the rains came and the wells went bad.", "95", "subject"),
        ("The clinics of Orsk, Bergen and Dorn had 95 cases.", "95", "absent"),
        ("Velm, which borders Orsk, has 310 cases.", "310", "own"),
        ("Governor Ana Dorsk counts 310 cases in Velm.", "310", "own"),
        ("Some 310 cases, mayor Ana Dorsk said, came to the clinic in Velm.", "310", "own"),
        ("The wards of Velm and Orsk hold 405 cases.", "405", "sum"),
    ],
)
def test_a_place_is_said_before_or_behind_its_number(text: str, at: str, state: str) -> None:
    got = terms(SICK, at, text)
    assert f"who:{state}" in got or (state == "focus" and "who:own" not in got)


def test_denmark_registered_begins_with_a_name_and_rain_flooded_with_none() -> None:
    assert "who:subject" in terms(SICK, "95", "Velm is dry. Denmark registered 95 cases.")
    assert "who:focus" in terms(SICK, "95", "Velm is wet. Rain brought 95 cases.")


def test_the_people_of_a_place_are_its_own() -> None:
    assert "who:own" in terms(SICK, "95", "Velmia is ill.", "Some 95 Velmians are cases now.")


@pytest.mark.parametrize(
    ("text", "at", "state"),
    [
        ("The health ministry reckons with 310 cases; for the union there are 480.", "310", "own"),
        ("The health ministry reckons with 310 cases; for the union there are 480.", "480", "other"),
        ("Velm has 310 cases, the ministry said.", "310", "own"),
        ("Velm has 480 cases, the opposition said. The ministry has no number.", "480", "other"),
        ("The ministry met in Velm. There are 310 cases.", "310", "own-before"),
        ("Students put it at 480 cases in Velm; the ministry has yet to speak.", "480", "other"),
        ("In Velm there are 310 cases.", "310", "none"),
    ],
)
def test_a_count_of_one_party_needs_its_voice(text: str, at: str, state: str) -> None:
    assert f"voice:{state}" in terms(COUNTED, at, text)
