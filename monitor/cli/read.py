"""`monitor extract` and `monitor explain`: what the reader sees on one page, and why."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from monitor.cli import Given, pass_given
from monitor.errors import InputError

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.model import Article, Block, Claim, Standing
    from monitor.quantities import Reading

TOP = 5  # terms of evidence that a person is shown

# --- the article -----------------------------------------------------------------------------------------------


@click.command()
@click.argument("target", metavar="FILE|URL")
@click.option("--url", metavar="URL", help="The address that the file was saved from.")
@click.option("--blocks", is_flag=True, help="Each block of the page: kept or dropped, with score and reason.")
@click.option(
    "--suggest-rule", is_flag=True, help="A rule for the page's site, to be looked at and put into the config."
)
@pass_given
def extract(given: Given, target: str, url: str | None, blocks: bool, suggest_rule: bool) -> None:
    """Print the article on a page as JSON: title, text, byline, published, modified, language, access."""
    from monitor.cli.pages import named_page
    from monitor.extract import extract as read
    from monitor.extract.sites import suggest

    config = config_if_any(given)
    article = read(named_page(target, url, config), rules=config.watchlist.rules if config else ())
    if suggest_rule:
        click.echo(suggest(article))
        return
    told = as_json(article) | ({"blocks": [block_json(block) for block in article.blocks]} if blocks else {})
    click.echo(json.dumps(told, ensure_ascii=False, indent=2))


def config_if_any(given: Given) -> Config | None:
    """The config, where there is one: a page can be read without."""
    return given.config() if given.config_path.exists() else None


def as_json(article: Article) -> dict[str, Any]:
    from monitor.events import article_fields

    return {
        "url": article.url,
        "canonical": article.canonical,
        **article_fields(article),
        "correction": article.correction,
        "next_url": article.next_url,
    }


def block_json(block: Block) -> dict[str, Any]:
    return {
        "kind": block.kind,
        "kept": block.kept,
        "score": round(block.score, 3),
        "reason": block.reason,
        "time": block.time.isoformat() if block.time else None,
        "label": block.label or None,
        "text": block.text,
    }


# --- its numbers -----------------------------------------------------------------------------------------------


@click.command()
@click.argument("target", metavar="FILE|URL", required=False)
@click.option("--text", metavar="SENTENCE", help="Read this sentence instead of a page.")
@click.option("--url", metavar="URL", help="The address that the file was saved from.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for programs.")
@pass_given
def explain(given: Given, target: str | None, text: str | None, url: str | None, as_json: bool) -> None:
    """Show every number on a page: what it was read as, which figure it counted for, and what spoke for and against."""
    from monitor.cli.pages import named_page, sentence
    from monitor.extract import extract as read

    if (target is None) == (text is None):
        raise InputError('name one page, or a sentence: monitor explain FILE, monitor explain --text "...".')
    config = config_if_any(given)
    rules = config.watchlist.rules if config else ()
    if text is not None:
        article = sentence(text, datetime.now(UTC))
    else:
        article = read(named_page(str(target), url, config), rules=rules)
    told = explained(article, config, stood(given, config))
    click.echo(json.dumps(told, ensure_ascii=False, indent=2) if as_json else "\n".join(readable(told)))


def stood(given: Given, config: Config | None) -> Mapping[str, Standing]:
    """What stands by the state, else by config and seeds."""
    from monitor.cli.rehearsal import standing_now

    return {each.figure: each for each in standing_now(config, given.state(config))} if config else {}


def explained(article: Article, config: Config | None, standings: Mapping[str, Standing]) -> dict[str, Any]:
    """All numbers in reading order with their claims, and each figure's decisions."""
    from monitor.compare import compare
    from monitor.compare.explain import MEANINGS
    from monitor.events import interval
    from monitor.match import find_claims
    from monitor.watchlist import Watchlist

    watchlist = config.watchlist if config else Watchlist(figures={}, entities={})
    claims = find_claims(article, watchlist, standings)
    verdict = compare(article, claims, watchlist, standings, "first", ())
    figures: dict[str, Any] = {}
    for change in verdict.changes:
        decision = {
            "value": interval(change.new),
            "kind": change.kind,
            "reason": change.reason,
            "meaning": MEANINGS[change.reason],
            "notes": list(change.notes),
        }
        held = standings[change.figure].held if change.figure in standings else None
        entry = figures.setdefault(change.figure, {"stood": interval(held.value) if held else None, "decisions": []})
        entry["decisions"].append(decision)
    return {
        "title": article.title,
        "reason": article.reason,
        "numbers": list(numbers(article, claims)),
        "figures": figures,
    }


