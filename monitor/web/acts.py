"""One click, one act: every form of the board leads here, and back to the page it came from with a word about it.

Law of this room: an act needs a visitor who may act and a token that only our pages carry; what it does is
`monitor.desk`'s. With htmx or without a script it is the same request and the same answer (303, then a page).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from urllib.parse import parse_qs, quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from monitor import desk
from monitor.store import Store
from monitor.web.board import Board
from monitor.web.guard import Rules, Visitor

# what a page says after an act: only these words, whatever an address asks for
SAID: Mapping[str, str] = {
    "acknowledge": "Acknowledged: nothing more goes out about that alert.",
    "yes": "Yes: the figure has moved, and whoever follows it is told.",
    "no": "No: that value will not be asked again.",
    "let-be": "Closed: those questions had been overtaken by later news. Nothing was refused.",
    "confirm": "Confirmed: a person has said that this value is right.",
    "reject": "Rejected: what stood before stands again, and the alert is withdrawn.",
    "correct": "Corrected: the value that you typed stands now.",
    "silence": "Silent for a day: its alerts are written down here, and sent to nobody.",
    "lift": "The silence is lifted.",
}


SILENCE = timedelta(days=1)  # what one click gives; `monitor silence` gives any other


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What a form asks for: about which alert, question or figure, with what typed value, by whom."""

    about: str
    value: str
    author: str
    now: datetime


Doing = Callable[[Board, Store, Act], object]


def _answer(yes: bool) -> Doing:
    return lambda board, store, act: desk.answer(store, board.config, act.about, yes, author=act.author, now=act.now)


def _let_be(board: Board, store: Store, act: Act) -> object:
    return desk.let_be(store, author=act.author, now=act.now)


def _acknowledge(board: Board, store: Store, act: Act) -> object:
    return desk.acknowledge(store, act.about, author=act.author, now=act.now)


def _confirm(board: Board, store: Store, act: Act) -> object:
    return desk.confirm(store, board.config, act.about, author=act.author, now=act.now)


def _reject(board: Board, store: Store, act: Act) -> object:
    return desk.reject(store, board.config, act.about, author=act.author, now=act.now)


def _correct(board: Board, store: Store, act: Act) -> object:
    value = desk.typed_value(act.value, desk.figure_of(board.config, act.about))
    return desk.correct(store, board.config, act.about, value, author=act.author, now=act.now)


def _silence(board: Board, store: Store, act: Act) -> object:
    return desk.silence(
        store, board.config, act.about, SILENCE, author=act.author, reason="from the board", now=act.now
    )


def _lift(board: Board, store: Store, act: Act) -> object:
    return desk.lift(store, act.about, now=act.now)


ACTS: Mapping[tuple[str, str], Doing] = {
    ("questions", "yes"): _answer(True),
    ("questions", "no"): _answer(False),
    ("questions", "let-be"): _let_be,
    ("alerts", "acknowledge"): _acknowledge,
    ("figures", "confirm"): _confirm,
    ("figures", "reject"): _reject,
    ("figures", "correct"): _correct,
    ("figures", "silence"): _silence,
    ("silences", "lift"): _lift,
}


async def act(request: Request) -> Response:
    """Do what the form asks, and lead back to where it stood."""
    board: Board = request.app.state.board
    visitor: Visitor = request.scope["state"]["visitor"]
    verb = request.path_params["verb"]
    doing = ACTS.get((request.path_params["kind"], verb))
    if doing is None:
        raise HTTPException(404, "There is no such thing to do.")
    if not visitor.acts:
        raise HTTPException(403, "This board can only be read; nothing was done.")
    form = parse_qs((await request.body()).decode("utf-8", "replace"), keep_blank_values=True)
    rules: Rules = request.app.state.rules
    if not compare_digest(_first(form, "form_token").encode(), rules.form_token(visitor).encode()):
        raise HTTPException(403, "This page is older than the board. Go back, reload it, and click again.")
    asked = Act(
        about=request.path_params["id"],
        value=_first(form, "value")[:200],
        author=visitor.author,
        now=board.clock.now(),
    )
    await run_in_threadpool(_do, board, doing, asked)
    return RedirectResponse(f"{back(_first(form, 'back'))}?said={quote(verb)}", 303)


def _do(board: Board, doing: Doing, asked: Act) -> None:
    with board.state.writing() as store:
        doing(board, store, asked)


def back(path: str) -> str:
    """The page to go back to: a path of our own, nothing else."""
    parts = urlsplit(path)
    ours = path.startswith("/") and not path.startswith("//") and not parts.netloc and "\\" not in path
    return quote(parts.path) if ours else "/inbox"


def _first(form: Mapping[str, list[str]], name: str) -> str:
    return form.get(name, [""])[0]
