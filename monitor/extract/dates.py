"""Dates as pages write them, in UTC: right or unknown, never another day.

Law: what can be read two ways (03/04/2026 without a hint, a month's name that is another month next door) is unknown.
A time without a zone is taken for UTC, and a date without a time for midnight UTC, so that the printed day stands.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Literal

Order = Literal["dmy", "mdy", ""]

# "listopada" is November in Polish and October in Croatian: left out
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar jänner janvier janv enero ene gennaio gen janeiro januari stycznia styczeń "
            "leden ledna "
            "января январь янв січня ocak oca ianuarie tammikuuta ιανουαρίου januarja siječnja január januára janúar",
            "february feb februar février fevrier févr fév febrero febbraio fevereiro fev februari lutego "
            "luty únor února "
            "февраля февраль фев лютого şubat februarie helmikuuta φεβρουαρίου február februára febrero",
            "march mar märz mrz mars marzo março maart mrt marca marzec březen března марта март мар березня "
            "mart martie "
            "maaliskuuta μαρτίου marts március marca mac maret",
            "april apr avril avr abril abr aprile kwietnia kwiecień duben dubna апреля апрель апр квітня "
            "nisan nis aprilie "
            "huhtikuuta απριλίου április apríla",
            "may mai mayo maggio mag maio mei maja maj květen května мая май травня mayıs toukokuuta μαΐου "
            "maí május mája",
            "june jun juni juin junio giugno giu junho czerwca czerwiec červen června июня июнь июн червня "
            "haziran haz "
            "iunie kesäkuuta ιουνίου június júna",
            "july jul juli juillet juil julio luglio lug julho lipca lipiec červenec července июля июль июл "
            "липня temmuz "
            "tem iulie heinäkuuta ιουλίου július júla",
            "august aug août aout agosto ago augustus augusti sierpnia sierpień srpen srpna августа август "
            "авг серпня "
            "ağustos ağu elokuuta αυγούστου augusztus augusta agustus ogos",
            "september sep sept septembre septiembre setiembre settembre setembro set września wrzesień září "
            "сентября "
            "сентябрь сен вересня eylül eyl septembrie syyskuuta σεπτεμβρίου szeptember septembra",
            "october oct oktober okt octobre octubre ottobre outubro out października październik říjen "
            "října октября "
            "октябрь окт жовтня ekim eki octombrie lokakuuta οκτωβρίου október októbra",
            "november nov novembre noviembre novembro listopadu ноября ноябрь ноя листопада kasım kas noiembrie "
            "marraskuuta νοεμβρίου novembra",
            "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro desember des "
            "grudnia grudzień "
            "prosinec prosince декабря декабрь дек грудня aralık ara decembrie joulukuuta δεκεμβρίου "
            "decembra disember",
        ),
        1,
    )
    for name in names.split()
}
_HOURS = {
    "utc": 0, "gmt": 0, "z": 0, "wet": 0, "bst": 1, "cet": 1, "mez": 1, "wat": 1, "west": 1, "cest": 2, "mesz":
    2, "eet": 2, "sast": 2, "cat": 2, "eest": 3, "msk": 3, "мск": 3, "eat": 3, "trt": 3, "gst": 4, "pkt": 5,
    "ist": 5.5, "npt": 5.75, "bdt": 6, "ict": 7, "wib": 7, "sgt": 8, "hkt": 8, "pht": 8, "myt": 8, "awst": 8,
    "jst": 9, "kst": 9, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "ast": -4, "edt": -4, "est": -5, "cdt":
    -5, "cst": -6, "mdt": -6, "mst": -7, "pdt": -7, "pst": -8, "akst": -9, "hst": -10, "brt": -3, "art": -3,
    "clt": -4,
}  # fmt: skip
_AMERICAN = {"et": -5, "ct": -6, "mt": -7, "pt": -8}  # summer time by the date
_YEAR = r"((?:19|20)\d{2})(?!\.\d)(?=\d{1,2}:\d{2}|\D|$)"
_ISO = re.compile(
    r"(?<!\d)((?:19|20)\d{2})[-/.](\d{1,2})[-/.](\d{1,2})(?:T|\s+|"
    r",\s*)?(?:(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?(?!\d)"
)
_COMPACT = re.compile(r"^((?:19|20)\d{2})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?(?!\d)")
_ASIAN = re.compile(r"((?:19|20)\d{2})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?")
_DAY_FIRST = re.compile(
    r"(?<![\d.:])(\d{1,2})(?:st|nd|rd|th|er|º|\.|-)?[\s-]*(?:de\s+|of\s+|d[’'])?([^\W\d_]{3,12})\.?,?[\s-]*(?:de\s+|del\s+)?"
    + _YEAR,
    re.I,
)
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+" + _YEAR, re.I)
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2" + _YEAR)
_CLOCK = re.compile(
    r"(?<![\d:])(\d{1,2})(?:[:.h時시]\s?(\d{2}))(?::(\d{2}))?\s*([ap])?(?:\.?m\b)?|(?<!\d)(\d{1,2})\s*([ap])\.?m\b",
    re.I,
)
_OFFSET = re.compile(r"^\s*(?:\(?(?:utc|gmt)\s*)?([+−-])\s?(\d{1,2}):?(\d{2})?(?!\d)", re.I)
_ZONE = re.compile(r"^[\s,.(]*([^\W\d_]{1,4})\b", re.I)
_UNIX = re.compile(r"^1[0-9]{9}(?:\d{3})?$")


def read_date(text: str, order: Order = "") -> datetime | None:
    """The first date in `text`, with the time and zone beside it, in UTC; None where it is not understood.

    `order` says how the page's language writes numeric dates; without it 03/04/2026 is unknown.
    """
    text = " ".join(text[:160].split())
    if _UNIX.match(text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    for pattern in (_ISO, _COMPACT, _ASIAN):
        if m := pattern.search(text):
            if m.lastindex and m.lastindex > 3:
                return _make(m[1], m[2], m[3], (m[4], m[5], m[6], None), text[m.end() :])
            return _timed(m, m[1], m[2], m[3])
    return _named(text) or _numeric(text, order)


def _named(text: str) -> datetime | None:
    for pattern, day, month in ((_DAY_FIRST, 1, 2), (_MONTH_FIRST, 2, 1)):
        for m in pattern.finditer(text):
            if number := _MONTHS.get(m[month].lower()):
                return _timed(m, m[3], str(number), m[day])
    return None


def _numeric(text: str, order: Order) -> datetime | None:
    m = _NUMERIC.search(text)
    if m is None:
        return None
    first, second, year = int(m[1]), int(m[3]), m[4]
    if m[2] == "." or first > 12 or first == second or (order == "dmy" and second <= 12):
        return _timed(m, year, str(second), str(first))
    return _timed(m, year, str(first), str(second)) if second > 12 or order == "mdy" else None


def date_in_url(url: str) -> datetime | None:
    """The day that a path names (/2026/01/06/, 2026-01-06, 20260106)."""
    path = re.sub(r"^\w+://[^/]*", "", url)
    if m := re.search(r"(?<!\d)(20[0-3]\d)[/_-](0?[1-9]|1[0-2])[/_-](0?[1-9]|[12]\d|3[01])(?!\d)", path):
        return _make(m[1], m[2], m[3], (None, None, None, None), "")
    if m := re.search(r"(?<!\d)(20[0-3]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)", path):
        return _make(m[1], m[2], m[3], (None, None, None, None), "")
    return None


_Clock = tuple[str | None, str | None, str | None, str | None]


def _timed(m: re.Match[str], year: str, month: str, day: str) -> datetime | None:
    """The date of a match with the clock that stands after it (within a few words), or just before it."""
    after, before = m.string[m.end() : m.end() + 40], m.string[max(0, m.start() - 24) : m.start()]
    if (c := _CLOCK.search(after)) and len(after[: c.start()].split()) <= 4:
        return _make(year, month, day, _clock(c), after[c.end() :])
    clocks = list(_CLOCK.finditer(before))
    if clocks and clocks[-1][2]:
        c = clocks[-1]
        return _make(year, month, day, _clock(c), before[c.end() :] + " " + after)
    return _make(year, month, day, (None, None, None, None), "")


def _clock(c: re.Match[str]) -> _Clock:
    return (c[5], "0", None, c[6]) if c[5] else (c[1], c[2], c[3], c[4])


def _make(year: str, month: str, day: str, clock: _Clock, rest: str) -> datetime | None:
    hour, minute, second, half = clock
    try:
        hours = int(hour or 0)
        if half:
            hours = hours % 12 + (12 if half.lower() == "p" else 0)
        when = datetime(int(year), int(month), int(day), hours, int(minute or 0), int(second or 0), tzinfo=UTC)
        when = when.replace(tzinfo=_zone(rest, when)) if hour is not None else when
        return when.astimezone(UTC) if 1990 <= when.year <= 2100 else None
    except (ValueError, OverflowError):
        return None


def _zone(rest: str, when: datetime) -> timezone:
    if m := _OFFSET.match(rest):
        hours, minutes = int(m[2]), int(m[3] or 0)
        if hours > 14 or minutes > 59:
            return UTC
        return timezone((-1 if m[1] != "+" else 1) * timedelta(hours=hours, minutes=minutes))
    m = _ZONE.match(rest)
    name = m[1].lower() if m else ""
    if name in _AMERICAN:
        return timezone(timedelta(hours=_AMERICAN[name] + _is_summer(when)))
    return timezone(timedelta(hours=_HOURS.get(name, 0)))


def _is_summer(when: datetime) -> bool:
    """American summer time: from the second Sunday of March to the first of November."""
    begins = datetime(when.year, 3, 14 - datetime(when.year, 3, 1, tzinfo=UTC).weekday(), tzinfo=UTC)
    ends = datetime(when.year, 11, 7 - datetime(when.year, 11, 1, tzinfo=UTC).weekday(), tzinfo=UTC)
    return begins <= when < ends
