"""Whether a quoted passage still stands in a page that is read again, and what became of it. No Django.

The passage is looked for letter for letter, then word for word, then in sentences with something put between them;
only what is found in none of these ways is compared by likeness, by the method by which articles' anchors are carried
over. So typographic marks, spaces, menus, adverts and dates around it change nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from claims.articles.reading import Unreadable
from claims.articles.reading.anchors import Outcome, carry_over, make_anchor
from claims.articles.reading.guarded import READING_LIMITS
from claims.articles.reading.no_article import CONSENT, MISSING, ROBOTS, SCRIPTS, SIGN_IN
from claims.articles.reading.read import read_here
from claims.figures.kept_tables import CellChange, KeptTable
from claims.figures.tables import Rows
from claims.sandbox import run_limited
from claims.verdicts.passages import HTML_TYPES, comparable, page_words, stands_in
from claims.verdicts.tables_in_copies import tables_here

SAME: Final = "same"
MOVED: Final = "moved"
REWORDED: Final = "reworded"
GONE: Final = "gone"
CELLS: Final = "cells"
SOFT_404: Final = "soft_404"
WALL: Final = "wall"

_NEIGHBOURS: Final = 24
_LARGEST_GAP: Final = 700
"""So many characters of words may stand between two sentences of a passage: an advert, a caption, a link to more."""
_FEWEST_WORDS: Final = 4
# Words, and the signs that change what a number means; other punctuation is typography.
_TOKENS: Final = re.compile(r"\w+(?:[.,]\d+)*|[%‰$€£¥]|-(?=\d)")
_SENTENCE_END: Final = re.compile(r"(?<=[.!?])[\"')\]]*\s+|\n+")


@dataclass(frozen=True)
class Passage:
    """What is looked for: the quoted words, what stood around them, and other words that a person took for the same."""

    quote: str
    before: str = ""
    after: str = ""
    accepted: str = ""
    tables: tuple[KeptTable, ...] = ()


@dataclass(frozen=True)
class Found:
    """What became of a passage: one of the words above, the words it has now, and how alike these are (0 to 1).

    `cells`: the named cells of its tables that hold something else now, as name, place, was and now (None: vanished).
    """

    outcome: str
    words: str = ""
    likeness: float = 0.0
    cells: tuple[CellChange, ...] = ()


@dataclass(frozen=True)
class Reread:
    """A page read again: what became of each passage in their order, and what the page is where it is no such page."""

    found: tuple[Found, ...]
    page: str = ""
    text: str = ""


def reread(*, data: bytes, content_type: str, url: str, charset: str, passages: Sequence[Passage]) -> Reread:
    """Look for the passages in a stranger's document, in a child process; TooCostly where it costs too much."""
    return run_limited(
        reread_here,
        READING_LIMITS,
        data=data,
        content_type=content_type,
        url=url,
        charset=charset,
        passages=list(passages),
    )


def reread_here(*, data: bytes, content_type: str, url: str, charset: str, passages: Sequence[Passage]) -> Reread:
    """What `reread` has done in a child process."""
    text = page_words(data, content_type, charset)
    found = tuple(look_for(passage, text) for passage in passages)
    if any(passage.tables for passage in passages):
        tables = [table.rows for table in tables_here(data=data, content_type=content_type, charset=charset)]
        found = tuple(_with_cells(passage, what, tables) for passage, what in zip(passages, found, strict=True))
    if found and all(each.outcome in (SAME, MOVED) for each in found):
        return Reread(found, text=text)
    page = _instead_of_the_page(data, content_type, url, charset)
    if page:
        found = tuple(each if each.outcome in (SAME, MOVED) else Found(page) for each in found)
    return Reread(found, page, text)


