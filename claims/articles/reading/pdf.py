"""PDF: lines as they were set, put back together into paragraphs."""

from __future__ import annotations

import io
import re
import time
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from claims.articles.reading.document import Draft, Unreadable
from claims.articles.reading.limits import (
    MAX_PDF_FORMS,
    MAX_PDF_PAGES,
    MAX_PDF_SECONDS,
    MAX_TEXT_CHARACTERS,
)
from claims.articles.reading.pdf_lines import Line, lines_of
from claims.articles.reading.report import Doubt, Dropped, Report
from claims.articles.reading.story import TOO_LONG
from claims.articles.reading.word_likeness import garbled_share
from claims.sentences import mark, say

if TYPE_CHECKING:
    pass

LOCKED = mark("That PDF is protected with a password. Save a copy without one, or paste its text.")
SCANNED = mark(
    "That PDF holds pictures of pages but no text. Run text recognition (OCR) on it first, or paste its text."
)
BROKEN = mark("That PDF is damaged and can't be opened. Save it again, or paste its text.")
TOO_MANY_PAGES = mark(
    "That PDF has more than %(most)s pages. Upload only the pages with the article, or paste its text."
)
TOO_SLOW = mark("That PDF takes more than %(most)s seconds to read. Upload the article alone, or paste its text.")
GARBLED = mark(
    "The text in that PDF is no readable writing; its recognition (OCR) failed. Run it again, or paste its text."
)

_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_HYPHENS = ("-", "\u2010", "\u00ad")
_PAGE_NUMBER = re.compile(
    r"(?:page|seite|p\.)?\s*+(?:[-–—]\s*+)?\d{1,4}\s*+(?:[-–—]\s*+)?(?:(?:/|of|von)\s*+\d{1,4})?", re.IGNORECASE
)
_EDGE_LINES = 2
_LONGEST_FURNITURE = 120
_MOST_GARBLED = 0.4
_RATHER_GARBLED = 0.25


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    size: float


