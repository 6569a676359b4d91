"""What the rules of this room hand on: an atom (one number and all that is known about it) and their common context."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from monitor.model import Bound
from monitor.quantities.language import Language
from monitor.quantities.tokens import Tokens
from monitor.quantities.units import COUNT, Units


@dataclass(slots=True)
class Atom:
    """A number with all that was found about it so far; it stands on tokens [first, end), its bound from `lead`."""

    first: int
    end: int
    low: Decimal | None
    high: Decimal | None
    step: Decimal
    form: str  # digits, words, fraction, vague, ordinal, denied, or the flaw of a numeral
    scale: Decimal = Decimal(1)  # the word or letter that multiplied it
    bare: int = 0  # the token behind the number itself, before its unit
    lead: int = 0  # the token where its bound words begin
    tail: int = 0  # the token behind its noun
    unit: str = COUNT
    times: Decimal = Decimal(1)  # 0.01 where a hundredth of the unit is printed ("pence")
    bound: Bound = "exact"
    noun: str = ""
    per: str = ""
    trap: str = ""
    signed: bool = False  # a money sign stands before it

    @property
    def is_digits(self) -> bool:
        """Whether it is digits and nothing else: no scale, no unit."""
        return self.form == "digits" and self.unit == COUNT and self.scale == 1


@dataclass(frozen=True, slots=True)
class Context:
    """What every rule may look at."""

    tokens: Tokens
    language: Language
    units: Units
    ends: set[int] = field(default_factory=set)  # the tokens behind all atoms

    def kind(self, atom: Atom) -> str:
        """The kind of an atom's unit."""
        return self.units.units[atom.unit].kind

    def pair(self, atom: Atom, signs: str) -> tuple[int, int] | None:
        """The two numerals that one of the signs glues together, if the atom is one of them."""
        tokens = self.tokens
        for left in (atom.first, atom.first - 2):
            right = left + 2
            if left >= 0 and tokens.kinds[left] == "n" == tokens.kinds[right] and tokens.norms[left + 1] in signs:
                return (left, right) if tokens.glued(left + 1) and tokens.glued(right) else None
        return None
