"""Named cells of a table: where they stand, what they hold, and where they are found again in a newer table."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from claims.figures.computing import Value
from claims.figures.errors import FormulaError
from claims.figures.units import unit_of
from claims.figures.written import number_in_cell
from claims.sentences import say

MOST_ROWS: Final = 200
MOST_COLUMNS: Final = 30
LONGEST_TEXT: Final = 200
MOST_IN_AREA: Final = 50
_PLACE: Final = re.compile(r"\$?([A-Za-z]{1,2})\$?([0-9]{1,4})(?:\s*:\s*\$?([A-Za-z]{1,2})\$?([0-9]{1,4}))?")

type Rows = Sequence[Sequence[str]]
"""A table as the texts of its cells; every row has as many."""


@dataclass(frozen=True)
class Area:
    """One cell, or a block of cells, counted from 0; the last row and column belong to it."""

    row: int
    column: int
    last_row: int
    last_column: int

    @classmethod
    def of(cls, text: str) -> Self:
        """The area that a person writes as B3 or B3:B8; raises FormulaError."""
        found = _PLACE.fullmatch(text.strip())
        if found is None:
            raise FormulaError(say("Write the cell as in a spreadsheet: B3, or B3:B8 for several."))
        column, row = _column_number(found[1]), int(found[2]) - 1
        last_column = _column_number(found[3]) if found[3] else column
        last_row = int(found[4]) - 1 if found[4] else row
        rows, columns = sorted((row, last_row)), sorted((column, last_column))
        if rows[0] < 0:
            raise FormulaError(say("Rows are counted from 1. Write the cell as in a spreadsheet: B3."))
        return cls(rows[0], columns[0], rows[1], columns[1])

    def __str__(self) -> str:
        first = f"{column_letters(self.column)}{self.row + 1}"
        last = f"{column_letters(self.last_column)}{self.last_row + 1}"
        return first if first == last else f"{first}:{last}"

    def places(self) -> Iterator[tuple[int, int]]:
        """Row and column of each of its cells."""
        for row in range(self.row, self.last_row + 1):
            for column in range(self.column, self.last_column + 1):
                yield row, column


@dataclass(frozen=True)
class Named:
    """A named area of a table: what it is called, what its numbers are counted in, and the texts in it."""

    name: str
    unit: str
    area: Area
    texts: tuple[str, ...]

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """What `as_data` made; raises FormulaError, KeyError or TypeError for anything else."""
        return cls(str(data["name"]), str(data["unit"]), Area.of(str(data["place"])), tuple(map(str, data["texts"])))

    def as_data(self) -> dict[str, Any]:
        """The same as JSON data."""
        return {"name": self.name, "unit": self.unit, "place": str(self.area), "texts": list(self.texts)}

    def values(self, decimal_sign: str) -> list[Value]:
        """Its numbers with their unit; raises FormulaError with the name of the cell."""
        unit = unit_of(self.unit)
        try:
            return [Value(number_in_cell(text, decimal_sign), unit) for text in self.texts]
        except FormulaError as error:
            raise FormulaError(
                say(
                    "The cell “%(name)s” (%(place)s): %(why)s", name=self.name, place=str(self.area), why=error.sentence
                )
            ) from error


def column_letters(column: int) -> str:
    """The letters of a column counted from 0: A, B, ... Z, AA."""
    return chr(65 + column) if column < 26 else f"{chr(64 + column // 26)}{chr(65 + column % 26)}"


def texts_in(rows: Rows, area: Area) -> tuple[str, ...]:
    """What stands in an area; raises FormulaError where it reaches beyond the table or is too large."""
    if area.last_row >= len(rows) or area.last_column >= len(rows[0]):
        raise FormulaError(
            say(
                "%(place)s lies outside the table, which ends at %(end)s.",
                place=str(area),
                end=f"{column_letters(len(rows[0]) - 1)}{len(rows)}",
            )
        )
    if (area.last_row - area.row + 1) * (area.last_column - area.column + 1) > MOST_IN_AREA:
        raise FormulaError(say("Name at most %(limit)s cells together.", limit=MOST_IN_AREA))
    return tuple(rows[row][column] for row, column in area.places())


def decimal_sign_of(rows: Rows) -> str:
    """The sign before decimals that the numbers of a table have: a comma where only commas can stand for it."""
    texts = [text for row in rows for text in row]
    commas = sum(bool(re.search(r"\d,(?:\d{1,2}|\d{4,})(?!\d)", text)) for text in texts)
    points = sum(bool(re.search(r"\d\.(?:\d{1,2}|\d{4,})(?!\d)", text)) for text in texts)
    both = sum(bool(re.search(r"\.\d{3},|\d\.\d{3}\.", text)) for text in texts)
    return "," if commas + both > points else "."


def unit_in(text: str) -> str:
    """The unit that a cell shows by itself: of €12, EUR; of 7 %, %; else none."""
    signs = {"%": "%", "€": "EUR", "$": "USD", "£": "GBP"}
    return next((unit for sign, unit in signs.items() if sign in text), "")


def find_again(named: Named, old: Rows, new: Rows, decimal_sign: str) -> Named | None:
    """The same cells in a newer table, by the labels of their rows and columns; None where one has vanished.

    A row's label is the first text left of the cell, a column's the topmost above it. Cells without a label are looked
    for where they stood. Of rows with the same label, the nearest counts.
    """
    rows = _found_places({row for row, _ in named.area.places()}, named.area.column, old, new, by_row=True)
    columns = _found_places({column for _, column in named.area.places()}, named.area.row, old, new, by_row=False)
    if rows is None or columns is None:
        return None
    area = Area(min(rows), min(columns), max(rows), max(columns))
    try:
        texts = texts_in(new, area)
    except FormulaError:
        return None
    if len(texts) == len(named.texts) and _same_numbers(texts, named.texts, decimal_sign):
        texts = named.texts  # another way to write the same numbers changes nothing
    return Named(named.name, named.unit, area, texts)


def nearest_table(named: Sequence[Named], old: Rows, tables: Sequence[Rows], index: int) -> int | None:
    """Which of a newer document's tables has the cells that were named in an old one; `index` is where that stood."""
    best = max(
        range(len(tables)),
        key=lambda at: (
            sum(find_again(one, old, tables[at], ".") is not None for one in named),
            list(tables[at][0]) == list(old[0]),
            -abs(at - index),
        ),
        default=None,
    )
    return best