def read_pdf(data: bytes) -> Draft:
    """Read a PDF's text; raises ``Unreadable`` for locked, scanned, damaged and overlong files."""
    opened = _opened(data)
    pages, said_title, said_author = opened.pages, opened.title, opened.author
    before = sum(map(len, pages))
    pages = _without_furniture(pages)
    if not any(pages):
        raise Unreadable(SCANNED)
    garbled = garbled_share(" ".join(line.text for page in pages for line in page))
    if garbled > _MOST_GARBLED:
        raise Unreadable(GARBLED)
    paragraphs = _paragraphs(pages)
    title = _title(paragraphs, said_title)
    if title:
        paragraphs = _after(paragraphs, title)
    return Draft(
        body="\n\n".join(paragraph.text for paragraph in paragraphs),
        title=title,
        # Programs fill in the author's field with whoever's computer it was; with a true title it is meant.
        hinted_byline=said_author if title and title == said_title else "",
        report=Report(
            dropped={Dropped.RUNNING_HEADS.value: heads} if (heads := before - sum(map(len, pages))) else {},
            uncertain_columns=opened.uncertain,
            page_words=tuple(sum(len(line.text.split()) for line in page) for page in pages),
            doubts=((Doubt.COLUMNS.value,) if opened.uncertain else ())
            + ((Doubt.RECOGNITION.value,) if garbled > _RATHER_GARBLED else ()),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Opened:
    pages: list[list[Line]]
    uncertain: tuple[int, ...]
    title: str
    author: str


def _opened(data: bytes) -> _Opened:
    import pypdf

    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(LOCKED)
        if len(reader.pages) > MAX_PDF_PAGES:
            raise Unreadable(say(TOO_MANY_PAGES, most=MAX_PDF_PAGES))
        pages: list[list[Line]] = []
        uncertain: list[int] = []
        characters = 0
        latest = time.thread_time() + MAX_PDF_SECONDS
        # Forms may hold forms: four levels of ten make ten thousand of them out of a kilobyte.
        with pypdf.apply_configuration(xform_maximum_invocations_per_extraction=MAX_PDF_FORMS):
            for number, page in enumerate(reader.pages, start=1):
                lines, is_uncertain = lines_of(page)
                pages.append(lines)
                uncertain += [number] if is_uncertain else []
                characters += sum(len(line.text) for line in pages[-1])
                if characters > 2 * MAX_TEXT_CHARACTERS:
                    raise Unreadable(TOO_LONG)
                if time.thread_time() > latest:
                    raise Unreadable(say(TOO_SLOW, most=MAX_PDF_SECONDS))
        said = reader.metadata
        title = " ".join((said.title or "").split()) if said else ""
        author = " ".join((said.author or "").split()) if said else ""
    except Unreadable:
        raise
    except Exception as error:  # pypdf lets through whatever a damaged file leads it into
        raise Unreadable(BROKEN) from error
    return _Opened(pages, tuple(uncertain), title, author)


def _without_furniture(pages: list[list[Line]]) -> list[list[Line]]:
    """The pages without running heads, feet and page numbers."""
    if len(pages) < 2:
        return pages
    edges = Counter(key for lines in pages for key in {_furniture_key(line) for line in _edge(lines)})
    enough = max(2, len(pages) // 2)
    repeated = {key for key, count in edges.items() if count >= enough}

    def kept(lines: list[Line]) -> list[Line]:
        edge = {id(line) for line in _edge(lines)}
        return [
            line
            for line in lines
            if id(line) not in edge or not (_furniture_key(line) in repeated or _PAGE_NUMBER.fullmatch(line.text))
        ]

    return [kept(lines) for lines in pages]


def _edge(lines: list[Line]) -> list[Line]:
    """Top and bottom lines of a page by place, since running heads often come first or last in the file."""
    by_place = sorted((line for line in lines if len(line.text) <= _LONGEST_FURNITURE), key=lambda line: line.y)
    return by_place[:_EDGE_LINES] + by_place[_EDGE_LINES:][-_EDGE_LINES:]


def _furniture_key(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "0", line.text).casefold(), round(line.y)


def _paragraphs(pages: list[list[Line]]) -> list[_Paragraph]:
    lines = [line for page in pages for line in page]
    starts = {id(page[0]) for page in pages if page}
    gaps = Counter(
        round(above.y - below.y)
        for above, below in pairwise(lines)
        if abs(above.size - below.size) < 0.5 and 0.8 * above.size < above.y - below.y < 4 * above.size
    )
    # Short paragraphs have as many gaps between them as inside: the smallest of the common gaps is the one inside.
    most = max(gaps.values(), default=0)
    usual_gap = min((gap for gap, count in gaps.items() if 2 * count >= most), default=0.0)
    widths = sorted(len(line.text) for line in lines)
    usual_width = widths[int(0.8 * (len(widths) - 1))] if widths else 0
    words = Counter(re.findall(r"\w+(?:-\w+)*", "\n".join(line.text for line in lines).casefold()))
    found: list[_Paragraph] = []
    previous: Line | None = None
    for line in lines:
        if previous is not None and not _breaks(previous, line, id(line) in starts, usual_gap, usual_width):
            found[-1] = _Paragraph(_joined(found[-1].text, line.text, words), found[-1].size)
        else:
            found.append(_Paragraph(line.text, line.size))
        previous = line
    return found


def _breaks(above: Line, below: Line, new_page: bool, usual_gap: float, usual_width: int) -> bool:
    """Whether a paragraph ends between two lines."""
    if abs(above.size - below.size) > 0.1 * max(above.size, below.size):
        return True
    ended = bool(_SENTENCE_END.search(above.text))
    gap = above.y - below.y
    if new_page or gap <= 0:  # the next page or column: only the words can tell
        return ended or not (below.text[:1].islower() or len(above.text) > 0.6 * usual_width)
    if usual_gap and gap > max(1.35 * usual_gap, 1.35 * above.size):
        return True
    indented = below.x > above.x + 0.8 * below.size
    return ended and (indented or len(above.text) < 0.75 * usual_width)


def _joined(above: str, below: str, words: Counter[str]) -> str:
    """Two lines as one; a hyphen at the line's end goes, unless the document writes the word with it elsewhere."""
    first = _last_word(above[:-1]).casefold() if above[-1:] in _HYPHENS and below[:1].islower() else ""
    if not first:
        return f"{above} {below}"
    second = re.match(r"\w*", below)
    rest = second[0].casefold() if second else ""
    if words[f"{first}-{rest}"] > words[f"{first}{rest}"]:
        return f"{above[:-1]}-{below}"
    return above[:-1] + below


def _last_word(text: str) -> str:
    """The letters, digits and low lines a text ends in, from its end: a pattern would begin at each letter."""
    start = len(text)
    while start and (text[start - 1].isalnum() or text[start - 1] == "_"):
        start -= 1
    return text[start:]


def _title(paragraphs: list[_Paragraph], said: str) -> str:
    """The title: what the file says, if the first page says so too; else a first paragraph set larger than the rest."""
    opening = " ".join(paragraph.text for paragraph in paragraphs[:4])
    if said and len(said) > 3 and said.casefold() in opening.casefold():
        return said
    sizes: Counter[float] = Counter()
    for paragraph in paragraphs:
        sizes[round(paragraph.size, 1)] += len(paragraph.text)
    body_size = sizes.most_common(1)[0][0]
    for paragraph in paragraphs[:3]:
        if paragraph.size >= 1.2 * body_size and len(paragraph.text) > 3:
            return paragraph.text
    return ""


def _after(paragraphs: list[_Paragraph], title: str) -> list[_Paragraph]:
    """What is below the title, if it begins a paragraph near the top."""
    for position, paragraph in enumerate(paragraphs[:4]):
        if paragraph.text.casefold().startswith(title.casefold()):
            rest = paragraph.text[len(title) :].strip()
            below = paragraphs[position + 1 :]
            return [_Paragraph(rest, paragraph.size), *below] if rest else below or paragraphs
    return paragraphs
