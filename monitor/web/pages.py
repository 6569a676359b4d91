"""The pages to read: what stands, a figure, the inbox, articles and their versions, feeds, the config.

Law of this room: a page asks the state once, inside one `reading()`, and hands records to a template.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from monitor.charts import png_chart, step_chart
from monitor.charts.history import History, state_of
from monitor.desk import overtaken
from monitor.model import Alert, Said, Span, Standing
from monitor.store import Store
from monitor.store import board as reads
from monitor.timeline import chart_of, history_of
from monitor.watchlist import Figure
from monitor.web import look
from monitor.web.acts import SAID
from monitor.web.board import Board, glances
from monitor.web.guard import Rules, Visitor
from monitor.web.shown import config_tables
from monitor.web.versions import side_by_side

PAGE = 50  # rows of a list
CLAIMS = 200  # on a figure's page, newest first; the export has all

View = Callable[[Request], Response]


def render(request: Request, name: str, status: int = 200, **context: Any) -> Response:
    """A template with what every page has: the time, the visitor, the form token, the word about the last act."""
    board: Board = request.app.state.board
    rules: Rules = request.app.state.rules
    visitor: Visitor = request.scope["state"]["visitor"]
    now = board.clock.now()
    html = (
        look.environment()
        .get_template(name)
        .render(
            now=now,
            when=lambda at: look.when(at, now),
            acts=visitor.acts,
            form_token=rules.form_token(visitor),
            said=SAID.get(request.query_params.get("said", ""), ""),
            path=request.url.path,
            figures=board.figures,
            **context,
        )
    )
    return HTMLResponse(html, status)


def overview(request: Request) -> Response:
    """Every figure in a line."""
    board: Board = request.app.state.board
    with board.state.reading() as store:
        return render(
            request,
            "figures.html",
            glances=glances(board, store),
            ailing=_ailing(board, store),
            waiting=_waiting(store),
        )


def _ailing(board: Board, store: Store) -> str:
    """What ails sources and receivers, in a line; "" if nothing does."""
    known = store.feeds.states()
    states = [state for feed in board.config.feeds if (state := known.get(_shown(feed.url)))]
    failing = sum(state.status != "ok" for state in states)
    dead = sum(number for (_, state), number in store.deliveries.counts().items() if state == "dead")
    said = [board.unwell() if board.unwell else ""]
    said += [f"{failing} of {len(states)} sources fail" if failing else ""]
    said += [f"{dead} deliveries were given up" if dead else ""]
    return " · ".join(filter(None, said))


def figure(request: Request) -> Response:
    """One figure: chart, what stands and why, every claim."""
    board: Board = request.app.state.board
    about = _figure(board, request)
    with board.state.reading() as store:
        history = history_of(store, about)
        asked = store.questions.open(about.id)
        said = [(each, _state(each, history.standing)) for each in reversed(history.said)]
        series = chart_of(history, board.clock.now(), lambda each: f"#said-{each.id}")
        return render(
            request,
            "figure.html",
            figure=about,
            standing=history.standing,
            chart=step_chart(series),
            small=step_chart(series, width=380, height=260),
            mark=_mark(history),
            silenced=[each for each in store.silences.running(board.clock.now()) if about.id in each.match.figures],
            said_of=[(each, state) for each, state in said if state != "unsure"][:CLAIMS],
            unread=[(each, state) for each, state in said if state == "unsure"][:CLAIMS],
            questions=[each for each in asked if not overtaken(each, history.standing)],
            overtaken=[each for each in asked if overtaken(each, history.standing)],
            words=list(reversed(store.figures.words(about.id)))[:50],
            waiting=_waiting(store),
        )


def _mark(history: History) -> Span:
    """Where the number stands in the quote of what stands."""
    held = history.standing.held
    same = (each.mark for each in history.said if held and (each.quote, each.value) == (held.quote, held.value))
    return next(same, (0, 0))


def _state(said: Said, standing: Standing) -> str:
    """How a claim counts now, as the table of claims has it."""
    if said.role != "current":
        return "unsure" if said.score <= 0.5 else "past" if said.role == "previous" else "other"
    state = state_of(said, standing)
    return "unsure" if said.score <= 0.5 and not said.kind and state in ("silent", "past") else state


def chart(request: Request) -> Response:
    """A figure's chart alone, to be put into another page or a mail."""
    board: Board = request.app.state.board
    about = _figure(board, request)
    with board.state.reading() as store:
        drawn = step_chart(chart_of(history_of(store, about), board.clock.now()))
    return Response(drawn, media_type="image/svg+xml")


def picture(request: Request) -> Response:
    """The same chart as a PNG."""
    board: Board = request.app.state.board
    about = _figure(board, request)
    with board.state.reading() as store:
        series = chart_of(history_of(store, about), board.clock.now())
    return Response(png_chart(series), media_type="image/png")


