"""Title, deck, byline, story and author note of an article pasted as plain text.

The common layouts: a title line, a deck, "By NAME" or a date line, the story, and at
the end "Author: NAME" with a note about the author. Markdown headings and labelled
lines ("Title: ...") are read as well. A text that is only a story has none of these.
"""

import re
from dataclasses import dataclass, field

from claims.extraction import furniture
from claims.extraction.cleaning import Clean, clean
from claims.extraction.organisations import organisations
from claims.extraction.segment import Bounds, paragraph_bounds, sentence_bounds
from claims.extraction.speakers import SpeakerLabels
from claims.extraction.types import Layout, Span

_TITLE_MAX = 220
_DECK_MAX = 400
# The share of a deck's words that come again in the lead below it.
_DECK_REPEATS = 0.7
_SENTENCE_END = re.compile(r"[.…][\"'”’»)\]]*$")
_LABELLED = re.compile(
    r"^(?P<label>title|headline|deck|subtitle|subhead(?:line)?|standfirst|dek|summary)\s*:\s+(?P<value>\S.*)$",
    re.IGNORECASE,
)
_MARKED_HEADING = re.compile(r"^#{1,3}\s+(?P<value>\S.*)$")
_UNDERLINE = re.compile(r"^[=\-_*~]{3,}$")


@dataclass(slots=True)
class _Head:
    """What was found above the story, as cleaned offsets."""

    title: Bounds | None = None
    deck: Bounds | None = None
    byline: Bounds | None = None
    name: str = ""
    date_line: str = ""
    furniture: list[Bounds] = field(default_factory=list)


def read_layout(text: str) -> Layout:
    """Find the parts of an article in plain text; offsets are code points of `text`.

    Never raises; with no sign of a title the whole text is the story.
    """
    return layout_of(clean(text))


def layout_of(cleaned: Clean) -> Layout:
    """`read_layout` for a text that is cleaned already."""
    text = cleaned.text
    blocks = [bounds for bounds in paragraph_bounds(text) if bounds[0] < bounds[1]]
    labels = SpeakerLabels(text, (text[start:end] for start, end in blocks))
    head, first = _read_head(text, blocks, labels)
    last, tail = _read_tail(text, blocks, first, head)
    story = blocks[first:last]
    body = (story[0][0], story[-1][1]) if story else (len(text), len(text))
    body_span = cleaned.span(*body)
    note = (tail[0][0], tail[-1][1]) if tail else None
    spans = {
        name: cleaned.span(*bounds) if bounds else None
        for name, bounds in (("title", head.title), ("deck", head.deck), ("byline", head.byline), ("note", note))
    }
    marks = [*head.furniture, *blocks[:first], *blocks[last:]]
    return Layout(
        title=_words(spans["title"]),
        deck=_words(spans["deck"]),
        byline=head.name,
        author_note=_words(spans["note"]),
        body_start=body_span.start,
        body_end=body_span.end,
        title_span=spans["title"],
        deck_span=spans["deck"],
        byline_span=spans["byline"],
        author_note_span=spans["note"],
        date_line=head.date_line,
        furniture=tuple(cleaned.span(*bounds) for bounds in sorted(set(marks))),
    )


def _words(span: Span | None) -> str:
    return " ".join(span.text.split()) if span else ""


def _read_head(text: str, blocks: list[Bounds], labels: SpeakerLabels) -> tuple[_Head, int]:
    head = _Head()
    index = 0
    while index < len(blocks):
        start, end = blocks[index]
        line = text[start:end]
        rest = blocks[index + 1 :]
        labelled = _LABELLED.match(line)
        if labelled and index <= 4:
            value = (start + labelled.start("value"), end)
            if labelled["label"].lower() in ("title", "headline"):
                head.title = head.title or value
            else:
                head.deck = head.deck or value
        elif _take_byline(head, text, blocks[index]) or _take_date(head, line) or _UNDERLINE.match(line):
            pass
        elif (rest and head.deck is None and _calls_out(line, head)) or (
            index == 0 and len(rest) > 1 and furniture.is_kicker(line) and _is_title(text, rest[0], rest[1:], 1, labels)
        ):
            head.furniture.append(blocks[index])
        elif head.title is None and _is_title(text, blocks[index], rest, index, labels):
            head.title = _without_mark(line, start, end)
        elif (
            head.title
            and head.deck is None
            and head.byline is None
            and _is_deck(text, blocks[index], rest, head.title, labels)
        ):
            head.deck = _without_mark(line, start, end)
        elif furniture.is_caption(line) and head.title and rest:
            head.furniture.append(blocks[index])
        else:
            break
        index += 1
    if index >= len(blocks) and not (head.title and head.byline):
        # Nothing would be left to read: a text of headings alone is its own story.
        return _Head(), 0
    return head, index


def _calls_out(line: str, head: _Head) -> bool:
    """Whether a line above the story calls to subscribe, listen and the like; below the title it may be the story."""
    return furniture.is_boilerplate(line) and (head.title is None or not _reads_as_story(line))


def _without_mark(line: str, start: int, end: int) -> Bounds:
    marked = _MARKED_HEADING.match(line)
    if marked:
        words = marked["value"].rstrip().rstrip("#").rstrip() or marked["value"][:1]
        return start + marked.start("value"), start + marked.start("value") + len(words)
    return start, end


