"""Spanish, French and German numbers where the page's language says so."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from number_notation import note

import monitor.quantities

ROOM = Path(monitor.quantities.__file__).parent

CASES = [
    ("es", "Al menos 41 muertos", "at_least 41 «muertos»"),
    ("es", "1.234 personas y 1.234,5 euros", "1_234 «personas»; 1_234.5 EUR"),
    ("es", "tres billones cuatrocientos mil millones", "3_400_000_000_000"),
    ("es", "treinta y uno", "31"),
    ("es", "quinientos veintitrés soldados", "523 «soldados»"),
    ("es", "dos millones y medio de euros", "2_500_000 EUR"),
    ("es", "media docena", "6"),
    ("es", "ningún muerto (unos 300 heridos)", "0 «muerto»; about 300 «heridos»"),
    ("fr", "aucun mort", "0 «mort»"),
    ("es", "unos 300 heridos", "about 300 «heridos»"),
    ("es", "más de 20 y menos de 30", "20..30"),
    ("es", "entre 20 y 30 por ciento", "20..30 percent"),
    ("es", "decenas de miles de personas", "vague 20_000..99_999 «personas»"),
    ("es", "el 5 de mayo de 2024", "date: 5; year: 2024"),
    ("es", "hasta 700 empleos", "at_most 700 «empleos»"),
    ("es", "0,5 puntos porcentuales", "0.5 percentage_point"),
    ("es", "una mujer", "pronoun: una"),
    ("fr", "Au moins 41 morts", "at_least 41 «morts»"),
    ("fr", "1 234,5 tonnes", "1_234.5 tonne"),
    ("fr", "soixante et onze blessés", "71 «blessés»"),
    ("fr", "deux milliards et demi", "2_500_000_000"),
    ("fr", "trois cent vingt-quatre", "324"),
    ("fr", "jusqu'à 700 emplois", "at_most 700 «emplois»"),
    ("fr", "une centaine de morts", "about 100 «morts»"),
    ("fr", "des milliers de manifestants", "vague 1_000.. «manifestants»"),
    ("fr", "le 5 mai 2024", "date: 5; year: 2024"),
    ("fr", "75 millions de $", "75_000_000 USD"),
    ("fr", "entre 10 et 12 %", "10..12 percent"),
    ("de", "Mindestens 41 Tote", "at_least 41 «tote»"),
    ("de", "1.234,5 Tonnen", "1_234.5 tonne"),
    ("de", "einhunderteinunddreißig", "131"),
    ("de", "zwei Millionen dreihunderttausend Euro", "2_300_000 EUR"),
    ("de", "eine halbe Million", "500_000"),
    ("de", "rund 2,5 Mio. Euro", "about 2_500_000 EUR"),
    ("de", "zwischen 10 und 12 Prozent", "10..12 percent"),
    ("de", "am 5. Mai 2024", "date: 5; year: 2024"),
    ("de", "Hunderte Menschen", "vague 100..999 «menschen»"),
    ("de", "zwei Drittel", "0.666666666666667 fraction"),
    ("de", "keine Verletzten", "0 «verletzten»"),
    ("de-AT", "3 Milliarden", "3_000_000_000"),
    ("xx", "6,000", "6_000"),
    ("../en", "6,000", "6_000"),
    ("", "6,000", "6_000"),
]


@pytest.mark.parametrize(("language", "text", "read"), CASES)
def test_the_language_of_the_page_says_what_its_numbers_mean(language: str, text: str, read: str) -> None:
    assert note(text, language) == read


def test_a_billion_is_not_the_same_everywhere() -> None:
    assert [note("1 billion", "en"), note("1 billon", "es"), note("1 billion", "fr"), note("1 Billion", "de")] == [
        "1_000_000_000",
        "1_000_000_000_000",
        "1_000_000_000_000",
        "1_000_000_000_000",
    ]


@pytest.mark.parametrize("code", ["en", "es", "fr", "de"])
def test_no_table_of_a_language_is_written_in_vain(code: str) -> None:
    tables = tomllib.loads((ROOM / "languages" / f"{code}.toml").read_text(encoding="utf-8"))
    source = "".join(path.read_text(encoding="utf-8") for path in ROOM.glob("*.py"))
    names = [name for section in ("words", "ranges", "shares", "nouns", "traps") for name in tables[section]]
    assert [name for name in names if f'"{name}"' not in source] == []
