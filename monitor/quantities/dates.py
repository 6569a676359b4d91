"""Numbers of the calendar and the clock: days, years, financial years, times, ages. They count nothing.

Law: each test looks at a few neighbouring tokens; months, cues of years and words of ages come from the language.
"""

from __future__ import annotations

from monitor.quantities.atoms import Atom, Context
from monitor.quantities.nouns import counts_things
from monitor.quantities.units import COUNT


def is_date(context: Context, atom: Atom) -> bool:
    """A day beside its month."""
    tokens, language = context.tokens, context.language
    months, i, j = language.traps["months"], atom.first - 1, atom.end
    if not atom.is_digits or atom.low is None or not 1 <= atom.low <= 31 or atom.low % 1:
        return False
    if tokens.norms[i] == "." and tokens.norms[i - 1] in months:
        i -= 1
    if tokens.norms[i] in months and _is_month(context, i) and not language.day_first:
        return not (tokens.norms[i - 1] in language.traps["in"] and tokens.kinds[j] == "w")
    j += tokens.norms[j] == "." or tokens.norms[j] in language.words["of"]
    return tokens.norms[j] in months and _is_month(context, j)


def _is_month(context: Context, i: int) -> bool:
    """ "may" and "march" are months with a capital only."""
    return not context.language.capital_months or context.tokens.raw(i)[:1].isupper()


def is_numeric_date(context: Context, atom: Atom) -> bool:
    """ "2023-05-17", "5/17/2018"; "24/7" and "9/11" too: two numbers at a slash that are no fraction."""
    if not atom.is_digits:
        return False
    for sign in ("-", "/"):
        if _chain(context, atom.first, -1, sign) + _chain(context, atom.end - 1, 1, sign) >= 2:
            return True
    return context.pair(atom, "/") is not None


def _chain(context: Context, i: int, step: int, sign: str) -> int:
    """How many more numerals hang on token i by `sign` in one direction."""
    tokens, count = context.tokens, 0
    while count < 8 and tokens.norms[i + step] == sign and tokens.kinds[i + 2 * step] == "n" and i + 2 * step >= 0:
        count, i = count + 1, i + 2 * step
    return count


def is_year(context: Context, atom: Atom) -> bool:
    """Four digits without a comma between 1000 and 2199 where a year may stand."""
    tokens, language, i = context.tokens, context.language, atom.first
    if not atom.is_digits or atom.low is None or len(tokens.norms[i]) > 4:
        return False
    if _is_era(context, i - 1) or _is_era(context, i + 1):
        return True
    if not 1000 <= atom.low <= 2199:
        return False
    before, months = tokens.norms[i - 1], language.traps["months"]
    if before in months or (before == "," and tokens.norms[i - 3] in months):
        return True
    if before not in language.traps["year_bounds"] and language.before.before(tokens.norms, i - 1):
        return False
    if before in language.traps["year_before"]:
        return 1900 <= atom.low <= 2100 or tokens.kinds[atom.end] != "w"
    return 1900 <= atom.low <= 2100 and not counts_things(context, atom) and not _is_reached(context, atom)


def _is_era(context: Context, i: int) -> bool:
    """ "500 BC", "AD 79"."""
    return i >= 0 and context.tokens.norms[i] in context.language.traps["eras"] and context.tokens.raw(i).isupper()


def _is_reached(context: Context, atom: Atom) -> bool:
    """ "the toll hits 2014", "rose to 2014", "2014 killed": no year, though no noun follows."""
    norms, traps, i = context.tokens.norms, context.language.traps, atom.first
    moved = norms[i - 1] in traps["to"] and norms[i - 2] in context.language.ranges["moves"]
    return moved or norms[i - 1] in traps["count_before"] or norms[atom.end] in traps["count_after"]


def is_year_pair(context: Context, atom: Atom) -> bool:
    """ "2023-24", "2023/24"."""
    pair = context.pair(atom, "-/–") if atom.is_digits else None
    return pair is not None and _is_year_span(*(context.tokens.norms[i] for i in pair))


def _is_year_span(a: str, b: str) -> bool:
    if len(a) != 4 or not a.isdecimal() or not b.isdecimal() or not 1900 <= int(a) <= 2100:
        return False
    return (len(b) == 4 and int(a) < int(b) <= 2100) or (len(b) == 2 and (int(a) + 1) % 100 == int(b))


def is_time(context: Context, atom: Atom) -> bool:
    """ "14:05", "7 p.m.", "five in the afternoon"."""
    if context.pair(atom, ":"):
        return True
    if atom.low is None or atom.low >= 2400 or not (atom.form == "digits" or atom.form == "words"):
        return False
    return context.language.phrases["clock"].after(context.tokens.norms, atom.end) is not None


def is_age(context: Context, atom: Atom) -> bool:
    """ "aged 34", "34-year-old", "Maria Ruiz, 34, said", "children under five"."""
    tokens, language = context.tokens, context.language
    if atom.low is None or not 0 < atom.low < 125 or atom.form == "vague":
        return False
    if language.phrases["age_before"].before(tokens.norms, atom.first - 1) and not counts_things(context, atom):
        return True
    start = atom.bare + (tokens.norms[atom.bare] == "-")
    words = [w.removesuffix("'s") for w in tokens.norms[start : start + 6] if w != "-"] + [""] * 6
    if language.phrases["age_after"].after(words, 0):
        return True
    return _is_age_apposition(context, atom) or _is_age_limit(context, atom)


def _is_age_limit(context: Context, atom: Atom) -> bool:
    """ "children under five", "people over 60"."""
    norms, traps, i = context.tokens.norms, context.language.traps, atom.first
    limited = norms[i - 1] in traps["age_limits"] and norms[i - 2] in traps["aged_people"]
    return limited and atom.unit == COUNT and not counts_things(context, atom)


def _is_age_apposition(context: Context, atom: Atom) -> bool:
    """ "Maria Ruiz, 34, said", "a girl of eight"."""
    tokens, language, i = context.tokens, context.language, atom.first
    if tokens.norms[i - 1] in language.traps["under_of"] and tokens.norms[i - 2] in language.traps["persons"]:
        return tokens.kinds[atom.end] != "w" or tokens.norms[atom.end] in language.nouns["stop"]
    if not atom.is_digits or tokens.norms[i - 1] != "," or tokens.norms[atom.end] not in (",", ".", ";"):
        return False
    return tokens.norms[i - 2] in language.traps["persons"] or _is_full_name(context, i - 2)


def _is_full_name(context: Context, i: int) -> bool:
    """Whether two words with capitals end with token i: "Maria Ruiz", "Kim Da-eun"."""
    tokens = context.tokens
    while i > 2 and tokens.norms[i - 1] == "-" and tokens.glued(i):
        i -= 2
    return i > 0 and tokens.raw(i)[:1].isupper() and tokens.raw(i - 1)[:1].isupper()
