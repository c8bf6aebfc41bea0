"""What an import is given: files, folders, ZIPs, and the rows of tables, one at a time. No database.

Memory is bounded by one document; a bad file or row is one source whose `read` says why, and the next one follows.
"""

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from claims.articles.reading import MAX_UPLOAD_BYTES, ReadDocument, Unreadable, normalise, read_document, read_pasted
from claims.articles.table_rows import NotRows, read_csv, read_xlsx
from claims.articles.unpacking import Limits, NotAnArchive, unpack
from claims.dates import read_date
from claims.sentences import say

DOCUMENT_SUFFIXES: Final = frozenset(
    ".txt .md .markdown .html .htm .pdf .docx .odt .rtf .epub .srt .vtt .json .eml".split()
)
ROW_SUFFIXES: Final = frozenset({".jsonl", ".ndjson", ".csv", ".tsv", ".xlsx"})
JSON_SUFFIXES: Final = frozenset({".jsonl", ".ndjson"})
ARCHIVE: Final = ".zip"
KNOWN_SUFFIXES: Final = DOCUMENT_SUFFIXES | ROW_SUFFIXES | {ARCHIVE}
COLUMNS: Final = ("title", "text", "url", "author", "date", "outlet")
_UNKNOWN_BYTE: Final = re.compile("[\udc80-\udcff]")
LONGEST_ROW: Final = MAX_UPLOAD_BYTES
ZIP_LIMITS: Final = Limits(members=20_000, largest=MAX_UPLOAD_BYTES, total=500_000_000)


@dataclass(frozen=True)
class Given:
    """A document as it was handed in, with what stood beside it; `remark` is a sentence about what was left out."""

    document: ReadDocument
    url: str = ""
    outlet: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Source:
    """One document to import: its name for people, how to read it (raises Unreadable), and the bytes done with it."""

    name: str
    read: Callable[[], Given]
    size: int = 0


def total_bytes(paths: Sequence[Path]) -> int:
    """How much there is to read under these paths, for a progress bar."""
    return sum(file.stat().st_size for path in paths for file in _files(path) if file.is_file())


def sources(paths: Sequence[Path]) -> Iterator[Source]:
    """Everything under these paths in order of name: a file is one source or, with rows, one a row."""
    for path in paths:
        if not path.exists():
            yield Source(str(path), partial(_refuse, say("There is no such file or folder.")))
            continue
        for file in _files(path):
            yield from _sources_of(file)


def sources_in(file: IO[bytes], *, name: str) -> Iterator[Source]:
    """What an uploaded file holds: one document, the rows of a table, or the files of a ZIP with all of these in it.

    The sources of one table are named by their lines alone.
    """
    suffix = PurePosixPath(name.lower()).suffix
    if suffix == ARCHIVE:
        yield from _zip_sources(file, "")
    elif suffix in ROW_SUFFIXES:
        yield from _rows(suffix, "", file)
    elif suffix in DOCUMENT_SUFFIXES:
        yield Source(name, lambda: Given(read_document(data=file.read(MAX_UPLOAD_BYTES + 1), filename=name)))
    else:
        yield Source(
            name, partial(_refuse, say("Only %(items)s files are read here.", items=", ".join(sorted(KNOWN_SUFFIXES))))
        )


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(folder, name)
            if file.suffix.lower() in KNOWN_SUFFIXES and not name.startswith(".") and file.is_file():
                yield file


def _sources_of(file: Path) -> Iterator[Source]:
    suffix = file.suffix.lower()
    try:
        size = file.stat().st_size
        if suffix not in ROW_SUFFIXES | {ARCHIVE}:
            yield Source(str(file), partial(_read_file, file), size)
            return
        with file.open("rb") as stream:
            yield from _zip_sources(stream, f"{file}:") if suffix == ARCHIVE else _rows(suffix, f"{file}:", stream)
    except OSError as error:
        yield Source(
            str(file), partial(_refuse, say("The file could not be read: %(error)s.", error=str(error.strerror)))
        )


