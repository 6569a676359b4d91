#!/usr/bin/env python3
"""The quality gate: six whole stories, read from their pages, against floors that are pinned in floors.toml.

    gate.py                     what is measured now, beside the floors
    gate.py --pin               raise the floors to what is measured (never down)
    gate.py --lower "REASON"    set them to what is measured, also down; the reason is kept in floors.toml

The reader's weights were fitted on stories like these, so the numbers flatter; the gate is here to see a loss.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.toml"
sys.path.insert(0, str(HERE.parents[1] / "training"))

import evaluate  # noqa: E402
import labelled  # noqa: E402
import readers  # noqa: E402

Measures = Mapping[str, float]
RUNS: Mapping[str, Mapping[str, str]] = {
    "compare": {"claims": "gold", "text": "gold", "mode": "balanced"},  # compare/ alone: labelled claims
    "alone": {"claims": "match", "text": "pages", "mode": "balanced"},  # nobody answers
    "answered": {"claims": "match", "text": "pages", "mode": "answers"},  # a person answers every question
    "more": {"claims": "match", "text": "pages", "mode": "more"},
}
MARGIN = 0.02  # a floor is pinned this far below what was measured: less is noise


def measure() -> dict[str, Measures]:
    """Every run's measures, all of them the better the higher."""
    score = evaluate.scorer(HERE / "scoring.py")
    stories = labelled.load(HERE)
    return {name: _measures(stories, score, **how) for name, how in RUNS.items()}


def _measures(
    stories: list[labelled.Story], score: evaluate.ModuleType, *, claims: str, text: str, mode: str
) -> Measures:
    finder = None if claims == "gold" else readers.matcher()
    sums = evaluate.total(stories, score, lambda _: finder, text=text, mode=mode)
    a = sums.alerts
    precision, recall, f1 = score.f1(a["tp"], a["fp"], a["fn"])
    return {
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "kind": a["kind"] / max(1, a["tp"]),
        "quiet": 1 - a["quiet"] / max(1, a["quiet_articles"]),  # quiet articles without a false alarm
        "unasked": 1 - a["asked"] / max(1, a["articles"]) / 4,  # 1 where nothing is asked, 0 at four an article
        "claims_f1": score.f1(*(sums.claims[k] for k in ("tp", "fp", "fn")))[2],
    }


def floors() -> dict[str, Measures]:
    """What was pinned, by run and measure."""
    pinned = tomllib.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    return {name: pinned.get(name, {}) for name in RUNS}


def lowered() -> list[str]:
    """The reasons for which floors went down, oldest first."""
    return list(tomllib.loads(FLOORS.read_text()).get("lowered", [])) if FLOORS.exists() else []


def write(pinned: Mapping[str, Measures], reasons: list[str]) -> None:
    lines = ["# Pinned by gate.py; do not lower by hand (gate.py --lower REASON)."]
    lines += ["lowered = [", *(f"  {reason!r}," for reason in reasons), "]"]
    for name, measures in pinned.items():
        lines += ["", f"[{name}]", *(f"{m} = {v:.3f}" for m, v in measures.items())]
    FLOORS.write_text("\n".join(lines) + "\n")


def below(now: Mapping[str, Measures], pinned: Mapping[str, Measures]) -> list[str]:
    """A sentence for every measure that fell under its floor."""
    return [
        f"{name}: {m} is {now[name][m]:.3f}, its floor is {floor:.3f}"
        for name, measures in pinned.items()
        for m, floor in measures.items()
        if now[name][m] < floor
    ]


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--pin", action="store_true")
    ap.add_argument("--lower", metavar="REASON")
    args = ap.parse_args()
    now, pinned = measure(), floors()
    for name, measures in now.items():
        print(name, "  ".join(f"{m} {v:.3f} ({pinned[name].get(m, 0):.3f})" for m, v in measures.items()))
    sunk = below(now, pinned)
    print(*sunk, sep="\n")
    if args.lower:
        write(_shifted(now), [*lowered(), args.lower] if sunk else lowered())
    elif args.pin:
        kept = {n: {m: max(v, pinned[n].get(m, 0.0)) for m, v in ms.items()} for n, ms in _shifted(now).items()}
        write(kept, lowered())
    return 1 if sunk and not args.lower else 0


def _shifted(now: Mapping[str, Measures]) -> dict[str, Measures]:
    return {name: {m: max(0.0, v - MARGIN) for m, v in measures.items()} for name, measures in now.items()}


if __name__ == "__main__":
    sys.exit(main())
