"""A figure's words compiled into the same terms as an article's: what is counted, what happened, to whom, when.

Law of this room: made from the config alone, shown by `monitor check`; a figure lacking a field is as good as it can
be made from its label and nouns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from monitor.match import lexicon
from monitor.match.periods import Period, periods
from monitor.match.sample import lesson
from monitor.match.words import stems, tokens
from monitor.watchlist import Figure, Nature, Watchlist

_COUNT = (
    r"(?:count|account|quotation|bulletin|word|figure|number|tally|survey|estimate|toll|reckoning|version|data"
    r"|own count|list)s?"
)
_VOICES = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"\baccording to (?:the )?([\w' -]+)",
        rf"\bby (?:the )?([\w' -]+?)(?:'s?)? {_COUNT}\b",
        r"\bas (?:put|told|reckoned|counted|seen|estimated) by (?:the )?([\w' -]+)",
        r"\bas (?:the )?([\w' -]+?) (?:reckons?|says?|counts?|puts? it|sees? it)\b",
        r"\bthe ([\w' -]+?) (?:says|claims|reports|admits|owns up)\b",
        rf"\(([^)]+?)(?:'s?)? {_COUNT}\)",
        rf"[,:] (?:the )?([\w' -]+?)(?:'s?)? {_COUNT}$",
        r"\(([a-z][^)\d]+)\)$",
    )
)
MOODS = frozenset(("forecast", "possible", "plan", "demand"))
_DECISIONS = frozenset(
    stems(
        "recalled recalling layoffs layoff redundancies redundancy cuts closing closure close offer bid takeover "
        "buyout laying shedding axing sacking"
    )
)
_DONE = frozenset(("has", "have", "already", "left", "so", "force"))
_EMPTY = frozenset(
    stems(
        "the a an of in on at by for to from and or with after over s its their so far all total number count people "
        "figure per that is are was who it this reported official"
    )
)
_NATURES: tuple[tuple[Nature, str], ...] = (
    ("plan", "to be planned target forecast guidance expected needed pledged goal demanded sought proposed"),
    ("price", "price offer per share barrel ounce bid quote value"),
    ("rate", "rate percent inflation turnout unemployment share containment contained growth approval"),
    ("level", "still missing held remaining without in hospital level now trapped unaccounted on strike stranded a day "
              "daily current left temperature hospitalised customers power patients"),
    ("total", "killed dead deaths injured destroyed burned recalled arrested launched delivered freed evacuated cases"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Descriptor:
    """What a figure is about, in stems and classes.

    nouns: the noun phrases as stems. heads: stems that a count of it may carry. events, things: classes its words name.
    qualifiers: words of the label that neither a noun nor a name accounts for ("third quarter", "nationwide").
    groups: its entities; a claim should speak of each. voice, voices: whose count it is, as stems and as entities.
    nature: how the number moves.
    """

    figure: str
    unit: str
    nouns: tuple[tuple[str, ...], ...]
    heads: frozenset[str]
    words: frozenset[str]
    events: frozenset[str]
    things: frozenset[str]
    qualifiers: frozenset[str]
    context: tuple[tuple[str, ...], ...]
    exclude: tuple[tuple[str, ...], ...]
    groups: tuple[str, ...]
    voice: frozenset[str]
    voices: frozenset[str]
    moods: frozenset[str]
    nature: Nature
    decided: bool = False  # what is decided counts already: layoffs that are planned, a recall that will begin
    periods: tuple[Period, ...] = ()  # the times its label and context name


def describe(figure: Figure, watchlist: Watchlist | None = None) -> Descriptor:
    """The descriptor of `figure`; `watchlist` gives the names of its entities, which are no words of its own."""
    names = [n for e in figure.entities if watchlist and e in watchlist.entities for n in watchlist.entities[e].names]
    own = figure.own_names
    names += [n for given in own.values() for n in given]
    taught = lesson(figure)
    named = frozenset(s for n in names for s in stems(n))
    nouns = tuple(dict.fromkeys((*(s for n in (*figure.nouns, *figure.actions) if (s := stems(n))), *taught.nouns)))
    words = frozenset(s for noun in nouns for s in noun) - _EMPTY
    label = tuple(s for s in stems(figure.label) if s not in named)
    context = tuple(s for c in figure.context for part in c.split(",") if (s := stems(part))) + taught.context
    said = [*nouns, label]
    return Descriptor(
        figure=figure.id,
        unit=figure.unit,
        nouns=nouns,
        heads=frozenset(n[0] for n in nouns) | frozenset(n[-1] for n in nouns),
        words=words or frozenset(label) - _EMPTY,
        events=frozenset(c for run in said for c in lexicon.events().names(run))
        | frozenset(c for run in context for c in lexicon.events().names(run) if not words),
        things=frozenset(c for run in nouns for c in lexicon.things().names(run)),
        qualifiers=frozenset(label) - words - _EMPTY,
        context=context,
        exclude=tuple(s for e in figure.exclude if (s := stems(e))),
        groups=(*figure.entities, *own),
        voice=(voice := _voice(figure)),
        voices=_voices(figure, voice, watchlist),
        moods=_moods(figure),
        nature=nature_of(figure),
        decided=_decided(figure),
        periods=tuple(periods(tokens(" , ".join((figure.label, *figure.context)), ()), 9999)),
    )


def _moods(figure: Figure) -> frozenset[str]:
    """Of what is only expected, planned or demanded the figure is, by its own words."""
    said = [w for text in (figure.label, *figure.nouns, *figure.context) for w in text.lower().split()]
    moods = frozenset(m for name in lexicon.scopes().names(said) if (m := name[5:].partition("@")[0]) in MOODS)
    label = stems(figure.label)
    ahead = any(a == "to" and lexicon.events().names((b,)) for a, b in pairwise(label))
    return moods | frozenset(("plan", "forecast")) if ahead else moods


def _decided(figure: Figure) -> bool:
    """Whether a figure is of something that is there once it is decided, and not of how much of it is done."""
    said = frozenset(stems(" ".join((figure.label, *figure.nouns))))
    return bool(said & _DECISIONS) and not _DONE & frozenset(figure.label.lower().split())


def _voice(figure: Figure) -> frozenset[str]:
    """Whose count the figure is, by its label: "by the ministry's count", "according to MSF", "(IMF figure)"."""
    label = " ".join(figure.label.replace("’", "'").split())
    for pattern in _VOICES:
        for match in pattern.finditer(label):
            said = stems(match[1])
            if lexicon.voices().names(said) or match[1][:1].isupper() or "'" in label[match.end(1) : match.end(1) + 2]:
                return lexicon.same_voices(frozenset(said) - (_EMPTY - {"official"}))
    return frozenset()


def _voices(figure: Figure, voice: frozenset[str], watchlist: Watchlist | None) -> frozenset[str]:
    """The entities of the figure that are its voice."""
    known = watchlist.entities if watchlist else {}
    return frozenset(e for e in figure.entities if e in known and any(voice & set(stems(n)) for n in known[e].names))


@lru_cache(maxsize=1)
def _nature_words() -> tuple[tuple[Nature, frozenset[str]], ...]:
    return tuple((nature, frozenset(stems(words)) - _EMPTY) for nature, words in _NATURES)


@lru_cache(maxsize=10_000)
def nature_of(figure: Figure) -> Nature:
    """How the figure moves: as its config says, else by the first nature whose words its label, then its nouns, hold.

    A share is a rate; what tells nothing else is a running total.
    """
    if figure.nature:
        return figure.nature
    if figure.unit == "percent":
        return "rate"
    for text in (figure.label, " ".join((*figure.nouns, *figure.context))):
        said = frozenset(stems(text))
        for nature, words in _nature_words():
            if said & words:
                return nature
    return "total"
