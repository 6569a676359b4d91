"""The terms of evidence in words for people: what was seen, not what follows from it.

Law of this room: tables. A term is told whole where it has a sentence of its own, else by its family and where the word
stands, seen from the number (the zones of frames.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

_WHERE: Mapping[str, str] = {
    "R1": "just after it", "L1": "just before it", "R": "after it", "L": "before it", "P": "in the clause before",
    "F": "in the clause after", "RX": "beyond the next number", "LX": "beyond the number before",
    "S": "elsewhere in the sentence",
}  # fmt: skip

# words that stand somewhere around the number
_CUES: Mapping[str, str] = {
    "by": "the word “by”",
    "claimed": "words of an unproven claim",
    "denied": "a denial",
    "earlier": "words such as “earlier”",
    "event-other": "something else that happened",
    "exclude": "words that the figure excludes",
    "from": "words such as “up from”",
    "increase_of": "words such as “a rise of”",
    "noun": "the figure’s noun",
    "now": "words such as “now”",
    "part": "words such as “including”",
    "revise": "words of a correction",
    "said": "words such as “said”",
    "than_before": "words such as “compared with”",
    "word": "a word of the figure’s noun",
}

_WHO: Mapping[str, str] = {
    "any": "the figure is about nobody",
    "own": "whom it is about is named with it",
    "implied": "whom it is about is half said, half named before",
    "sentence": "whom it is about is named before it",
    "after": "whom it is about is named after it",
    "focus": "whom it is about was named last",
    "headline": "whom it is about is in the headline",
    "own-far": "somebody else is named with it too",
    "own-story": "whom it is about is in the headline, somebody else beside it",
    "sentence-other": "somebody else is named before it",
    "after-other": "somebody else is named after it",
    "focus-other": "somebody else was named last",
    "nobody": "whom it is about is not named near it",
    "sum": "it counts somebody else too",
    "place": "it is said of another place",
    "subject": "somebody else does it",
    "absent": "whom it is about is not in the article",
}

_BARE: Mapping[str, str] = {
    "asked": "it answers a question about the figure",
    "own": "it goes on with what the figure counts",
    "headline": "the headline tells what it goes on with",
    "other": "it goes on with something else",
    "none": "nothing tells what it goes on with",
}

_SIZE: Mapping[str, str] = {
    "from-nought": "nought stands",
    "half": "it is less than half of what stands",
    "fall": "it is much less than what stands",
    "dip": "it is a little less than what stands",
    "step": "it is a little more than what stands",
    "rise": "it is more than what stands",
    "jump": "it is up to three times what stands",
    "leap": "it is up to ten times what stands",
    "flight": "it is over ten times what stands",
}

_OWN: Mapping[str, str] = {
    "column:best": "its column fits the figure best",
    "column:first": "it stands in the first column",
    "column:last": "it stands in the last column",
    "column:newer": "its column is the newest",
    "column:older": "another column is newer",
    "column:other": "another column is the figure’s",
    "column:silent": "no column names the figure",
    "column:worse": "another column fits the figure better",
    "context:near": "the figure’s context is beside it",
    "context:none": "the figure’s context is not in the sentence",
    "context:sentence": "the figure’s context is in the sentence",
    "gate:after-until": "the article is from after the figure’s “until”",
    "gate:before-since": "the article is from before the figure’s “since”",
    "gate:dated-before": "it is dated before the figure’s “since”",
    "gate:other-event": "an event that the figure excludes is named with it",
    "form:bracket": "it stands in brackets",
    "form:colon": "it stands after a colon",
    "form:ends": "no word follows it",
    "form:first": "it begins the sentence",
    "form:hyphen": "a hyphen follows it",
    "form:numbered": "it is a thing’s number",
    "form:one-or-two": "it is only a one or a two",
    "form:ordinal": "it is an ordinal, the last of so many",
    "head:alike": "a thing of the figure’s kind is counted",
    "head:event": "an event is counted",
    "head:none": "what is counted is not said",
    "head:other": "another thing is counted",
    "head:own": "the figure’s own thing is counted",
    "head:people": "people are counted",
    "held:none": "nothing stands yet",
    "held:outdone": "what stands is told as left behind",
    "held:same": "it is what stands",
    "jump:told": "the text itself sets it against what stands",
    "live:newest": "the newest live entry that speaks of the figure gives it",
    "live:older": "a newer live entry gives another value",
    "mixed:and": "another thing is counted with it",
    "mixed:names": "somebody else is counted with it",
    "mixed:narrowed": "a narrower thing is counted",
    "mixed:or": "another thing is counted with it",
    "mood:agrees": "it is as sure as the figure is",
    "mood:clashes": "it is told in another mood than the figure is",
    "mood:missing": "nothing says that it is only planned or expected",
    "noun:none": "the figure’s noun is not in the sentence",
    "period:other": "it is of another time than the figure",
    "period:past": "it is of a time gone by",
    "period:same": "it is of the figure’s time",
    "period:slice": "it is only of a week, month or quarter",
    "polarity:affirmed": "somebody owns up to it",
    "polarity:denied": "it is denied",
    "polarity:instead": "it is told in the place of what is denied",
    "role:another": "it is another, besides what was there",
    "role:increment": "it is added to what was there",
    "role:total": "it is told as the total",
    "role:total-other": "it is the total of something else",
    "time:new": "it is told as what is reached",
    "time:old": "it is told as what was before",
    "but:fits": "its words are the figure’s, but it is not said of now, of the whole or as a fact",
    "but:own": "it is of whom the figure is about, but it is not said of now, of the whole or as a fact",
    "value:denied": "somebody denies it",
    "value:beside-instead": "another value is told in its place",
    "value:beside-now": "another value is told as today’s beside it",
    "value:beside-total": "another value is told as the total beside it",
    "order:newer": "a number beside it is told as the earlier one",
    "order:older": "a number beside it is told as the later one",
    "stage:then": "it is told of a time that is over",
    "paired:other": "“respectively” gives it to another",
    "paired:own": "“respectively” gives it to the figure",
    "paired:unclear": "“respectively” does not say whose it is",
    "rank:first": "it is the first number of its thing",
    "rank:largest": "it is the largest number of its thing",
    "rank:loose": "the figure’s noun is not at it",
    "rank:only": "it is the only number of its thing",
    "rank:smallest": "it is the smallest number of its thing",
    "rival:better": "another figure’s words fit it better",
    "rival:even": "another figure’s words fit it as well",
    "rival:none": "no other figure’s words fit it",
    "rival:page": "elsewhere on the page the number is another figure’s",
    "rival:stronger": "another figure’s words fit it much better",
    "rival:weaker": "another figure’s words fit it less",
    "row:best": "its row fits the figure best",
    "row:other": "another row is the figure’s",
    "row:silent": "no row names the figure",
    "row:worse": "another row fits the figure better",
    "anew:best": "it is the record of another time",
    "anew:other": "another event is spoken of",
    "slice:alone": "it is said of one part alone",
    "slice:group": "it counts a group that the figure does not name",
    "slice:of-other": "it is part of another number",
    "slice:of-own": "it is part of the figure’s own number",
    "slice:of-unsaid": "it is part of something said before",
    "slice:own": "it is the part that the figure counts",
    "slice:site": "it is said of one place within",
    "sum:of-others": "it is the sum of other numbers",
    "sum:part": "it is part of another number",
    "unit:converted": "it is told in another unit",
    "unit:elided": "its unit is left out",
    "value:beside-held": "what stands is told beside it",
    "value:beside-held-loose": "what stands is told just before or after it",
    "value:beside-held-own": "what stands is told beside it, of the same thing",
    "value:beside-held-part": "what stands is told beside it, with words of a part",
    "value:beside-old": "an earlier value is told beside it",
    "value:headline-and-text": "headline and text tell it",
    "value:held-by-another": "it is another figure’s value",
    "value:mentions": "it is told more than once",
    "value:replaces-held": "it is told in the place of what stands",
    "voice:none": "whose count it is is not said",
    "value:vaguer": "the text counts what this only hints at",
    "voice:other": "it is another party’s count",
    "voice:own": "it is the right party’s count",
    "voice:own-before": "the right party was heard last",
    "voice:other-before": "another party was heard last",
    "word:none": "no word of the figure’s noun is in the sentence",
    **{f"what:bare-{k}": v for k, v in _BARE.items()},
    "what:both": "thing and event are the figure’s",
    "what:carried": "it goes on from the number before",
    "what:event": "only the event is the figure’s",
    "what:event-of-other": "the event is the figure’s, but another thing is counted",
    "what:named": "the figure’s noun is at it",
    "what:other": "another thing is counted",
    "what:silent": "neither thing nor event is said",
    "what:thing": "the thing is the figure’s, the event is not",
    "what:thing-only": "the thing is the figure’s",
}

_MOODS: Mapping[str, str] = {
    "decided": "it is decided",
    "demand": "it is only demanded",
    "forecast": "it is only forecast",
    "normal": "it is only what is usual",
    "plan": "it is only planned",
    "possible": "it is only possible",
    "supposed": "it is only supposed",
}

_PLACES: Mapping[str, str] = {
    "body": "the text", "entry": "a live entry", "entry-first": "the newest live entry",
    "entry-later": "an older live entry", "headline": "the headline", "item": "a list", "late": "the later text",
    "lede": "the first sentence", "paragraph": "a paragraph", "row": "a table", "subhead": "a subheading",
}  # fmt: skip


def told(term: str) -> str:
    """What a term of evidence says, in words."""
    family, _, detail = term.partition(":")
    if term in _OWN:
        return _OWN[term]
    if family in _CUES and detail in _WHERE:
        return f"{_CUES[family]} {_WHERE[detail]}"
    if family in _FAMILIES:
        return _FAMILIES[family](detail)
    return term.replace(":", " ").replace("_", " ")


def told_together(terms: Iterable[str], most: int) -> str:
    """The first `most` things that the terms say, each once."""
    return ", ".join(list(dict.fromkeys(map(told, terms)))[:most])


def _placed(detail: str) -> str:
    return f"it stands in {_PLACES.get(detail, f'a {detail}')}"


def _bounded(detail: str) -> str:
    return "it is a plain number" if detail == "exact" else f"it is told as “{detail.replace('_', ' ')}”"


def _jumped(detail: str) -> str:
    return _SIZE.get(detail, detail)


def _dated(detail: str) -> str:
    when, _, where = detail.partition("-")
    return f"{'this' if when == 'this' else 'a past'} year is named {'beside it' if where == 'chunk' else 'with it'}"


_FAMILIES: Mapping[str, Callable[[str], str]] = {
    "at": _placed,
    "bound": _bounded,
    "jump": _jumped,
    "mood": lambda detail: _MOODS.get(detail, detail),
    "unit": lambda _: "it has the figure’s unit",
    "who": lambda detail: _WHO.get(detail, detail),
    "who-best": lambda detail: _WHO.get(detail, detail),
    "year": _dated,
}
