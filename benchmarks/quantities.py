"""How well and how fast numbers are read: `python benchmarks/quantities.py SPECS [--misses MODEL --language English]`.

SPECS is the `Specs` folder of microsoft/Recognizers-Text: <language>/<model>.json, each a list of cases with their
results. A case is right when all its results are found, with their value, unit or interval, and nothing else is. Cases
that no news desk would accept are named, with the reason, in `quantities_left.toml`; they are counted but not scored.
Where quantulum3 can be imported, it stands beside.
"""

from __future__ import annotations

import argparse
import json
import math
import time
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from monitor.model import Quantity
from monitor.quantities import read_quantities, unit_kind
from monitor.quantities.units import find_unit

CODES = {"English": "en", "Spanish": "es", "French": "fr", "German": "de"}
MODELS = ("NumberModel", "NumberRangeModel", "PercentModel", "CurrencyModel", "DimensionModel", "TemperatureModel")
LEFT = tomllib.loads((Path(__file__).parent / "quantities_left.toml").read_text(encoding="utf-8"))
ONE_SIDED = {("[", False): "at_least", ("(", False): "more_than", ("]", True): "at_most", (")", True): "less_than"}
BARE = ("count", "share", "currency")
KINDS = {
    "PercentModel": ("share",),
    "CurrencyModel": ("currency",),
    "TemperatureModel": ("temperature",),
    "DimensionModel": ("length", "area", "volume", "mass", "data", "data_rate", "speed", "flow", "power", "energy"),
}
SPEED = (
    "At least 58 people were killed and more than 120 wounded when a 6.1-magnitude quake hit the valley on Tuesday.",
    "The ministry said the toll, earlier put at 41, could rise further as rescuers reach the upper villages.",
    "He had been a teacher in the town for most of his life, and nobody there could remember a worse winter.",
    "The company will cut 1,200 jobs, or 8 percent of its staff, to save £45m a year by 2027.",
    "Officials declined to comment on the report, which was first published by a local newspaper.",
    "Between 10,000 and 12,000 troops crossed the border in 3 columns, a spokesman for the army said.",
)


def close(a: float, b: float) -> bool:
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12)


# --- what each model's case says, and what we say ---------------------------------------------------------------


def number(value: str) -> float:
    """Their values are printed in the language of the case."""
    return float(value.rstrip("%").replace(",", "."))


def right_numbers(results: list[Any], read: list[Quantity]) -> bool:
    """Their numbers know no units; a measure glued to its digits ("180ml") they leave to another model."""
    read = [q for q in read if unit_kind(q.unit) in BARE or " " in q.text]
    want = [number(r["Resolution"]["value"]) for r in results]
    return len(want) == len(read) and all(
        close(w, float(q.low or q.high or 0) * cents(q)) for w, q in zip(want, read, strict=True)
    )


def cents(quantity: Quantity) -> int:
    """Their "50 cents" are 50 cents, ours 0.50 dollars."""
    small = ("cent", "pence", "penny", "c", "p", "¢", "céntimo", "centavo", "centime", "paise")
    words = quantity.text.lower().split()
    return 100 if quantity.unit.isupper() and any(w.strip("-.").startswith(small[:3]) for w in words[1:]) else 1


def right_ranges(results: list[Any], read: list[Quantity]) -> bool:
    read = [q for q in read if q.bound not in ("exact", "about", "vague") or len(results) == 1]
    return len(results) == len(read) and all(
        same_interval(r["Resolution"]["value"], q) for r, q in zip(results, read, strict=True)
    )


def same_interval(text: str, quantity: Quantity) -> bool:
    low, high = (part.strip() for part in text[1:-1].split(","))
    ends = [(low, quantity.low), (high, quantity.high)]
    if not all((not w and q is None) or (w and q is not None and close(float(w), float(q))) for w, q in ends):
        return False
    if low and high:
        return quantity.bound in ("range", "exact", "about")
    return quantity.bound == ONE_SIDED[(text[-1], True) if high else (text[0], False)]


def right_units(results: list[Any], read: list[Quantity]) -> bool:
    want = [r["Resolution"] for r in results if r["Resolution"].get("value") not in (None, "null")]
    return len(want) == len(read) and all(same_unit(w, q) for w, q in zip(want, read, strict=True))


def same_unit(want: dict[str, str], quantity: Quantity) -> bool:
    value = float(quantity.low if quantity.low is not None else quantity.high or 0)
    if not (close(number(want["value"]), value) or close(number(want["value"]), value * 100)):
        return False
    if unit_kind(quantity.unit) == "currency":
        return want.get("isoCurrency", quantity.unit) == quantity.unit
    known = find_unit(want["unit"])[0]
    return known in ("count", "GBP", quantity.unit) or {known, quantity.unit} == {"barrel", "barrel_per_day"}


def right_shares(results: list[Any], read: list[Quantity]) -> bool:
    results = [r for r in results if r["Resolution"]["value"] != "null"]
    return right_numbers(results, [q for q in read if q.unit == "percent"])


def of_kinds(model: str, read: list[Quantity]) -> list[Quantity]:
    """Each of their models looks at some kinds only."""
    kinds = KINDS.get(model)
    return [q for q in read if kinds is None or unit_kind(q.unit) in kinds]


JUDGES = {"NumberModel": right_numbers, "NumberRangeModel": right_ranges, "PercentModel": right_shares}


def cases(specs: Path, language: str, model: str) -> list[Any]:
    return json.loads((specs / language / f"{model}.json").read_text(encoding="utf-8-sig"))


def score(specs: Path, language: str, model: str, *, show: bool = False) -> tuple[int, int, int]:
    """Right, scored and left cases; `show` prints what we read where it differs."""
    judge = JUDGES.get(model, right_units)
    left = {i for group in LEFT.get(language, {}).get(model, []) for i in group["cases"]}
    right = scored = 0
    for i, case in enumerate(cases(specs, language, model)):
        if i in left:
            continue
        read = of_kinds(model, list(read_quantities(case["Input"], CODES[language])))
        ok = judge(case["Results"], read)
        right, scored = right + ok, scored + 1
        if show and not ok:
            want = [tuple((r.get("Resolution") or {}).values()) for r in case["Results"]]
            print(i, repr(case["Input"]), want, [(str(q.low), str(q.high), q.bound, q.unit) for q in read])
    return right, scored, len(left)


# --- speed ------------------------------------------------------------------------------------------------------


def sentences_a_second(read: Any, sentences: Iterable[str], rounds: int) -> float:
    sentences = list(sentences)
    start = time.process_time()
    for _ in range(rounds):
        for sentence in sentences:
            read(sentence)
    return rounds * len(sentences) / (time.process_time() - start)


def speed() -> None:
    print(f"monitor      {sentences_a_second(read_quantities, SPEED, 1000):8.0f} sentences a CPU second")
    try:
        from quantulum3 import parser
    except ImportError:
        print("quantulum3   not installed")
        return
    parser.parse(SPEED[0])
    print(f"quantulum3   {sentences_a_second(parser.parse, SPEED, 20):8.0f} sentences a CPU second")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("specs", type=Path)
    arguments.add_argument("--misses", choices=MODELS)
    arguments.add_argument("--language", default="English", choices=CODES)
    options = arguments.parse_args()
    if options.misses:
        score(options.specs, options.language, options.misses, show=True)
        return
    for language in CODES:
        for model in MODELS:
            right, scored, left = score(options.specs, language, model)
            print(f"{language:8} {model:17} {right:4} of {scored:4} = {right / scored:6.1%}   left {left}")
    speed()


if __name__ == "__main__":
    main()
