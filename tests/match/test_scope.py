"""What a clause says of its numbers: whether they hold, how sure they are, of what time, what part they play."""

from __future__ import annotations

import pytest

from monitor.match.aliases import Aliases
from monitor.match.frames import mentions
from monitor.match.periods import agreement, periods
from monitor.match.reading import read
from monitor.match.words import tokens
from tests.match.desk import article

SLOTS = (
    # how sure it is
    ("The mayor wants Rome to send 300 engineers", "300", "mood:demand"),
    ("The farmers' league called for 90 million euros in relief", "90 million", "mood:demand"),
    ("Some 4,000 blankets are needed in the valley", "4,000", "mood:demand"),
    ("The ferry line expects 70,000 passengers over the holiday", "70,000", "mood:forecast"),
    ("As many as 40 villages could be cut off by nightfall", "40", "mood:possible"),
    ("The depot is getting ready to ship 12,000 masks", "12,000", "mood:plan"),
    ("The school has room for 650 pupils", "650", "mood:plan"),
    ("Some 240 crates lie ready in Trieste to be shipped", "240", "mood:plan"),
    ("If the dam goes, 2,200 houses are under water", "2,200", "mood:supposed"),
    ("The clinic usually treats 80 patients", "80", "mood:normal"),
    ("Delegates came for 30 buses and left with 11", "30", "mood:demand"),
    ("Delegates came for 30 buses and left with 11", "11", ""),
    ("The union, which had forecast a quiet day, counted 8,100 marchers", "8,100", ""),
    ("A court ordered the brewery to pay 2 million kroner", "2 million", ""),
    ("Rescuers managed to free 14 miners", "14", ""),
    ("The reservoir held 40 percent in May", "40 percent", ""),
    ("Trams may lose 40 drivers", "40", "mood:possible"),
    ("The mill owes the bank 90 million kroner, and it will pay", "90 million", ""),
    ("The yard shipped 4,000 crates and will open a second line", "4,000", ""),
    ("She saw 70 swans there, since the ferry will not run", "70", ""),
    ("The notice covers 3,100 ladders whose rungs may crack", "3,100", ""),
    ("Nine of the 30 buses promised have come", "Nine", ""),
    ("Nine of the 30 buses promised have come", "30", "mood:plan"),
    ("Reporters asked about the 45 lost crates", "45", ""),
    # whether it holds
    ("The harbour office denied that 60 boats had sunk", "60", "polarity:denied"),
    ("We do not owe the suppliers some 7 million", "7 million", "polarity:denied"),
    ("Not 17, 71 sheep were stolen", "17", "polarity:denied"),
    ("Not 17, 71 sheep were stolen", "71", "polarity:instead"),
    ("A leaflet speaks of 900 layoffs. That is rubbish, the works council says", "900", "polarity:denied"),
    ("A leaflet speaks of 900 layoffs. It is genuine, the works council says", "900", "polarity:affirmed"),
    ("Rumour had it that 26 cows died. Not a word of this is true, said the vet", "26", "polarity:denied"),
    ("Some 1,500 tins were not just late, they were rusty", "1,500", ""),
    ("Not quite 800 ewes were shorn", "800", ""),
    ("The harbour office did not name the six sailors", "six", ""),
    ("The bakery is dismissing some 90 people", "90", ""),
    ("The bakery dismissed a report that 90 people would go", "90", "polarity:denied"),
    ("The inspector saw 12 lorries; nine were rejected at the gate", "12", ""),
    ('The leaflet speaks of 900 layoffs. "Nobody said any such thing," the cook says', "900", "polarity:denied"),
    ("The clerk counted 900 ballots. The right number is due on Friday", "900", ""),
    # of what time
    ("The camp held 3,300 at the last count", "3,300", "time:old"),
    ("There were 19 of them before the thaw", "19", "time:old"),
    ("The reservoir has fallen to 41 percent from 58", "41", "time:new"),
    ("The spring regatta had ended in 12 arrests", "12", "time:old"),
    ("Two hundred rowers had stayed at home", "Two hundred", "time:old"),
    ("By dusk the divers had found 12 crates", "12", ""),
    ("The warden said that 12 crates had been found", "12", ""),
    ("The ferry line, which had spoken of 40 wrecks, repaired nine", "40", "time:old"),
    ("At the height of the salmon season 310 boats lay here", "310", "time:old"),
    ("The quay had 310 boats along it", "310", ""),
    # what part it plays
    ("Another 52 flats burned down overnight", "52", "role:another"),
    ("Eight more ponies fell ill", "Eight", "role:increment"),
    ("Three were found on Monday, which makes 21", "21", "role:total"),
    ("In all, 430 trees came down", "430", ""),
)  # fmt: skip


def said(text: str, number: str) -> str:
    """The slots of one number of a text, in one line."""
    for mention in mentions(read(article("", text), Aliases(()))):
        if mention.sentence.tokens[mention.at].text.startswith(number):
            return " ".join(f"{slot}:{value}" for slot, value in sorted(mention.told.items()))
    raise AssertionError(f"{number} was not read")


@pytest.mark.parametrize(("text", "number", "slots"), SLOTS, ids=[f"{n} in {t[:40]}" for t, n, _ in SLOTS])
def test_a_clause_says_of_its_own_number(text: str, number: str, slots: str) -> None:
    assert said(text, number) == slots


PERIODS = (
    ("Cholera cases since January", "In the thirtieth week of the year 2,870 people fell ill", "2,870", "other"),
    ("Cholera cases since January", "Since New Year 2,870 people fell ill", "2,870", "same"),
    ("Cholera cases since January", "By this time last year 2,870 people had fallen ill", "2,870", "past"),
    ("Cholera cases", "In the week to Sunday 2,870 people fell ill", "2,870", "slice"),
    ("Cholera cases", "Last week 2,870 people fell ill", "2,870", None),
    ("Tram riders per quarter", "It carried 5,100 riders in the quarter", "5,100", "same"),
    ("Tram riders in the third quarter", "It carried 5,100 riders in the fourth quarter of last year", "5,100", "past"),
    ("Tram riders, full-year", "It carried 5,100 riders in the ten months to October", "5,100", "other"),
    ("Tram riders", "It carried 5,100 riders in the winter of the great frost", "5,100", "past"),
    ("Tram riders in 2019", "In 2019 it carried 5,100 riders", "5,100", "same"),
    ("Tram riders", "In 2019 it carried 5,100 riders", "5,100", "past"),
    ("Tram riders", "The worst year since 1953 saw 5,100 riders", "5,100", None),
    ("Tram riders since the strike", "Since the flood it carried 5,100 riders", "5,100", "other"),
)


@pytest.mark.parametrize(("label", "text", "number", "agrees"), PERIODS, ids=[f"{p[0]} - {p[1][:30]}" for p in PERIODS])
def test_the_time_of_a_number_is_held_against_its_figures(
    label: str, text: str, number: str, agrees: str | None
) -> None:
    found = [
        m for m in mentions(read(article("", text), Aliases(()))) if m.sentence.tokens[m.at].text.startswith(number)
    ]
    mine = periods(tokens(label, ()), 9999)
    assert [agreement(m.when, mine) for m in found] == [agrees]
