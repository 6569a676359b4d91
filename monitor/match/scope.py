"""What the clause says of its number: whether it holds, how sure it is, of what time, and what part it plays.

Law of this room: the scope is resolved here. A word governs a number from before when no asserting verb and no other
number stands between ("came for 17 and left with seven": only the 17 were wished for), from behind when nothing but
forms of "be" and "have" does. Of several the outermost decides the mood ("may have to send": possible), the nearest
all else. One term for each slot.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.match.lexicon import Found
from monitor.match.reading import Sentence
from monitor.match.series import series
from monitor.match.spans import Span
from monitor.match.words import Token, words

_LIFTING = words(
    "brings bring brought bringing takes take took taking taken lifts lifted lifting raises raised raising pushes "
    "pushed pushing puts carries carried swells swelled"
)
Slots = dict[str, str]  # mood, polarity, time, role -> what is said of it
_REACH = {"polarity": 7, "time": 4, "role": 4}  # tokens within which the words must stand
_OPENING = 4  # more where they open their clause: "at the height of the summer season 40 boats"
_EARLY = 14  # tokens into the next sentence within which it must answer
_LINKING = words(
    "is are was were be been being has have had do does did not also now still already that which who it they he she "
    "we currently yet only , it's they're there"
)
_ASSERTING = words(
    "is are was were has have had said says told reported reports confirmed counted showed shows found went came left "
    "got took gave made put sent brought fell rose grew lost won sold bought built held kept stood stands sits paid "
    "drew drove fled led ran met hit reached reaches"
)
_MATRIX = words(
    "managed began begun started continued continues had has have helped forced seemed said thought known believed "
    "claims claimed appears appeared came grew rose up down back refused failed found left used close next according "
    "due thanks owing able home likely reported reports"
)
_SPEECH = words("said says told reported reports confirmed counted showed shows found put left kept")
_PARTING = words("and but or since because as while whose where when after before until so if ; :")
_MONTHLY = words("in of since until till by from to last next early late mid this every on")
_QUESTION = words("about whether how why who what when if")
_BOUNDS = words("quite fewer less more only just merely under over below above exceed")
_DEFINITE = words("the its their his her our those these")
_NOBODY = words("nobody no none nothing")
_ADVERBS = words("already also just only then once never ever been not briefly long still all since")
_DONE = words("put cut come gone sunk won become begun stood spoken caught shut hurt run hit")
_TELLING = words("spoken claimed announced predicted estimated promised guessed feared forecast")
_MOMENT = words("by until now so today tonight")
_BE = words("was were is are be been being")
_NO_VERB = words(
    "the a an its their his her our this that these those it them him us me date about around nearly almost over more "
    "at least just only up some any every each one between what whom which people"
)


def slots(sentence: Sentence, at: int, chunk: Span, span: Span) -> Slots:
    """What is said of the number at `at`, slot by slot; a slot of which nothing is said is left out.

    `span` is the run of tokens that speaks of the number, `chunk` the smallest piece of text that it stands in.
    """
    found: dict[str, list[tuple[int, str]]] = {}
    for rule in sentence.scopes:
        if rule.start <= at < rule.end or _no_rule(sentence.tokens, rule):
            continue
        name, _, side = rule.name.partition("@")
        slot, _, said = name.partition(":")
        within = span[0] <= rule.start < span[1] or (slot == "mood" and _outside(sentence, at, chunk, rule))
        gap = _gap(sentence, at, chunk[0], rule, side, slot) if within else None
        if gap is not None:
            found.setdefault(slot, []).append((gap, said))
    out = {slot: max(said)[1] if slot == "mood" else min(said)[1] for slot, said in found.items()}
    if "mood" not in out and _aimed(sentence.tokens, at, chunk[0]):
        out["mood"] = "plan"
    if "time" not in out and _gone_by(sentence, at, span):
        out["time"] = "old"
    answered = _reaction(sentence, at) or out.get("polarity")
    if answered:
        out["polarity"] = answered
        if answered == "affirmed":
            out.pop("mood", None)
    elif _instead(sentence, at):
        out["polarity"] = "instead"
    return out


def _gap(sentence: Sentence, at: int, first: int, rule: Found, side: str, slot: str) -> int | None:
    """How far the governing words stand from the number; None: they do not govern it."""
    tokens = sentence.tokens
    if (side == "before") != (rule.end <= at):
        return None
    between = tokens[rule.end : at] if side == "before" else tokens[at + 1 : rule.start]
    if slot == "polarity" and side == "before" and _stands(tokens, at, rule):
        return None
    if side == "before" and any(t.quantity >= 0 for t in between) and rule.end not in series(tokens, at):
        return None
    if slot != "mood":
        reach = _REACH[slot] + (_OPENING if rule.start == first and slot == "time" else 0)
        return len(between) if len(between) < reach and _bare(between) else None
    if side == "before":
        return None if any(_asserts(tokens, i) for i in range(max(rule.end, first), at)) else len(between)
    return None if _settled(tokens, at, first) or _parted(tokens, at + 1, rule.start) else len(between)


def _gone_by(sentence: Sentence, at: int, span: Span) -> bool:
    """Whether the clause tells what had been before: "a derby had ended in 12".

    "By noon 300 had fled" is of now, and "said that 300 had fled" may be.
    """
    tokens, (first, last) = sentence.tokens, span
    for i in range(first, last):
        if tokens[i].low != "had" or _apart(tokens[min(i, at) + 1 : max(i, at)]):
            continue
        done = next((j for j in range(i + 1, last) if not _adverb(tokens[j])), last)
        if done == last or not _participle(tokens, done):
            return False
        if tokens[done].low in _TELLING:
            return True
        told = any(c.name == "said" and not c.start <= done < c.end for c in sentence.cues)
        told = told or any(t.low == "that" for t in tokens[first:i])
        return not told and not any(t.low in _MOMENT for t in tokens[first:last])
    return False


def _apart(between: Sequence[Token]) -> bool:
    return any(t.quantity >= 0 or t.low in (",", ";", ":", "than") for t in between)


def _adverb(token: Token) -> bool:
    return token.low in _ADVERBS or token.low.endswith("ly")


def _participle(tokens: Sequence[Token], i: int) -> bool:
    low = tokens[i].low
    return low in _DONE or low in _ASSERTING or (low.endswith(("ed", "en", "wn")) and len(low) > 4)


def _parted(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether another clause, another number or an asserting verb stands among the tokens."""
    return any(
        t.quantity >= 0 or t.low in _PARTING or (_asserts(tokens, start + i) and t.low not in _LINKING)
        for i, t in enumerate(tokens[start:end])
    )


