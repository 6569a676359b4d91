"""Whole numbers in words, in digits or both: "two million three hundred thousand", "four-thousand-100", "3 lakh crore".

Law: a part joins what stands before it only if it is smaller than the last scale; "and" joins only where nothing but
a smaller part follows, so that "one hundred and two hundred" stays two numbers, "$5 million two years ago" too.
"""

from __future__ import annotations

from decimal import Decimal

from monitor.quantities.language import Language
from monitor.quantities.tokens import Tokens

ONE, HUNDRED = Decimal(1), Decimal(100)


class Cardinal:
    """One attempt to read a number from token `at` on.

    `closed` holds (amount, scale) of the parts that scale words have closed, falling; `part` is what is still open.
    """

    def __init__(self, tokens: Tokens, language: Language, i: int, joins: bool) -> None:
        self.tokens, self.norms, self.language = tokens, tokens.norms, language
        self.first = self.at = i
        self.joins = joins
        self.closed: list[tuple[Decimal, Decimal]] = []
        self.part: Decimal | None = None
        self.step = ONE
        self.digits = self.worded = False  # whether it began with digits; whether a scale word was met
        self.form = "words"

    @property
    def floor(self) -> Decimal:
        """The last scale that closed a part; 0 for none."""
        return self.closed[-1][1] if self.closed else Decimal(0)

    @property
    def total(self) -> Decimal:
        """The value so far."""
        return sum((amount for amount, _ in self.closed), self.part or Decimal(0))

    def go_on(self) -> bool:
        """Take one more part if it belongs to this number."""
        i, joined = self.joiner()
        norm = self.norms[i]
        if norm in self.language.scales:
            return joined != "and" and self._may_scale(i) and self.scale(i)
        if spelled := self.language.spelled(self.norms, i):
            return self._take_small(i, *spelled, joined)
        if self.tokens.kinds[i] == "n" and (self.worded or not self.digits):
            return self._take_digits(i, joined)
        if joined == "-" and norm in self.language.ordinals and self._has_room_for(norm):
            self.form, self.at = "ordinal", i + 1
        return False

    def joiner(self) -> tuple[int, str]:
        """The next token that could be a part, and what stands before it: a hyphen, an "and", or nothing."""
        i, ands = self.at, self.language.words["and"]
        if self.norms[i] == "-":
            if self.norms[i + 1] in ands and self.norms[i + 2] == "-":  # "two-and-a-half"
                return i + 3, "and"
            return i + 1, "-"
        if self.joins and self.norms[i] in ands:
            return i + 1, "and"
        return i, ""

    def _has_room_for(self, ordinal: str) -> bool:
        """ "twenty-first"."""
        part = self.part or Decimal(0)
        return part % 100 >= 20 and part % 10 == 0 and abs(self.language.ordinals[ordinal]) < 10

    # --- scales ---

    def _may_scale(self, i: int) -> bool:
        scale, floor, closed = self.language.scales[self.norms[i]], self.floor, self.part is None
        if not floor:
            return not closed
        if not closed:  # "two million three hundred thousand", "cinco mil doscientos millones"
            return scale < floor or (floor == 1000 and scale >= 1_000_000)
        between = len(self.closed) > 1 and scale >= self.closed[-2][1]
        return scale > floor and not between

    def scale(self, i: int) -> bool:
        """Token i is a scale word: it multiplies the open part, or all that smaller scales have closed."""
        scale = Decimal(self.language.scales[self.norms[i]])
        if self.part is None or 0 < self.floor < scale:
            self._lift(scale)
        elif scale == HUNDRED:
            if self.part >= HUNDRED and not self.digits:
                return False
            self.part, self.step = self.part * scale, self.step * scale
        else:
            self.close(scale)
        self.worded = True
        self.pass_scale(i)
        return True

    def pass_scale(self, i: int) -> None:
        """Go on behind the scale at token i, and behind the dot of an abbreviation: "2,5 Mio. Euro"."""
        tokens, self.at = self.tokens, i + 1
        if self.norms[i] in self.language.short_scales and tokens.norms[i + 1] == "." and tokens.kinds[i + 2] == "w":
            self.at += tokens.glued(i + 1)

    def close(self, scale: Decimal) -> None:
        """The open part is so many of a scale."""
        self.closed.append(((self.part if self.part is not None else ONE) * scale, scale))
        self.part = None

    def _lift(self, scale: Decimal) -> None:
        """ "three lakh crore": so many of a scale are all that smaller scales have closed."""
        amount, lifted = self.part or Decimal(0), self.floor if self.part is None else ONE
        while self.closed and self.closed[-1][1] < scale:
            amount += self.closed.pop()[0]
        self.closed.append((amount * scale, scale * lifted))
        self.part = None

    # --- smaller parts ---

    def _take_small(self, i: int, end: int, value: Decimal, joined: str) -> bool:
        """A number word behind: "twenty six", "hundred and sixteen", "thousand two hundred"."""
        if self.part is None:
            taken = self._may_open(value, joined, end)
        else:
            tight = joined == "and" and self.norms[i - 1] in self.language.words["tens_and"]  # "treinta y uno"
            tight = tight and not (value > 1 and self._is_share(end, value))
            taken = self._may_fill(self.part, value, "" if tight else joined, end)
        if taken:
            self.part, self.step, self.at = (self.part or 0) + value, step_of(value), end
        return taken

    def _may_open(self, value: Decimal, joined: str, end: int) -> bool:
        """A part behind a closed scale: "two million three hundred thousand", not "two million two years ago"."""
        scale = self.language.scales.get(self.norms[end], 0)
        if not self.floor or value >= self.floor or (joined == "and" and self._is_share(end, value)):
            return False
        if scale and (scale == HUNDRED or scale < self.floor):
            return True
        if self.digits:
            return bool(joined) and self.floor <= 1000
        return bool(joined) or value >= 10

    def _may_fill(self, part: Decimal, value: Decimal, joined: str, end: int) -> bool:
        """A part below an open one: "twenty six", "two hundred and five", not "two hundred and two hundred"."""
        tens = part % 100
        if not part > 0 < value or self.step < 1 or (self.digits and not self.worded):
            return False
        if not ((tens == 0 and value < 100) or (tens >= 20 and tens % 10 == 0 and value < 10)):
            return False
        if joined != "and":
            return True
        return tens == 0 and self.language.scales.get(self.norms[end], 0) != HUNDRED and not self._is_share(end, value)

    def _take_digits(self, i: int, joined: str) -> bool:
        """ "four-thousand-100", "4 thousand 3 hundred and 21", "a hundred and 12"."""
        numeral, scale = self.tokens.numerals[i], self.language.scales.get(self.norms[i + 1], 0)
        room = self.floor if self.part is None else HUNDRED if self.part % 100 == 0 else 0
        if numeral.flaw or numeral.step != 1 or not 0 < numeral.value * (scale or 1) < room:
            return False
        if not scale and (not joined or (joined == "and" and self.floor > 1000) or (joined == "-" and self.digits)):
            return False
        self.part, self.step, self.at = (self.part or 0) + numeral.value, ONE, i + 1
        return True

    def _is_share(self, end: int, value: Decimal) -> bool:
        """ "five billion and three quarters": the word behind makes it a fraction."""
        return value < self.denominator(self.norms[end + (self.norms[end] == "-")])

    def denominator(self, norm: str) -> int:
        """What a word divides by: 4 for "quarters", 0 if it does not."""
        return self.language.ordinals.get(norm) or self.language.plural_ordinals.get(norm, 0)


def step_of(value: Decimal) -> Decimal:
    """The visible precision of a number word: whole, but for "anderthalb"."""
    return ONE if value % 1 == 0 else Decimal("0.1")
