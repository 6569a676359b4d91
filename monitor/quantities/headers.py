"""What the heading of a table says its bare numbers are in: "in millions of euros", "US$ bn", "thousand barrels a day".

Law: a scale that no number stands before, beside a unit, behind "in" or in brackets; "Thousands flee" is no such thing.
"""

from __future__ import annotations

from decimal import Decimal

from monitor.quantities.language import Language, load
from monitor.quantities.tokens import Tokens, tokenize
from monitor.quantities.units import COUNT, Units, load_units, unit_after

_ONE = Decimal(1)


def read_scale(text: str, language: str = "en") -> tuple[Decimal, str]:
    """The factor and the unit of the bare numbers below this heading; (1, "count") if it says nothing."""
    tables = load(language)
    tokens, units = tokenize(text, tables), load_units(tables)
    for i in range(tokens.size):
        if tokens.kinds[i] in "wp" and not _is_counted(tokens, i, tables):
            factor, unit = _scale_at(tokens, i, tables, units)
            if unit or (factor > 1 and _is_set_apart(tokens, i, tables)):
                return factor, unit or COUNT
    return _ONE, COUNT


def _is_counted(tokens: Tokens, i: int, language: Language) -> bool:
    """Whether a number stands before token i: "3 million", "a billion"."""
    before = tokens.norms[i - 1] if i else ""
    return tokens.kinds[i - 1] in ("n", "f") or before in language.numbers or before in language.words["article"]


def _scale_at(tokens: Tokens, i: int, language: Language, units: Units) -> tuple[Decimal, str]:
    """The scale at token i with the unit before or behind it; a bare unit only where it is set apart."""
    norms, norm = tokens.norms, tokens.norms[i]
    scale = _scale(language, norm)
    if scale:
        of = norms[i + 1] in language.words["of"]  # "in millions of euros", but "Millions of euros lost"
        apart = _is_set_apart(tokens, i, language) or (i == 0 and not of)
        found = unit_after(tokens, i + 1 + of, units) if apart else None
        return scale, found[1].unit if found else _money_before(tokens, i, units)
    code = units.signs.get(tokens.raw(i))
    if code and not norm.isalpha():  # "€m", "US$bn"
        letters = language.suffixes.get(tokens.raw(i + 1), 0) if tokens.glued(i + 1) else 0
        return (Decimal(letters), code) if letters else (_ONE, "")
    return _bare_unit(tokens, i, language, units)


def _scale(language: Language, norm: str) -> Decimal:
    """A thousand or more, also as a plural."""
    scale = language.scales.get(norm) or language.scales.get(norm.removesuffix(language.plural[0]), 0)
    return Decimal(scale) if scale >= 1000 else Decimal(0)


def _money_before(tokens: Tokens, i: int, units: Units) -> str:
    """The sign or code before a scale: "€ million", "EUR millions", "US$ bn"."""
    for start in (i - 2, i - 1):
        if start >= 0 and (start == i - 1 or tokens.glued(i - 1)):
            sign = tokens.text[tokens.starts[start] : tokens.ends[i - 1]]
            if sign in units.signs and (len(sign) > 1 or not sign.isalpha()):
                return units.signs[sign]
    return ""


def _bare_unit(tokens: Tokens, i: int, language: Language, units: Units) -> tuple[Decimal, str]:
    """ "Output (tonnes)", "Turnout in per cent"."""
    if not _is_set_apart(tokens, i, language):
        return _ONE, ""
    if share := language.percent.after(tokens.norms, i):
        return _ONE, "percent" if share[1] == "percent" else "percentage_point"
    found = unit_after(tokens, i, units)
    closed = found and (found[0] >= tokens.size or tokens.kinds[found[0]] in ("p", "b"))
    return _ONE, found[1].unit if found and closed else ""


def _is_set_apart(tokens: Tokens, i: int, language: Language) -> bool:
    return i > 0 and (tokens.norms[i - 1] in ("(", ",", "[") or tokens.norms[i - 1] in language.traps["in"])