def _settled(tokens: Sequence[Token], at: int, first: int) -> bool:
    """Whether the number is what an asserting verb before it has got: "took 2,140 in sales, will list"."""
    return any(
        _asserts(tokens, i) and tokens[i].low not in _LINKING and tokens[i].low not in _SPEECH for i in range(first, at)
    )


def _stands(tokens: Sequence[Token], at: int, rule: Found) -> bool:
    """Whether a number stands whatever is denied: "did not name the two dead", "not fewer than 30"."""
    if any(_asserts(tokens, i) for i in range(rule.end, at)):
        return True
    last = tokens[rule.end - 1].low
    if last in ("not", "never") or last.endswith("n't"):
        after = tokens[rule.end].low
        return after in _BOUNDS or (tokens[at - 1].low in _DEFINITE and rule.end < at - 1)
    return last.startswith(("dismiss", "reject")) and rule.end >= at - 1


def _no_rule(tokens: Sequence[Token], rule: Found) -> bool:
    """A month that looks like a modal, and a question that looks like a demand: "in May", "asked about"."""
    token = tokens[rule.start]
    before = tokens[rule.start - 1].low if rule.start else ""
    after = tokens[rule.end].low if rule.end < len(tokens) else "."
    if token.text == "May" and rule.end == rule.start + 1:
        return before in _MONTHLY or not after[0].isalpha()
    return token.low in ("ask", "asks", "asked", "asking") and after in _QUESTION


def _bare(between: Sequence[Token]) -> bool:
    return not any(t.quantity >= 0 or t.low in ("and", "but", ",", ";", ":") for t in between)


def _outside(sentence: Sentence, at: int, chunk: Span, rule: Found) -> bool:
    """Whether the number's chunk has no verb of its own and goes on with the chunk of the governing words."""
    place = sentence.chunks.index(chunk)
    if not rule.start and place == 1 and sentence.tokens[0].low in ("if", "unless"):
        return True
    if any(_asserts(sentence.tokens, i) for i in range(*chunk)):
        return False
    return any(
        a <= rule.start < b and not any(t.quantity >= 0 for t in sentence.tokens[rule.end : at])
        for a, b in sentence.chunks[max(0, place - 2) : place]
    )


