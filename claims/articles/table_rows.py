"""Spreadsheets as rows of text, however a program wrote them: CSV in any encoding and dress, and Excel files."""

import codecs
import csv
import sys
import zipfile
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from io import TextIOWrapper
from typing import IO, Any, Final

from claims.articles.reading.encoding import encoding_of, old_encoding
from claims.sentences import say

SIGNS: Final = ",;\t|"
MOST_COLUMNS: Final = 500
MOST_UNPACKED: Final = 200_000_000
_SAMPLE: Final = 1_000_000
# What an old encoding may give besides letters that stand beside letters.
_PUNCTUATION: Final = frozenset("€‚„…‰‹‘’“”•–—™›\xa0¡£¥§©«®°±²³´·»¼½¾¿ºª№„")


class NotRows(Exception):
    """The file as a whole is no table; the message is a sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Row:
    """One row, the line of the file where it begins, and a sentence where it cannot be read."""

    line: int
    cells: Sequence[str] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The names in the first line, in lower case, where that line stands, and the rows below it, blank ones left out.

    Rows have at most as many cells as there are names; a byte of unknown meaning stands as a lone surrogate.
    """

    columns: Sequence[str]
    line: int
    rows: Iterator[Row]


# The process has one limit for all who read CSV. Rows are bounded by their own length here, so it must only be no less.
csv.field_size_limit(sys.maxsize)


def read_csv(stream: IO[bytes], *, longest: int) -> Table:
    """A CSV file with commas, semicolons, tabs or bars, in UTF-8, UTF-16 or an encoding of before, with any line ends.

    `longest` is how many characters a line and a row may have. A row with a quotation mark that is not closed costs
    itself alone: reading goes on with the next line.
    """
    encoding = _encoding(stream)
    # A broken pair of bytes has no surrogate to stand for it.
    errors = "replace" if encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"
    text = TextIOWrapper(stream, encoding=encoding, errors=errors, newline=None)
    first, line = text.readline(longest).removeprefix("\ufeff"), 1
    while first and not first.strip(" ,;\t|\n"):
        first, line = text.readline(longest), line + 1
    sign = ""
    if first.strip().strip('"').lower().startswith("sep="):  # a line for Excel, which says what parts the cells
        sign = first.strip().strip('"')[4:5]
        first, line = text.readline(longest), line + 1
    sign = sign or max(SIGNS, key=first.count)
    try:
        names = next(csv.reader([first], delimiter=sign), [])
    except csv.Error:
        names = []
    columns = [name.strip().lower() for name in names[:MOST_COLUMNS]]
    while columns and not columns[-1]:
        columns.pop()
    return Table(columns, line, _fitting(_records(text, sign, line + 1, longest), len(columns)))


def read_xlsx(stream: IO[bytes]) -> Table:
    """The first sheet of an Excel file that has anything in it; days come as 2026-03-18. NotRows for what is none."""
    from openpyxl import load_workbook

    try:
        _check_package(stream)
        book = load_workbook(stream, read_only=True, data_only=True)
        for sheet in book.worksheets:
            rows = (Row(line, [_cell(value) for value in row[:MOST_COLUMNS]]) for line, row in _filled(sheet))
            first = next(rows, None)
            if first is not None:
                columns = [name.strip().lower() for name in first.cells]
                while columns and not columns[-1]:
                    columns.pop()
                return Table(columns, first.line, _fitting(_undamaged(rows, first.line), len(columns)))
    except NotRows:
        raise
    except Exception as error:  # openpyxl lets through whatever a damaged file leads it into
        raise NotRows(say("That Excel file is damaged or locked. Save it again as .xlsx or .csv.")) from error
    raise NotRows(say("That Excel file is empty."))


def read_sheets(stream: IO[bytes], *, most_rows: int, most_columns: int) -> list[tuple[str, list[list[str]]]]:
    """The sheets of an Excel file with their names, each cell where it stands; NotRows for what is no such file.

    A share that the file stores as .125 and shows as 12.5 % comes as 12.5 %.
    """
    from openpyxl import load_workbook

    try:
        _check_package(stream)
        book = load_workbook(stream, read_only=True, data_only=True)
        return [
            (
                sheet.title,
                [[_shown(cell) for cell in row] for row in sheet.iter_rows(max_row=most_rows, max_col=most_columns)],
            )
            for sheet in book.worksheets
        ]
    except NotRows:
        raise
    except Exception as error:  # openpyxl lets through whatever a damaged file leads it into
        raise NotRows(say("That Excel file is damaged or locked. Save it again as .xlsx or .csv.")) from error


