"""Who says so: the source of a number and the cue that told us.

Law of this room: a source is a party, somebody with a name or an office that counts and speaks; whatever else stands
before "said" ("it", "earlier", "the toll") is none. A pronoun is the party that spoke last, if one did just before;
a sentence without a speaker has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.match import lexicon
from monitor.match.frames import Mention
from monitor.match.reading import Sentence
from monitor.match.words import stems, words
from monitor.model import Attribution

_BACK = 3  # sentences to look back for whom a pronoun means

_VERBS = (r"said|says|told|tells|reported|reports|announced|announces|confirmed|confirms|stated|states|claimed|claims"
          r"|estimated|estimates|counted|counts|put|puts|wrote|writes|added|adds|insisted|insists|acknowledged|admitted"
          r"|admits|warned|warns|noted|notes|disclosed|declared|tweeted|posted|was quoted as saying"
          r"|is quoted as saying|told \w+")  # fmt: skip
_NOUNS = r"data|figures|numbers|counts?|tally|statements?|reports?|estimates?"
_PARTY = r"[^,.;:()\"“”—–]{2,80}"
_AUX = r"(?:(?:has|have|had|also|later|now|earlier|since|then|only|again) )*"
_RELATIVE = r", (?:which|who|whose|an?|the|its|their|his|her)\b[^.;\"“”]{2,90}?, "
_ACCORDING = re.compile(rf"\b(according to|as per|citing|quoting|(?:{_NOUNS}) (?:from|by))\s+({_PARTY})", re.I)
_INVERTED = re.compile(rf"[,\"”]\s*({_VERBS})\s+({_PARTY})", re.I)
_BESIDE = re.compile(rf"(?:^|[\"“”;]\s*)\W*({_PARTY}){_RELATIVE}{_AUX}({_VERBS})\b", re.I)  # "X, which runs it, put"
_BEFORE = re.compile(rf"(?:^|[,;:\"“”—–]|\b(?:and|but|while|that|as)\b)\W*({_PARTY}?)\s+{_AUX}({_VERBS})\b", re.I)
_PATTERNS = ((_ACCORDING, 2, 1), (_BESIDE, 1, 2), (_BEFORE, 1, 2), (_INVERTED, 2, 1))

_PRONOUNS = words("he she it they")
_JOINTS = re.compile(r"^.*\b(?:and|but|while|which|who|that|as|whereas|because|since|where|when|if)\s+", re.I)
_TIMES = (r"(?:on|by|in|at|since|until|as of|late|early)?\s*(?:the )?(?:(?:early|late|next|last|same) )?"
          r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)?day|yesterday|today|tonight|morning|afternoon|evening|night|week"
          r"|month|year|january|february|march|april|may|june|july|august|september|october|november|december)\b"
          r"(?: (?:morning|evening|night))?")  # fmt: skip
_HOW = (r"(?:in|at|during|on|through) (?:an?|the|its|his|her|their) (?:[\w-]+ ){0,2}?(?:statement|interview|briefing"
        r"|conference|post|report|letter|filing|update|hearing|speech|note|website|radio|television)\b")  # fmt: skip
_JOINED = (r"and|but|so|yet|also|then|now|later|earlier|meanwhile|however|still|again|only|instead|separately|what"
           r"|how|while|whereas|as|that|after which|before which|by which|in which")  # fmt: skip
_LEAD = re.compile(rf"^(?:(?:{_JOINED})\b|(?:{_NOUNS}) (?:from|by|of)\b|{_TIMES}|{_HOW})[\s,]*", re.I)
_TAIL = re.compile(rf"\s+(?:{_TIMES}|{_HOW})$", re.I)
_WITHIN = words("on in at by from with for of after before under over per among between like than")
_VERBAL = words(
    "is are was were be been being am has have had having will would could can may might should must did does do rose "
    "fell reached died put took gave brought left said told seen given found known taken made set led went came stood "
    "not read there than more fewer less least most"
)
_NO_VERB = words("united armed allied combined federated confederated associated red appointed elected named retired")
_HEARERS = words("reporters journalists parliament lawmakers investors us me them him her")
_OFFICES = frozenset(
    stems(
        "source insider aide adviser leader lawmaker senator deputy diplomat engineer scientist researcher "
        "investigator executive director manager commander general colonel captain sheriff commissioner inspector "
        "judge medic nurse rescuer firefighter survivor relative family ngo administration authority party "
        "directorate unit service crew network centre center laboratory publisher broadcaster magazine daily "
        "newspaper agency outlet media statement owner employer airline railway utility manufacturer lender creditor "
        "volunteer organisation organization force envoy ambassador delegate negotiator speaker team desk "
        "headquarters command ministry protection foundation fund navy exchange registry registrar tribunal "
        "parliament senate congress cabinet city region province state"
    )
)


def attribution(mention: Mention) -> Attribution | None:
    """The speaker of the number's sentence, the nearest to the number where several speak, or None."""
    sentence = mention.sentence
    number = mention.quantity.span[0] - sentence.start
    heard = sorted(_speakers(sentence), key=lambda told: abs(told[0] - number))
    return next((said for _, said in heard), None)