def _is_title(text: str, block: Bounds, rest: list[Bounds], index: int, labels: SpeakerLabels) -> bool:
    line = text[block[0] : block[1]]
    if _MARKED_HEADING.match(line):
        return bool(rest)
    if not rest or index > 3 or len(line) > _TITLE_MAX or furniture.LIST_MARK.match(line):
        return False
    if labels.find(line) and any(labels.find(text[start:end]) for start, end in rest):
        return False
    if "\t" in line or len(sentence_bounds(line)) > 2:
        return False
    if _SENTENCE_END.search(line) and not _is_title_case(line):
        return False
    if line.rstrip("\"'”’")[-1:] in ",;:":
        return False
    # A title stands apart: what follows holds at least one full sentence.
    return any(_reads_as_story(text[start:end]) for start, end in rest[:6])


def _is_deck(text: str, block: Bounds, rest: list[Bounds], title: Bounds, labels: SpeakerLabels) -> bool:
    line = text[block[0] : block[1]]
    if not rest or len(line) > _DECK_MAX or labels.find(line) or furniture.LIST_MARK.match(line):
        return False
    if _MARKED_HEADING.match(line):
        return True
    if not any(_reads_as_story(text[start:end]) for start, end in rest[:4]):
        return False
    if not _SENTENCE_END.search(line):
        return line[-1:] not in ",;:" and not furniture.DATELINE.match(line)
    return _is_title_case(line) or _stands_as_deck(text, block, rest, title)


def _stands_as_deck(text: str, block: Bounds, rest: list[Bounds], title: Bounds) -> bool:
    """Whether a line that ends with a full stop stands where only a deck does.

    Above the byline or the dateline, right under the title while blank lines part the
    paragraphs, or saying beforehand what the next paragraph says.
    """
    line = text[slice(*block)]
    # Whether it is short is asked last, which is what costs time.
    return "\n" not in line and _stands_above_story(text, block, rest, title) and len(sentence_bounds(line)) <= 2


def _stands_above_story(text: str, block: Bounds, rest: list[Bounds], title: Bounds) -> bool:
    following = text[slice(*rest[0])]
    if any(line.match(following) for line in (furniture.BYLINE, furniture.AUTHOR_LINE, furniture.DATE_LINE)):
        return True
    if furniture.byline_elsewhere(following):
        return True
    if furniture.DATELINE.match(following):
        return True
    close = text[title[1] : block[0]].count("\n") == 1
    if close and text[block[1] : rest[0][0]].count("\n") >= 2:
        return True
    words, below = _content_words(text[slice(*block)]), _content_words(following)
    # Paragraphs of one pattern differ in their figures; a deck gives those of the lead.
    same_figures = all(word in below for word in words if word.isdigit())
    return same_figures and len(words) >= 5 and len(words & below) >= _DECK_REPEATS * len(words)


def _content_words(text: str) -> set[str]:
    """The longer words without their endings, roughly."""
    return {word[:6] for word in re.findall(r"[^\W_]{4,}|\d+", text.lower())}


def _reads_as_story(paragraph: str) -> bool:
    return len(paragraph.split()) >= 8 and bool(re.search(r"[.!?…][\"'”’»)\]]*", paragraph))


def _is_title_case(line: str) -> bool:
    words = [word for word in re.findall(r"[A-Za-z][\w’'-]*", line) if len(word) > 3]
    return len(words) >= 2 and sum(word[0].isupper() for word in words) >= 0.85 * len(words)


def _take_byline(head: _Head, text: str, block: Bounds) -> bool:
    line = text[block[0] : block[1]]
    if head.byline is not None:
        return False
    found = furniture.BYLINE.match(line) or furniture.AUTHOR_LINE.match(line)
    name = found.span("name") if found else furniture.byline_elsewhere(line) if head.title else None
    if name is None:
        return False
    head.byline = (block[0] + name[0], block[0] + name[1])
    words = " ".join(line[slice(*name)].split())
    head.name = organisations(words) or words
    return True


def _take_date(head: _Head, line: str) -> bool:
    if not furniture.DATE_LINE.match(line):
        return False
    head.date_line = head.date_line or line
    return True


def _read_tail(text: str, blocks: list[Bounds], first: int, head: _Head) -> tuple[int, list[Bounds]]:
    """Where the story ends, and the blocks of the author note."""
    tail_from = max(first + 1, len(blocks) - 8)
    for index in range(tail_from, len(blocks)):
        line = text[blocks[index][0] : blocks[index][1]]
        found = furniture.AUTHOR_LINE.match(line) or furniture.BYLINE.match(line)
        if found:
            _take_byline(head, text, blocks[index])
            return index, blocks[index + 1 :]
    last = len(blocks)
    while last > first + 1 and is_closing_furniture(text[blocks[last - 1][0] : blocks[last - 1][1]], head.name):
        last -= 1
    notes = [
        bounds
        for bounds in blocks[last:]
        if furniture.is_author_note(text[bounds[0] : bounds[1]])
        or _names_author(text[bounds[0] : bounds[1]], head.name)
    ]
    if not head.name and notes:
        opening = furniture.note_name(text[notes[0][0] : notes[0][1]])
        if opening:
            head.byline = (notes[0][0], notes[0][0] + len(opening))
            head.name = opening
    return last, [(notes[0][0], notes[-1][1])] if notes else []


def is_closing_furniture(paragraph: str, author: str = "") -> bool:
    """Whether a paragraph at the end of a text is a note, a call or a credit and no story."""
    return (
        furniture.is_author_note(paragraph)
        or furniture.is_boilerplate(paragraph)
        or furniture.is_caption(paragraph)
        or _names_author(paragraph, author)
        or not any(character.isalnum() for character in paragraph)
    )


def _names_author(paragraph: str, author: str) -> bool:
    return any(paragraph.startswith(name) for name in furniture.author_names(author))
