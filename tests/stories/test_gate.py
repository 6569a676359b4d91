"""Whole stories, page by page: nothing that was once told right may be lost without somebody saying why."""

from __future__ import annotations

import gate
import pytest


@pytest.fixture(scope="module")
def now() -> dict[str, gate.Measures]:
    return gate.measure()


@pytest.mark.parametrize("run", list(gate.RUNS))
def test_no_measure_is_below_its_pinned_floor(run: str, now: dict[str, gate.Measures]) -> None:
    assert gate.below({run: now[run]}, {run: gate.floors()[run]}) == []


def test_every_run_and_measure_has_a_floor(now: dict[str, gate.Measures]) -> None:
    assert {run: set(measures) for run, measures in gate.floors().items()} == {r: set(m) for r, m in now.items()}


def test_with_perfect_claims_compare_alone_is_nearly_perfect(now: dict[str, gate.Measures]) -> None:
    assert now["compare"]["f1"] >= 0.97
    assert now["compare"]["kind"] >= 0.95


def test_a_fallen_measure_is_named_with_its_floor() -> None:
    fallen = gate.below({"more": {"f1": 0.4}}, {"more": {"f1": 0.6}})
    assert fallen == ["more: f1 is 0.400, its floor is 0.600"]
