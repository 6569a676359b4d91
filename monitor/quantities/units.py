"""Units: what a number is counted in, and conversion inside a kind (acre to hectare, fraction to per cent).

Law: the tables `measures.toml` and `moneys.toml` know the units, the languages add their words for them. Moneys never
convert into each other; a sign that several countries print ("$", "pesos") may stand for any of them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from monitor.model import Quantity
from monitor.quantities.language import Language, Phrases, load
from monitor.quantities.tokens import Tokens

_HERE = Path(__file__).parent
COUNT = "count"
PERCENT = "percent"
POINT = "percentage_point"
_HUNDREDTH, _MILLION = Decimal("0.01"), Decimal(1_000_000)


class Unit(NamedTuple):
    """A unit of a kind: value * factor (after adding offset) is in the kind's base unit."""

    id: str
    kind: str
    factor: Decimal = Decimal(1)
    offset: Decimal = Decimal(0)


class Name(NamedTuple):
    """One way to print a unit. `exact`: these letters and no others; `glued`: only right behind the digits."""

    unit: str
    exact: str = ""
    glued: bool = False
    strict: bool = False  # "PEN" is a money, "pen" is none
    times: Decimal = Decimal(1)  # 0.01 of the unit ("pence"), a million of it ("MEUR", "mb/d")


@dataclass(frozen=True, slots=True)
class Units:
    """All tables of one language: units by id, and how they are printed behind and before a number."""

    units: Mapping[str, Unit]
    names: Phrases[tuple[Name, ...]]
    signs: Mapping[str, str]  # before the amount, exact letters: "US$", "Rs"
    marks: frozenset[str]  # the marks that signs end with
    shared: Mapping[str, frozenset[str]]


@cache
def _tables() -> tuple[dict[str, Any], dict[str, Any]]:
    measures = tomllib.loads((_HERE / "measures.toml").read_text(encoding="utf-8"))
    return measures, tomllib.loads((_HERE / "moneys.toml").read_text(encoding="utf-8"))


def _plurals(entry: Mapping[str, Any]) -> list[str]:
    return list(entry.get("plural", [word + "s" for word in entry.get("words", [])]))


def _printed(unit: str, entry: Mapping[str, Any], times: Decimal = Decimal(1)) -> Iterator[tuple[str, Name]]:
    """Every phrase that prints a unit, with how strictly it must be met."""
    for phrase in (*entry.get("words", []), *_plurals(entry)):
        yield phrase, Name(unit, times=times)
    for sign in entry.get("signs", []):
        yield sign, Name(unit, exact=sign.replace(" ", ""), times=times)
    for sign in entry.get("glued", []):
        yield sign, Name(unit, exact=sign, glued=True, times=times)


def _split_sign(sign: str) -> str:
    """A sign as the tokens it is made of: "US$" is "us $"."""
    return "".join(c if c.isalnum() else f" {c} " for c in sign).replace(" . ", "")


def _kinds(measures: Mapping[str, Any]) -> dict[str, Any]:
    return {kind: entries for kind, entries in measures.items() if kind != "multiples"}


def _all_names(language: Language) -> Iterator[tuple[str, Name]]:
    measures, moneys = _tables()
    yield from _own_names(language)
    for kind in _kinds(measures).values():
        for unit, entry in kind.items():
            yield from _printed(unit, entry)
    for code, entry in moneys["currency"].items():
        yield from _printed(code, {**entry, "signs": []})
        yield code, Name(code, exact=code, strict=True)
        yield "M" + code, Name(code, exact="M" + code, strict=True, times=_MILLION)
        for sign in entry.get("signs", []):
            if len(sign) > 1 or not (sign.isascii() and sign.isalpha()):  # "600 N. Korean soldiers" are no naira
                yield _split_sign(sign), Name(code, exact=sign)
    for code, entry in moneys["hundredth"].items():
        yield from _printed(code, entry, _HUNDREDTH)
    for sign, (unit, times) in measures["multiples"].items():
        yield _split_sign(sign), Name(unit, exact=sign, times=Decimal(times))


def _own_names(language: Language) -> Iterator[tuple[str, Name]]:
    """The words of the language itself: they come before English ones that are spelled the same."""
    for unit, words in language.units.items():
        yield from ((phrase, Name(unit)) for phrase in words)
    for unit, words in language.hundredths.items():
        yield from ((phrase, Name(unit, times=_HUNDREDTH)) for phrase in words)


@cache
def load_units(language: Language) -> Units:
    """The tables of units for a language."""
    measures, moneys = _tables()
    units = {COUNT: Unit(COUNT, COUNT)}
    for kind, entries in _kinds(measures).items():
        for unit, entry in entries.items():
            units[unit] = Unit(unit, kind, Decimal(entry["factor"]), Decimal(entry.get("offset", 0)))
    units.update({code: Unit(code, "currency") for code in moneys["currency"]})
    names: dict[str, list[Name]] = {}
    for phrase, name in _all_names(language):
        names.setdefault(" ".join(phrase.lower().split()), []).append(name)
    signs = {sign: code for code, entry in moneys["currency"].items() for sign in (*entry.get("signs", []), code)}
    return Units(
        units,
        Phrases({phrase: tuple(found) for phrase, found in names.items()}),
        signs,
        frozenset(sign[-1].lower() for sign in signs if not sign[-1].isalnum()),
        {code: frozenset(others) for code, others in moneys["shared"].items()},
    )


