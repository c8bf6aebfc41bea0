"""Which sentences of a text are its story, and so may be claims."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from claims.extraction import furniture
from claims.extraction.cleaning import Clean
from claims.extraction.layout import is_closing_furniture
from claims.extraction.segment import Bounds, paragraph_bounds
from claims.extraction.speakers import SpeakerLabels
from claims.extraction.types import Layout

_CELL_SENTENCE = re.compile(r"(?<!\S)(?:\S+ ){3}\S+[.!?][\"'”’)]*$")

_NUMBERED = re.compile(r"\d{1,2}[.)]\s")
_TIMING = re.compile(r"^\d{1,2}:\d\d:\d\d[.,]\d{3}[ \t]*-->.*$", re.MULTILINE)


@dataclass(slots=True)
class Story:
    """The sentences to read, and the wordings that are no claim of their own.

    `introductions` are read for who speaks ("The minister said:") and offered to nobody.
    """

    sentences: list[Bounds]
    known: set[str]
    introductions: set[Bounds]


def find_story(
    cleaned: Clean,
    layout: Layout | None,
    *,
    title: str,
    deck: str,
    author: str,
    segmenter: Callable[[str], list[Bounds]],
) -> Story:
    """What of a text is story: neither headings and captions nor tables, notes and calls to subscribe."""
    text = cleaned.text
    known = {same_words(words) for words in (title, deck, *((layout.title, layout.deck) if layout else ())) if words}
    byline = author or (layout.byline if layout else "")
    excluded = [(span.start, span.end) for span in layout.furniture] if layout else []
    paragraphs = paragraph_bounds(text)
    labels = SpeakerLabels(text, (text[start:end] for start, end in paragraphs))
    skipped: list[Bounds] = []
    introductions: set[Bounds] = set()
    alone = len(paragraphs) == 1
    tail = len(paragraphs)
    for place in range(1, tail):
        if furniture.END_MARK.match(text[slice(*paragraphs[place])]):
            tail = place
            break
    while tail > 1 and _is_tail(text[slice(*paragraphs[tail - 1])], byline):
        tail -= 1
    subtitles = len(_TIMING.findall(text)) > 1
    for index, (start, end) in enumerate(paragraphs):
        line = text[start:end]
        original = cleaned.span(start, end)
        if furniture.is_heading(line) and line.endswith(":") and index < tail:
            introductions.add((start, end))
        elif (
            index >= tail
            or any(original.start < right and left < original.end for left, right in excluded)
            or furniture.is_boilerplate(line)
            or furniture.is_caption(line)
            or furniture.is_contact(line)
            or furniture.is_menu(line)
            or _is_table_row(line)
            or _TIMING.match(line)
            or (subtitles and line.isdigit())
            or (
                not (alone or subtitles)
                and furniture.is_heading(line)
                and (not _is_item(line, labels) or _is_numbered_heading(text, paragraphs, index))
            )
            or furniture.BYLINE.match(line)
            or furniture.AUTHOR_LINE.match(line)
            or furniture.DATE_LINE.match(line)
        ):
            skipped.append((start, end))
    sentences = list(segmenter(text))
    return Story(_outside(sentences, skipped), known, introductions)


def _is_tail(paragraph: str, author: str) -> bool:
    return is_closing_furniture(paragraph, author) or bool(furniture.AUTHOR_LINE.match(paragraph))


def _is_table_row(line: str) -> bool:
    cells = line.strip().split("\t")
    # A tab before or between sentences is no table: a cell holds no sentence.
    parted = len(cells) > 1 and not any(_CELL_SENTENCE.search(cell) for cell in cells)
    return parted or line.count("|") >= 2


def _is_numbered_heading(text: str, paragraphs: Sequence[Bounds], index: int) -> bool:
    """ "1. Background" alone above its paragraph; numbered items stand together."""
    if not _NUMBERED.match(text[slice(*paragraphs[index])]):
        return False
    beside = [text[slice(*paragraphs[place])] for place in (index - 1, index + 1) if 0 <= place < len(paragraphs)]
    return not any(furniture.LIST_MARK.match(line) for line in beside)


def _is_item(line: str, labels: SpeakerLabels) -> bool:
    return bool(furniture.LIST_MARK.match(line) or labels.find(line)) and not line.lstrip().startswith("#")


def _outside(sentences: Sequence[Bounds], skipped: Sequence[Bounds]) -> list[Bounds]:
    kept: list[Bounds] = []
    index = 0
    for start, end in sentences:
        while index < len(skipped) and skipped[index][1] <= start:
            index += 1
        if index == len(skipped) or skipped[index][0] >= end:
            kept.append((start, end))
    return kept


def same_words(words: str) -> str:
    """A key that two wordings share when only case, marks and spaces differ."""
    return " ".join("".join(character.lower() if character.isalnum() else " " for character in words).split())