def _speakers(sentence: Sentence, back: int = _BACK) -> Iterator[tuple[int, Attribution]]:
    """Everybody whom the sentence lets speak, with the place of the cue."""
    for pattern, source, cue in _PATTERNS:
        for match in pattern.finditer(sentence.text):
            who = _party(match[source], sentence)
            if who in _PRONOUNS:
                who = _meant(sentence, back)
            if who:
                yield match.start(cue), Attribution(source=who, cue=match[cue].lower())


def _meant(sentence: Sentence, back: int) -> str:
    """Whom a pronoun means: the party that spoke last."""
    before = sentence.before
    if before is None or back == 0:
        return ""
    heard = sorted(_speakers(before, 0), key=lambda told: told[0])
    return heard[-1][1].source if heard else _meant(before, back - 1)


def _party(text: str, sentence: Sentence) -> str:
    """The party in what stands beside a verb of saying, a pronoun, or "" """
    text = _stripped(text)
    for said in (text, _JOINTS.sub("", text)):
        said = _stripped(said)
        if said.casefold() in _PRONOUNS:
            return said.casefold()
        if _is_party(said, sentence):
            return re.sub(r"^the\s+", "", said, flags=re.I)
    return ""


def _stripped(text: str) -> str:
    """Without joints, times and manners before and after: "On Monday the ministry" is the ministry."""
    text, before = text.strip(" \n\t'‘’\"“”-"), ""
    while text != before:
        before, text = text, _TAIL.sub("", _LEAD.sub("", text)).strip()
    return text


def _is_party(said: str, sentence: Sentence) -> bool:
    """A name, or a noun of somebody who counts and speaks; no clause, no number, no listener."""
    listed = said.split()
    low = [w.strip("'’").casefold() for w in listed]
    if not listed or len(listed) > 10 or re.search(r"\d", said) or set(low) & (_VERBAL | _PRONOUNS | _HEARERS):
        return False
    if low[0] in _WITHIN or any(w.islower() and w.endswith("ed") and w not in _NO_VERB for w in listed):
        return False
    run = stems(said)
    return bool(lexicon.voices().names(run)) or any(s in _OFFICES for s in run) or _is_named(said, sentence)


def _is_named(said: str, sentence: Sentence) -> bool:
    """A capital within, or a name at the head of the sentence that the article knows as one."""
    inner = any(w[:1].isupper() and w not in ("I",) for w in said.split()[1:])
    return (
        inner
        or any(name.text and name.text in said for name in sentence.names)
        or (said[:1].isupper() and not sentence.text.lstrip("\"“‘' ").startswith(said))
    )
