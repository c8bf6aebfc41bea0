"""The set lines of a PDF's page: pieces with their places, small raised figures told apart, columns in order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from claims.articles.reading.document import Unreadable
from claims.articles.reading.limits import MAX_PDF_PAGE_BYTES
from claims.articles.reading.unsaid import is_note_mark, lowered, raised
from claims.sentences import mark

if TYPE_CHECKING:
    import pypdf

TOO_COMPLEX: Final = mark("A page of that PDF is too large to be read safely. Paste its text instead.")

# Letters that type setters draw as one; nobody searches for them.
_LIGATURES: Final = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_SMALL: Final = 0.85
"""A raised figure is no larger than this share of the line it stands in."""
_UNITS: Final = frozenset("m km cm mm dm ft in mi yd µm nm ha s".split())
_FIGURES: Final = re.compile(r"[+\-−–]?\d{1,4}")
_SHOWS: Final = frozenset({b"Tj", b"TJ", b"'", b'"'})
_FEWEST_ROWS: Final = 4
_COLUMN_WORDS: Final = 3.0
_SAME_EDGE: Final = 3.0


@dataclass(frozen=True, slots=True)
class Line:
    """One set line; ``x``, ``y`` and ``size`` in points, ``y`` growing upwards."""

    text: str
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text shown at one place; ``rise`` in points above the line, ``breaks`` where a line ended before it."""

    text: str
    x: float
    y: float
    size: float
    rise: float
    breaks: bool


def lines_of(page: pypdf.PageObject) -> tuple[list[Line], bool]:
    """The lines of a page in reading order, and whether its columns could not be told apart for certain."""
    rows = list(_rows(_pieces(page)))
    edges = _column_edges([part.line for row in rows for part in row])
    lines, doubtful = in_columns([line for row in rows for line in _whole(row, edges)], edges)
    return lines, doubtful or _runs_together(rows)


def _pieces(page: pypdf.PageObject) -> Iterator[_Piece]:
    contents = page.get_contents()
    if contents is None:
        return
    if len(contents.get_data()) > MAX_PDF_PAGE_BYTES:
        raise Unreadable(TOO_COMPLEX)
    chunks: list[tuple[str, float, float, float, float]] = []
    rises = {"now": 0.0, "shown": 0.0}

    def operate(operator: object, operands: Sequence[object], _cm: object, _tm: object) -> None:
        if operator == b"Ts" and operands:
            rises["now"] = float(operands[0]) if isinstance(operands[0], int | float | Decimal) else 0.0
        elif operator in _SHOWS:
            rises["shown"] = rises["now"]

    def visit(text: str, cm: Sequence[float], tm: Sequence[float], _font: object, size: float) -> None:
        if text:
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            scale = abs(tm[3] * cm[3]) or 1.0
            chunks.append((text, x, y, abs(size) * scale, rises["shown"]))

    page.extract_text(visitor_text=visit, visitor_operand_before=operate)
    breaks = True
    for text, x, y, size, rise in chunks:
        for position, piece in enumerate(text.split("\n")):
            breaks = breaks or position > 0
            if piece:
                yield _Piece(piece.translate(_LIGATURES), x, y, size, rise, breaks)
                breaks = False


@dataclass(frozen=True, slots=True)
class _Part:
    """What of a row stands without a wide gap; ``text`` with the white space around it.

    ``inner`` are the places within it at which longer pieces were shown anew.
    """

    text: str
    line: Line
    inner: tuple[float, ...]


@dataclass
class _Open:
    """A part that pieces are still added to; ``width`` is about its own, ``tail`` its last letters."""

    place: _Piece | None = None
    words: list[str] = field(default_factory=list)
    width: float = 0.0
    tail: str = ""
    lifted: _Piece | None = None
    inner: list[float] = field(default_factory=list)

    def add(self, text: str, piece: _Piece) -> None:
        # White space before a line's first letter says nothing of where it begins.
        if self.place is None:
            self.place = piece if text.strip() else None
        elif piece.x > self.place.x and len(text.split()) >= _COLUMN_WORDS:
            self.inner.append(piece.x)
        self.words.append(text)
        self.width += _width(text, piece.size)
        self.tail = (self.tail + text)[-40:]

    def parts(self) -> list[_Part]:
        text = "".join(self.words)
        if self.place is None or not text.strip():
            return []
        line = Line(" ".join(text.split()), self.place.x, self.place.y, self.place.size)
        return [_Part(text, line, tuple(self.inner))]


def _rows(pieces: Iterator[_Piece]) -> Iterator[list[_Part]]:
    """What was set as one line, in the parts that wide gaps leave: of a table's cells, or of columns side by side."""
    row: list[_Part] = []
    part = _Open()
    for piece in pieces:
        place = part.place
        if place is None or not _follows(piece, place, part.lifted):
            row += part.parts()
            if row:
                yield row
            row, part = [], _Open()
            part.add(piece.text, piece)
        elif piece.size <= _SMALL * place.size and (rise := piece.rise or piece.y - place.y):
            part.add(_beside(part.tail, piece.text, rise), piece)
            part.lifted = piece
        elif place.size <= _SMALL * piece.size and _FIGURES.fullmatch(part.tail.strip()):
            part.add(f" {piece.text}", piece)
            part.place = replace(place, size=piece.size, y=piece.y)
        elif not piece.breaks and piece.x - place.x > part.width + 1.5 * piece.size:
            row += part.parts()
            part = _Open()
            part.add(piece.text, piece)
        else:
            part.add(piece.text, piece)
    row += part.parts()
    if row:
        yield row


