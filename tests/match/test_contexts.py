"""The gate of this room: minimal pairs that the shipped weights must not read worse than they did.

A pair shares a figure and nearly all words; one changed slot flips the answer. The floors are what the weights reach
on the pairs they were trained with (training/match_train.py measures on classes left out); lowering one needs a reason
in the commit that does it.
"""

from __future__ import annotations

import collections
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from monitor.match import find_claims

ROOT = Path(__file__).resolve().parents[2]
RIGHT, WHOLE = 0.60, 0.35
READ = 0.4  # where right answers and whole pairs are balanced on held-out classes


def training() -> ModuleType:
    spec = importlib.util.spec_from_file_location("match_data", ROOT / "training" / "match_data.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["match_data"] = module
    spec.loader.exec_module(module)
    return module


def test_minimal_pairs_are_read_no_worse_than_before() -> None:
    pairs: dict[str, list[bool]] = collections.defaultdict(list)
    for example in training().contexts(ROOT / "training" / "contexts"):
        claims = find_claims(example.article, example.watchlist, example.standings)
        said = [c.value for c in claims if c.role == "current" and c.score > READ]
        answers = example.answers["f"]
        right = all(any(v.agrees(a) for a in answers) for v in said) and bool(said) == bool(answers)
        pairs[example.pair].append(right)
    count = sum(map(len, pairs.values()))
    assert sum(map(sum, pairs.values())) / count >= RIGHT
    assert sum(map(all, pairs.values())) / len(pairs) >= WHOLE
