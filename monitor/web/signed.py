"""Where a link in a mail leads: one question, one answer, one button. The signature is the password.

Also a chart by an address that ends after some days, for Slack, which fetches it without a password.

Law of this room: a GET changes nothing (mail scanners open links); the POST of its button is one act of `monitor.desk`.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from monitor import desk
from monitor.charts import png_chart
from monitor.deliver.messages import question_item
from monitor.errors import InputError
from monitor.signing import is_signed, shows_chart
from monitor.timeline import chart_of, history_of
from monitor.web import look
from monitor.web.board import Board

AUTHOR = "link in a message"
NOT_OURS = "This link is none of ours, or was changed on its way."


def ask(request: Request) -> Response:
    """The question with the button that answers it."""
    board, name, answer = _asked(request)
    if not _is_ours(request):
        return _page(404, item=None, answer=answer, said=NOT_OURS)
    with board.state.reading() as store:
        found = store.questions.get(name)
    if found is None:
        return _page(404, item=None, answer=answer, said="There is no such question (any more).")
    question, row = found
    said = f"It was answered {row['answer']} before." if row["answer"] else ""
    return _page(item=question_item(question), answer=answer, said=said)


def act(request: Request) -> Response:
    """The answer, given."""
    board, name, answer = _asked(request)
    if not _is_ours(request):
        return _page(404, item=None, answer=answer, said=NOT_OURS)
    if board.config.web.read_only:
        return _page(403, item=None, answer=answer, said="This board can only be read; nothing was done.")
    try:
        with board.state.writing() as store:
            said = desk.answer(store, board.config, name, answer == "yes", author=AUTHOR, now=board.clock.now())
    except InputError as error:
        said = str(error)
    return _page(item=None, answer=answer, said=said)


def chart(request: Request) -> Response:
    """A figure's chart as a PNG."""
    board: Board = request.app.state.board
    given, now = request.path_params, board.clock.now()
    figure = board.figures.get(given["id"])
    with board.state.reading() as store:
        key = store.notes.get("signing-key") or ""
        if figure is None or not shows_chart(key, given["id"], given["until"], given["signature"], now):
            return PlainTextResponse(NOT_OURS, 404)
        series = chart_of(history_of(store, figure), now)
    return Response(png_chart(series), media_type="image/png")


def _asked(request: Request) -> tuple[Board, str, str]:
    return request.app.state.board, request.path_params["id"], request.path_params["answer"]


def _is_ours(request: Request) -> bool:
    board, name, answer = _asked(request)
    with board.state.reading() as store:
        key = store.notes.get("signing-key") or ""
    return is_signed(key, name, answer, request.path_params["signature"])


def _page(status: int = 200, **context: object) -> Response:
    return HTMLResponse(look.environment().get_template("signed.html").render(**context), status)
