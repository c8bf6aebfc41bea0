"""The feeds that a site's page names (RSS autodiscovery: a link with rel="alternate"). No network, no database."""

from typing import Final
from urllib.parse import urljoin, urlsplit

import lxml.html

_KINDS: Final = (
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/json",
)
_MOST: Final = 20
_OF_COMMENTS: Final = ("comment", "kommentar", "comentario", "commento")


def feeds_named(data: bytes, *, url: str) -> tuple[str, ...]:
    """The addresses of a page's feeds, its main one first: those of comments and of single stories come last."""
    try:
        page = lxml.html.document_fromstring(data)
    except (lxml.etree.ParserError, ValueError):
        return ()
    base = next((urljoin(url, found.get("href", "")) for found in page.iter("base") if found.get("href")), url)
    found: dict[str, bool] = {}
    for link in page.iter("link", "a"):
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        if kind not in _KINDS or "alternate" not in (link.get("rel") or "").lower().split() or not link.get("href"):
            continue
        # oEmbed and the API of WordPress are named in the same way, as JSON.
        if kind == "application/json" and "feed" not in link.get("href", ""):
            continue
        try:
            address = urljoin(base, link.get("href", "").strip())
            usable = urlsplit(address).scheme in ("http", "https")
        except ValueError:
            continue
        if usable:
            words = f"{address} {link.get('title') or ''}".lower()
            found.setdefault(address, any(word in words for word in _OF_COMMENTS))
    return tuple(sorted(found, key=lambda address: found[address])[:_MOST])
