"""A draft before it is printed: its sentences, the figures they state, and whether they say where a figure is from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from claims.extraction.cleaning import clean
from claims.extraction.figures import Figure, figures_in
from claims.extraction.languages import guess, table_of
from claims.extraction.segment import paragraph_bounds, sentence_bounds

_SAID: Final = (
    r"sa(?:y|ys|id|ying)|tells?|told|stat(?:es|ed)|claim(?:s|ed)?|report(?:s|ed)|announce[sd]?|estimat(?:es?|ed)|"
    r"calculat(?:es?|ed)|f(?:inds?|ound)|show(?:s|ed|n)?|reveal(?:s|ed)|confirm(?:s|ed)?|wr(?:ites?|ote|itten)|add(?:s|ed)|"
    r"warn(?:s|ed)|argue[sd]?|suggest(?:s|ed)?|indicat(?:es?|ed)|record(?:s|ed)|publish(?:es|ed)|accord(?:ing|s)? to|as per|"
    r"cit(?:es|ed|ing)|quot(?:es|ed|ing)|point(?:s|ed) (?:to|out)|promis(?:es|ed)|conclude[sd]?|counted|counts"
)
_KINDS: Final = (
    r"(?:official |new |latest |own )?(?:figures|data|statistics|numbers|accounts|records|minutes|census|survey|study|"
    r"report|poll|register|budget|audit|analysis|research|paper|bulletin)"
)
_ENGLISH: Final = rf"\b(?:{_SAID})\b|\b{_KINDS} (?:from|by|of|for|in)\b|\b(?:by|in|from|per) (?:the|a|an|its|his|her|their) (?:\w+ ){{0,3}}{_KINDS}\b|\bsource:"
_ANYWHERE: Final = re.compile(
    r"https?://|www\.\w|\[\d{1,3}\]|[¹²³⁴⁵⁶⁷⁸⁹]|\]\(|\((?:source|quelle|fonte|fuente)\b", re.IGNORECASE
)
_QUOTATION: Final = re.compile(r"[“”„«»\"]")


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """One sentence of a draft, with its place in code points of the draft as it was given.

    `has_source` says whether it, or for a quotation a sentence beside it, says where its figures are from; None where
    the language is not read, so that nobody can tell.
    """

    start: int
    end: int
    text: str
    figures: tuple[Figure, ...]
    has_source: bool | None


def warm_up() -> None:
    """Load what cuts sentences."""
    read_draft("The council met on Monday. It spent £3 million.")


def read_draft(text: str) -> list[DraftSentence]:
    """The sentences of a draft in their order. Takes time linear in its length."""
    cleaned = clean(text)
    language = guess(cleaned.text)
    bounds = sentence_bounds(cleaned.text)
    sentences = [" ".join(cleaned.text[start:end].split()) for start, end in bounds]
    sourced = _sourced(sentences, _paragraphs(cleaned.text, bounds), language)
    read = []
    for (start, end), sentence, source in zip(bounds, sentences, sourced, strict=True):
        span = cleaned.span(start, end)
        read.append(DraftSentence(span.start, span.end, sentence, figures_in(sentence, language), source))
    return read


def _paragraphs(text: str, bounds: Sequence[tuple[int, int]]) -> list[int]:
    """The number of the paragraph that each sentence stands in."""
    places, current = [], 0
    ends = [end for _, end in paragraph_bounds(text)]
    for start, _ in bounds:
        while current < len(ends) - 1 and ends[current] <= start:
            current += 1
        places.append(current)
    return places


def _sourced(sentences: Sequence[str], paragraphs: Sequence[int], language: str) -> list[bool | None]:
    cue = _cue(language)
    names = [bool(_ANYWHERE.search(each)) or (cue is not None and bool(cue.search(each))) for each in sentences]
    answers: list[bool | None] = []
    for place, sentence in enumerate(sentences):
        beside = [
            names[other]
            for other in (place - 1, place + 1)
            if 0 <= other < len(sentences) and paragraphs[other] == paragraphs[place]
        ]
        sourced = names[place] or (bool(_QUOTATION.search(sentence)) and any(beside))
        answers.append(True if sourced else None if cue is None else False)
    return answers


@cache
def _cue(language: str) -> re.Pattern[str] | None:
    """What names a source in a language; None where the language has no words here."""
    if language == "en":
        return re.compile(_ENGLISH, re.IGNORECASE)
    table = table_of(language)
    if table is None:
        return None
    words = "|".join(filter(None, (table.saying, table.according, table.according_after)))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
