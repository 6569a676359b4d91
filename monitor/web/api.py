"""The same as JSON, for programs: figures, claims, changes, alerts, questions, feeds; and /metrics.

    GET /api/figures                    GET /api/claims?figure=ID&since=2026-01-31T00:00:00Z&limit=100

Law of this room: a contract like `monitor.events`: fields are added, never renamed or taken away; values are in the
figure's unit, open ends are null.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from monitor import health
from monitor.events import alert_event, interval, question_event
from monitor.model import Report, Said
from monitor.settings import without_password
from monitor.store import Store
from monitor.store import board as reads
from monitor.web.board import Board, Glance, glances

Record = Mapping[str, Any]
MOST = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a list is narrowed to."""

    figure: str | None = None
    since: datetime | None = None
    limit: int = 100


# --- records --------------------------------------------------------------------------------------------------


def figure_record(each: Glance) -> Record:
    """A figure with what stands for it."""
    standing = each.standing
    return {
        "id": each.figure.id,
        "label": each.figure.label,
        "unit": each.figure.unit,
        "stands": _report(standing.held),
        "provisional": standing.provisional,
        "confirmed": standing.confirmed,
        "conflicts": [_report(report) for report in standing.conflicts],
        "superseded": [_report(report) for report in standing.superseded],
        "outlets": each.outlets,
        "questions": each.questions,
    }


def _report(report: Report | None) -> Record | None:
    if report is None:
        return None
    return {
        **interval(report.value),
        "outlet": report.outlet,
        "url": report.url,
        "attribution": report.source or None,
        "at": report.at.isoformat() if report.at else None,
    }


def said_record(said: Said) -> Record:
    """A claim with what came of it."""
    return {
        "id": said.id,
        "figure": said.figure,
        **interval(said.value),
        "role": said.role,
        "quote": said.quote,
        "attribution": said.source or None,
        "score": round(said.score, 4),
        "outlet": said.outlet,
        "title": said.title,
        "url": said.url,
        "at": said.at.isoformat(),
        "recorded": said.recorded.isoformat(),
        "article": said.article,
        "version": said.version,
        "kind": said.kind or None,
        "reason": said.reason or None,
    }


def feed_records(board: Board, store: Store) -> list[Record]:
    """Every feed ever polled."""
    return [
        {
            "url": without_password(state.url),
            "title": state.title,
            "status": state.status,
            "reason": state.reason or None,
            "error": state.error or None,
            "polled": state.polled.isoformat() if state.polled else None,
            "due": state.due.isoformat() if state.due else None,
            "news": state.news.isoformat() if state.news else None,
            "failures": state.failures,
        }
        for state in store.feeds.states().values()
    ]


def alert_records(board: Board, store: Store, asked: Asked) -> list[Record]:
    """Alerts, newest first, with what a person made of them."""
    found = store.alerts.newest(asked.figure, limit=asked.limit)
    return [
        {**alert_event(alert), "acknowledged": row["acknowledged"], "retracted": row["retracted"]}
        for alert, row in found
        if asked.since is None or datetime.fromisoformat(row["recorded"]) >= asked.since
    ]


LISTS: Mapping[str, Callable[[Board, Store, Asked], list[Record]]] = {
    "figures": lambda board, store, _: [figure_record(each) for each in glances(board, store)],
    "claims": lambda _, store, asked: [
        said_record(each) for each in reads.claims(store.db, asked.figure, asked.since, asked.limit)
    ],
    "changes": lambda _, store, asked: [
        said_record(each) for each in reads.changes(store.db, asked.figure, asked.since, asked.limit)
    ],
    "alerts": alert_records,
    "questions": lambda _, store, asked: [question_event(each) for each in store.questions.open(asked.figure)],
    "feeds": lambda board, store, _: feed_records(board, store),
}


# --- answers --------------------------------------------------------------------------------------------------


def index(request: Request) -> Response:
    """What there is to ask."""
    return JSONResponse({"lists": {kind: f"{request.base_url}api/{kind}" for kind in LISTS}})


def listing(request: Request) -> Response:
    """One list, narrowed by `figure`, `since` and `limit`."""
    board: Board = request.app.state.board
    kind = request.path_params["kind"]
    if kind not in LISTS:
        raise HTTPException(404, f"There is no list {kind!r}; ask for one of {', '.join(LISTS)}.")
    asked = asked_of(request)
    if asked.figure is not None and asked.figure not in board.figures:
        raise HTTPException(404, f"There is no figure {asked.figure!r} in the config.")
    with board.state.reading() as store:
        return JSONResponse({kind: LISTS[kind](board, store, asked)})


def asked_of(request: Request, most: int = 1000) -> Asked:
    """The narrowing that an address asks for; 400 for what cannot be read."""
    given = request.query_params
    try:
        since = datetime.fromisoformat(given["since"]) if given.get("since") else None
        limit = int(given.get("limit") or 100)
    except ValueError:
        raise HTTPException(
            400, "Write since as an ISO time (2026-01-31T00:00:00Z) and limit as a whole number."
        ) from None
    aware = since.replace(tzinfo=UTC) if since and since.tzinfo is None else since
    return Asked(figure=given.get("figure") or None, since=aware, limit=min(max(limit, 1), most))


async def metrics(request: Request) -> Response:
    """What Prometheus asks for: with the daemon's own numbers where there is one.

    A daemon's numbers are read in its own thread, that of the event loop, to which its store belongs.
    """
    board: Board = request.app.state.board
    text = board.metrics() if board.metrics else await run_in_threadpool(_of_the_state, board)
    return PlainTextResponse(text, media_type="text/plain; version=0.0.4; charset=utf-8")


def _of_the_state(board: Board) -> str:
    with board.state.reading() as store:
        return health.metrics(store, None, board.clock.now())
