"""The golden set: inputs of every kind, language and encoding, each with what it has to be read as beside it.

`NAME.expected` holds title, byline and date of `NAME`, a blank line, and its text. All of it is invented.
"""

from datetime import UTC
from pathlib import Path

import pytest

from claims.articles.feeds import read_feed_here
from claims.articles.reading.read import read_here
from claims.dates import read_date

GOLDEN = Path(__file__).parent / "golden"
FEEDS = {".rss": "application/rss+xml", ".atom": "application/atom+xml", ".feedjson": "application/feed+json"}
PAGE = "https://post.example/marrow/bridge"


def as_written(title: str, byline: str, date: str, text: str) -> str:
    return f"title: {title}\nbyline: {byline}\ndate: {date}\n\n{text}\n"


def read(path: Path) -> str:
    """What a file is read as, in the form of the expected ones."""
    data = path.read_bytes()
    if path.suffix in FEEDS:
        entry = read_feed_here(data=data, url="https://post.example/feed", content_type=FEEDS[path.suffix]).entries[0]
        story = read_here(data=entry.html.encode(), content_type="text/html", charset="utf-8").text
        written = read_date(entry.published)
        assert written is not None
        return as_written(entry.title, entry.author, f"{written.at.astimezone(UTC):%Y-%m-%d %H:%M}", story)
    is_page = path.suffix == ".html"
    found = read_here(data=data, filename="" if is_page else path.name, url=PAGE if is_page else "")
    date = found.published_at
    day = "" if date is None else f"{date:%Y-%m-%d}" if found.published_is_day else f"{date:%Y-%m-%d %H:%M}"
    return as_written(found.title, found.byline, day, found.text)


FILES = sorted(path for path in GOLDEN.iterdir() if path.suffix != ".expected")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_it_is_read_as_it_always_was(path: Path) -> None:
    assert read(path) == path.with_name(f"{path.name}.expected").read_text(encoding="utf-8")


def test_the_set_covers_every_kind() -> None:
    kinds = "html txt md pdf docx rtf odt epub srt vtt json eml rss atom feedjson"
    assert {path.suffix.removeprefix(".") for path in FILES} == set(kinds.split())
    assert len(FILES) >= 60
