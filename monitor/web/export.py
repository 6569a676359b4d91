"""The same lists as files, CSV or JSON: for a spreadsheet, for an archive.

Law of this room: a cell is never a formula. A spreadsheet runs text that begins with =, +, - or @; outlets wrote it.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from monitor.deliver.wording import tame
from monitor.web.api import LISTS, MOST, Asked, Record, asked_of
from monitor.web.board import Board

FORMS = ("csv", "json")


def download(request: Request) -> Response:
    """A list as a file."""
    board: Board = request.app.state.board
    kind, form = request.path_params["kind"], request.path_params["form"]
    if kind not in LISTS or form not in FORMS:
        raise HTTPException(404, f"There is no such export; ask for one of {', '.join(LISTS)} as {' or '.join(FORMS)}.")
    asked = asked_of(request, MOST)
    everything = Asked(figure=asked.figure, since=asked.since, limit=MOST)
    with board.state.reading() as store:
        records = LISTS[kind](board, store, everything)
    name = f"monitor-{kind}.{form}"
    return Response(
        as_csv(records) if form == "csv" else as_json(records),
        media_type="text/csv; charset=utf-8" if form == "csv" else "application/json",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


def as_json(records: Iterable[Record]) -> str:
    """All records as one JSON list."""
    return json.dumps(list(records), ensure_ascii=False, indent=1) + "\n"


def as_csv(records: Iterable[Record]) -> str:
    """A row for each record under the names of all fields; nested fields are joined by a dot."""
    rows = [dict(flat(each)) for each in records]
    names = list(dict.fromkeys(name for row in rows for name in row))
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, names, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return sheet.getvalue()


def flat(record: Mapping[str, Any], prefix: str = "") -> Iterable[tuple[str, str | int | float]]:
    """The fields of a record as cells."""
    for name, value in record.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{name}.")
        elif isinstance(value, list):
            yield f"{prefix}{name}", json.dumps(value, ensure_ascii=False)
        elif isinstance(value, bool):
            yield f"{prefix}{name}", "yes" if value else "no"
        elif isinstance(value, int | float):
            yield f"{prefix}{name}", value
        else:
            yield f"{prefix}{name}", harmless("" if value is None else str(value))


def harmless(text: str) -> str:
    """Text on one line that no spreadsheet takes for a formula and no terminal for a command."""
    tamed = tame(text, len(text) + 1)
    return f"'{tamed}" if tamed[:1] in tuple("=+-@") else tamed
