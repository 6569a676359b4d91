"""Numbers in digits: what a chain of digits and separators is worth, and how precisely it is printed.

Law: a separator means what the language says, unless the print itself says otherwise ("1,234.5" in Spanish, "1.000.000"
in English). What cannot be one number is several; what can be none carries the name of its flaw instead of a value.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from monitor.quantities.language import Language

_PIECES = re.compile(r"\d++|[^\d]")
_LONGEST = 18  # digits; longer runs are keys, hashes or noise


class Numeral(NamedTuple):
    """One number in digits on characters [start, end); `flaw` names what it is instead: version, date, damaged ..."""

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
    pieces = _PIECES.findall(chain)
    if pieces[0] == ".":
        return [_make(["0", pieces[1]], offset, len(chain), decimals=True)]
    numbers: list[Numeral] = []
    at, i = offset, 0
    while i < len(pieces):
        for numeral in _numerals(pieces, i, at, language):
            numbers.append(numeral)
            i, at = i + len(_PIECES.findall(chain[numeral.start - offset : numeral.end - offset])) + 1, numeral.end + 1
    return numbers


def _numerals(pieces: list[str], i: int, at: int, language: Language) -> list[Numeral]:
    """The numbers of one run, which is digits joined by one and the same separator; its last piece may open another."""
    stop = _run(pieces, i)
    digits, separators = pieces[i:stop:2], pieces[i + 1 : stop : 2]
    if not separators:
        return [_make(digits, at, len(digits[0]))]
    sign, width = separators[0], sum(map(len, pieces[i:stop]))
    if _is_grouped(digits) and (
        len(separators) > 1 or _has_tail(pieces, stop, sign) or _groups(sign, digits, language)
    ):
        if _has_tail(pieces, stop, sign):
            digits = ["".join(digits), pieces[stop + 1]]
            return [_make(digits, at, width + 1 + len(digits[1]), decimals=True, grouped=True)]
        return [_make(digits, at, width, grouped=True)]
    if len(separators) == 1 and sign in ".,":
        return [_pair(digits, sign, at, width, language)]
    if sign == ".":
        return [_make(["0"], at, width, flaw="date" if _is_date(digits) else "version")]
    return _apart(digits, at, last=stop >= len(pieces))


def _run(pieces: list[str], i: int) -> int:
    """The end of the pieces from i on that are joined by one and the same separator."""
    j = i + 1
    while j + 1 < len(pieces) and pieces[j] == pieces[i + 1]:
        j += 2
    return j


def _has_tail(pieces: list[str], stop: int, sign: str) -> bool:
    """Whether decimals follow a grouped number: "1,234.5", but not the next number of a list, "1 234,567,8"."""
    if stop + 1 >= len(pieces) or pieces[stop] == sign or pieces[stop] not in ".,":
        return False
    return stop + 2 >= len(pieces) or pieces[stop + 2] not in ".,"


def _groups(sign: str, digits: list[str], language: Language) -> bool:
    """Whether one separator alone groups: the language's own, a blank or an apostrophe, any before "000"."""
    return sign == language.group or sign not in ".," or digits[1] == "000"


def _is_grouped(digits: list[str]) -> bool:
    """Threes behind a head of one to three digits; in India twos, and a three at the end."""
    if not 1 <= len(digits[0]) <= 3 or digits[0].startswith("0"):
        return False
    if all(len(d) == 3 for d in digits[1:]):
        return True
    return len(digits) > 2 and len(digits[0]) < 3 and len(digits[-1]) == 3 and all(len(d) == 2 for d in digits[1:-1])


def _pair(digits: list[str], sign: str, at: int, width: int, language: Language) -> Numeral:
    """Two runs of digits around one comma or point that does not group."""
    if sign == language.group != language.decimal and len(digits[1]) > 3 and digits[0] != "0":
        return _make(["0"], at, width, flaw="damaged")  # "15,5000": no reading is safe
    return _make(digits, at, width, decimals=True)


def _apart(digits: list[str], at: int, *, last: bool) -> list[Numeral]:
    """A list without blanks: "22,24,26"; its last number may go on behind another separator."""
    numbers: list[Numeral] = []
    for piece in digits if last else digits[:-1]:
        numbers.append(_make([piece], at, len(piece)))
        at += len(piece) + 1
    return numbers


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
