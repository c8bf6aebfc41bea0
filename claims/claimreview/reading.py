"""Reading a page as a machine does: its JSON-LD blocks, its robots rules and the words a person sees."""

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

import lxml.html

_UNSEEN = frozenset({"script", "style", "template", "noscript", "head", "svg", "title"})
_MAX_DEPTH = 200


@dataclass(frozen=True)
class Block:
    """One JSON-LD block: its text as it stands in the page, and its data or the reason it cannot be read."""

    text: str
    data: Any = None
    error: str = ""


@dataclass(frozen=True)
class ReadPage:
    """What was found in a page."""

    blocks: tuple[Block, ...]
    reviews: tuple[dict[str, Any], ...]
    words: str
    times: tuple[str, ...]
    canonical: str
    robots: str
    links: frozenset[str]
    media_reviews: tuple[dict[str, Any], ...] = ()
    pictures: tuple[tuple[str, str], ...] = ()
    """What each picture's alternative text says, and the stamp that stands over it."""


def read_page(html: str) -> ReadPage:
    """Read the page's HTML; a page that is not HTML at all has nothing in it."""
    try:
        root = lxml.html.document_fromstring(html)
    except (lxml.etree.ParserError, ValueError):
        return ReadPage((), (), "", (), "", "", frozenset())
    blocks = tuple(
        read_block(script.text or "")
        for script in root.iter("script")
        if (script.get("type") or "").strip().lower() == "application/ld+json"
    )
    return ReadPage(
        blocks=blocks,
        reviews=tuple(review for block in blocks for review in reviews_in(block.data)),
        words=folded(" ".join(_seen(root, 0))),
        times=tuple(time.get("datetime", "") for time in root.iter("time")),
        canonical=next((link.get("href", "") for link in root.iter("link") if link.get("rel") == "canonical"), ""),
        robots=" ".join(
            meta.get("content", "").lower()
            for meta in root.iter("meta")
            if meta.get("name", "").lower() in ("robots", "googlebot")
        ),
        links=frozenset(link.get("href", "") for link in root.iter("a")),
        media_reviews=tuple(review for block in blocks for review in reviews_in(block.data, "MediaReview")),
        pictures=tuple(
            (image.get("alt", ""), image.getparent().get("data-stamp", ""))
            for image in root.iter("img")
            if image.getparent() is not None
        ),
    )


def read_block(text: str) -> Block:
    """Parse one block as strict JSON: no repeated key, no NaN."""
    try:
        return Block(text, json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant))
    except (ValueError, RecursionError) as error:
        return Block(text, None, str(error) or "nested too deeply")


def reviews_in(data: Any, kind: str = "ClaimReview") -> list[dict[str, Any]]:
    """Every review of a kind in JSON-LD data, wherever it stands in a list, a graph or another object."""
    found: list[dict[str, Any]] = []
    todo = [data]
    while todo:
        value = todo.pop()
        if isinstance(value, dict):
            if kind in types_of(value):
                found.append(value)
            todo.extend(value.values())
        elif isinstance(value, list):
            todo.extend(value)
    return found


def types_of(value: Any) -> list[str]:
    """The names of an object's types, without the address of the vocabulary."""
    if not isinstance(value, dict):
        return []
    named = value.get("@type", [])
    names = named if isinstance(named, list) else [named]
    return [re.sub(r"^https?://schema\.org/", "", name) for name in names if isinstance(name, str)]


def folded(text: str) -> str:
    """The text as it is compared: composed, in one case, single spaces, plain quotes, no invisible characters."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = "".join(
        character
        for character in text
        if unicodedata.category(character) not in ("Cf", "Cc", "Cs", "Co") or character.isspace()
    )
    text = re.sub(r"[“”„«»]", '"', text)
    text = re.sub(r"[’‘‚]", "'", text)
    return " ".join(text.split())


def _seen(element: Any, depth: int) -> list[str]:
    if not isinstance(element.tag, str) or element.tag in _UNSEEN or element.get("hidden") is not None:
        return []
    words = [element.text or ""]
    for child in element if depth < _MAX_DEPTH else ():
        words += _seen(child, depth + 1)
        words.append(child.tail or "")
    return words


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError("a property stands twice in one object")
    return dict(pairs)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")
