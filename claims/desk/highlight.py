"""Cuts a text into paragraphs and pieces, so that overlapping spans can be marked without nesting. Pure Python."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_PARAGRAPH = re.compile(r"[^\n](?:[^\n]|\n(?!\s*\n))*")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text under the name `key`; `start` and `end` are code points, `end` exclusive."""

    key: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same spans from end to end.

    `covers` are the keys of these spans, the shortest first; `closes` those of them that end where the piece ends.
    """

    start: int
    text: str
    covers: tuple[int, ...] = ()
    closes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What stands between two blank lines."""

    start: int
    pieces: tuple[Piece, ...]


def highlight(text: str, spans: Sequence[Span]) -> list[Paragraph]:
    """The paragraphs of a text, cut wherever a span begins or ends.

    Joined together, the pieces of a paragraph are its text, and the pieces that a span covers are the span's text but
    for blank lines inside it. Spans that do not lie in the text are left out. Of spans with the same extent, the one
    given first comes first. O((n + m) log n) for n spans and m pieces as long as few spans overlap in one place.
    """
    inside = [span for span in spans if 0 <= span.start < span.end <= len(text)]
    waiting = sorted(inside, key=lambda span: span.start, reverse=True)
    order = {span.key: (span.end - span.start, place) for place, span in enumerate(inside)}
    active: list[Span] = []
    paragraphs = []
    for match in _PARAGRAPH.finditer(text):
        start, end = match.span()
        end -= len(match[0]) - len(match[0].rstrip())
        active = [span for span in active if span.end > start]
        while waiting and waiting[-1].start < end:
            active.append(waiting.pop())
        pieces = tuple(_pieces(text, start, end, active, order))
        if pieces:
            paragraphs.append(Paragraph(start, pieces))
    return paragraphs


def _pieces(
    text: str, start: int, end: int, spans: Sequence[Span], order: dict[int, tuple[int, int]]
) -> Iterator[Piece]:
    edges = {start, end}
    for span in spans:
        edges.update((max(span.start, start), min(span.end, end)))
    cuts = sorted(edge for edge in edges if start <= edge <= end)
    by_start = sorted((span for span in spans if span.end > start), key=lambda span: span.start, reverse=True)
    open_spans: list[Span] = []
    for left, right in pairwise(cuts):
        open_spans = [span for span in open_spans if span.end > left]
        while by_start and by_start[-1].start <= left:
            open_spans.append(by_start.pop())
        covering = sorted(open_spans, key=lambda span: order[span.key])
        yield Piece(
            left,
            text[left:right],
            tuple(span.key for span in covering),
            tuple(span.key for span in covering if span.end == right),
        )
