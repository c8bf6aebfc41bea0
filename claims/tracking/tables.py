"""Rows as CSV, JSON lines or a spreadsheet, and all of these as rows again. No database.

Text that a spreadsheet would take for a formula is written with an apostrophe before it, as spreadsheets themselves do,
and read back without it.
"""

import csv
import io
import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import batched
from pathlib import PurePosixPath
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.articles.table_rows import NotRows, read_csv, read_xlsx
from claims.articles.unpacking import Limits, NotAnArchive, unpack
from claims.sentences import say

FORMULA: Final = re.compile(r"^'*[=+\-@\t\r]")
ESCAPED: Final = re.compile(r"^'+[=+\-@\t\r]")
LONGEST_CELL: Final = 32_000
LONGEST_LINE: Final = 200_000
LARGEST_TABLE: Final = 20_000_000
MOST_ROWS: Final = 50_000
MOST_MEMBERS: Final = 100
JSON_SUFFIXES: Final = frozenset({".jsonl", ".ndjson"})
SUFFIXES: Final = JSON_SUFFIXES | {".csv", ".tsv", ".xlsx"}
NOT_UTF8: Final = gettext_lazy("The line is not UTF-8. Save the file as UTF-8.")
ZIP_LIMITS: Final = Limits(members=MOST_MEMBERS, largest=LARGEST_TABLE, total=LARGEST_TABLE)

# What XML 1.0 has no way to write, even as a number.
_UNKNOWN_BYTE: Final = re.compile("[\udc80-\udcff]")

_NOT_IN_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

type Cell = str | int | float | bool | None
type Row = Mapping[str, Cell]


class Format(StrEnum):
    """How a list is written."""

    CSV = "csv"
    JSONL = "jsonl"
    XLSX = "xlsx"


CONTENT_TYPES: Final = {
    Format.CSV: "text/csv",
    Format.JSONL: "application/jsonl",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class NotATable(Exception):
    """The file as a whole cannot be read; the message is a sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Line:
    """One row of a file and where it stands; `problem` is a sentence where it could not be read."""

    place: str
    values: Mapping[str, str]
    problem: str = ""


def write(format: Format, columns: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """The rows in pieces, a few hundred rows at a time; a spreadsheet is put together in a file first."""
    match format:
        case Format.CSV:
            return _csv(columns, rows)
        case Format.JSONL:
            return (json.dumps(dict(row), ensure_ascii=False).encode() + b"\n" for row in rows)
        case Format.XLSX:
            return _xlsx(columns, rows)


def escaped(value: Cell) -> Cell:
    """The value as a spreadsheet shows it and never runs it."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def read(data: bytes, *, name: str) -> Iterator[Line]:
    """The rows of a .csv, .xlsx, .jsonl or .zip of these, one after another; NotATable for what is none."""
    if len(data) > LARGEST_TABLE:
        raise NotATable(
            say(
                "The file is larger than %(largest_table)s MB. Import it in parts.",
                largest_table=LARGEST_TABLE // 1000000,
            )
        )
    suffix = PurePosixPath(name.lower()).suffix
    if suffix == ".zip":
        return _limited(_zip_lines(data))
    if suffix not in SUFFIXES:
        raise NotATable(_("This is no .csv, .xlsx, .jsonl or .zip file."))
    return _limited(_lines(data, suffix, ""))


def _csv(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    yield "\ufeff".encode()  # by which spreadsheets know UTF-8
    for some in batched(_with_header(columns, rows), 500):
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerows(some)
        yield text.getvalue().encode()


def _with_header(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[list[Cell]]:
    yield list(columns)
    for row in rows:
        yield [escaped(row[column]) for column in columns]


def _xlsx(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Plumbline"))
    for row in _with_header(columns, rows):
        sheet.append([_sheet_cell(value) for value in row])
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        yield from iter(lambda: file.read(256 * 1024), b"")


def _sheet_cell(value: Cell) -> Cell:
    return _NOT_IN_XML.sub("", value)[:LONGEST_CELL] if isinstance(value, str) else value


def _limited(lines: Iterator[Line]) -> Iterator[Line]:
    for count, line in enumerate(lines):
        if count >= MOST_ROWS:
            yield Line(
                line.place,
                {},
                say(
                    "Only the first %(most_rows)s rows are read. Import the rest from here on.",
                    most_rows=f"{MOST_ROWS:,}",
                ),
            )
            return
        yield line


def _lines(data: bytes, suffix: str, prefix: str) -> Iterator[Line]:
    if suffix not in JSON_SUFFIXES:
        return _table_lines(data, suffix, prefix)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = data.count(b"\n", 0, error.start) + 1
        return iter([Line(f"{prefix}{place}", {}, str(NOT_UTF8))])
    return _json_lines(text, prefix)


def _table_lines(data: bytes, suffix: str, prefix: str) -> Iterator[Line]:
    try:
        table = read_xlsx(io.BytesIO(data)) if suffix == ".xlsx" else read_csv(io.BytesIO(data), longest=LONGEST_LINE)
    except NotRows as error:
        raise NotATable(error.message) from error
    for row in table.rows:
        place, problem = f"{prefix}{row.line}", row.problem
        if not problem and any(_UNKNOWN_BYTE.search(cell) for cell in row.cells):
            problem = str(NOT_UTF8)
        values = zip(table.columns, row.cells, strict=False)
        yield Line(place, {} if problem else {name: _unescaped(cell) for name, cell in values}, problem)


def _json_lines(text: str, prefix: str) -> Iterator[Line]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        place = f"{prefix}{number}"
        if len(line) > LONGEST_LINE:
            yield Line(
                place, {}, say("The line is longer than %(longest_line)s characters.", longest_line=f"{LONGEST_LINE:,}")
            )
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            yield Line(place, {}, _("The line is not JSON."))
            continue
        if not isinstance(row, dict) or any(isinstance(value, dict | list) for value in row.values()):
            yield Line(place, {}, _("The line is not a JSON object of plain values."))
            continue
        yield Line(place, {name.lower(): "" if value is None else str(value) for name, value in row.items()})


def _zip_lines(data: bytes) -> Iterator[Line]:
    try:
        for member in unpack(io.BytesIO(data), suffixes=SUFFIXES, limits=ZIP_LIMITS):
            if member.problem:
                yield Line(member.name, {}, member.problem)
            else:
                yield from _lines(member.data, member.suffix, f"{member.name}:")
    except NotAnArchive as error:
        raise NotATable(error.message) from error


def _unescaped(cell: str) -> str:
    return cell[1:] if ESCAPED.match(cell) else cell