def _read_file(file: Path) -> Given:
    try:
        if file.stat().st_size > MAX_UPLOAD_BYTES:
            _refuse(
                say("The file is larger than %(max_upload_bytes)s MB.", max_upload_bytes=MAX_UPLOAD_BYTES // 1000000)
            )
        return Given(read_document(data=file.read_bytes(), filename=file.name))
    except OSError as error:
        raise Unreadable(say("The file could not be read: %(error)s.", error=str(error.strerror))) from error


def _zip_sources(file: IO[bytes], before: str) -> Iterator[Source]:
    """The documents and rows of a ZIP; `before` stands before the names of its files."""
    try:
        for member in unpack(file, suffixes=DOCUMENT_SUFFIXES | ROW_SUFFIXES, limits=ZIP_LIMITS):
            name = f"{before}{member.name}"
            if member.problem:
                yield Source(name, partial(_refuse, member.problem))
            elif member.suffix in ROW_SUFFIXES:
                yield from _rows(member.suffix, f"{name}:", BytesIO(member.data))
            else:
                yield Source(name, partial(_read_member, member.data, member.name), len(member.data))
    except NotAnArchive as error:
        yield Source(before.rstrip(":") or "ZIP", partial(_refuse, error.message))


def _read_member(data: bytes, name: str) -> Given:
    return Given(read_document(data=data, filename=PurePosixPath(name).name))


def _rows(suffix: str, before: str, stream: IO[bytes]) -> Iterator[Source]:
    """The rows of a table; `before` stands before the number of each line."""
    return _json_lines(before, stream) if suffix in JSON_SUFFIXES else _table_rows(suffix, before, stream)


def _json_lines(before: str, stream: IO[bytes]) -> Iterator[Source]:
    number = 0
    while line := stream.readline(LONGEST_ROW + 1):
        number += 1
        name = f"{before}{number}"
        size = len(line)
        if size > LONGEST_ROW:
            while line and not line.endswith(b"\n"):
                line = stream.readline(LONGEST_ROW + 1)
                size += len(line)
            yield Source(
                name,
                partial(
                    _refuse, say("The line is longer than %(longest_row)s MB.", longest_row=LONGEST_ROW // 1000000)
                ),
                size,
            )
        elif line.strip():
            yield Source(name, partial(_read_json, line), size)


def _read_json(line: bytes) -> Given:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Unreadable(say("The line is not UTF-8. Save the file as UTF-8.")) from error
    except (ValueError, RecursionError) as error:
        raise Unreadable(say("The line is not JSON.")) from error
    if not isinstance(row, dict):
        _refuse(say("The line is not a JSON object with the keys title, text, url, author and date."))
    values = {}
    for column in COLUMNS:
        value = row.get(column)
        if value is not None and not isinstance(value, str):
            _refuse(say("Its %(column)s is not text.", column=column))
        values[column] = value or ""
    return _read_row(values)


def _table_rows(suffix: str, before: str, stream: IO[bytes]) -> Iterator[Source]:
    try:
        table = read_xlsx(stream) if suffix == ".xlsx" else read_csv(stream, longest=LONGEST_ROW)
    except NotRows as error:
        yield Source(f"{before}1", partial(_refuse, error.message))
        return
    if "text" not in table.columns:
        yield Source(f"{before}{table.line}", partial(_refuse, say("The first line names no column “text”.")))
        return
    done = 0
    for row in table.rows:
        size, done = stream.tell() - done, stream.tell()
        place = f"{before}{row.line}"
        if row.problem:
            yield Source(place, partial(_refuse, row.problem), size)
        else:
            yield Source(place, partial(_read_cells, dict(zip(table.columns, row.cells, strict=False))), size)


def _read_cells(row: Mapping[str, str]) -> Given:
    values = {column: row.get(column, "") for column in COLUMNS}
    if any(_UNKNOWN_BYTE.search(value) for value in values.values()):
        _refuse(say("The row is not UTF-8. Save the file as UTF-8."))
    return _read_row(values)


def _read_row(row: Mapping[str, str]) -> Given:
    if not row["text"].strip():
        _refuse(say("It has no text."))
    document = read_pasted(row["text"], row["title"])
    remark = ""
    given: dict[str, Any] = {}
    if byline := " ".join(normalise(row["author"]).split()):
        given["byline"] = byline[:300]
    if row["date"].strip():
        if found := read_date(row["date"]):
            given |= {"published_at": found.at, "published_is_day": found.is_day}
        else:
            remark = say("Its date “%(strip)s” was not understood and is left empty.", strip=row["date"].strip()[:40])
    if given:
        document = replace(document, **given)
    return Given(document, row["url"].strip(), row["outlet"], remark)


def _refuse(reason: str) -> Given:
    raise Unreadable(reason)
