"""Seeds: what stands before any article is what they say, one value where they agree, all of them where they do not."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from monitor.config import load_config
from monitor.model import Report, Value
from monitor.replay.recording import open_recording
from monitor.replay.seeds import baselines, open_seeds, standing
from monitor.watchlist import Figure

ROOT = Path(__file__).parents[2]
DEAD = Figure(id="dead", label="Deaths", unit="count", nouns=("deaths",))


def value(low: int | None, high: int | None, bound: str = "exact") -> Value:
    ends = (None if end is None else Decimal(end) for end in (low, high))
    return Value(**dict(zip(("low", "high"), ends, strict=True)), bound=bound)  # type: ignore[arg-type]


def report(outlet: str, told: Value, day: int = 1) -> Report:
    at = datetime(2026, 3, day, tzinfo=UTC)
    return Report(value=told, outlet=outlet, url=f"https://{outlet.lower()}.example/", at=at)


def test_seeds_that_agree_in_other_words_are_one_value_with_each_as_evidence() -> None:
    told = [report("A", value(41, 41)), report("B", value(40, 40, "about")), report("C", value(41, 41))]
    found = standing(DEAD, told)
    assert found.held
    assert found.held.value == value(41, 41)
    assert found.conflicts == ()
    assert {one.outlet for one in found.reports} == {"A", "B", "C"}


def test_where_seeds_disagree_the_most_told_stands_and_the_other_is_an_open_conflict() -> None:
    told = [report("A", value(58, 58)), report("B", value(41, 41)), report("C", value(41, 41))]
    found = standing(DEAD, told)
    assert found.held
    assert found.held.value == value(41, 41)
    assert [one.value for one in found.conflicts] == [value(58, 58)]


def test_of_two_values_told_once_each_the_later_stands() -> None:
    found = standing(DEAD, [report("A", value(41, 41), day=1), report("B", value(58, 58), day=2)])
    assert found.held
    assert found.held.value == value(58, 58)
    assert [one.value for one in found.conflicts] == [value(41, 41)]


def test_the_configs_baseline_stands_whatever_the_seeds_say() -> None:
    figure = Figure(id="dead", label="Deaths", unit="count", nouns=("deaths",), baseline=value(60, 60))
    found = standing(figure, [report("A", value(41, 41))])
    assert found.held == Report(value=value(60, 60), outlet="", url="", at=None)
    assert report("A", value(41, 41)) in found.reports


def test_a_figure_of_which_nothing_is_known_has_no_standing() -> None:
    assert standing(DEAD, []).held is None


def test_a_config_without_seeds_beside_it_has_none(tmp_path: Path) -> None:
    assert list(open_seeds(tmp_path / "config.toml")) == []


# --- the project's own ------------------------------------------------------------------------------------------


def test_every_figure_of_the_desk_has_a_seed_that_says_what_the_config_says() -> None:
    config = load_config(ROOT / "config.toml")
    for found in baselines(open_seeds(config.path), config.watchlist):
        assert found.held is not None
        agreeing = [one.outlet for one in found.reports if one.at and one.value.low == found.held.value.low]
        assert agreeing, found.figure


def test_the_five_seeds_are_five_outlets_and_the_later_week_is_not_among_them() -> None:
    recording = open_recording(ROOT / "seeds")
    assert len({sighting.outlet for sighting in recording.sightings}) == 5
    assert [sighting.source for sighting in recording.sightings if "/" in sighting.source] == []
