"""The value of one number as printed, with letters of scale, decimals in words and fractions: "6K", "nine point five",
"two and a half million", "three quarters of a million", "10 1/2".

Law: the longest run of tokens that is one number wins.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import Decimal, localcontext

from monitor.quantities.cardinals import HUNDRED, ONE, Cardinal, step_of
from monitor.quantities.language import Language
from monitor.quantities.tokens import Tokens

_DENOMINATORS = frozenset({2, 3, 4, 5, 6, 8, 10, 16, 100})  # in digits: "9/11" is a day
_LARGEST = Decimal("1e24")  # what is larger is no quantity, and would not fit the arithmetic
_ROUGHLY = Decimal("0.01")  # the visible precision of a fraction


@dataclass(slots=True)
class Number:
    """A value on tokens [first, end). form: digits, words, fraction, vague, ordinal, or the flaw of a numeral."""

    low: Decimal | None
    high: Decimal | None
    step: Decimal
    first: int
    end: int
    form: str
    scale: Decimal = ONE  # the word or letter that multiplied it: 1000 in "3-4 thousand"


def read_number(
    tokens: Tokens, i: int, language: Language, *, between: bool = False, money: bool = False
) -> Number | None:
    """The number that starts with token i, or None.

    between: an "and" may belong to a range. money: a money sign stands before it, so "5m" is no length.
    """
    if tokens.kinds[i] == "n" and tokens.numerals[i].flaw:
        return Number(None, None, ONE, i, i + 1, tokens.numerals[i].flaw)
    if tokens.kinds[i] == "w":
        if vague := language.vague.after(tokens.norms, i):
            return Number(*vague[1], ONE, i, vague[0], "vague")
        if exact := language.exactly.after(tokens.norms, i):
            return Number(Decimal(exact[1]), Decimal(exact[1]), ONE, i, exact[0], "words")
    number = _Reader(tokens, language, i, money=money).read()
    if number is not None and between and not _and_near(tokens, number.end, language):
        return _Reader(tokens, language, i, money=money, joins=False).read() or number
    return number


def _and_near(tokens: Tokens, end: int, language: Language) -> bool:
    return any(word in language.words["and"] for word in tokens.norms[end : end + 3])


class _Reader(Cardinal):
    """A cardinal with what else a number can begin or end with."""

    def __init__(self, tokens: Tokens, language: Language, i: int, *, money: bool, joins: bool = True) -> None:
        super().__init__(tokens, language, i, joins)
        self.money = money

    def read(self) -> Number | None:
        """The longest number from here, with its fraction."""
        if not self._head():
            return None
        if self.form != "fraction":
            while self.go_on():
                pass
        if self.form in ("words", "digits"):
            self._point()
            self._fraction()
        step = self.step * self.floor if self.floor and self.part is None else self.step
        if self.total > _LARGEST:
            return Number(None, None, ONE, self.first, self.at, "code")
        return Number(self.total, self.total, step, self.first, self.at, self.form, self.floor or ONE)

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
            self.step = step_of(self.part)
        else:
            return self._word_head(norm)
        return True

    def _word_head(self, norm: str) -> bool:
        """A number that opens without a numeral: "a hundred", "half a million", "a third", "million"."""
        article = norm in self.language.words["article"]
        after = self.at + 2 if article else self.at + 1
        after += article and self.norms[after - 1] in self.language.words["round"]
        word = self.norms[after - 1]
        if word in self.language.scales and (article or word not in self.language.short_scales):
            self.part = ONE
            return self.scale(after - 1)
        if word not in self.language.ordinals:
            return False
        if self._opens_share(word, article, after):
            self._take_fraction(_ratio(ONE, abs(self.language.ordinals[word])), after)
            return True
        if article or self.language.ordinals[word] == 2:
            return False
        self.part, self.at, self.form = Decimal(abs(self.language.ordinals[word])), after, "ordinal"
        return True

    def _opens_share(self, word: str, article: bool, after: int) -> bool:
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
            return scaled or (ends and following != "-" and following not in language.words["half_not"])
        ahead = self.norms[after + 1 : after + 3]  # "quarter of a million", "quart de million"
        return scaled or (following in language.words["of"] and any(word in language.scales for word in ahead))

    def _suffix(self) -> None:
        """A scale glued to the digits: "6K", "1.2bn"; a capital may stand apart ("5 M")."""
        raw, words = self.tokens.raw(self.at) if self.tokens.kinds[self.at] == "w" else "", self.language.words
        scale = self.language.suffixes.get(raw, 0)
        if not scale or not (self.tokens.glued(self.at) or raw in words["spaced_suffixes"]):
            return
        if not self.money and (raw in words["measure_first"] or (raw == "m" and self._is_metre())):
            return
        self.close(Decimal(scale))
        self.pass_scale(self.at)

    def _is_metre(self) -> bool:
        """ "1.8m tall", "waves of 5m", "24m²", "5m (16ft)" are lengths; "1.2m people", "2m" are millions."""
        words, norms, i = self.language.words, self.norms, self.at + 1
        if norms[i] in words["metre_after"] or (norms[i] in ("2", "3", "/") and self.tokens.glued(i)):
            return True
        if norms[i] == "(" and self.tokens.kinds[i + 1] == "n" and norms[i + 2] in words["feet"]:
            return True
        return any(word in words["metre_before"] for word in norms[max(0, self.first - 4) : self.first])

    # --- fractions in digits ---

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
        if over.flaw or under.flaw or not over.step == 1 == under.step:
            return False
        glued = tokens.glued(slash) and tokens.glued(slash + 1)
        return glued and 0 < over.value < under.value and under.value in _DENOMINATORS

    # --- behind the point ---

    def _point(self) -> None:
        """ "nine point five", "one-point-one", "two point five million"."""
        i = self.at + (self.norms[self.at] == "-")
        if self.digits or self.norms[i] not in self.language.words["point"]:
            return
        figures, i = self._figures(i + 1)
        if figures:
            self.part, self.at = (self.part or 0) + Decimal("0." + figures), i
            self.step = ONE.scaleb(-len(figures))
            if self.norms[i] in self.language.scales:
                self.scale(i)

    def _figures(self, i: int) -> tuple[str, int]:
        """The digits that words behind the point spell: "nought four" is 04, "seventy-one" is 71."""
        figures = ""
        while len(figures) < 9:
            j = i + (self.norms[i] == "-")
            j += len(figures) == 2 and self.norms[j] in self.language.words["tens_and"]
            spelled = self.language.spelled(self.norms, j)
            if spelled is None or spelled[1] >= HUNDRED or spelled[1] % 1:
                break
            tens = len(figures) == 2 and figures[1] == "0" != figures[0] and 0 < spelled[1] < 10
            figures, i = (figures[0] if tens else figures) + str(spelled[1]), spelled[0]
        return figures, i

    # --- fractions in words ---

    def _fraction(self) -> None:
        """ "two thirds", "one and a half", "two and a half million", "a million and a half"."""
        i, joined = self.joiner()
        if joined == "and":
            self._and_share(i)
            return
        value, denominator = self.total, self.denominator(self.norms[i])
        if (
            denominator >= 2
            and 1 <= value < 10**12
            and value % 1 == 0
            and self._is_ratio(value, denominator, self.norms[i])
        ):
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
        denominator = self.denominator(self.norms[i])
        if 1 <= value < denominator and (value > 1 or self.norms[i] in self.language.ordinals):
            self._add_share(_ratio(value, denominator), i + 1)

    def _add_share(self, share: Decimal, end: int) -> None:
        """ "two and a half million" scales both; in "a million and a half" the share is one of the scale before."""
        behind = end + 1 if self.norms[end] == "-" else end
        scale = self.language.scales.get(self.norms[behind], 0)
        self.step, self.at = Decimal("0.1"), end
        if self.part is not None:
            self.part += share
            if scale:
                self.scale(behind)
        elif scale and scale < self.floor:
            self.closed.append((share * scale, self.floor))
            self.at = behind + 1
        else:
            self.closed.append((share * self.floor, self.floor))

    def _take_fraction(self, value: Decimal, end: int) -> None:
        """The whole number is a fraction, or one of a scale: "half a million", "three quarters of a million"."""
        self.closed, self.part, self.step = [], value, _ROUGHLY
        self.form, self.at = "fraction", end
        i = end + (self.norms[end] == "-" or self.norms[end] in self.language.words["of"])
        i += self.norms[i] in self.language.words["article"]
        scale = self.language.scales.get(self.norms[i], 0)
        if scale and self.norms[i] not in self.language.short_scales:
            self.part, self.step = value * scale, max(ONE, Decimal(scale) / 100)
            self.form, self.at = "words", i + 1


def _ratio(over: Decimal, under: Decimal | int) -> Decimal:
    with localcontext() as context:
        context.prec = 15
        return over / under


def _vulgar_value(norm: str) -> Decimal:
    return Decimal(str(round(unicodedata.numeric(norm), 15)))
