"""Benches of article text: adapters that a bench can call, and the floors in one command.

    python benchmarks/extract.py --pages DIR [--stories DIR] [--fuzz N]

`DIR` of the pages holds `run.py`, which calls any `f(html, url) -> str`: here `page_text` (the real `extract`, bytes
and all) and `with_memory`, which also learns from every page it is shown, as the store does for a host, and never from
a page about itself. `DIR` of the stories holds `score.py`, whose text score is used in this process.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import random
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from monitor.extract import extract, lessons
from monitor.model import Page, SiteMemory

HERE = Path(__file__).parent
_THEN = datetime(2036, 1, 1, tzinfo=UTC)
_taught: dict[str, dict[str, SiteMemory]] = defaultdict(dict)  # host -> url -> what that page taught


def page_text(html: str, url: str) -> str:
    """The text of one page, without any memory of its site."""
    return extract(_page(html.encode("utf-8", "replace"), url)).text


def with_memory(html: str, url: str) -> str:
    """The text of one page, with what the host's other pages taught so far."""
    taught = _taught[urlsplit(url).netloc.removeprefix("www.")]
    seen: Counter[str] = Counter()
    containers: Counter[str] = Counter()
    others = [lesson for other, lesson in taught.items() if other != url]
    for lesson in others:
        seen.update(lesson.seen)
        containers.update(lesson.containers)
    memory = SiteMemory(seen=seen, containers=containers, pages=len(others))
    article = extract(_page(html.encode("utf-8", "replace"), url), memory=memory)
    taught[url] = lessons(article)
    return article.text


def _page(body: bytes, url: str, kind: str = "text/html; charset=utf-8") -> Page:
    headers = {"content-type": kind}
    return Page(url=url, final_url=url, outlet="", fetched=_THEN, status=200, headers=headers, body=body)


def run_pages(folder: Path) -> None:
    """The pages bench with trafilatura beside us, then the memory of a site: one pass, two passes."""
    ours = ["--path", str(HERE), "--path", str(HERE.parent)]
    peer = ["--extractor", "peers:trafilatura_precision"]
    for more in (
        ["--extractor", "extract:page_text", *peer],
        ["--siblings", "--passes", "1", "--no-ref", "--extractor", "extract:with_memory"],
        ["--siblings", "--passes", "2", "--no-ref", "--extractor", "extract:with_memory"],
    ):
        print("\n$ run.py", *more, flush=True)
        subprocess.run([sys.executable, "run.py", *ours, *more], cwd=folder, check=True)


def run_stories(folder: Path, split: str) -> None:
    """The text score of the stories that split.json lists: precision, recall, leaks of chrome."""
    sys.path.insert(0, str(folder))
    score_text = importlib.import_module("score").score_text
    total: Counter[str] = Counter()
    for story in json.loads((folder / "split.json").read_text("utf-8"))[split]:
        gold = json.loads((folder / story / "gold.json").read_text("utf-8"))
        names = {article["page"]: article["id"] for article in gold["articles"]}
        rows = map(json.loads, (folder / story / "recording.jsonl").read_text("utf-8").splitlines())
        texts = {}
        for row in rows:
            kind = "text/plain" if row["file"].endswith(".txt") else "text/html"
            body = (folder / story / row["file"]).read_bytes()
            texts[names[row["file"]]] = extract(_page(body, row["url"], kind)).text
        total.update(score_text(gold, texts))
    precision, recall = total["in"] / total["got"], total["kept"] / total["need"]
    print(f"stories {split}: P {precision:.4f} R {recall:.4f} leaks {total['leak']}/{total['chrome']}")


def run_fuzz(folder: Path, rounds: int, seed: int = 1) -> None:
    """Pages broken by cutting, doubling, moving and spoiling tags: each must give an article or a reason."""
    dice = random.Random(seed)
    files = sorted((folder / "html").glob("*.html.gz"))
    reasons: Counter[str] = Counter()
    slowest = 0.0
    for _ in range(rounds):
        body = broken(gzip.decompress(dice.choice(files).read_bytes()), dice)
        start = time.process_time()
        article = extract(_page(body, "https://paper.example/a", dice.choice(["text/html", "text/plain", ""])))
        slowest = max(slowest, time.process_time() - start)
        reasons[article.reason or "article"] += 1
        if not article.text and not article.reason:
            reasons["NEITHER"] += 1
    print(f"fuzz: {rounds} broken pages, slowest {slowest * 1000:.0f} ms, {dict(reasons.most_common())}")


def broken(body: bytes, dice: random.Random) -> bytes:
    """A page with some of its tags doubled, cut, moved, spoiled or lost."""
    parts: Sequence[bytes] = body.split(b"<")
    parts = list(parts)
    for _ in range(dice.randint(1, 40)):
        at, to = dice.randrange(len(parts)), dice.randrange(len(parts))
        act = dice.randrange(6)
        if act == 0:
            parts[at] = parts[at][: dice.randrange(len(parts[at]) + 1)]
        elif act == 1:
            parts[to:to] = [parts[at]] * dice.randint(1, 50)
        elif act == 2:
            parts[at] = bytes(dice.randrange(256) for _ in range(12)) + parts[at]
        elif act == 3:
            parts[at], parts[to] = parts[to], parts[at]
        elif act == 4:
            parts[at] = parts[at].replace(b">", b"", 1).replace(b'"', b"", 1)
        else:
            del parts[at : at + dice.randint(1, 200)]
            parts = parts or [b""]
    return b"<".join(parts)


def main() -> None:
    """Runs what its arguments name."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--pages", type=Path)
    ask.add_argument("--stories", type=Path)
    ask.add_argument("--split", default="train")
    ask.add_argument("--fuzz", type=int, default=0, help="how many broken pages (instead of the bench)")
    given = ask.parse_args()
    if given.fuzz:
        run_fuzz(given.pages, given.fuzz)
    elif given.pages:
        run_pages(given.pages)
    if given.stories:
        run_stories(given.stories, given.split)


if __name__ == "__main__":
    main()
