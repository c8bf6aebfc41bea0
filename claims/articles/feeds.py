"""Reading RSS and Atom, and the rules of asking politely; no network and no database."""

import random
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any, Final
from urllib.robotparser import RobotFileParser

from claims.articles.feed_entries import MOST_ENTRIES, Entry, ReadFeed, full_text, key_and_mark, line
from claims.articles.feed_links import feeds_named
from claims.articles.json_feed import read_json_feed
from claims.sandbox import Limits, TooCostly, run_limited
from claims.sentences import say

FEED_TYPES: Final = (
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
    "application/json",
    "application/xml",
    "text/xml",
    "text/html",
    "text/plain",
)
USUAL_PAUSE: Final = timedelta(minutes=15)
LONGEST_PAUSE: Final = timedelta(hours=24)
ROBOTS_NAME: Final = "Plumbline"
SLOWEST_CRAWL: Final = 10.0
_EBCDIC: Final = "<?xml".encode("cp037")
FEED_LIMITS: Final = Limits(cpu_seconds=20, memory_bytes=500_000_000, output_bytes=50_000_000)


class NotAFeed(Exception):
    """The answer cannot be read as a feed; the message is a sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = say(message)


class NamesFeeds(NotAFeed):
    """The answer is a page that names feeds; `feeds` are their addresses, the main one first."""

    def __init__(self, message: str, feeds: tuple[str, ...]) -> None:
        super().__init__(message)
        self.feeds = feeds

    def __reduce__(self) -> tuple[type["NamesFeeds"], tuple[str, tuple[str, ...]]]:
        return type(self), (self.message, self.feeds)


def read_feed(data: bytes, *, url: str, content_type: str = "") -> ReadFeed:
    """The entries of an RSS, Atom or JSON feed; NotAFeed for anything else and for one that defines entities.

    A feed has no use for entities of its own, and those of a hostile one expand to gigabytes.
    """
    try:
        return run_limited(read_feed_here, FEED_LIMITS, data=data, url=url, content_type=content_type)
    except TooCostly as ended:
        raise NotAFeed(say("%(message)s It was not taken as a feed.", message=ended.message)) from ended


def warm_up() -> None:
    """Load what reading feeds needs, for a process that lets its children begin with it."""
    import feedparser  # noqa: F401


def read_feed_here(*, data: bytes, url: str, content_type: str) -> ReadFeed:
    """What `read_feed` has done in a child process."""
    if _has_entities(data):
        raise NotAFeed(say("The feed defines XML entities of its own, which feeds have no use for. It was not read."))
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and (feed := read_json_feed(data, url=url)):
        return feed
    import feedparser

    # A stream, since the library takes bytes for an address or the name of a file.
    headers = {"content-type": content_type or "application/xml", "content-location": url}
    try:
        parsed = feedparser.parse(BytesIO(data), response_headers=headers)
    except Exception as error:  # feedparser lets through whatever a damaged document leads it into
        raise NotAFeed(
            say("The feed is damaged and could not be read. Ask whoever runs the site to mend it.")
        ) from error
    if not parsed.get("version"):
        if named := feeds_named(data, url=url):
            raise NamesFeeds(
                say("This is a page and no feed. It names its feed at %(named)s. Follow that.", named=named[0]), named
            )
        raise NotAFeed(
            say(
                "There is no RSS or Atom feed at this address, nor a JSON Feed. Look for the feed's own address on the"
                " site."
            )
        )
    entries = [_entry(row) for row in parsed.entries[:MOST_ENTRIES]]
    return ReadFeed(line(parsed.feed.get("title", ""))[:300], tuple(entry for entry in entries if entry))


def _has_entities(data: bytes) -> bool:
    """Whether it defines XML entities of its own, or is in an encoding in which we could not see that."""
    return data.startswith(_EBCDIC) or b"<!entity" in data.replace(b"\x00", b"").lower()


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
    identity = str(row.get("id") or url)
    if not identity:
        return None
    title = line(row.get("title", ""))[:500]
    html = max((str(part.get("value", "")) for part in row.get("content", ())), key=len, default="")
    # The library's own `get` would answer with the date of publication, and warn that it did.
    changed = str(dict.get(row, "updated") or dict.get(row, "published") or "")
    key, mark = key_and_mark(identity, title, changed, html)
    return Entry(
        key=key,
        mark=mark,
        url=url,
        title=title,
        html=full_text(html),
        author=line(row.get("author", ""))[:300],
        published=str(dict.get(row, "published") or ""),
    )
