"""Reading RSS and Atom, and the rules of asking politely; no network and no database."""

import hashlib
import random
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import Any, Final
from urllib.robotparser import RobotFileParser

import feedparser

MOST_ENTRIES: Final = 200
LONGEST_ID: Final = 4000
FEED_TYPES: Final = (
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/xml",
    "text/xml",
    "text/html",
    "text/plain",
)
USUAL_PAUSE: Final = timedelta(minutes=15)
LONGEST_PAUSE: Final = timedelta(hours=24)
ROBOTS_NAME: Final = "Plumbline"
SLOWEST_CRAWL: Final = 10.0
FULL_TEXT_WORDS: Final = 120


class NotAFeed(Exception):
    """The answer cannot be read as a feed; the message is a sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Entry:
    """One entry: `key` says which it is, `mark` whether it changed, `html` its text where the feed has all of it."""

    key: str
    mark: str
    url: str
    title: str
    html: str = ""


@dataclass(frozen=True)
class ReadFeed:
    """What a feed says of itself, and its entries, as many as are looked at."""

    title: str
    entries: tuple[Entry, ...]


def read_feed(data: bytes, *, url: str, content_type: str = "") -> ReadFeed:
    """The entries of an RSS or Atom document; NotAFeed for anything else and for one that defines entities.

    A feed has no use for entities of its own, and those of a hostile one expand to gigabytes.
    """
    if b"<!entity" in data.replace(b"\x00", b"").lower():
        raise NotAFeed("The feed defines XML entities of its own, which feeds have no use for. It was not read.")
    # A stream, since the library takes bytes for an address or the name of a file.
    parsed = feedparser.parse(
        BytesIO(data), response_headers={"content-type": content_type or "application/xml", "content-location": url}
    )
    if not parsed.get("version"):
        raise NotAFeed("There is no RSS or Atom feed at this address. Look for the feed's own address on the site.")
    entries = [_entry(row) for row in parsed.entries[:MOST_ENTRIES]]
    return ReadFeed(_line(parsed.feed.get("title", ""))[:300], tuple(entry for entry in entries if entry))


def next_pause(failures: int, *, asked: int | None = None) -> timedelta:
    """How long to leave a feed alone: doubled with each failure, and never shorter than the server asks for.

    Up to a tenth is added at random, so that feeds which failed together do not come back together.
    """
    pause: timedelta = min(USUAL_PAUSE * 2 ** min(failures, 10), LONGEST_PAUSE)
    if asked:
        pause = max(pause, min(timedelta(seconds=asked), LONGEST_PAUSE))
    return pause * (1 + random.random() / 10)  # noqa: S311  # not a secret


@dataclass(frozen=True)
class Robots:
    """What a site lets programs read, and how fast (RFC 9309)."""

    parser: RobotFileParser | None = None

    @classmethod
    def read(cls, text: str) -> "Robots":
        """The rules of a robots.txt."""
        parser = RobotFileParser()
        parser.parse(text.splitlines()[:2000])
        return cls(parser)

    def allow(self, url: str) -> bool:
        """Whether the address may be read; a site without rules allows all."""
        return self.parser is None or self.parser.can_fetch(ROBOTS_NAME, url)

    def pause(self) -> float:
        """Seconds between two readings of the site: one, or what it asks for up to ten."""
        asked = self.parser.crawl_delay(ROBOTS_NAME) if self.parser else None
        return min(max(1.0, float(asked or 0)), SLOWEST_CRAWL)


def _entry(row: Any) -> Entry | None:  # feedparser's own dictionaries
    url = str(row.get("link") or "")[:2000]
    identity = str(row.get("id") or url)[:LONGEST_ID]
    if not identity:
        return None
    title = _line(row.get("title", ""))[:500]
    html = max((str(part.get("value", "")) for part in row.get("content", ())), key=len, default="")
    # The library's own `get` would answer with the date of publication, and warn that it did.
    changed = str(dict.get(row, "updated") or dict.get(row, "published") or "")
    full = html if len(html.split()) >= FULL_TEXT_WORDS else ""
    return Entry(key=_digest(identity), mark=_digest(title, changed, html), url=url, title=title, html=full)


def _line(text: object) -> str:
    return " ".join(unescape(str(text)).split())


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x00".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
