"""Who says so: sentences as publishers write them, and the party that each names as its source."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.match import compile_watchlist
from monitor.match.frames import mentions
from monitor.match.reading import read
from monitor.match.voices import attribution
from monitor.model import Article, Block
from monitor.watchlist import Figure, Watchlist

WATCHLIST = Watchlist(figures={"f": Figure(id="f", label="Divers", unit="count", nouns=("divers",))}, entities={})

SAID = [
    ("The harbour ministry said 41 divers were missing.", "harbour ministry"),
    ("41 divers are missing, the harbour ministry said on Monday.", "harbour ministry"),
    ("41 divers are missing, the harbour ministry said in a statement.", "harbour ministry"),
    ("In a statement, the coastguard said 41 divers were missing.", "coastguard"),
    ("In a statement on Monday the coastguard said 41 divers were missing.", "coastguard"),
    ("On Tuesday evening the coastguard said 41 divers were missing.", "coastguard"),
    ("According to the Porters' Union, 41 divers are missing.", "Porters' Union"),
    ("41 divers are missing, according to Mira Sandoval, who leads the search.", "Mira Sandoval"),
    ("41 divers are missing, according to figures from the Tide Institute.", "Tide Institute"),
    ("“We miss 41 divers,” said Captain Ode Brandt.", "Captain Ode Brandt"),
    ("“We miss 41 divers,” Captain Ode Brandt told reporters.", "Captain Ode Brandt"),
    ("Captain Ode Brandt told reporters that 41 divers were missing.", "Captain Ode Brandt"),
    ("The Diving Federation, which runs the school, put it at 41 divers.", "Diving Federation"),
    ("Ode Brandt, the harbour master, said 41 divers were missing.", "Ode Brandt"),
    ("The search went on at dawn and officials said 41 divers were missing.", "officials"),
    ("Officials have since confirmed that 41 divers are missing.", "Officials"),
    ("The mayor was quoted as saying 41 divers were missing.", "mayor"),
    ("A source close to the search, citing the navy, spoke of 41 divers.", "navy"),
    ("The union says 41 divers, the company says 17.", "union"),
    ("The Interior and Harbour Ministry said 41 divers were missing.", "Interior and Harbour Ministry"),
    ("But the coastguard later admitted that 41 divers were missing.", "coastguard"),
]

NOBODY = [
    "It said 41 divers were missing.",
    "Earlier reports counted 41 divers.",
    "The boat sank and reported 41 divers missing.",
    "The toll put 41 divers on the list.",
    "41 divers were reported missing.",
    "A year ago not one boat had been reported missing and 41 divers came home.",
    "41 divers are missing.",
    "There were, he said, 41 divers.",
    "Yesterday it said 41 divers were missing.",
    "We told reporters of 41 divers.",
    "The number of 41 divers was four more than had been reported.",
]


def spoken(*sentences: str, number: int = 41) -> str | None:
    """Who is the source of `number` in an article of these paragraphs."""
    blocks = tuple(Block(kind="paragraph", text=s) for s in sentences)
    article = Article(
        url="https://a.example/1",
        outlet="A",
        fetched=datetime(2026, 3, 2, tzinfo=UTC),
        text="\n\n".join(sentences),
        blocks=tuple(replace(b, start=0) for b in blocks),
    )
    reading = read(article, compile_watchlist(WATCHLIST).aliases)
    mine = [m for m in mentions(reading) if m.quantity.low == number]
    said = attribution(mine[0])
    return said.source if said else None


@pytest.mark.parametrize(("sentence", "source"), SAID)
def test_a_party_that_speaks_is_the_source(sentence: str, source: str) -> None:
    assert spoken(sentence) == source


@pytest.mark.parametrize("sentence", NOBODY)
def test_what_is_no_party_is_never_shown_as_a_source(sentence: str) -> None:
    assert spoken(sentence) is None


def test_a_pronoun_is_the_party_that_spoke_just_before() -> None:
    assert spoken("The coastguard said a boat had sunk.", "It added that 41 divers were missing.") == "coastguard"
    assert spoken("Mayor Ada Lund said a boat had sunk. She put the missing at 41 divers.") == "Mayor Ada Lund"
    assert spoken("A boat had sunk.", "She put the missing at 41 divers.") is None


def test_of_two_speakers_in_a_sentence_each_has_its_own_number() -> None:
    sentence = "The union says 41 divers are missing, while the company says 17 divers are."
    assert (spoken(sentence), spoken(sentence, number=17)) == ("union", "company")
