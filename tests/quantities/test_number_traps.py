"""Numbers that count nothing are refused with a name, and the same digits count where they do."""

from __future__ import annotations

import pytest
from number_notation import note

TRAPS = {
    # dates and years
    "on 5 May and May 6": "date: 5; date: 6",
    "in May 20 people came": "20 «people»",
    "it may 20 times over": "multiplier: 20",
    "December 14 to 15": "date: 14; date: 15",
    "5/17/2018 and 2023-05-17": "date: 5; date: 17; date: 2018; date: 2023; date: 05; date: 17",
    "12.05.2023": "date: 12.05.2023",
    "2025-06-18 403 dead": "date: 2025; date: 06; date: 18; 403 «dead»",
    "9/11, 24/7": "date: 9; date: 11; date: 24; date: 7",
    "since 2011": "year: 2011",
    "the summer riots of 2024": "year: 2024",
    "a total of 2000 patients": "2_000 «patients»",
    "2,024 jobs": "2_024 «jobs»",
    "toll rises to 2014": "2_014",
    "2014 killed in quake": "2_014 «killed»",
    "by 2014 the": "year: 2014",
    "Revenue 2023/24": "year: 2023; year: 24",
    "in 1848,": "year: 1848",
    "500 BC, AD 79": "year: 500; year: 79",
    "at COP28 in 2023": "name: 28; year: 2023",
    # times and ages
    "at 14:05 GMT": "time: 14; time: 05",
    "at 7 p.m.": "time: 7",
    "by 9 o'clock": "time: 9",
    "as of five in the afternoon": "time: five",
    "a six-month-old baby": "age: six-month",
    "aged between 5 and 12": "age: 5; age: 12",
    "from 5 to 7pm": "time: 5; time: 7",
    "5-7 May": "date: 5; date: 7",
    "Articles 5 and 6": "label: 5; label: 6",
    "Route 66 and 12 others": "label: 66; 12",
    "May 5 and 6 people": "date: 5; 6 «people»",
    "48.85° N": "coordinate: 48.85°",
    "58[1] people": "58 «people»; note: 1",
    "a girl of eight": "age: eight",
    "Kim Da-eun, 24, a florist": "age: 24",
    "it turned 30 homes to ash": "30 «homes»",
    # names, labels, addresses, phones
    "Su-35s and a Tu-22M3": "decade: 35; name: 22M; name: 3",
    "the B2B firm": "name: 2B",
    "part number RA-12345": "name: 12345",
    "on day 12 in Camp 14": "label: 12; label: 14",
    "in the camp 14 died that day": "14",
    "a level 4 alert": "label: 4",
    "Boeing 737, Resolution 1701": "label: 737; label: 1701",
    "no 10,000 builders came": "10_000 «builders»",
    "He was number 63": "label: 63",
    "the freed now number 21": "21",
    "last week. 6.3 million fled": "6_300_000",
    "Nashville, TN 37210": "address: 37210",
    "+1 (415) 555-2671": "phone: 1; phone: 415; phone: 555; phone: 2671",
    "Apt 4B": "label: 4B",
    "He, 54, said": "age: 54",
    "0800 123 456": "phone: 0800; phone: 123; phone: 456",
    "+44 20 7946 0958": "phone: 44; phone: 20; phone: 7946; phone: 0958",
    "500-1000 people": "500..1_000 «people»",
    "see https://x.example/2024/58-dead for more": "nothing",
    # ranks, ordinals, scores, odds, bases
    "the top 10": "rank: 10",
    "deaths top 100": "more_than 100",
    "twenty-first": "ordinal: twenty-first",
    "the first half": "ordinal: first",
    "a 3-to-1 chance": "odds: 3; odds: 1",
    "every 100 years": "base: 100 years",
    "three times the size": "multiplier: three",
    "the one, one another": "pronoun: one; pronoun: one",
    "one was killed": "1",
    "192.168.1.2": "version: 192.168.1.2",
    "12345678901234567890123456789012345678901234": "code: 12345678901234567890123456789012345678901234",
}


@pytest.mark.parametrize(("text", "read"), TRAPS.items(), ids=TRAPS.keys())
def test_a_number_that_counts_nothing_has_the_name_of_its_trap(text: str, read: str) -> None:
    assert note(text) == read
