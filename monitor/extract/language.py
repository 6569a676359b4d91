"""Which language a text is in, where the page does not say: by its commonest words.

Law: a guess for choosing a table of number words, nothing more; English where nothing speaks for another.
"""

from __future__ import annotations

import re

_WORDS = {
    "en": "the of and to in that is was for on with said by from has it as at are were",
    "de": "der die und das in den von zu mit ist auf für nicht ein eine dem sich des auch als wurde",
    "fr": "le la les des et en un une du dans que pour est sur qui au par plus avec il ont",
    "es": "el la los las que en un una por con del para se su al es más como fue han",
    "pt": "o a os as que em um uma de do da para com não no na por se ao foi são",
    "it": "il la di che e in un una per con del della sono non si le gli nel da è",
    "nl": "de het een en van in is dat op te voor met zijn niet aan er door ook bij werd",
    "sv": "och i att det som en på är av för med till den har de inte ett om var",
    "da": "og i at det som en på er af for med til den har de ikke et om blev",
    "pl": "i w na z że się do nie o jest po przez od jak za to dla oraz ma są",
    "tr": "ve bir bu da de için ile olarak olan daha çok sonra kadar en gibi ise yeni",
    "ru": "и в на что с по не из для как о от за это при его было",
    "uk": "і в на що з до не за від про як для та у це його було",
    "id": "dan yang di dengan untuk dari ini pada dalam tidak akan itu oleh juga ke",
    "cs": "a v na že se je s z do o pro jako za který ale to od podle",
}
_SETS = {code: frozenset(words.split()) for code, words in _WORDS.items()}
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
)


def guess_language(text: str) -> str:
    """A two-letter code; "en" where the text is too short or too strange to tell."""
    sample = text[:1500]
    for code, letters in _SCRIPTS:
        if len(letters.findall(sample)) * 8 > len(sample):
            return code
    words = re.findall(r"[^\W\d_]+", sample.lower())
    counts = {code: sum(word in known for word in words) for code, known in _SETS.items()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] >= 3 and counts[best] > counts["en"] else "en"