def _follows(piece: _Piece, place: _Piece, lifted: _Piece | None) -> bool:
    """Whether a piece goes on with the line that began at `place`."""
    return (
        not piece.breaks
        or _is_lifted(piece, place)
        or (lifted is not None and abs(piece.y - place.y) < 0.5 and piece.x >= lifted.x)
    )


def _whole(row: Sequence[_Part], edges: Sequence[float]) -> Iterator[Line]:
    """A row's lines: its parts put together again, but for those that begin where a column does."""
    texts: list[str] = []
    place: Line | None = None
    for part in row:
        if place is not None and any(abs(part.line.x - edge) <= _SAME_EDGE for edge in edges[1:]):
            yield replace(place, text=" ".join("".join(texts).split()))
            texts, place = [], None
        texts.append(part.text)
        place = place or part.line
    if place is not None:
        yield replace(place, text=" ".join("".join(texts).split()))


def _is_lifted(piece: _Piece, place: _Piece) -> bool:
    """Whether a piece on a line of its own is a small figure that was set higher or lower in the line before."""
    shift = abs(piece.y - place.y)
    return (
        piece.size <= _SMALL * place.size
        and 0 < shift < 0.8 * place.size
        and piece.x > place.x
        and _is_figure(piece.text)
    )


def _width(text: str, size: float) -> float:
    """About how long a text is when it is set: half its size a letter, and all of it in East Asian scripts."""
    return size * sum(1.0 if character > "\u2e7f" else 0.5 for character in text)


def _is_figure(text: str) -> bool:
    return bool(_FIGURES.fullmatch(text.strip())) or is_note_mark(text)


def _beside(before: str, text: str, rise: float) -> str:
    """A small figure as it is written after the words before it: raised, lowered, or left out where it marks a note."""
    mark = text.strip()
    if not _is_figure(mark):
        return text
    figures = bool(_FIGURES.fullmatch(mark))
    after = " " if text[-1:].isspace() else ""
    last = "" if before[-1:].isspace() else (before.split() or [""])[-1].lstrip("([")
    if rise < 0:
        return (lowered(mark) if last[-1:].isdigit() else mark) + after
    if figures and (last in _UNITS or re.search(r"(?:^|\D)10$", last) or not before.strip()):
        return raised(mark) + after
    # A figure that stands apart from its word is part of a fraction or a formula.
    return raised(mark) + after if figures and before[-1:].isspace() and before.strip()[-1:].isalnum() else after


def in_columns(lines: list[Line], edges: Sequence[float]) -> tuple[list[Line], bool]:
    """The lines column by column where a file has them row by row; and whether that is doubtful."""
    if len(edges) < 2:
        return lines, False
    ordered: list[Line] = []
    for region in _regions(lines, edges):
        columns = [_column(line, edges) for line in region]
        turns = sum(one != other for one, other in pairwise(columns))
        # Column after column turns as often as there are columns; a file that goes row by row turns at every row.
        if turns < max(_FEWEST_ROWS, 2 * len(edges)):
            ordered += region
            continue
        sorted_lines = sorted(zip(columns, region, strict=True), key=lambda pair: (pair[0], -round(pair[1].y, 1)))
        ordered += [line for _, line in sorted_lines]
    return ordered, _run_into_each_other(lines, edges)


def _column_edges(lines: list[Line]) -> list[float]:
    """Where columns of prose begin, from the left: the x that many lines share, cells of tables left out."""
    groups: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.x):
        if groups and line.x - groups[-1][0].x <= max(_SAME_EDGE, 3 * line.size):
            groups[-1].append(line)
        else:
            groups.append([line])
    edges = []
    for group in groups:
        common = Counter(round(line.x) for line in group).most_common(1)[0][0]
        there = [line for line in group if abs(line.x - common) <= _SAME_EDGE]
        words = sum(len(line.text.split()) for line in there)
        if len(there) >= max(_FEWEST_ROWS, 0.15 * len(lines)) and words >= _COLUMN_WORDS * len(there):
            edges.append(min(line.x for line in there))
    return edges


def _column(line: Line, edges: Sequence[float]) -> int:
    return max((place for place, edge in enumerate(edges) if line.x >= edge - _SAME_EDGE), default=0)


def _regions(lines: list[Line], edges: Sequence[float]) -> Iterator[list[Line]]:
    """The lines in parts, each ended by a line that runs across the columns, as a headline does."""
    region: list[Line] = []
    for line in lines:
        if _spans(line, edges):
            if region:
                yield region
            yield [line]
            region = []
        else:
            region.append(line)
    if region:
        yield region


def _spans(line: Line, edges: Sequence[float]) -> bool:
    following = next((edge for edge in edges if edge > line.x + _SAME_EDGE), None)
    return following is not None and line.x + _width(line.text, line.size) > following + 6 * line.size


def _runs_together(rows: Sequence[Sequence[_Part]]) -> bool:
    """Whether many rows go on at the same place without a gap before it, as columns do that touch each other."""
    places = Counter(round(x / _SAME_EDGE) for row in rows for part in row for x in set(part.inner))
    return any(count >= max(_FEWEST_ROWS, 0.3 * len(rows)) for count in places.values())


def _run_into_each_other(lines: Sequence[Line], edges: Sequence[float]) -> bool:
    """Whether several lines seem to reach over the beginning of others beside them, so that neither is certain."""
    beside = {(round(line.y), round(line.x)) for line in lines}
    rows = {y for y, x in beside if x > edges[0] + _SAME_EDGE}
    across = sum(_spans(line, edges) and round(line.y) in rows for line in lines)
    return across >= max(_FEWEST_ROWS, 0.1 * len(lines))