def _found_places(places: set[int], across: int, old: Rows, new: Rows, *, by_row: bool) -> list[int] | None:
    found = []
    for place in sorted(places):
        label = _label(old, place, across, by_row=by_row)
        if not label:
            found.append(place)
            continue
        size = len(new) if by_row else len(new[0])
        alike = [at for at in range(size) if _label(new, at, across, by_row=by_row) == label]
        if not alike:
            return None
        found.append(min(alike, key=lambda at: abs(at - place)))
    return found


def _label(rows: Rows, place: int, across: int, *, by_row: bool) -> str:
    """The first text in a row or a column before the cell; none for a cell that has nothing before it."""
    before = range(min(across, len(rows[0]) if by_row else len(rows)))
    texts = (rows[place][at] if by_row else rows[at][place] for at in before)
    return next((" ".join(text.split()).casefold() for text in texts if text.strip()), "")


def _same_numbers(one: Sequence[str], other: Sequence[str], decimal_sign: str) -> bool:
    try:
        return [number_in_cell(text, decimal_sign) for text in one] == [
            number_in_cell(text, decimal_sign) for text in other
        ]
    except FormulaError:
        return [" ".join(text.split()) for text in one] == [" ".join(text.split()) for text in other]


def _head(rows: Rows) -> int:
    """How many rows stand above the numbers, one at least: a title, the names of the columns."""
    numbers = (at for at, row in enumerate(rows) if any(_is_number(text) for text in row[1:]))
    return max(1, min(next(numbers, 1), 3))


def _is_number(text: str) -> bool:
    try:
        number_in_cell(text)
    except FormulaError:
        return False
    return True


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


@dataclass(frozen=True)
class Marked:
    """A cell as a page shows it: its text, where it stands, and the names it goes by."""

    text: str
    place: str
    names: tuple[str, ...] = ()


def marked_rows(rows: Rows, named: Sequence[Named], *, only_marked: bool = False) -> list[list[Marked]]:
    """The cells of a table with the names they go by; `only_marked`: its head, and the rows with a named cell."""
    names: dict[tuple[int, int], tuple[str, ...]] = {}
    for one in named:
        for place in one.area.places():
            names[place] = (*names.get(place, ()), one.name)
    kept = {*range(_head(rows)), *(row for row, _ in names)} if only_marked else range(len(rows))
    return [
        [
            Marked(text, f"{column_letters(column)}{row + 1}", names.get((row, column), ()))
            for column, text in enumerate(rows[row])
        ]
        for row in sorted(kept)
        if row < len(rows)
    ]
