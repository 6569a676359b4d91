"""The value of one number as printed: digits, words, scales and fractions together ("2.5 million", "four-thousand-100").

Law: the longest run of tokens that is one number wins; "and" joins only where a smaller part follows, so that "one
hundred and two hundred" stays two numbers, and "$5 million two years ago" too.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import Decimal, localcontext

from monitor.quantities.language import Language
from monitor.quantities.tokens import Tokens

_ONE, _HUNDRED = Decimal(1), Decimal(100)
_PRINTED = frozenset({2, 3, 4, 5, 6, 8, 10, 16, 100})  # denominators in digits: "9/11" is a day
_ROUGHLY = Decimal("0.01")  # the visible precision of a fraction in words


@dataclass(slots=True)
class Number:
    """A value on tokens [first, end). form: digits, words, fraction, vague, ordinal, or the flaw of a numeral."""

    low: Decimal
    high: Decimal | None
    step: Decimal
    first: int
    end: int
    form: str
    scale: Decimal = _ONE  # the word or letter that multiplied it: 1000 in "3-4 thousand"


def read_number(
    tokens: Tokens, i: int, language: Language, *, between: bool = False, money: bool = False
) -> Number | None:
    """The number that starts with token i, or None.

    between: an "and" may belong to a range. money: a money sign stands before it, so "5m" is no length.
    """
    if tokens.kinds[i] == "n" and tokens.numerals[i].flaw:
        return Number(Decimal(0), Decimal(0), _ONE, i, i + 1, tokens.numerals[i].flaw)
    if tokens.kinds[i] == "w":
        if vague := language.vague.after(tokens.norms, i):
            return Number(*vague[1], _ONE, i, vague[0], "vague")
        if exact := language.exactly.after(tokens.norms, i):
            return Number(Decimal(exact[1]), Decimal(exact[1]), _ONE, i, exact[0], "words")
    number = _Reader(tokens, language, i, money).read()
    if number is not None and between and not _and_near(tokens, number.end, language):
        return _Reader(tokens, language, i, money, joins=False).read() or number
    return number


def _and_near(tokens: Tokens, end: int, language: Language) -> bool:
    return any(word in language.words["and"] for word in tokens.norms[end : end + 3])


class _Reader:
    """One attempt to read a number: `total` is what scales have closed, `part` what is still open below them."""

    def __init__(self, tokens: Tokens, language: Language, i: int, money: bool, joins: bool = True) -> None:
        self.tokens, self.norms, self.language = tokens, tokens.norms, language
        self.first = self.at = i
        self.money, self.joins = money, joins
        self.total = Decimal(0)
        self.part: Decimal | None = None
        self.floor = Decimal(0)  # the last scale that closed a part; 0 for none
        self.step = _ONE
        self.digits = self.worded = False  # whether it began with digits; whether a scale word was met
        self.form = "words"

    def read(self) -> Number | None:
        """The longest number from here, with its fraction."""
        if not self._head():
            return None
        if self.form != "fraction":
            while self._continue():
                pass
        if self.form in ("words", "digits"):
            self._point()
            self._fraction()
        value = self.total + (self.part or 0)
        step = self.step * self.floor if self.floor and self.part is None else self.step
        return Number(value, value, step, self.first, self.at, self.form, self.floor or _ONE)

    # --- how a number begins ---

    def _head(self) -> bool:
        kind, norm = self.tokens.kinds[self.at], self.norms[self.at]
        if kind == "n":
            numeral = self.tokens.numerals[self.at]
            self.part, self.step, self.digits, self.form = numeral.value, numeral.step, True, "digits"
            self.at += 1
            self._vulgar()
            self._suffix()
        elif kind == "f":
            self._take_fraction(_vulgar_value(norm), self.at + 1)
        elif spelled := self.language.spelled(self.norms, self.at):
            self.at, self.part = spelled
            self.step = _step(self.part)
        else:
            return self._word_head(norm)
        return True

    def _word_head(self, norm: str) -> bool:
        """A number that opens without a numeral: "a hundred", "half a million", "a third", "million"."""
        article = norm in self.language.words["article"]
        after = self.at + 2 if article else self.at + 1
        after += article and self.norms[after - 1] in self.language.words["round"]
        word = self.norms[after - 1]
        if word in self.language.scales and (article or len(word) > 3):
            self.at, self.part = after - 1, _ONE
            return self._scale()
        if word not in self.language.ordinals:
            return False
        if self._is_share(word, article, after):
            self._take_fraction(_ratio(_ONE, abs(self.language.ordinals[word])), after)
            return True
        if article or self.language.ordinals[word] == 2:
            return False
        self.part, self.at, self.form = Decimal(abs(self.language.ordinals[word])), after, "ordinal"
        return True

    def _is_share(self, word: str, article: bool, after: int) -> bool:
        """ "a third of", "half the" are shares; "a third man", "first half", "the third" are not."""
        language, denominator, following = self.language, self.language.ordinals[word], self.norms[after]
        before = self.norms[self.at - 1] if self.at else ""
        if denominator < 2 or before in language.ordinals:
            return False
        scaled = language.scales.get(following, 0) > 2
        if denominator == 2 and not article:
            return scaled or (following not in language.words["half_not"] and before not in language.words["the"])
        if article:
            ends = self.tokens.kinds[after] != "w" or following in language.nouns["stop"]
            return scaled or (ends and following != "-")
        return scaled or (following in language.words["of"] and self.norms[after + 2] in language.scales)

    def _take_fraction(self, value: Decimal, end: int) -> None:
        self.part, self.total, self.floor, self.step = value, Decimal(0), Decimal(0), _ROUGHLY
        self.form, self.at = "fraction", end
        self._of_scale()

    def _vulgar(self) -> None:
        """ "2½", "10 1/2", "3/4"."""
        tokens, whole = self.tokens, self.part or Decimal(0)
        if tokens.kinds[self.at] == "f":
            self.part, self.at, self.step = whole + _vulgar_value(self.norms[self.at]), self.at + 1, _ROUGHLY
        elif self._is_slashed(self.at):
            self._take_fraction(_ratio(whole, tokens.numerals[self.at + 1].value), self.at + 2)
        elif tokens.kinds[self.at] == "n" and self._is_slashed(self.at + 1):
            over, under = tokens.numerals[self.at].value, tokens.numerals[self.at + 2].value
            self.part, self.at, self.step = whole + over / under, self.at + 3, _ROUGHLY

    def _is_slashed(self, slash: int) -> bool:
        """A small numerator right before the slash and a small denominator right behind it."""
        tokens = self.tokens
        if self.norms[slash] != "/" or tokens.kinds[slash + 1] != "n" or self.norms[slash + 2] == "/":
            return False
        over, under = tokens.numerals[slash - 1], tokens.numerals[slash + 1]
        whole = over.step == 1 == under.step and not (over.flaw or under.flaw)
        return whole and 0 < over.value < under.value and under.value in _PRINTED and tokens.glued(slash) and tokens.glued(slash + 1)

    def _suffix(self) -> None:
        """A scale glued to the digits: "6K", "1.2bn"; a capital may stand apart ("5 M")."""
        raw, words = self.tokens.raw(self.at) if self.tokens.kinds[self.at] == "w" else "", self.language.words
        scale = self.language.suffixes.get(raw, 0)
        if not scale or not (self.tokens.glued(self.at) or raw in words["spaced_suffixes"]):
            return
        if not self.money and (raw in words["measure_first"] or (raw == "m" and self._is_metre())):
            return
        self._close(Decimal(scale))
        self.at += 1

    def _is_metre(self) -> bool:
        """ "1.8m tall", "waves of 5m", "24m²", "5m (16ft)" are lengths; "1.2m people", "2m" are millions."""
        words, norms, i = self.language.words, self.norms, self.at + 1
        if norms[i] in words["metre_after"] or (norms[i] in ("2", "3", "/") and self.tokens.glued(i)):
            return True
        if norms[i] == "(" and self.tokens.kinds[i + 1] == "n" and norms[i + 2] in ("ft", "feet"):
            return True
        return any(word in words["metre_before"] for word in norms[max(0, self.first - 4) : self.first])

    # --- how it goes on ---

    def _continue(self) -> bool:
        """Take one more part if it belongs to this number."""
        i, joined = self._joiner()
        norm = self.norms[i]
        if norm in self.language.scales:
            return joined != "and" and self._try_scale(i)
        if spelled := self.language.spelled(self.norms, i):
            return self._try_small(i, *spelled, joined)
        if self.tokens.kinds[i] == "n" and (self.worded or not self.digits):
            return self._try_digits(i, joined)
        if joined == "-" and norm in self.language.ordinals and self._has_room_for(norm):
            self.form, self.at = "ordinal", i + 1
        return False

    def _joiner(self) -> tuple[int, str]:
        """The next token that could be a part, behind a hyphen or an "and"."""
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

    def _try_scale(self, i: int) -> bool:
        scale = self.language.scales[self.norms[i]]
        closed = self.part is None
        if (closed and not self.floor) or (self.floor and (scale <= self.floor) == closed):
            return False
        self.at = i
        return self._scale()

    def _scale(self) -> bool:
        """Token `at` is a scale word: it multiplies the open part, or all that came before ("three lakh crore")."""
        scale = Decimal(self.language.scales[self.norms[self.at]])
        if self.part is None:
            self.total, self.floor = self.total * scale, self.floor * scale
        elif scale == _HUNDRED:
            if self.part >= _HUNDRED and not self.digits:
                return False
            self.part, self.step = self.part * scale, self.step * scale
        else:
            self._close(scale)
        self.worded = True
        self.at += 1
        return True

    def _close(self, scale: Decimal) -> None:
        self.total += (self.part if self.part is not None else _ONE) * scale
        self.part, self.floor = None, scale

    def _try_small(self, i: int, end: int, value: Decimal, joined: str) -> bool:
        """A number word behind: "twenty six", "hundred and sixteen", "thousand two hundred"."""
        if self.part is None:
            taken = self._may_open(value, joined, end)
        else:
            tight = joined == "and" and self.norms[i - 1] in self.language.words["tens_and"]
            taken = self._may_fill(self.part, value, "" if tight else joined, end)
        if taken:
            self.part, self.step, self.at = (self.part or 0) + value, _step(value), end
        return taken

    def _may_open(self, value: Decimal, joined: str, end: int) -> bool:
        """A part behind a closed scale: "two million three hundred thousand", not "two million two years ago"."""
        scale = self.language.scales.get(self.norms[end], 0)
        if not self.floor or value >= self.floor or (joined == "and" and self._is_denominator(end, value)):
            return False
        if scale and (scale == _HUNDRED or scale < self.floor):
            return True
        if self.digits:
            return bool(joined) and self.floor <= 1000
        return bool(joined) or value >= 10

    def _may_fill(self, part: Decimal, value: Decimal, joined: str, end: int) -> bool:
        """A part below an open one: "twenty six", "two hundred and five thousand", not "two hundred and two hundred"."""
        tens = part % 100
        fits = part > 0 < value and self.step >= 1 and (not self.digits or self.worded)
        if not fits or not ((tens == 0 and value < 100) or (tens >= 20 and tens % 10 == 0 and value < 10)):
            return False
        if joined != "and":
            return True
        return tens == 0 and self.language.scales.get(self.norms[end], 0) != _HUNDRED and not self._is_denominator(end, value)

    def _is_denominator(self, end: int, value: Decimal) -> bool:
        """ "five billion and three quarters": the word behind makes it a fraction."""
        return value < self._denominator(self.norms[end + (self.norms[end] == "-")])

    def _denominator(self, norm: str) -> int:
        return self.language.ordinals.get(norm) or self.language.plural_ordinals.get(norm, 0)

    def _try_digits(self, i: int, joined: str) -> bool:
        """ "four-thousand-100", "4 thousand 3 hundred and 21", "a hundred and 12"."""
        numeral, scale = self.tokens.numerals[i], self.language.scales.get(self.norms[i + 1], 0)
        room = self.floor if self.part is None else _HUNDRED if self.part % 100 == 0 else 0
        if numeral.flaw or numeral.step != 1 or not 0 < numeral.value * (scale or 1) < room:
            return False
        if not scale and (not joined or (joined == "and" and self.floor > 1000) or (joined == "-" and self.digits)):
            return False
        self.part, self.step, self.at = (self.part or 0) + numeral.value, _ONE, i + 1
        return True

    # --- behind the point, and fractions ---

    def _point(self) -> None:
        """ "nine point five", "one-point-one", "two point five million"."""
        i = self.at + (self.norms[self.at] == "-")
        if self.digits or self.norms[i] not in self.language.words["point"]:
            return
        figures, i = self._figures(i + 1)
        if figures:
            self.part, self.at = (self.part or 0) + Decimal("0." + figures), i
            self.step = _ONE.scaleb(-len(figures))
            if self.norms[i] in self.language.scales:
                self._scale()

    def _figures(self, i: int) -> tuple[str, int]:
        """The digits that words behind the point spell: "nought four" is 04, "seventy-one" is 71."""
        figures = ""
        while len(figures) < 9:
            j = i + (self.norms[i] == "-")
            j += len(figures) == 2 and self.norms[j] in self.language.words["tens_and"]
            spelled = self.language.spelled(self.norms, j)
            if spelled is None or spelled[1] >= 100 or spelled[1] % 1:
                break
            tens = len(figures) == 2 and figures[1] == "0" != figures[0] and 0 < spelled[1] < 10
            figures, i = (figures[0] if tens else figures) + str(spelled[1]), spelled[0]
        return figures, i

    def _fraction(self) -> None:
        """ "two thirds", "one and a half", "two and a half million", "a million and a half"."""
        i, joined = self._joiner()
        if joined == "and":
            self._and_share(i)
            return
        value, denominator = self.total + (self.part or 0), self._denominator(self.norms[i])
        if denominator >= 2 and value >= 1 and value % 1 == 0 and self._is_ratio(value, denominator, self.norms[i]):
            self._take_fraction(_ratio(value, denominator), i + 1)

    def _is_ratio(self, value: Decimal, denominator: int, norm: str) -> bool:
        """ "two thirds", "one fifth"; not "two third places", nor "two quarters" (half a year)."""
        if value == 1:
            return norm in self.language.ordinals and not self.digits
        return norm in self.language.plural_ordinals and (denominator not in (2, 4) or value % 2 == 1)

    def _and_share(self, i: int) -> None:
        """The share behind an "and": "a half", "two thirds", "½"."""
        norm = self.norms[i]
        if self.tokens.kinds[i] == "f":
            self._add_share(_vulgar_value(norm), i + 1)
            return
        value = Decimal(self.language.numbers.get(norm, 1))
        if norm in self.language.words["article"] or norm in self.language.numbers:
            i += 2 if self.norms[i + 1] == "-" else 1
        denominator = self._denominator(self.norms[i])
        if 1 <= value < denominator and (value > 1 or self.norms[i] in self.language.ordinals):
            self._add_share(_ratio(value, denominator), i + 1)

    def _add_share(self, share: Decimal, end: int) -> None:
        """ "two and a half million" scales both; in "a million and a half" the share is one of the scale before."""
        behind = end + 1 if self.norms[end] == "-" else end
        scale = self.language.scales.get(self.norms[behind], 0)
        self.step = Decimal("0.1")
        if self.part is not None:
            self.part, self.at = self.part + share, end
            if scale:
                self.at = behind
                self._scale()
        elif scale and scale < self.floor:
            self.total, self.at = self.total + share * scale, behind + 1
        else:
            self.total, self.at = self.total + share * self.floor, end

    def _of_scale(self) -> None:
        """ "half a million", "three quarters of a million", "half million", "half a dozen"."""
        i = self.at
        i += self.norms[i] == "-" or self.norms[i] in self.language.words["of"]
        i += self.norms[i] in self.language.words["article"]
        scale = self.language.scales.get(self.norms[i], 0)
        if scale and len(self.norms[i]) > 3 and self.part is not None:
            self.part, self.step = self.part * scale, max(_ONE, Decimal(scale) / 100)
            self.form, self.at = "words", i + 1


def _step(value: Decimal) -> Decimal:
    return _ONE if value % 1 == 0 else Decimal("0.1")


def _ratio(over: Decimal, under: Decimal | int) -> Decimal:
    with localcontext() as context:
        context.prec = 15
        return over / under


def _vulgar_value(norm: str) -> Decimal:
    return Decimal(str(round(unicodedata.numeric(norm), 15)))
