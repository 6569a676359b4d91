"""Numbers in digits: what a chain of digits and separators is worth, and how precisely it is printed.

Law: a separator means what the language says, unless the print itself says otherwise ("1,234.5" in Spanish, "1.000.000"
in English). What cannot be one number is several; what can be none is damaged and carries its name instead of a value.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from monitor.quantities.language import Language

_PARTS = re.compile(r"\d++|[^\d]")
_SPACES = frozenset(" \u00a0\u2007\u2009\u202f")
_QUOTES = frozenset("'’٬")
_LONGEST = 40  # digits; longer runs are keys, hashes or noise


class Numeral(NamedTuple):
    """One number in digits; `flaw` names what it is instead of a number (version, date, damaged, "")."""

    start: int
    end: int
    value: Decimal
    step: Decimal
    grouped: bool
    flaw: str = ""


def split_numerals(chain: str, offset: int, language: Language) -> list[Numeral]:
    """The numbers in a chain of digits joined by single separators, left to right; spans count from `offset`."""
    if chain.isdecimal():
        return [_make([chain], offset, len(chain))]
    pieces = _PARTS.findall(chain)
    if pieces[0] == ".":
        return [_make(["0", pieces[1]], offset, len(chain), decimals=True)]
    numbers: list[Numeral] = []
    at, i = offset, 0
    while i < len(pieces):
        taken, numeral = _longest(pieces, i, at, language)
        numbers.append(numeral)
        at = numeral.end + 1  # the separator that joins nothing
        i += taken + 1
    return numbers


def _longest(pieces: list[str], i: int, at: int, language: Language) -> tuple[int, Numeral]:
    """How many pieces from the i-th on make one number, and that number."""
    stop = _run(pieces, i)
    separators = pieces[i + 1 : stop : 2]
    width = sum(map(len, pieces[i:stop]))
    digits = pieces[i:stop:2]
    if not separators:
        return 1, _make(digits, at, width)
    sign = separators[0]
    tail = stop < len(pieces) and pieces[stop] != sign and pieces[stop] in ".," and stop + 1 < len(pieces)
    if _is_grouped(digits) and (len(separators) > 1 or tail or sign == language.group or sign not in ".,"):
        if tail and (stop + 2 >= len(pieces) or pieces[stop + 2] in _SPACES or pieces[stop + 2] == sign):
            return stop - i + 2, _decimal_tail(digits, pieces, stop, at, width)
        return stop - i, _make(digits, at, width, grouped=True)
    if len(separators) == 1 and sign in ".,":
        return stop - i, _pair(digits, sign, at, width, language)
    if sign == "." and len(separators) > 1:
        return stop - i, _make(["0"], at, width, flaw="date" if _is_date(digits) else "version")
    return 1, _make(digits[:1], at, len(digits[0]))


def _run(pieces: list[str], i: int) -> int:
    """The end of the pieces from i on that are joined by one and the same separator."""
    j = i + 1
    while j + 1 < len(pieces) and pieces[j] == pieces[i + 1]:
        j += 2
    return j


def _is_grouped(digits: list[str]) -> bool:
    """Threads of three behind a head of one to three; in India of two, and three at the end."""
    if not 1 <= len(digits[0]) <= 3 or digits[0].startswith("0"):
        return False
    if all(len(d) == 3 for d in digits[1:]):
        return True
    return len(digits) > 2 and len(digits[0]) < 3 and len(digits[-1]) == 3 and all(len(d) == 2 for d in digits[1:-1])


def _pair(digits: list[str], sign: str, at: int, width: int, language: Language) -> Numeral:
    """Two runs of digits around one comma or point, which is no grouping in this language."""
    if sign == language.decimal or len(digits[1]) < 3 or digits[0] == "0":
        return _make(digits, at, width, decimals=True)
    if sign == language.group and len(digits[1]) > 3:
        return _make(["0"], at, width, flaw="damaged")  # "15,5000": no reading is safe
    return _make(digits, at, width, decimals=True)


def _decimal_tail(digits: list[str], pieces: list[str], stop: int, at: int, width: int) -> Numeral:
    return _make(["".join(digits), pieces[stop + 1]], at, width + 1 + len(pieces[stop + 1]), decimals=True, grouped=True)


def _is_date(digits: list[str]) -> bool:
    return len(digits) == 3 and len(digits[0]) <= 2 and len(digits[1]) <= 2 and len(digits[2]) in (2, 4)


def _make(
    digits: list[str], at: int, width: int, *, decimals: bool = False, grouped: bool = False, flaw: str = ""
) -> Numeral:
    if sum(map(len, digits)) > _LONGEST:
        digits, decimals, flaw = ["0"], False, "code"
    places = len(digits[1]) if decimals else 0
    value = Decimal(digits[0] + "." + digits[1]) if decimals else Decimal("".join(digits))
    return Numeral(at, at + width, value, Decimal(1).scaleb(-places), grouped, flaw)
