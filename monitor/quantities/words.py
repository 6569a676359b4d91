"""The value of one number as printed: digits, words, scales and fractions together ("2.5 million", "four-thousand-100").

Law: the longest run of tokens that is one number wins; "and" joins only where a smaller part follows, so that
"one hundred and two hundred" stays two numbers.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import Decimal, localcontext

from monitor.quantities.language import Language
from monitor.quantities.tokens import Tokens

_ONE = Decimal(1)
_HUNDRED = 100


@dataclass(slots=True)
class Number:
    """A value on tokens [first, end). form: digits, words, fraction, mixed, vague, ordinal, or the flaw of a numeral."""

    low: Decimal
    high: Decimal | None
    step: Decimal
    first: int
    end: int
    form: str
    scale: Decimal = _ONE  # the word or letter that multiplied it: 1000 in "3-4 thousand"


def read_number(tokens: Tokens, i: int, language: Language, *, between: bool = False) -> Number | None:
    """The number that starts with token i, or None. `between`: an "and" may belong to a range."""
    kind = tokens.kinds[i]
    if kind == "n" and tokens.numerals[i].flaw:
        return Number(Decimal(0), Decimal(0), _ONE, i, i + 1, tokens.numerals[i].flaw)
    if kind == "w" and (phrase := language.vague.after(tokens.norms, i)):
        low, high = phrase[1]
        return Number(low, high, _ONE, i, phrase[0], "vague")
    if kind == "w" and (exact := language.exactly.after(tokens.norms, i)):
        return Number(Decimal(exact[1]), Decimal(exact[1]), _ONE, i, exact[0], "words")
    number = _Reader(tokens, language, i, between).read()
    if number is not None and between and not _and_follows(tokens, number.end, language):
        return _Reader(tokens, language, i, between, joins=False).read() or number
    return number


def _and_follows(tokens: Tokens, end: int, language: Language) -> bool:
    return any(tokens.norms[j] in language.words["and"] for j in range(end, end + 3))


class _Reader:
    """One attempt to read a number: `total` is what scales have closed, `part` what is still open below them."""

    def __init__(self, tokens: Tokens, language: Language, i: int, between: bool, joins: bool = True) -> None:
        self.tokens, self.norms, self.language = tokens, tokens.norms, language
        self.first = self.at = i
        self.joins = joins
        self.total = Decimal(0)
        self.part: Decimal | None = None
        self.floor = Decimal(0)  # the last scale that closed a part; 0 for none
        self.step = _ONE
        self.digits = False
        self.form = "words"

    def read(self) -> Number | None:
        """The longest number from here, with its fraction."""
        if not self._head():
            return None
        if self.form != "fraction":
            while self._continue():
                pass
            self._point()
        if self.form != "ordinal":
            self._fraction()
        return self._result()

    def _result(self) -> Number:
        value = self.total + (self.part or 0)
        step = self.step * self.floor if self.floor and self.part is None else self.step
        return Number(value, value, step, self.first, self.at, self.form, self.floor or _ONE)

    # --- the beginning ---

    def _head(self) -> bool:
        kind, norm = self.tokens.kinds[self.at], self.norms[self.at]
        if kind == "n":
            numeral = self.tokens.numerals[self.at]
            self.part, self.step, self.digits, self.form = numeral.value, numeral.step, True, "digits"
            self.at += 1
            self._vulgar()
            self._suffix()
            return True
        if kind == "f":
            self.part, self.form = _vulgar_value(norm), "fraction"
            self.at += 1
            self._of_scale()
            return True
        if norm in self.language.numbers:
            self.part = Decimal(self.language.numbers[norm])
            self.at += 1
            return True
        return self._word_head(norm)

    def _word_head(self, norm: str) -> bool:
        """A number that opens without a numeral: "a hundred", "half a million", "a third", "million"."""
        language, following = self.language, self.norms[self.at + 1]
        article = norm in language.words["article"]
        word = following if article else norm
        after = self.at + (2 if article else 1)
        if word in language.scales and (article or _is_word_scale(word)):
            self.at = after - 1
            return self._scale(bare=True)
        if word in language.ordinals and self._is_share(word, article, after):
            self.part, self.at, self.form = _ONE / abs(language.ordinals[word]), after, "fraction"
            self._of_scale()
            return True
        if word in language.ordinals and not article and language.ordinals[word] > 0 and language.ordinals[word] != 2:
            self.part, self.at, self.form = Decimal(language.ordinals[word]), after, "ordinal"
            return True
        return False

    def _is_share(self, word: str, article: bool, after: int) -> bool:
        """ "a third of", "half the" are shares; "a third man", "first half", "the third" are not."""
        language, denominator, following = self.language, self.language.ordinals[word], self.norms[after]
        if denominator < 2 or (self.norms[self.at - 1] in language.ordinals and self.at):
            return False
        if denominator == 2 and not article:
            return following not in language.words["half_not"] and self.norms[self.at - 1] not in language.words["the"]
        scaled = following in language.scales and _is_word_scale(following)
        if article:
            ended = self.tokens.kinds[after] != "w" or following in language.nouns["stop"]
            return (ended and following != "-") or scaled
        return scaled or (following in language.words["of"] and self._scale_follows(after + 1))

    def _scale_follows(self, i: int) -> bool:
        return self.norms[i] in self.language.words["article"] and self.norms[i + 1] in self.language.scales

    def _vulgar(self) -> None:
        """ "2½", "10 1/2", "3/4"."""
        kinds, numerals = self.tokens.kinds, self.tokens.numerals
        if kinds[self.at] == "f":
            self.part = (self.part or 0) + _vulgar_value(self.norms[self.at])
            self.form, self.at = "mixed", self.at + 1
        elif self.norms[self.at] == "/" and self._is_slashed(self.at):
            self.part = (self.part or _ONE) / numerals[self.at + 1].value
            self.form, self.at = "fraction", self.at + 2
            self._of_scale()
        elif kinds[self.at] == "n" and self.norms[self.at + 1] == "/" and self._is_slashed(self.at + 1):
            self.part = (self.part or 0) + numerals[self.at].value / numerals[self.at + 2].value
            self.form, self.at = "mixed", self.at + 3

    def _is_slashed(self, slash: int) -> bool:
        """A small numerator right before the slash and a small denominator right behind it."""
        tokens = self.tokens
        if tokens.kinds[slash + 1] != "n" or not (tokens.glued(slash) and tokens.glued(slash + 1)):
            return False
        over, under = tokens.numerals[slash - 1], tokens.numerals[slash + 1]
        whole = over.step == 1 == under.step and not (over.flaw or under.flaw)
        return whole and 0 < over.value < under.value <= 100 and self.norms[slash + 2] != "/"

    def _suffix(self) -> None:
        """A scale glued to the digits: "6K", "1.2bn"."""
        if self.tokens.kinds[self.at] != "w" or not self.tokens.glued(self.at):
            return
        scale = self.language.suffixes.get(self.tokens.raw(self.at))
        if scale:
            self._close(Decimal(scale))
            self.at += 1

    # --- going on ---

    def _continue(self) -> bool:
        """Take one more part if it belongs to this number."""
        i, joined = self._joiner()
        norm, kind = self.norms[i], self.tokens.kinds[i]
        if norm in self.language.scales and joined != "and" and (self.part is not None or self.floor):
            return self._try_scale(i)
        if norm in self.language.numbers:
            return self._try_small(i, Decimal(self.language.numbers[norm]), joined)
        if kind == "n" and not self.tokens.numerals[i].flaw and self.form == "words" or (kind == "n" and self.floor):
            return self._try_digits(i, joined)
        if norm in self.language.ordinals and joined == "-" and self._is_compound_ordinal(norm):
            self.form, self.at = "ordinal", i + 1
        return False

    def _joiner(self) -> tuple[int, str]:
        """The next token that could be a part, behind a hyphen or an "and"."""
        i = self.at
        if self.norms[i] == "-":
            i += 1
            if self.norms[i] in self.language.words["and"] and self.norms[i + 1] == "-":  # "two-and-a-half"
                return i + 2, "and"
            return i, "-"
        if self.joins and self.norms[i] in self.language.words["and"]:
            return i + 1, "and"
        return i, ""

    def _is_compound_ordinal(self, norm: str) -> bool:
        part = self.part or Decimal(0)
        return 20 <= part % 100 and part % 10 == 0 and abs(self.language.ordinals[norm]) < 10

    def _try_scale(self, i: int) -> bool:
        scale = Decimal(self.language.scales[self.norms[i]])
        self_floor = self.floor
        if self.part is None and scale <= self_floor:
            return False
        if self.part is not None and self_floor and scale >= self_floor:
            return False
        self.at = i
        return self._scale(bare=False)

    def _scale(self, *, bare: bool) -> bool:
        """Token `at` is a scale word: it multiplies the open part, or all that came before ("three lakh crore")."""
        scale = Decimal(self.language.scales[self.norms[self.at]])
        if bare:
            self.part = _ONE
        if scale == _HUNDRED and self.part is not None:
            if self.part >= _HUNDRED and not self.digits:
                return False
            self.part *= _HUNDRED
            self.step = self.step * _HUNDRED if self.digits or True else self.step
        elif self.part is None:
            self.total *= scale
            self.floor *= scale
        else:
            self._close(scale)
        self.at += 1
        return True

    def _close(self, scale: Decimal) -> None:
        self.total += (self.part if self.part is not None else _ONE) * scale
        self.part, self.floor = None, scale

    def _try_small(self, i: int, value: Decimal, joined: str) -> bool:
        """A number word behind: "twenty six", "hundred and sixteen", "thousand two hundred"."""
        part, behind = self.part, self.norms[i + 1]
        if part is None:
            if not self.floor or value >= self.floor or not self._may_follow(value, joined, behind):
                return False
        elif not (self._fills(part, value) and (joined != "and" or part % 100 == 0)) or self.step < 1:
            return False
        elif joined == "and" and behind in self.language.scales and value * self.language.scales[behind] <= part:
            if Decimal(self.language.scales[behind]) == _HUNDRED:
                return False
        elif joined == "and" and behind in self.language.scales and self.language.scales[behind] == _HUNDRED:
            return False
        self.part = (part or 0) + value
        self.step = _ONE
        self.at = i + 1
        return True

    def _fills(self, part: Decimal, value: Decimal) -> bool:
        if self.digits and part < _HUNDRED:
            return False
        tens = part % 100
        return part > 0 and value > 0 and ((tens == 0 and value < 100) or (tens >= 20 and tens % 10 == 0 and value < 10))

    def _may_follow(self, value: Decimal, joined: str, behind: str) -> bool:
        """ "$5 million two years ago" are two numbers, "two million three hundred thousand" is one."""
        scale = self.language.scales.get(behind, 0)
        if scale and (scale == _HUNDRED or scale < self.floor):
            return self.floor > _HUNDRED
        if self.digits:
            return joined in ("and", "-") and self.floor <= 1000
        return joined in ("and", "-") or (self.floor == 1000 and value >= 10)

    def _try_digits(self, i: int, joined: str) -> bool:
        """ "four-thousand-100", "4 thousand 3 hundred and 21", "a hundred and 12"."""
        numeral = self.tokens.numerals[i]
        room = self.part if self.part is not None and self.part % 100 == 0 else self.floor if self.part is None else 0
        scale = self.language.scales.get(self.norms[i + 1], 0)
        if numeral.flaw or numeral.step != 1 or not room or numeral.value <= 0:
            return False
        if numeral.value * (scale or 1) >= (room if self.part is None else 100):
            return False
        if not joined and not scale or (joined == "and" and not scale and self.floor > 1000):
            return False
        if self.part is None and self.digits and joined == "-" and not scale:
            return False  # "3 million-500": nobody prints that
        self.part = (self.part or 0) + numeral.value
        self.step = _ONE
        self.at = i + 1
        return True

    def _point(self) -> None:
        """ "nine point five", "two point five million"."""
        if self.digits or self.norms[self.at] not in self.language.words["point"]:
            return
        i, figures = self.at + 1, ""
        while self.norms[i] in self.language.numbers and len(figures) < 9:
            figures += str(self.language.numbers[self.norms[i]])
            i += 2 if self.norms[i + 1] == "-" and self.norms[i + 2] in self.language.numbers else 1
        if not figures:
            return
        if len(figures) == 3 and figures[1] == "0":  # "seventy-one" behind the point is .71
            figures = figures[0] + figures[2]
        self.part = (self.part or 0) + Decimal("0." + figures)
        self.step = Decimal(1).scaleb(-len(figures))
        self.at = i
        if self.norms[i] in self.language.scales:
            self._scale(bare=False)

    # --- fractions ---

    def _fraction(self) -> None:
        """ "two thirds", "one and a half", "two and a half million", "a million and a half"."""
        if self.form in ("fraction", "mixed"):
            return
        i, joined = self._joiner()
        if joined == "and":
            self._and_fraction(i)
            return
        norm = self.norms[i]
        denominator = self.language.ordinals.get(norm) or self._plural_ordinal(norm)
        value = self.total + (self.part or 0)
        if denominator < 2 or value < 1 or value % 1 or not self._is_ratio(value, denominator, norm):
            return
        with localcontext() as context:
            context.prec = 15
            self.part, self.total, self.floor = value / denominator, Decimal(0), Decimal(0)
        self.form, self.at, self.step = "fraction", i + 1, Decimal("0.01")
        self._of_scale()

    def _is_ratio(self, value: Decimal, denominator: int, norm: str) -> bool:
        """ "two thirds", "one fifth", but not "two third places" nor "two quarters" (a half year)."""
        plural = norm not in self.language.ordinals or norm in self.language.words["plural_shares"]
        if value == 1:
            return not plural and not self.digits
        if denominator in (2, 4):
            return plural and value % denominator % 2 == 1
        return plural

    def _plural_ordinal(self, norm: str) -> int:
        return self.language.ordinals.get(norm[:-1], 0) if norm.endswith("s") else 0

    def _and_fraction(self, i: int) -> None:
        article = self.norms[i] in self.language.words["article"] or self.language.numbers.get(self.norms[i]) == 1
        j = i
        if article:
            j = i + 2 if self.norms[i + 1] == "-" else i + 1
            value = Decimal(1)
        elif self.norms[i] in self.language.numbers:
            j = i + 2 if self.norms[i + 1] == "-" else i + 1
            value = Decimal(self.language.numbers[self.norms[i]])
        elif self.tokens.kinds[i] == "f":
            return self._add_share(_vulgar_value(self.norms[i]), i + 1)
        else:
            value = Decimal(1)
        norm = self.norms[j]
        denominator = self.language.ordinals.get(norm) or self._plural_ordinal(norm)
        if denominator >= 2 and value < denominator and (value > 1 or norm in self.language.ordinals):
            self._add_share(value / denominator, j + 1)
        return None

    def _add_share(self, share: Decimal, end: int) -> None:
        following = self.norms[end] if self.norms[end] != "-" else self.norms[end + 1]
        if self.part is None:  # "a million and a half"; but "one billion and a half million"
            nested = self.language.scales.get(following, 0)
            if nested and nested < self.floor:
                self.total += share * nested
                end += 1
            else:
                self.total += share * self.floor
        else:
            self.part += share
        self.at, self.form, self.step = end, "mixed", Decimal("0.1")
        if self.part is not None and following in self.language.scales:
            self.at = end + (self.norms[end] == "-")
            self._scale(bare=False)

    def _of_scale(self) -> None:
        """ "half a million", "three quarters of a million", "half million", "half a dozen"."""
        i = self.at
        if self.norms[i] == "-" and self.norms[i + 1] in self.language.scales:
            i += 1
        if self.norms[i] in self.language.words["of"]:
            i += 1
        if self.norms[i] in self.language.words["article"]:
            i += 1
        scale = self.language.scales.get(self.norms[i], 0)
        if scale > 2 and _is_word_scale(self.norms[i]) and self.part is not None:
            self.step = Decimal(scale) / 100 if scale >= 1000 else _ONE
            self.total, self.part, self.floor = self.part * scale, None, Decimal(0)
            self.form, self.at = "words", i + 1
            self.part, self.total = self.total, Decimal(0)


def _vulgar_value(norm: str) -> Decimal:
    return Decimal(str(round(unicodedata.numeric(norm), 15)))


def _is_word_scale(word: str) -> bool:
    return len(word) > 3 or word in ("mil",)
