"""How well pages are read whose right results somebody else has written down: figures on a public test set.

    DATA=/path/to/newspaper4k/tests/data python -m tests.benchmarks.read_pages [--show]

DATA is a folder as newspaper4k keeps its test pages: `html/NAME.html` with `metadata/NAME.json` (title, authors,
publish_date) and `txt/NAME.txt`, the text by paragraphs. None of it is part of this project. Told are how many titles,
bylines and days are exact, how much of each text is found, and how much of what was read stands in none.
"""

import argparse
import datetime
import json
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from claims.articles.reading import ReadDocument, Unreadable, read_document

WORD = re.compile(r"\w+")
LONG_ENOUGH = 0.95


@dataclass
class Score:
    """How many pages say something, and how many of them were read as they say."""

    of: int = 0
    right: int = 0

    def note(self, *, is_right: bool) -> None:
        """One more page."""
        self.of += 1
        self.right += is_right


def main() -> int:
    """Read each page, compare, and print the table; with --show also each difference."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.read_pages", description=__doc__)
    parser.add_argument("--show", action="store_true")
    show = parser.parse_args().show
    folder = Path(os.environ.get("DATA", ""))
    pages = sorted((folder / "html").glob("*.html")) if os.environ.get("DATA") else []
    if not pages:
        print("Say in DATA where the pages are: a folder with html/, metadata/ and txt/.")
        return 2
    scores = {name: Score() for name in ("title", "byline", "day", "text found", "nothing besides")}
    for page in pages:
        told = folder / "metadata" / f"{page.stem}.json"
        if told.exists():
            _compare(page, json.loads(told.read_text(encoding="utf-8")), folder, scores, show=show)
    for name, score in scores.items():
        print(f"{name:<18}{score.right:>4} of {score.of}")
    return 0


def _compare(page: Path, said: dict[str, object], folder: Path, scores: dict[str, Score], *, show: bool) -> None:
    try:
        read = read_document(data=page.read_bytes(), filename=page.name, url=str(said.get("url") or ""))
    except Unreadable as error:
        print(f"{page.stem}: {error.message}")
        read = ReadDocument(title="", text="", source_format="html")
    day = str(said.get("publish_date") or "")[:10]
    read_day = read.published_at.date().isoformat() if read.published_at else ""
    authors = said.get("authors") or []
    names = [str(name) for name in authors] if isinstance(authors, list) else []
    if said.get("title"):
        _note(scores["title"], page, "title", str(said["title"]), read.title, show, same=_words(read.title))
    if names:
        _note(scores["byline"], page, "byline", " ".join(names), read.byline, show, same=_words(read.byline))
    if day:
        # A moment is another day elsewhere; a day is not.
        near = read.published_at and not read.published_is_day and abs(_day(day) - read.published_at.date()).days <= 1
        _note(scores["day"], page, "day", day, read_day, show, same=_words(day if near else read_day))
    text = folder / "txt" / f"{page.stem}.txt"
    if text.exists():
        wanted, got = _words(text.read_text(encoding="utf-8")), _words(f"{read.deck} {read.text}")
        found = len([word for word in wanted if word in set(got)]) / max(1, len(wanted))
        besides = len([word for word in got if word in set(wanted)]) / max(1, len(got))
        scores["text found"].note(is_right=found >= LONG_ENOUGH)
        scores["nothing besides"].note(is_right=besides >= LONG_ENOUGH)
        if show:
            print(f"{page.stem}: {found:.0%} of the text found, {besides:.0%} of what was read stands in it")


def _note(score: Score, page: Path, what: str, wanted: str, got: str, show: bool, *, same: list[str]) -> None:
    is_right = sorted(_words(wanted)) == sorted(same)
    score.note(is_right=is_right)
    if show and not is_right:
        print(f"{page.stem}: {what} {wanted!r}, read {got!r}")


def _day(day: str) -> datetime.date:
    return datetime.date.fromisoformat(day)


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold())


if __name__ == "__main__":
    sys.exit(main())