def numbers(article: Article, claims: tuple[Claim, ...]) -> Iterator[dict[str, Any]]:
    from monitor.model import Block
    from monitor.quantities import read_numbers

    top = next((index for index, block in enumerate(article.blocks) if block.kind == "headline"), 0)
    pieces = [(top, Block(kind="headline", text=article.title))] if article.title else []
    pieces += [(index, block) for index, block in enumerate(article.blocks) if block.kept and block.kind != "headline"]
    for index, block in pieces:
        for reading in read_numbers(block.text, article.language):
            mine = [claim for claim in claims if claim.block == index and covers(claim, block.text, reading)]
            again = () if mine else tuple(claim.figure for claim in claims if repeats(reading, claim))
            yield number(block.text, block.kind, reading, mine) | {"again": list(dict.fromkeys(again))}


def covers(claim: Claim, text: str, reading: Reading) -> bool:
    """Whether a claim rests on just this number of its block."""
    start = text.find(claim.quote)
    return start >= 0 and start + claim.mark[0] == reading.quantity.span[0]


def repeats(reading: Reading, claim: Claim) -> bool:
    """Whether a number gives once more what a claim rests on elsewhere in the article."""
    told, value = reading.quantity, claim.value
    return claim.role == "current" and not reading.trap and (told.low, told.high) == (value.low, value.high)


def number(text: str, kind: str, reading: Reading, claims: list[Claim]) -> dict[str, Any]:
    from monitor.events import number as plain

    quantity = reading.quantity
    start, end = quantity.span
    return {
        "text": quantity.text or text[start:end],
        "near": " ".join(text[max(0, start - 40) : end + 40].split()),
        "block": kind,
        "low": plain(quantity.low),
        "high": plain(quantity.high),
        "bound": quantity.bound,
        "unit": quantity.unit,
        "noun": quantity.noun,
        "no_count": reading.trap or None,
        "claims": [
            {
                "figure": claim.figure,
                "role": claim.role,
                "score": round(claim.score, 3),
                "evidence": {term.term: term.weight for term in claim.evidence},
            }
            for claim in sorted(claims, key=lambda claim: -claim.score)
        ],
    }


def readable(told: Mapping[str, Any]) -> Iterator[str]:
    """The same for people: a paragraph a number, then one a figure."""
    yield told["title"] or "(no headline)"
    if told["reason"]:
        yield f"This page holds no article: {told['reason']}."
    for entry in told["numbers"]:
        yield f"\n{entry['text']}   …{entry['near']}…"
        if entry["no_count"]:
            yield f"    no count: {entry['no_count']}"
            continue
        what = " ".join(word for word in (entry["bound"], entry["unit"], entry["noun"]) if word)
        yield f"    read as {what}"
        yield from (claim_line(claim) for claim in entry["claims"])
        yield from (f"    {figure}: told again, weighed together with the other place" for figure in entry["again"])
        if not entry["claims"] and not entry["again"]:
            yield "    counts for no figure"
    for figure, entry in told["figures"].items():
        yield f"\n{figure}: {ends(entry['stood']) if entry['stood'] else 'nothing'} stood"
        for one in entry["decisions"]:
            yield "; ".join((f"    {ends(one['value'])}: {came_of(one)}", one["meaning"], *one["notes"]))


def came_of(decision: Mapping[str, Any]) -> str:
    """What a decision leads to: an alert of a kind, a question, or nothing."""
    if decision["kind"]:
        return f"an alert ({decision['kind']})"
    return "a question" if decision["reason"] == "asked" else "no alert"


def claim_line(claim: Mapping[str, Any]) -> str:
    from monitor.match.telling import told

    terms = ", ".join(f"{told(term)} {weight:+.1f}" for term, weight in list(claim["evidence"].items())[:TOP])
    return f"    {claim['figure']} ({claim['role']}) {claim['score']:.2f}: {terms or 'no evidence'}"


def ends(value: Mapping[str, Any]) -> str:
    low, high = value["low"], value["high"]
    return (
        f"{low:,}" if low == high else f"{'…' if low is None else f'{low:,}'} to {'…' if high is None else f'{high:,}'}"
    )