def look_for(passage: Passage, text: str) -> Found:
    """What became of one passage in a page's words; where nothing is quoted, nothing is missed."""
    if not passage.quote:
        return Found(SAME)
    plain = comparable(text)
    for words in filter(None, (passage.quote, passage.accepted)):
        if stands_in(words, text):
            return Found(_where(passage, words, plain), words, 1.0)
    tokens = _spaced(plain)
    for words in filter(None, (passage.quote, passage.accepted)):
        if _spaced(comparable(words)).strip() and _spaced(comparable(words)) in tokens:
            return Found(SAME, words, 1.0)
        if _in_sentences(words, tokens):
            return Found(SAME, words, 1.0)
    return _alike(passage, plain)


def _with_cells(passage: Passage, found: Found, tables: Sequence[Rows]) -> Found:
    """What became of a passage whose words stand there, where a cell of its tables does not."""
    cells = tuple(change for table in passage.tables for change in table.changes_in(tables))
    if not cells:
        return found
    outcome = CELLS if found.outcome in (SAME, MOVED) else found.outcome
    return replace(found, outcome=outcome, cells=cells)


def _where(passage: Passage, words: str, plain: str) -> str:
    """The same place where a neighbour is still there on either side, or where nobody knows its neighbours."""
    quote = comparable(words).strip(" \"'")
    before = comparable(passage.before.lstrip("…"))[-_NEIGHBOURS:].strip(" \"'")
    after = comparable(passage.after.rstrip("…"))[:_NEIGHBOURS].strip(" \"'")
    if not (before or after) or "..." in quote:
        return SAME
    start = plain.find(quote)
    while start >= 0:
        near_before = plain[max(0, start - 2 * _NEIGHBOURS) : start]
        near_after = plain[start + len(quote) : start + len(quote) + 2 * _NEIGHBOURS]
        if (before and before in near_before) or (after and after in near_after):
            return SAME
        start = plain.find(quote, start + 1)
    return MOVED


def _spaced(plain: str) -> str:
    return f" {' '.join(_TOKENS.findall(plain.casefold()))} "


def _in_sentences(words: str, tokens: str) -> bool:
    """Whether the passage's sentences follow one another, with something put between them."""
    sentences = [_spaced(comparable(part)) for part in _SENTENCE_END.split(words) if part.strip()]
    if len(sentences) < 2 or any(len(sentence.split()) < _FEWEST_WORDS for sentence in sentences):
        return False
    start = tokens.find(sentences[0])
    while start >= 0:
        end = start + len(sentences[0]) - 1
        for sentence in sentences[1:]:
            place = tokens.find(sentence, end, end + _LARGEST_GAP + len(sentence))
            end = place + len(sentence) - 1 if place >= 0 else -1
            if end < 0:
                break
        if end >= 0:
            return True
        start = tokens.find(sentences[0], start + 1)
    return False


def _alike(passage: Passage, plain: str) -> Found:
    """The words that the passage may have become."""
    best = Found(GONE)
    for words in filter(None, (passage.quote, passage.accepted)):
        quote = comparable(words)
        before = comparable(passage.before.lstrip("…"))
        old = " ".join(filter(None, (before, quote, comparable(passage.after.rstrip("…")))))
        start = len(before) + 1 if before else 0
        carried = carry_over(old, plain, [make_anchor(old, start, start + len(quote))])[0]
        if carried.outcome in (Outcome.EXACT, Outcome.MOVED):
            return Found(SAME, words, 1.0)
        if carried.outcome is Outcome.FUZZY and carried.similarity > best.likeness:
            best = Found(REWORDED, carried.exact, carried.similarity)
    return best


def _instead_of_the_page(data: bytes, content_type: str, url: str, charset: str) -> str:
    """What a page is that answers as if all were well, and has a notice or a wall where its words were."""
    if content_type not in HTML_TYPES:
        return ""
    try:
        document = read_here(data=data, content_type=content_type, url=url, charset=charset)
    except Unreadable as reason:
        if reason.message == Unreadable(MISSING).message:
            return SOFT_404
        walls = {Unreadable(words).message for words in (CONSENT, ROBOTS, SCRIPTS, SIGN_IN)}
        return WALL if reason.message in walls else ""
    return WALL if document.report.is_cut else ""
