"""The tables of a kept copy: of a CSV file, an Excel file, or a web page. No Django.

Read in a child process, and only so much of each as people can look over.
"""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import lxml.html
from lxml import etree

from claims.articles.reading import Unreadable
from claims.articles.reading.encoding import decode
from claims.articles.table_rows import NotRows, read_sheets
from claims.figures.tables import LONGEST_TEXT, MOST_COLUMNS, MOST_ROWS
from claims.sandbox import Limits, TooCostly, run_limited
from claims.verdicts.normalise_input import line
from claims.verdicts.passages import HTML_TYPES

MOST_TABLES: Final = 40
LIMITS: Final = Limits(cpu_seconds=20, memory_bytes=800_000_000, output_bytes=20_000_000)
_SIGNS: Final = ",;\t|"
_LONGEST_FILE_LINE: Final = 100_000
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True)
class FoundTable:
    """A table of a document: what it is called there, and the texts of its cells; every row has as many.

    `is_cut` where the document has more rows or columns than are taken.
    """

    title: str
    rows: tuple[tuple[str, ...], ...]
    is_cut: bool = False


def read_tables(*, data: bytes, content_type: str, charset: str = "") -> list[FoundTable]:
    """The tables of a stranger's document, in their order; none where it has none or costs too much to read."""
    try:
        return run_limited(tables_here, LIMITS, data=data, content_type=content_type, charset=charset)
    except TooCostly:
        return []


def tables_here(*, data: bytes, content_type: str, charset: str) -> list[FoundTable]:
    """What `read_tables` has done in a child process."""
    try:
        if zipfile.is_zipfile(io.BytesIO(data)):
            sheets = read_sheets(io.BytesIO(data), most_rows=MOST_ROWS + 1, most_columns=MOST_COLUMNS + 1)
            return _fit(sheets)
        if content_type in HTML_TYPES:
            return _fit(_page_tables(decode(data, charset=charset, is_html=True)))
        if content_type.startswith("text/") or content_type.endswith("csv"):
            return _fit([("", _csv_rows(decode(data, charset=charset)))])
    except (Unreadable, NotRows, csv.Error):
        pass
    return []


def _fit(tables: "Iterator[tuple[str, list[list[str]]]] | list[tuple[str, list[list[str]]]]") -> list[FoundTable]:
    """Those that have two rows and columns at least, blank ones at their edges left out, within what is taken."""
    found: list[FoundTable] = []
    for title, rows in tables:
        table = _fitted(line(title)[:LONGEST_TEXT], rows)
        if table is not None:
            found.append(table)
        if len(found) == MOST_TABLES:
            break
    return found


def _fitted(title: str, rows: Sequence[Sequence[str]]) -> FoundTable | None:
    texts = [[line(text)[:LONGEST_TEXT] for text in row] for row in rows]
    while texts and not any(texts[-1]):
        texts.pop()
    width = max((at + 1 for row in texts for at, text in enumerate(row) if text), default=0)
    if len(texts) < 2 or width < 2:
        return None
    kept = min(width, MOST_COLUMNS)
    padded = tuple((*row[:kept], *[""] * (kept - len(row))) for row in texts[:MOST_ROWS])
    return FoundTable(title, padded, is_cut=len(texts) > MOST_ROWS or width > MOST_COLUMNS)


def _csv_rows(text: str) -> list[list[str]]:
    """The first rows of a CSV file with commas, semicolons, tabs or bars; a line for Excel says which."""
    text = text.removeprefix("\ufeff")
    first = text[:_LONGEST_FILE_LINE].partition("\n")[0].strip().strip('"')
    sign = max(_SIGNS, key=text[:_LONGEST_FILE_LINE].count)
    if first.lower().startswith("sep=") and len(first) == 5:
        sign, text = first[4], text.partition("\n")[2]
    rows: list[list[str]] = []
    for row in csv.reader(io.StringIO(text), delimiter=sign):
        rows.append(row[: MOST_COLUMNS + 1])
        if len(rows) > MOST_ROWS:
            break
    return rows


def _page_tables(markup: str) -> Iterator[tuple[str, list[list[str]]]]:
    """The tables of a web page that hold no other table, with their captions or the headings above them."""
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return
    heading = ""
    for element in tree.iter():
        if element.tag in _HEADINGS:
            heading = element.text_content()
        if element.tag == "table" and element.find(".//table") is None:
            caption = element.find("caption")
            yield caption.text_content() if caption is not None else heading, _rows_of(element)


def _rows_of(table: lxml.html.HtmlElement) -> list[list[str]]:
    """The texts of a table; a cell over several rows or columns stands in the first of them."""
    rows: list[list[str]] = []
    taken: dict[int, int] = {}
    for in_table in table.iter("tr"):
        row: list[str] = []
        left = {column: count - 1 for column, count in taken.items() if count > 1}
        for cell in in_table.iterchildren("td", "th"):
            while len(row) <= MOST_COLUMNS and taken.get(len(row), 0):
                row.append("")
            wide, high = _span(cell, "colspan", MOST_COLUMNS), _span(cell, "rowspan", MOST_ROWS)
            left |= {len(row) + at: high - 1 for at in range(wide) if high > 1}
            row += [_words(cell), *[""] * (wide - 1)]
            if len(row) > MOST_COLUMNS:
                break
        taken = {column: count for column, count in left.items() if count}
        rows.append(row)
        if len(rows) > MOST_ROWS:
            break
    return rows


def _words(cell: lxml.html.HtmlElement) -> str:
    """The words of a cell without the numbers of its notes, such as [1]."""
    notes = [note.text_content() for note in cell.iter("sup") if note.text_content().strip()[:1] == "["]
    words = str(cell.text_content())
    for note in notes:
        words = words.replace(note, "", 1)
    return words


def _span(cell: lxml.html.HtmlElement, name: str, most: int) -> int:
    value = (cell.get(name) or "").strip()
    return min(max(int(value), 1), most) if value.isascii() and value.isdigit() and len(value) < 6 else 1