def _asserts(tokens: Sequence[Token], i: int) -> bool:
    """Whether a token is a verb that tells a fact: "left", "counted"; no infinitive, no participle after "be"."""
    low, before = tokens[i].low, tokens[i - 1].low if i else ""
    if before in ("to", "be", "been", "have", "get", "not"):
        return False
    return low in _ASSERTING or (low.endswith("ed") and len(low) > 4 and before not in ("the", "a", "an"))


def _aimed(tokens: Sequence[Token], at: int, first: int) -> bool:
    """Whether the number is what an infinitive aims at: "is getting ready to move 9,300"."""
    if any(t.low in ("ordered", "sentenced", "condemned", "forced") for t in tokens[first:at]):
        return False
    for i in range(at - 1, first, -1):
        if _asserts(tokens, i):
            return False
        if tokens[i].low == "to" and i + 1 < at and _verb(tokens[i + 1]):
            return tokens[i - 1].low not in _MATRIX
    return False


def _verb(token: Token) -> bool:
    return token.text[0].islower() and token.low not in _NO_VERB and token.low not in ("have", "be")


def _reaction(sentence: Sentence, at: int) -> str | None:
    """What is said to the number behind it, in its sentence or the next: it is denied, or owned up to."""
    end = next((n for n in sentence.numbers if n > at), len(sentence.tokens))
    here = _answer(sentence.tokens, [f for f in sentence.reactions if at + 1 < f.start < end])
    after = sentence.after
    if here or at != sentence.numbers[-1] or after is None or after.block != sentence.block:
        return here
    told = [n for n in after.numbers if after.tokens[n].text.lower() not in _NOBODY]
    early = [f for f in after.reactions if f.start < _EARLY and not any(n < f.start for n in told)]
    return _answer(after.tokens, early)


def _answer(tokens: Sequence[Token], found: Sequence[Found]) -> str | None:
    found = [f for f in found if not _of_things(tokens, f)]
    accepts = [f for f in found if f.name == "accept"]
    rebuts = [f for f in found if f.name == "rebut"]
    turned = [f for f in rebuts if _negated(tokens, f.start)]
    if turned or (accepts and not any(_negated(tokens, f.start) for f in accepts)):
        return "affirmed"
    return "denied" if found else None


def _of_things(tokens: Sequence[Token], f: Found) -> bool:
    """Whether the word answers nothing: "the right number", "12 lorries were rejected"."""
    before = tokens[f.start - 1].low if f.start else ""
    if tokens[f.start].low in ("right", "true", "correct", "accurate"):
        return before in ("the", "a", "an") or tokens[f.start - 1].low == "all"
    return tokens[f.start].low in ("rejected", "dismissed") and before in _BE


def _negated(tokens: Sequence[Token], at: int) -> bool:
    return any(t.low in ("not", "no", "never") or t.low.endswith("n't") for t in tokens[max(0, at - 6) : at])


def _instead(sentence: Sentence, at: int) -> bool:
    """Whether it stands for a number that was just denied: "not six, seven"; "It is not 200. It is 14." """
    tokens, earlier = sentence.tokens, [n for n in sentence.numbers if n < at]
    if earlier:
        n = earlier[-1]
        return at - n < 4 and any(t.low == "not" for t in tokens[max(0, n - 3) : n])
    before = sentence.before
    if before is None or before.block != sentence.block or not before.numbers or at > 6:
        return False
    n = before.numbers[-1]
    return any(t.low in ("not", "isn't", "wasn't", "aren't") for t in before.tokens[max(0, n - 3) : n])


def lifted(sentence: Sentence, at: int, chunk: Span) -> Span | None:
    """What is brought to the number, as a range of tokens: "takes [the recall] to 90,000"; None: it is no such sum."""
    tokens = sentence.tokens
    to = next((i for i in range(at - 1, max(chunk[0], at - 4), -1) if tokens[i].low == "to"), None)
    if to is None:
        return None
    verb = next((i for i in range(to - 1, chunk[0] - 1, -1) if tokens[i].low in _LIFTING), None)
    return (verb + 1, to) if verb is not None else None
