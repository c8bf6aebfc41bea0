"""Reading a file of a newsroom's own old checks, whatever its old system wrote, in a child process with limits."""

import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final

from claims.articles.unpacking import Limits as ZipLimits
from claims.articles.unpacking import NotAnArchive, unpack
from claims.claimreview.old_checks import NoOldChecks, Row, rows_of_reviews, rows_of_wordpress
from claims.sandbox import Limits, TooCostly, run_limited
from claims.sentences import say
from claims.tracking import tables
from claims.tracking.tables import LARGEST_TABLE, Line, NotATable

LIMITS: Final = Limits(cpu_seconds=60, memory_bytes=1_500_000_000, output_bytes=200_000_000)
ZIP_LIMITS: Final = ZipLimits(members=20_000, largest=LARGEST_TABLE, total=10 * LARGEST_TABLE)
TABLES: Final = frozenset({".csv", ".tsv", ".xlsx", ".jsonl", ".ndjson"})
DOCUMENTS: Final[Mapping[str, Callable[[bytes], list[Row]]]] = MappingProxyType(
    {
        ".xml": rows_of_wordpress,
        ".json": rows_of_reviews,
        ".jsonld": rows_of_reviews,
        ".html": rows_of_reviews,
        ".htm": rows_of_reviews,
    }
)


def read_archive(data: bytes, *, name: str) -> list[Line]:
    """The old checks of a file as lines of a table; NotATable with a sentence where it holds none."""
    try:
        return run_limited(read_archive_here, LIMITS, data=data, name=name)
    except TooCostly as ended:
        raise NotATable(say("%(message)s Hand it in as several smaller ones.", message=ended.message)) from ended


def read_archive_here(*, data: bytes, name: str) -> list[Line]:
    """What `read_archive` has done in a child process."""
    suffix = PurePosixPath(name.lower()).suffix
    lines = list(_zip_lines(data) if suffix == ".zip" else _lines(data, suffix, name, ""))
    if not lines:
        raise NotATable(
            say(
                "There is no old check in it: neither a ClaimReview nor a published post of WordPress, nor a row of a"
                " table."
            )
        )
    return lines


def _lines(data: bytes, suffix: str, name: str, prefix: str) -> Iterator[Line]:
    if suffix in (".jsonl", ".ndjson") and b"ClaimReview" in data:
        suffix = ".json"  # one object of JSON-LD a line, which no table holds
    if suffix in TABLES:
        for line in tables.read(data, name=name):
            yield Line(f"{prefix}{line.place}", dict(line.values), line.problem)
        return
    if suffix not in DOCUMENTS:
        raise NotATable(
            say("This is no .xml, .json, .jsonld, .html, .csv, .xlsx, .jsonl or .zip file. Save it as one of these.")
        )
    try:
        rows = DOCUMENTS[suffix](data)
    except NoOldChecks as error:
        raise NotATable(error.message) from error
    for number, row in enumerate(rows, start=1):
        yield Line(f"{prefix}{number}", row)


def _zip_lines(data: bytes) -> Iterator[Line]:
    try:
        for member in unpack(io.BytesIO(data), suffixes=TABLES | DOCUMENTS.keys(), limits=ZIP_LIMITS):
            if member.problem:
                yield Line(member.name, {}, member.problem)
                continue
            try:
                yield from _lines(member.data, member.suffix, member.name, f"{member.name}:")
            except NotATable as error:
                yield Line(member.name, {}, error.message)
    except NotAnArchive as error:
        raise NotATable(error.message) from error
