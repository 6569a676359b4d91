"""`monitor extract` and `monitor explain`: what the reader sees on one page, and why."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from monitor.cli import Given, pass_given

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.model import Article, Block


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
