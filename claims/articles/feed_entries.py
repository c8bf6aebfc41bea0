"""What a feed of any kind holds: its title and its entries, each known by a key and seen to change by a mark."""

import hashlib
from dataclasses import dataclass
from html import unescape
from typing import Final

MOST_ENTRIES: Final = 200
LONGEST_ID: Final = 4000
FULL_TEXT_WORDS: Final = 120


@dataclass(frozen=True)
class Entry:
    """One entry: `key` says which it is, `mark` whether it changed, `html` its text where the feed has all of it."""

    key: str
    mark: str
    url: str
    title: str
    html: str = ""
    author: str = ""
    published: str = ""


@dataclass(frozen=True)
class ReadFeed:
    """What a feed says of itself, and its entries, as many as are looked at."""

    title: str
    entries: tuple[Entry, ...]


def key_and_mark(identity: str, title: str, changed: str, html: str) -> tuple[str, str]:
    """By what an entry is known, and what differs once it was changed: SHA-256, in hexadecimal."""
    return _digest(identity[:LONGEST_ID]), _digest(title, changed, html)


def full_text(html: str) -> str:
    """An entry's text, if it is long enough to be all of the story; else nothing, and its page is read."""
    return html if len(html.split()) >= FULL_TEXT_WORDS else ""


def line(text: object) -> str:
    """Words on one line, without entities."""
    return " ".join(unescape(str(text)).split())


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x00".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
