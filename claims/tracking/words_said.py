"""What somebody said, word for word: taken from between an article's quotation marks, and looked up there again."""

import re
from typing import Final

from claims.extraction.quotes import find_quotes
from claims.tracking.enums import CandidateState
from claims.tracking.models import Candidate

FEWEST_WORDS: Final = 4
"""Fewer words between marks are a phrase somebody used, and not what they said."""
ACCEPTED: Final = (CandidateState.ACCEPTED, CandidateState.MERGED)

_MARKS: Final = "“”„«»\"‘’'"


def spoken_in(text: str, start: int, end: int) -> str:
    """The longest quotation that overlaps the span, without its marks; empty where there is none of a few words.

    `start` and `end` are code points of `text`. What is returned stands in the text character by character, but for
    line breaks, which become spaces.
    """
    found = [
        _without_marks(text[quote.start : quote.end])
        for quote in find_quotes(text, _lines_of(text))
        if quote.covers(start, end)
    ]
    longest = max(found, key=len, default="")
    return longest if len(longest.split()) >= FEWEST_WORDS else ""


def stands_in(words: str, text: str) -> bool:
    """Whether the words stand in the text character by character, as whole words, whatever the width of spaces."""
    flat = " ".join(words.split())
    whole = rf"(?<!\w){re.escape(flat)}(?!\w)"
    return bool(flat) and re.search(whole, " ".join(text.split())) is not None


def are_between_marks(words: str, text: str) -> bool:
    """Whether the words stand in the text inside quotation marks, so that the text itself says somebody said them."""
    flat = " ".join(words.split())
    return any(flat in " ".join(text[quote.start : quote.end].split()) for quote in find_quotes(text, _lines_of(text)))


def appearance_with(words: str, appearances: list[Candidate]) -> Candidate | None:
    """The first of these appearances whose article has the words; their versions' texts are read one by one."""
    within = (one for one in appearances if stands_in(words, one.exact))
    return next(within, None) or next((one for one in appearances if stands_in(words, one.version.text)), None)


def appearances_with_texts(claim_id: int) -> list[Candidate]:
    """The accepted appearances of a claim with the texts they stand in, the first appearance first: one query."""
    rows = Candidate.objects.filter(claim=claim_id, state__in=ACCEPTED).select_related("version")
    return list(rows.order_by("-is_first_appearance", "id"))


def quotations_of(sentence: str) -> list[str]:
    """What stands between quotation marks in a sentence, without the marks."""
    return [_without_marks(sentence[quote.start : quote.end]) for quote in find_quotes(sentence, _lines_of(sentence))]


def _lines_of(text: str) -> list[tuple[int, int]]:
    bounds, position = [], 0
    for line in text.split("\n"):
        if line.strip():
            bounds.append((position, position + len(line)))
        position += len(line) + 1
    return bounds


def _without_marks(quotation: str) -> str:
    return " ".join(quotation.strip(_MARKS).rstrip(" ,").split())
