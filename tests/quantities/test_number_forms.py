"""What one sentence gives: forms of numbers, bounds, ranges, units, nouns. More of them stand in docs/numbers.md."""

from __future__ import annotations

import pytest
from number_notation import note

FORMS = {
    "1,234,567.5 files": "1_234_567.5 «files»",
    "12,34,567 voters": "1_234_567 «voters»",
    "1 234 567 people": "1_234_567 «people»",
    "1.234,5 of them": "1_234.5",
    "1.000.000 cars": "1_000_000 «cars»",
    "22,24,26": "22; 24; 26",
    "2½ years": "2.5 year",
    "10 1/2 miles": "10.5 mile",
    "3/4 of voters": "0.75 fraction «voters»",
    "nine and three-quarters per cent": "9.75 percent",
    "two and a half million people": "2_500_000 «people»",
    "one-point-one million": "1_100_000",
    "nine point nought four": "9.04",
    "fifteen hundred homes": "1_500 «homes»",
    "a hundred and forty of them": "140",
    "one hundred and two hundred": "100; 200",
    "three quarters of a million": "750_000",
    "half a dozen shells": "6 «shells»",
    "two dozen shops": "24 «shops»",
    "a round hundred": "100",
    "a couple of officers": "2 «officers»",
    "a couple of hundred men": "200 «men»",
    "twice as many, half as much": "nothing",
    "minus five degrees": "-5 degree",
    "\u22125\u00b0C": "-5 celsius",
    "Rs 2.5 lakh crore": "2_500_000_000_000 INR",
    "75 USD million": "75_000_000 USD",
    "120 MEUR": "120_000_000 EUR",
    "9.64 mb/d": "9_640_000 barrel_per_day",
    "$5 million two years ago": "5_000_000 USD; 2 year",
    "٤١ قتيلا": "41 «قتيلا»",
}

BOUNDS = {
    "at least 12 and at most 20": "12..20",
    "more than 10 but fewer than 20 seats": "10..20 «seats»",
    "no more than 20": "at_most 20",
    "not more than 20": "at_most 20",
    "cannot exceed 25": "at_most 25",
    "passed five million acres": "more_than 5_000_000 acre",
    "passed five bills": "5 «bills»",
    "just under half a billion euros": "less_than 500_000_000 EUR",
    "not quite 20,000 villagers": "less_than 20_000 «villagers»",
    "well over 300": "more_than 300",
    "nearly half of voters": "about 0.5 fraction «voters»",
    "~40, \u2248 40": "about 40; about 40",
    "\u2265 40": "at_least 40",
    "40 people or so": "about 40 «people»",
    "over 30 years and over 300 jobs": "30 year; more_than 300 «jobs»",
    "more than 40 and less than 10": "more_than 40; less_than 10",
    "$5m plus a house": "5_000_000 USD",
}

RANGES = {
    "5 to 10 million people": "5_000_000..10_000_000 «people»",
    "500 to 1 million": "500..1_000_000",
    "900,000 to 1.2 million": "900_000..1_200_000",
    "\u20ac380m-420m": "380_000_000..420_000_000 EUR",
    "30 mph-40 mph winds": "30..40 mph «winds»",
    "some 5-10,000 people": "5_000..10_000 «people»",
    "900-1,000 people": "900..1_000 «people»",
    "11c to 17c": "0.11..0.17 USD",
    "12\u201315 people": "12..15 «people»",
    "raised from 3% to 5%": "3 percent; 5 percent",
    "estimates range from 3% to 5%": "3..5 percent",
    "fall by six to eight degrees": "6..8 degree",
    "427 from 349": "427; 349",
    "between one hundred and fifty and two hundred": "150..200",
    "between two hundred and two thousand": "200..2_000",
    "12 to 8": "12; 8",
    "3% to $70": "3 percent; 70 USD",
    "| 12 | 15 |": "12; 15",
    "12 \u2014 15 were found": "12; 15",
    "58\t120": "58; 120",
    "Dead 58\nInjured 120": "58; 120",
    "A line so long that it was wrapped behind 1.2\nmillion people": "1_200_000 «people»",
}

NOUNS = {
    "1,000 sappers and 5,000 builders": "1_000 «sappers»; 5_000 «builders»",
    "three North Korean soldiers": "3 «north korean soldiers»",
    "about 600 N. Korean soldiers": "about 600 «korean soldiers»",
    "47 Shahed-136 drones and 4 BMP-2s": "47 «shahed-136 drones»; name: 136; 4 «bmp-2s»; decade: 2",
    "12 of the dead": "12",
    "12 more people": "12 «people»",
    "58 soldiers died": "58 «soldiers»",
    "190 of them, 12 children": "190; 12 «children»",
    "27 tonnes of baby milk": "27 tonne «baby milk»",
    "four dozen homes | 12": "48 «homes»; 12",
    "No survivors were found": "0 «survivors»",
    "No new heatstroke deaths": "0 «heatstroke deaths»",
    "no comment, no doubt, no plans": "nothing",
    "not a single soldier": "0 «soldier»",
    "no fewer than 20": "at_least 20",
    "72,300 in the same seven months a year earlier": "72_300; 7 month",
    "£2,950 a tonne from £6,800": "2_950 GBP/tonne; 6_800 GBP",
    "58, a day after 41": "58; 41",
    "shot three times": "3 «times»",
}

SENTENCES = {
    "At least 58 people were killed and more than 120 wounded in the quake, which came 12 days after a "
    "5.8-magnitude shock.": "at_least 58 «people»; more_than 120 «wounded»; 12 day; 5.8 magnitude «magnitude shock»",
    "A package of up to 20 billion euros ($23.2 billion) is planned.": "at_most 20_000_000_000 EUR; 23_200_000_000 USD",
    "The fire has burned 4,100 acres (1,660 hectares) and is 92% contained.": "4_100 acre; 1_660 hectare; "
    "92 percent «contained»",
    "Deaths rose to 61 from 58, the ministry said.": "61; 58",
    "In the past 24 hours 15 people died.": "24 hour; 15 «people»",
}

TABLES = {**FORMS, **BOUNDS, **RANGES, **NOUNS, **SENTENCES}


@pytest.mark.parametrize(("text", "read"), TABLES.items(), ids=TABLES.keys())
def test_a_form_is_read_as_it_is_meant(text: str, read: str) -> None:
    assert note(text) == read
