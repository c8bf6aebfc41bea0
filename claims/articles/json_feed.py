"""JSON Feed (https://www.jsonfeed.org/version/1.1/): its entries, as those of any other feed. Nothing is fetched."""

import json
from html import escape
from typing import Any, Final
from urllib.parse import urljoin

from claims.articles.feed_entries import MOST_ENTRIES, Entry, ReadFeed, full_text, key_and_mark, line

VERSION: Final = "https://jsonfeed.org/version/"

type Json = dict[str, Any]


def read_json_feed(data: bytes, *, url: str) -> ReadFeed | None:
    """The feed in a JSON document; None where the document is none. `url` completes relative addresses."""
    try:
        feed = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(feed, dict) or not str(feed.get("version", "")).startswith(VERSION):
        return None
    items = feed.get("items")
    rows = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    entries = [_entry(row, feed, url) for row in rows[:MOST_ENTRIES]]
    return ReadFeed(line(feed.get("title") or "")[:300], tuple(entry for entry in entries if entry))


def _entry(row: Json, feed: Json, base: str) -> Entry | None:
    given = row.get("url") or row.get("external_url")
    url = urljoin(base, given.strip())[:2000] if isinstance(given, str) and given.strip() else ""
    identity = str(row.get("id") or url)
    if not identity:
        return None
    title = line(row.get("title") or "")[:500]
    html = row.get("content_html")
    if not isinstance(html, str):
        text = row.get("content_text")
        html = _paragraphs(text) if isinstance(text, str) else ""
    published = str(row.get("date_published") or "")
    key, mark = key_and_mark(identity, title, str(row.get("date_modified") or published), html)
    return Entry(
        key=key,
        mark=mark,
        url=url,
        title=title,
        html=full_text(html),
        author=_authors(row) or _authors(feed),
        published=published,
    )


def _authors(of: Json) -> str:
    """The names in `authors` (1.1) or `author` (1.0)."""
    listed = of.get("authors") or [of.get("author")]
    authors = [author for author in listed if isinstance(author, dict)] if isinstance(listed, list) else []
    return ", ".join(filter(None, (line(author.get("name") or "") for author in authors)))[:300]


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n") if part.strip())