def _shown(cell: Any) -> str:  # openpyxl's own cell
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in (cell.number_format or ""):
        return f"{(Decimal(str(value)) * 100).normalize():f} %"
    return _cell(value)


def _undamaged(rows: Iterator[Row], line: int) -> Iterator[Row]:
    """The rows up to where the sheet is damaged, and one that says so."""
    try:
        for row in rows:
            line = row.line
            yield row
    except Exception:  # openpyxl lets through whatever a damaged sheet leads it into
        yield Row(line + 1, problem=say("The sheet is damaged from here on. Save it again as .xlsx or .csv."))


def _check_package(stream: IO[bytes]) -> None:
    with zipfile.ZipFile(stream) as package:
        parts = package.infolist()
        if sum(part.file_size for part in parts) > MOST_UNPACKED or len(parts) > 5_000:
            raise NotRows(say("That Excel file unpacks to far more than a list needs. Save it as .csv."))
    stream.seek(0)


def _filled(sheet: Any) -> Iterator[tuple[int, Sequence[Any]]]:  # openpyxl's own sheet
    for line, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if any(value not in (None, "") for value in row):
            yield line, row


def _cell(value: Any) -> str:  # whatever a spreadsheet holds
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _fitting(rows: Iterator[Row], width: int) -> Iterator[Row]:
    """The rows without blank ones, and without empty cells beyond the last named column."""
    for row in rows:
        if row.problem:
            yield row
            continue
        cells = list(row.cells)
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        if len(cells) > width:
            reason = say(
                "The row has %(count)s cells, and the first line names %(width)s columns.",
                count=len(cells),
                width=width,
            )
            yield Row(row.line, problem=reason)
        elif any(cell.strip() for cell in cells):
            yield Row(row.line, cells)


def _records(text: IO[str], sign: str, line: int, longest: int) -> Iterator[Row]:
    """The records from `line` on; of one that is no CSV only its first line is given up."""
    again: deque[str] = deque()
    while True:
        taken: list[str] = []
        try:
            cells = next(csv.reader(_lines(text, again, taken, longest), delimiter=sign, strict=True))
        except StopIteration:
            return
        except csv.Error as error:
            again.extendleft(reversed(taken[1:]))
            taken = taken[:1]
            yield Row(line, problem=say("The row is no proper CSV: %(error)s.", error=str(error)))
        else:
            yield Row(line, cells)
        line += max(1, len(taken))


def _lines(text: IO[str], again: deque[str], taken: list[str], longest: int) -> Iterator[str]:
    length = 0
    while line := again.popleft() if again else text.readline(longest + 1):
        taken.append(line)
        length += len(line)
        if len(line) > longest:
            while line and not line.endswith("\n"):
                line = text.readline(longest + 1)
            raise csv.Error(say("the line is longer than %(longest)s characters", longest=f"{longest:,}"))
        if length > longest:
            raise csv.Error(say("the row is longer than %(longest)s characters", longest=f"{longest:,}"))
        yield line


def _encoding(stream: IO[bytes]) -> str:
    """The encoding of the whole stream, which stands at its beginning afterwards as before."""
    start = stream.tell()
    sample = stream.read(_SAMPLE)
    encoding = encoding_of(sample)
    if encoding == "utf-8" and not _is_utf8(sample, stream):
        stream.seek(start)
        whole = stream.read(20 * _SAMPLE)
        old = old_encoding(b"".join(line for line in whole.splitlines(keepends=True) if not line.isascii()))
        encoding = old if old and _reads_as_words(whole, old) else "utf-8"
    stream.seek(start)
    return encoding


def _is_utf8(sample: bytes, stream: IO[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(sample)
        while sample := stream.read(_SAMPLE):
            decoder.decode(sample)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _reads_as_words(data: bytes, encoding: str) -> bool:
    """Whether the bytes beyond ASCII are letters in words and marks around them, and not UTF-8 with a broken place."""
    marked = data.decode("utf-8", "surrogateescape")
    broken = sum("\udc80" <= character <= "\udcff" for character in marked)
    foreign = sum(not character.isascii() for character in marked) - broken
    text = data.decode(encoding, "replace")
    padded = f" {text} "
    letters = [place for place, character in enumerate(text) if not character.isascii() and character.isalpha()]
    in_words = sum(padded[place].isalpha() or padded[place + 2].isalpha() for place in letters)
    strange = sum(not (character.isascii() or character.isalpha() or character in _PUNCTUATION) for character in text)
    return foreign <= broken and bool(in_words) and 20 * strange <= broken