def unit_after(tokens: Tokens, i: int, units: Units) -> tuple[int, Name] | None:
    """The unit printed from token i on: where it ends, and its name."""
    found = units.names.after(tokens.norms, i)
    if found is None:
        return None
    end, names = found
    printed = tokens.text[tokens.starts[i] : tokens.ends[end - 1]].replace(" ", "")
    glued = tokens.glued(i) and tokens.kinds[i - 1] in ("n", "f", "p") and tokens.norms[i - 1] != "-"
    if printed[-1].isdecimal() and not tokens.glued(end - 1):
        return None  # "12 m 2 dm" is no area
    if tokens.kinds[end] == "n" and tokens.glued(end):
        return None  # "3 USD50 cards"
    exact = [n for n in names if n.exact and n.exact == printed and (glued or not n.glued)]
    loose = [n for n in names if not n.exact]
    fallback = [n for n in names if n.exact and not n.glued and not n.strict and len(n.exact) > 1]
    choice = exact or loose or fallback
    return (end, choice[0]) if choice else None


# --- what figures and users call units ------------------------------------------------------------------------


@cache
def find_unit(name: str) -> tuple[str, str]:
    """A unit and its "per" from what a user may write: "acres", "km/h", "GBP", "barrels per day", "sappers"."""
    language = load("en")
    units, plain = load_units(language), name.strip()
    if plain in units.units:
        return plain, ""
    words = " ".join(_split_sign(plain.replace("/", " / ")).lower().split())
    names = _english_names()
    if found := names.get(plain) or names.get(words) or names.get(words.removesuffix("s")):
        return found, ""
    head, _, per = words.partition(" per ")
    if per:
        return find_unit(head)[0], per
    return (PERCENT, "") if words in language.shares["percent"] else _points(words, language)


def _points(words: str, language: Language) -> tuple[str, str]:
    return (POINT, "") if words in language.shares["points"] else (COUNT, "")


@cache
def _english_names() -> Mapping[str, str]:
    """The units by everything that prints them in English."""
    found: dict[str, str] = {}
    for phrase, name in _all_names(load("en")):
        if name.times == 1:
            found.setdefault(" ".join(phrase.lower().split()), name.unit)
            found.setdefault(name.exact or phrase, name.unit)
    return found


def unit_kind(unit: str) -> str:
    """The kind of a unit as anybody writes it: "count", "share", "share_change", "currency", "area", "data" ...

    A word that is no unit is a counted noun ("sappers"): "count".
    """
    return _english_units()[find_unit(unit)[0]].kind


def _english_units() -> Mapping[str, Unit]:
    return load_units(load("en")).units


def convert_value(value: Decimal, unit: str, to: str) -> Decimal | None:
    """A value in one unit as a value in another of the same kind; None where there is no way."""
    source, target = find_unit(unit)[0], find_unit(to)[0]
    if source == target:
        return value
    a, b = _english_units()[source], _english_units()[target]
    if a.kind != b.kind or a.kind in ("currency", COUNT):
        return None
    with localcontext() as context:
        context.prec = 28
        return ((value + a.offset) * a.factor / b.factor - b.offset).normalize() + 0


def convert(quantity: Quantity, unit: str) -> Quantity | None:
    """A quantity in another unit of the same kind ("hectares" as "acre"), or None where there is no way.

    A bare sign that several currencies share ("$5m" in Sydney) is taken for any of them, at its face value.
    """
    target = find_unit(unit)[0]
    if quantity.unit == target:
        return quantity
    if _may_mean(quantity, target):
        return replace(quantity, unit=target)
    if quantity.unit == COUNT and quantity.text.endswith("m") and not quantity.noun and unit_kind(target) == "length":
        quantity = _metres(quantity)  # "at Tenbury it was 5.1m": the figure knows that it is no million
    low, high = (None if v is None else convert_value(v, quantity.unit, target) for v in (quantity.low, quantity.high))
    if low is None and high is None:
        return None
    return replace(quantity, low=low, high=high, unit=target, step=_converted_step(quantity, target))


def _metres(quantity: Quantity) -> Quantity:
    low, high = (None if v is None else v / _MILLION for v in (quantity.low, quantity.high))
    return replace(quantity, low=low, high=high, unit="m", step=quantity.step / _MILLION)


def _converted_step(quantity: Quantity, target: str) -> Decimal:
    a, b = _english_units()[quantity.unit], _english_units()[target]
    return quantity.step * a.factor / b.factor


def _may_mean(quantity: Quantity, target: str) -> bool:
    """Whether the printed sign of a money is shared by the currency that is asked for."""
    shared = load_units(load("en")).shared.get(quantity.unit, frozenset())
    return target in shared and not _is_explicit(quantity)


def _is_explicit(quantity: Quantity) -> bool:
    """ "US$5m", "5m USD", "5m Canadian dollars" leave no doubt which money is meant."""
    text = quantity.text.lower().replace("$", " ")
    nations = _tables()[1]["explicit"]["words"]
    return quantity.unit.lower() in text or any(f" {nation} " in f" {text} " for nation in nations)


def figure_unit(unit: str, nouns: Iterable[str]) -> str:
    """The unit that a figure's values really have: a "count" of "barrels per day" is that measure."""
    own = find_unit(unit)[0]
    if own != COUNT:
        return own
    measures = {find_unit(noun)[0] for noun in nouns}
    return measures.pop() if len(measures) == 1 else COUNT
