"""The noun phrase that a number counts, and what a rate is per. Law: no grammar, only where phrases end.

A phrase runs to the first word that cannot be inside one; a plural ends it, unless another plural follows at once.
"""

from __future__ import annotations

from monitor.quantities.atoms import Atom, Context
from monitor.quantities.language import Language
from monitor.quantities.tokens import Tokens

_LONGEST = 6


def name(context: Context, atom: Atom) -> None:
    """Give the atom the noun phrase that it counts, where that ends, and what a rate is per."""
    if not atom.per and context.tokens.norms[atom.end + 1] not in context.language.ordinals:
        per_after(context, atom)  # "500 or more a day"
    atom.noun, atom.tail, _ = counted(context, atom.end)
    if not atom.per:
        atom.per = _per(context, atom.tail)[0]  # "80 patients a day"


def per_after(context: Context, atom: Atom) -> None:
    """Take what stands right behind the atom as what it is per: "$70 a barrel", "five a day"."""
    atom.per, end = _per(context, atom.end)
    atom.end = end if atom.per else atom.end


def _per(context: Context, i: int) -> tuple[str, int]:
    """What a rate is per from token i on, and where that ends; "a year earlier" is none."""
    norms, shares = context.tokens.norms, context.language.shares
    i += norms[i] == "-"
    if norms[i] not in shares["per"]:
        return "", i
    i += 2 if norms[i + 1] == "-" else 1
    found = context.language.per_units.after(norms, i)
    later = found and norms[i] in shares["per_times"] and norms[found[0]] in shares["per_not"]
    if found and not later:
        return " ".join(norms[i : found[0]]), found[0]
    return "", i


def counted(context: Context, i: int) -> tuple[str, int, bool]:
    """The noun phrase from token i on in lower case ("" for none), the token behind it, whether it is a plural."""
    tokens, language = context.tokens, context.language
    kinds, norms, stop = tokens.kinds, tokens.norms, language.nouns["stop"]
    i = _skip(context, i)
    taken: list[str] = []
    while len(taken) < _LONGEST:
        if passed := _modifier(tokens, i) if not taken else 0:
            i += passed
            continue
        word = norms[i]
        ends = kinds[i] != "w" or word in stop or word in language.numbers
        if ends or (taken and _is_over(language, taken[-1], word)):
            break
        i, tail = _hyphened(tokens, i + 1)
        taken.append(word.removesuffix("'s") + tail)
        if norms[i] == "'" and tokens.glued(i):
            break
    return " ".join(taken), i, bool(taken) and is_plural(language, taken[-1])


def _hyphened(tokens: Tokens, i: int) -> tuple[int, str]:
    """What a hyphen glues to a word, and where that ends: "back-office", "BMP-2s", "Shahed-136"."""
    if tokens.norms[i] != "-" or not (tokens.glued(i) and tokens.glued(i + 1)) or tokens.kinds[i + 1] not in ("w", "n"):
        return i, ""
    suffixed = tokens.kinds[i + 1] == "n" and tokens.kinds[i + 2] == "w" and tokens.glued(i + 2)
    end = i + 3 if suffixed else i + 2
    return end, "".join(tokens.norms[i:end])


def _modifier(tokens: Tokens, i: int) -> int:
    """How many tokens before a noun say nothing of it: "three 12-seat vans", "600 N. Koreans", "58 [1] dead"."""
    if tokens.norms[i] == "[" and tokens.kinds[i + 1] == "n" and tokens.norms[i + 2] == "]":
        return 3
    if tokens.norms[i] and tokens.norms[i] in "¹²³⁴⁵⁶⁷⁸⁹*":
        return 1
    if tokens.kinds[i] == "n" and tokens.norms[i + 1] == "-" and tokens.kinds[i + 2] == "w":
        return 3
    initial = tokens.kinds[i] == "w" and tokens.ends[i] - tokens.starts[i] == 1 and tokens.norms[i + 1] == "."
    return 2 if initial and tokens.kinds[i + 2] == "w" else 0


def _skip(context: Context, i: int) -> int:
    """Past "more", "of the", "-": what may stand between a number and its noun."""
    norms, nouns = context.tokens.norms, context.language.nouns
    start = i
    while norms[i] in nouns["skip"] and i - start < 4:
        if norms[i] in context.language.words["of"] and norms[i + 1] in nouns["partitive"]:
            return i  # "12 of the dead": a part, not a count of the dead
        i += 1
    return i


def is_plural(language: Language, word: str) -> bool:
    """Whether a word looks like a plural."""
    if word in language.nouns["irregular"]:
        return True
    return len(word) > 3 and word.endswith(language.plural) and not word.endswith(language.singular)


def _is_over(language: Language, last: str, word: str) -> bool:
    """Whether the phrase ends between `last` and `word`: "58 soldiers | died", but "five States soldiers"."""
    return is_plural(language, last) and not is_plural(language, word)


def counts_things(context: Context, atom: Atom) -> bool:
    """Whether a plural noun that is no event follows."""
    tokens, language = context.tokens, context.language
    for j in range(atom.end, atom.end + 3):
        word = tokens.norms[j]
        if tokens.kinds[j] != "w" or word in language.traps["event_nouns"]:
            return False
        if word in language.nouns["stop"] and word not in language.nouns["skip"]:
            return False
        if is_plural(language, word):
            return True
    return False
