"""Some rows of an import at once: read outside any transaction, and written in one, with what became of each."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db import DatabaseError, DataError, IntegrityError, transaction
from django.db.models import F

from claims.errors import Refusal
from claims.inserting import insert_all
from claims.intake.import_rows import Prepared, Result, Row, Rows, Unusable
from claims.jobs import services as jobs
from claims.sentences import say
from claims.tracking.enums import ImportState, RowOutcome
from claims.tracking.models import ImportBatch, ImportRow
from claims.tracking.tables import NotATable
from claims.viewing import looking_as

SECONDS_A_CHUNK: Final = 2.0
"""After reading for so long a chunk is written, however few its rows, so that the lease is renewed in time."""
TRIES_A_ROW: Final = 3
"""How often one row is tried that collides with somebody else who stores the same at this moment."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row and where it stands: what it holds, or what became of it already."""

    position: int
    place: str
    prepared: Prepared | None = None
    result: Result | None = None


def read_chunks(rows: Iterator[Row[Any]], *, begin_at: int, most: int, size: int) -> Iterator[list[ReadRow]]:
    """The rows from a position on, in chunks of one or more; the one beyond `most` says so and is the last."""
    chunk: list[ReadRow] = []
    until = time.monotonic() + SECONDS_A_CHUNK
    try:
        for position, (place, prepare) in enumerate(rows):
            if position < begin_at:
                continue
            if position >= most:
                too_many = say(
                    "Only the first %(most)s rows are read. Import the rest from here on in another file.",
                    most=f"{most:,}",
                )
                chunk.append(ReadRow(position, place, result=Result(RowOutcome.FAILED, too_many)))
                break
            chunk.append(_read(position, place, prepare))
            if len(chunk) >= size or time.monotonic() > until:
                yield chunk
                chunk, until = [], time.monotonic() + SECONDS_A_CHUNK
    except NotATable:
        if chunk:
            yield chunk  # the file is damaged from here on, and what stands before counts
        raise
    if chunk:
        yield chunk


def write_chunk(batch: ImportBatch, rows: Rows[Any], chunk: Sequence[ReadRow]) -> None:
    """Check or import the rows of a leased batch in one transaction, which renews the lease.

    LeaseLost where somebody else has the batch by now. Where the database refuses one row, or somebody else stores the
    same at this moment, the rest is not lost: the chunk is done again in halves.
    """
    tries = TRIES_A_ROW if len(chunk) == 1 else 1
    for _ in range(tries):
        try:
            with transaction.atomic():
                _write(batch, rows, chunk)
            return
        except (DataError, IntegrityError) as error:
            refused = error
    if len(chunk) > 1:
        half = len(chunk) // 2
        write_chunk(batch, rows, chunk[:half])
        write_chunk(batch, rows, chunk[half:])
        return
    logger.warning("Row %s of import %d was refused by the database: %s", chunk[0].place, batch.pk, refused)
    reason = say("The database does not take it. Look for characters or lengths that are out of the usual.")
    told = replace(chunk[0], prepared=None, result=Result(RowOutcome.FAILED, reason))
    with transaction.atomic():
        _write(batch, rows, [told])


def _write(batch: ImportBatch, rows: Rows[Any], chunk: Sequence[ReadRow]) -> None:
    readable = [(row.place, row.prepared) for row in chunk if row.prepared]
    made = iter(_results(batch, rows, readable) if readable else ())
    results = [next(made) if row.prepared else row.result for row in chunk]
    told = [
        ImportRow(
            batch=batch,
            position=row.position,
            place=row.place.encode("utf-8", "replace").decode()[:200],
            outcome=result.outcome,
            message=result.message,
            key=row.prepared.key if row.prepared else "",
            article_id=result.article_id,
            claim_id=result.claim_id,
        )
        for row, result in zip(chunk, results, strict=True)
        if result
    ]
    insert_all(told)
    counted = Counter(row.outcome for row in told)
    jobs.renew(batch, **{RowOutcome(outcome).value: F(outcome) + count for outcome, count in counted.items()})


def _results(batch: ImportBatch, rows: Rows[Any], readable: Sequence[tuple[str, Prepared]]) -> list[Result]:
    prepared = [row for _, row in readable]
    if batch.state != ImportState.CHECKING:
        with looking_as(batch.person_id):
            return rows.carry_out(prepared, batch.person)
    told = batch.rows.filter(key__in={row.key for row in prepared}).order_by("-position")
    places = dict(told.values_list("key", "place"))
    results = []
    with looking_as(batch.person_id):
        outlooks = rows.outlooks(prepared)
    for (place, row), result in zip(readable, outlooks, strict=True):
        if row.key in places:
            result = Result(
                RowOutcome.HERE, say("It stands in the file twice: %(places)s is the same.", places=places[row.key])
            )
        places.setdefault(row.key, place)
        results.append(result)
    return results


def _read(position: int, place: str, prepare: Callable[[], Prepared]) -> ReadRow:
    try:
        return ReadRow(position, place, prepared=prepare())
    except (Unusable, Refusal) as error:
        reason = error.message
    except DatabaseError:
        raise
    except Exception:  # whatever a document leads its reader into
        logger.exception("Row %s of an import could not be read.", place)
        reason = say("The document cannot be read. Save it in another format, or paste its text.")
    return ReadRow(position, place, result=Result(RowOutcome.FAILED, reason))