def inbox(request: Request) -> Response:
    """What waits for a person: open questions, and alerts that nobody acknowledged."""
    board: Board = request.app.state.board
    with board.state.reading() as store:
        asked, standings = store.questions.open(), store.figures.standings()
        return render(
            request,
            "inbox.html",
            questions=[each for each in asked if not overtaken(each, standings.get(each.figure))],
            overtaken=[each for each in asked if overtaken(each, standings.get(each.figure))],
            alerts=_unseen(store),
            silences=store.silences.running(board.clock.now()),
            standings=standings,
            waiting=_waiting(store),
        )


def question(request: Request) -> Response:
    """One question by itself: where a link in a mail leads."""
    board: Board = request.app.state.board
    with board.state.reading() as store:
        found = store.questions.get(request.path_params["id"])
        if found is None:
            raise HTTPException(404, "There is no such question.")
        asked, row = found
        held = store.figures.standing(asked.figure).held
        return render(request, "question.html", question=asked, row=row, held=held, waiting=_waiting(store))


def alerts(request: Request) -> Response:
    """All alerts, newest first."""
    board: Board = request.app.state.board
    page = _page(request)
    with board.state.reading() as store:
        found = store.alerts.newest(limit=(page + 1) * PAGE + 1)[page * PAGE :]
        return render(
            request, "alerts.html", alerts=found[:PAGE], page=page, more=len(found) > PAGE, waiting=_waiting(store)
        )


def articles(request: Request) -> Response:
    """Articles, last read first."""
    board: Board = request.app.state.board
    page, search = _page(request), request.query_params.get("q", "")[:200]
    with board.state.reading() as store:
        found = reads.stories(store.db, search, PAGE + 1, page * PAGE)
        return render(
            request,
            "articles.html",
            stories=found[:PAGE],
            page=page,
            more=len(found) > PAGE,
            search=search,
            waiting=_waiting(store),
        )


def article(request: Request) -> Response:
    """An article's versions side by side, and the numbers read in them."""
    board: Board = request.app.state.board
    with board.state.reading() as store:
        texts = reads.versions(store.db, request.path_params["id"])
        if not texts:
            raise HTTPException(404, "There is no such article.")
        right = texts[_number(request, "right", len(texts), len(texts)) - 1]
        left = texts[_number(request, "left", max(1, right.number - 1), len(texts)) - 1]
        rows = side_by_side(_paragraphs(left), _paragraphs(right))
        return render(request, "article.html", texts=texts, left=left, right=right, rows=rows, waiting=_waiting(store))


def feeds(request: Request) -> Response:
    """Sources and receivers: what works, what does not, and since when."""
    board: Board = request.app.state.board
    with board.state.reading() as store:
        known = store.feeds.states()
        return render(
            request,
            "feeds.html",
            feeds=[(each, known.get(_shown(each.url))) for each in board.config.feeds],
            receivers=board.config.receivers,
            counts=store.deliveries.counts(),
            dead=store.deliveries.listing("dead", limit=20),
            waiting=_waiting(store),
        )


def config(request: Request) -> Response:
    """What the config says; secrets stay hidden."""
    board: Board = request.app.state.board
    with board.state.reading() as store:
        return render(request, "config.html", tables=config_tables(board.config), waiting=_waiting(store))


# --- parts ----------------------------------------------------------------------------------------------------


def _figure(board: Board, request: Request) -> Figure:
    found = board.figures.get(request.path_params["id"])
    if found is None:
        raise HTTPException(404, "There is no such figure in the config.")
    return found


def _unseen(store: Store) -> list[tuple[Alert, Mapping[str, Any]]]:
    return [
        (alert, row) for alert, row in store.alerts.newest(limit=500) if not (row["acknowledged"] or row["retracted"])
    ]


def _waiting(store: Store) -> int:
    """How much waits in the inbox: the number beside its name."""
    standings = store.figures.standings()
    asked = sum(not overtaken(each, standings.get(each.figure)) for each in store.questions.open())
    return asked + len(_unseen(store))


def _page(request: Request) -> int:
    return _number(request, "page", 1, 100_000) - 1


def _number(request: Request, name: str, default: int, most: int) -> int:
    """A number from the address, between 1 and `most`."""
    given = request.query_params.get(name, "")
    return min(max(int(given), 1), most) if given.isdigit() and len(given) < 9 else default


def _paragraphs(text: reads.Text) -> list[str]:
    return [text.article.title, *(line.strip() for line in text.article.text.splitlines() if line.strip())]


def _shown(url: str) -> str:
    """A feed's name in the state: its address without credentials."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
