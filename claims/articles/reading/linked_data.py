"""What a page says of its story in JSON-LD (https://schema.org/Article), apart from what it says of others."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

import lxml.html

_OTHERS: Final = frozenset(
    "itemListElement hasPart isPartOf mentions citation isRelatedTo relatedLink comment review about isBasedOn video"
    " image associatedMedia".split()
)
_STORY_TYPE: Final = re.compile(r"(?:Article|BlogPosting|Report|Posting|Review|NewsItem|WebPage|CreativeWork)$")

type Node = dict[str, Any]  # Any: whatever JSON holds


def is_about_others(properties: str) -> bool:
    """Whether one of these properties of an article is about something else, with names and dates of its own."""
    return not _OTHERS.isdisjoint(properties.split())


def story_nodes(tree: lxml.html.HtmlElement) -> Iterator[Node]:
    """The objects in a page's scripts that may be its story, outermost first, and none that is about other things."""
    for script in tree.iter("script"):
        if (script.get("type") or "").partition(";")[0].strip().lower() != "application/ld+json":
            continue
        try:
            waiting = [json.loads(script.text or "", strict=False)]
        except (ValueError, RecursionError):
            continue
        for item in waiting:
            if isinstance(item, list):
                waiting.extend(item)
            elif isinstance(item, dict):
                types = item.get("@type", "")
                named = types if isinstance(types, list) else [types]
                if not any(named) or any(isinstance(name, str) and _STORY_TYPE.search(name) for name in named):
                    yield item
                waiting.extend(value for key, value in item.items() if key not in _OTHERS)


def is_own(node: Node, title: str, url: str = "") -> bool:
    """Whether a node is this page's story: by its headline or by the address of the page."""
    headline = node.get("headline") or node.get("name")
    if isinstance(headline, str) and headline.strip():
        words, called = (" ".join(text.split()).casefold() for text in (headline, title))
        if words and called and (words in called or called in words):
            return True
    page = node.get("mainEntityOfPage")
    named = {node.get("url"), node.get("@id"), page.get("@id") if isinstance(page, dict) else page}
    return bool(url) and url in {name for name in named if isinstance(name, str)}
