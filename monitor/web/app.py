"""The board's addresses, and what becomes of an error: a sentence on a page, never a traceback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from monitor.clock import Clock, SystemClock
from monitor.config import Config
from monitor.errors import InputError, MonitorError, StateError
from monitor.web import acts, api, export, pages, signed, syndication
from monitor.web.board import Board, State
from monitor.web.guard import Guard, Rules

LARGEST = 64 * 1024  # bytes of a form
ASSETS = Path(__file__).parent / "static"

READ: dict[str, pages.View] = {
    "/": pages.overview,
    "/figures/{id}": pages.figure,
    "/figures/{id}/chart.svg": pages.chart,
    "/figures/{id}/chart.png": pages.picture,
    "/figures/{id}/atom.xml": syndication.atom,
    "/figures/{id}/feed.json": syndication.json_feed,
    "/inbox": pages.inbox,
    "/questions/{id}": pages.question,
    "/alerts": pages.alerts,
    "/articles": pages.articles,
    "/articles/{id:int}": pages.article,
    "/feeds": pages.feeds,
    "/config": pages.config,
    "/atom.xml": syndication.atom,
    "/feed.json": syndication.json_feed,
    "/api": api.index,
    "/api/{kind}": api.listing,
    "/export/{kind}.{form}": export.download,
}


def create_app(
    config: Config,
    folder: Path,
    *,
    clock: Clock | None = None,
    listens: str = "127.0.0.1",
    metrics: Callable[[], str] | None = None,
    unwell: Callable[[], str] | None = None,
) -> Starlette:
    """The board over the state in `folder`.

    `listens` is the host it listens at; `metrics` gives the text of /metrics, `unwell` a sentence about what ails the
    daemon ("" if nothing) for /healthz.
    """
    rules = Rules(web=config.web, listens=listens)
    app = Starlette(
        routes=[*_routes()],
        middleware=[Middleware(Guard, rules=rules)],
        exception_handlers={HTTPException: refused, MonitorError: failed, Exception: broken},
        max_body_size=LARGEST,
    )
    app.state.rules = rules
    app.state.board = Board(
        config=config, state=State(folder), clock=clock or SystemClock(), metrics=metrics, unwell=unwell
    )
    return app


def _routes() -> list[BaseRoute]:
    return [
        *(Route(path, view, methods=["GET"]) for path, view in READ.items()),
        Route("/signed/chart/{id}/{until:int}/{signature}.png", signed.chart, methods=["GET"]),
        Route("/signed/{id}/{answer}/{signature}", signed.ask, methods=["GET"]),
        Route("/signed/{id}/{answer}/{signature}", signed.act, methods=["POST"]),
        Route("/{kind}/{id}/{verb}", acts.act, methods=["POST"]),
        Route("/healthz", health, methods=["GET"]),
        Route("/metrics", api.metrics, methods=["GET"]),
        Mount("/static", StaticFiles(directory=ASSETS)),
    ]


def health(request: Request) -> Response:
    """Whether the state can be read and the daemon is well: 200 or 503, for machines."""
    board: Board = request.app.state.board
    try:
        with board.state.reading() as store:
            store.alerts.count()
        ailing = board.unwell() if board.unwell else ""
    except StateError as error:
        ailing = error.reason
    return PlainTextResponse(ailing or "ok", 503 if ailing else 200)


# --- errors ---------------------------------------------------------------------------------------------------


async def refused(request: Request, error: Exception) -> Response:
    """A page, or JSON where JSON was asked for, that says what is wrong."""
    assert isinstance(error, HTTPException)  # noqa: S101
    return _error(request, error.status_code, str(error.detail))


async def failed(request: Request, error: Exception) -> Response:
    """An error that has a sentence of its own."""
    return _error(request, 400 if isinstance(error, InputError) else 503, str(error))


async def broken(request: Request, error: Exception) -> Response:
    """A fault of ours: the log has the traceback."""
    return PlainTextResponse("A fault of our own; the log of the board says more.", 500)


def _error(request: Request, status: int, text: str) -> Response:
    if request.url.path.startswith("/api"):
        return JSONResponse({"error": text}, status)
    if request.scope["state"]["visitor"] is None:  # whoever said no password sees no page of the board
        return PlainTextResponse(text, status)
    return pages.render(request, "error.html", status, text=text, code=status, waiting=0)
