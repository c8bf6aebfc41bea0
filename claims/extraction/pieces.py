"""The claims of one sentence: each sentence of a quotation can be checked by itself."""

from collections.abc import Callable
from dataclasses import dataclass

from claims.extraction.reading import Reading
from claims.extraction.segment import Bounds

_FEWEST_WORDS = 4
_MARKS = " \t\n,;:\"“”„«»‘’'"


@dataclass(frozen=True, slots=True)
class Piece:
    """What is offered as one claim, in cleaned offsets, and the sentence it stands in."""

    start: int
    end: int
    reading: Reading


def pieces_of(text: str, reading: Reading, segmenter: Callable[[str], list[Bounds]]) -> list[Piece]:
    """The sentence without its label, or each sentence of the quotation that it is made of."""
    whole = [Piece(reading.statement, reading.bounds[1], reading)]
    if not reading.quotes:
        return whole
    quote = max(reading.quotes, key=lambda item: item.end - item.start)
    start, end = max(quote.start, reading.statement), min(quote.end, reading.bounds[1])
    if 2 * (end - start) < reading.bounds[1] - reading.statement:
        return whole
    while start < end and text[start] in _MARKS:
        start += 1
    while end > start and text[end - 1] in _MARKS:
        end -= 1
    inside = [(start + left, start + right) for left, right in segmenter(text[start:end])]
    if len(inside) < 2 or any(len(text[left:right].split()) < _FEWEST_WORDS for left, right in inside):
        return whole
    return [Piece(left, right, reading) for left, right in inside]
