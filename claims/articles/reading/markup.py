"""Markup trees to paragraphs of text."""

from collections.abc import Iterator, Set
from dataclasses import dataclass

from lxml import etree

# Stands for a line break until a paragraph is put together; no markup can contain it.
_BREAK = "\x00"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Which elements of a kind of markup start a paragraph, break a line, are table cells, or are no text."""

    blocks: Set[str]
    breaks: Set[str]
    cells: Set[str]
    skipped: Set[str] = frozenset()


HTML = Vocabulary(
    blocks=frozenset(
        "address article aside blockquote body caption center dd details div dl dt fieldset figcaption form"
        " h1 h2 h3 h4 h5 h6 hr html legend li main ol p pre section summary table tbody tfoot thead tr ul".split()
    ),
    breaks=frozenset({"br"}),
    cells=frozenset({"td", "th"}),
    skipped=frozenset(
        "script style noscript template iframe object embed svg math head nav header footer button select"
        " textarea figure audio video canvas".split()
    ),
)


def paragraphs(root: etree._Element, words: Vocabulary) -> Iterator[str]:
    """The text under ``root``, a paragraph at a time, without blank ones; cells of a row are joined by " | "."""
    pieces: list[str] = []
    for piece in _pieces(root, words):
        if piece is not None:
            pieces.append(piece)
            continue
        if text := _tidy(pieces):
            yield text
        pieces.clear()
    if text := _tidy(pieces):
        yield text


def _tidy(pieces: list[str]) -> str:
    lines = (" ".join(line.split()).strip("| ") for line in "".join(pieces).split(_BREAK))
    return "\n".join(line for line in lines if line)


def _pieces(element: etree._Element, words: Vocabulary) -> Iterator[str | None]:
    """Text in document order; None where a paragraph ends. The depth of a parsed tree is bounded by its parser."""
    tag = element.tag
    if tag in words.breaks:
        yield _BREAK
        return
    block = tag in words.blocks
    if block:
        yield None
    elif tag in words.cells:
        yield " | "
    yield element.text or ""
    for child in element:
        # Comments and processing instructions have a function for a tag.
        if isinstance(child.tag, str) and child.tag not in words.skipped:
            yield from _pieces(child, words)
        yield child.tail or ""
    if block:
        yield None
