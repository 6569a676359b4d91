"""Dates as pages write them, in UTC: right or unknown, never another day.

Law: a date that can be read two ways (03/04/2026) is unknown unless something decides; a date-time without a zone is
taken as UTC only where its day cannot be wrong by it.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier enero gennaio janeiro januari",
            "february feb februar février fevrier febrero febbraio fevereiro februari",
            "march mar märz mars marzo março maart",
            "april apr avril abril aprile",
            "may mai mayo maggio maio mei",
            "june jun juni juin junio giugno junho",
            "july jul juli juillet julio luglio julho",
            "august aug août aout agosto augustus",
            "september sep sept septembre septiembre settembre setembro",
            "october oct oktober okt octobre octubre ottobre outubro",
            "november nov novembre noviembre novembro",
            "december dec dezember dez décembre decembre diciembre dicembre dezembro",
        ),
        1,
    )
    for name in names.split()
}
_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?(?!\d)"
)
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.|er)?\s+(?:de\s+|of\s+)?([^\W\d]{3,10})\.?,?\s+(?:de\s+)?(\d{4})(?!\d)", re.I)
_MONTH_FIRST = re.compile(r"([^\W\d]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)", re.I)
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?::\d{2})?\s*([ap])?\.?m?\.?", re.I)


def read_date(text: str) -> datetime | None:
    """The first date (and time, if one follows) in `text`, in UTC, or None where it is not understood."""
    text = text.strip()[:200]
    if m := _ISO.search(text):
        return _make(m[1], m[2], m[3], m[4], m[5], m[6], _zone(m[7]))
    for pattern, day, month, year in ((_DAY_FIRST, 1, 2, 3), (_MONTH_FIRST, 2, 1, 3)):
        for m in pattern.finditer(text):
            if number := MONTHS.get(m[month].lower()):
                return _make(m[year], str(number), m[day], None, None, None, UTC)
    if m := _DOTTED.search(text):
        return _make(m[3], m[2], m[1], None, None, None, UTC)
    return None


def _zone(mark: str | None) -> timezone:
    if not mark or mark in ("Z", "UTC", "GMT"):
        return UTC
    sign = -1 if mark[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(mark[1:3]), minutes=int(mark[-2:])))


def _make(
    year: str, month: str, day: str, hour: str | None, minute: str | None, second: str | None, zone: timezone
) -> datetime | None:
    try:
        when = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), tzinfo=zone)
        return when.astimezone(UTC) if 1990 <= when.year <= 2100 else None
    except (ValueError, OverflowError):
        return None
