"""Imports of files: handed in, checked without changing anything, carried out some rows at a time, and told afterwards.

Some hundred rows of the file are one transaction together with the lines that tell what became of them, so that whoever
goes on after a killed worker begins at the first row without such a line, and nothing is done twice.
"""

import logging
import time
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import partial
from types import MappingProxyType
from typing import Any, Final

from django.db import DatabaseError, connection, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from claims import formats
from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.audit.services import record
from claims.dates import Order
from claims.errors import Blocked, NotAllowed, Refusal, WrongState
from claims.intake.archive.matching import MATCHED, require_columns, require_known, require_ratings
from claims.intake.archive.reading import read_archive
from claims.intake.archive.storing import archive_preview, archive_rows
from claims.intake.article_import import article_rows
from claims.intake.claim_import import claim_rows, preview
from claims.intake.doubtful import tell_of_doubts_in
from claims.intake.fact_check_import import check_rows, read_checks
from claims.intake.import_chunks import read_chunks, write_chunk
from claims.intake.import_rows import Row, Rows
from claims.jobs import services as jobs
from claims.jobs.models import Queue
from claims.jobs.running import is_person_waiting, run_one
from claims.jobs.shutdown import shutdown_asked
from claims.jobs.sweeping import send_due
from claims.sentences import mark, say
from claims.tracking.enums import DateOrder, ImportKind, ImportState
from claims.tracking.models import ImportBatch, ImportFile
from claims.tracking.models.imports import LIVE_IMPORTS
from claims.tracking.tables import NotATable
from claims.viewing import as_the_software

LARGEST_FILE: Final = 20_000_000
MOST_ROWS: Final = 50_000
SLICE_SECONDS: Final = 15.0
ROWS_A_CHUNK = 200
"""So many rows at most are one transaction: with SQLite it holds up whoever else writes for a tenth of a second."""
CHECKED_KEPT: Final = timedelta(days=7)
NOT_ALLOWED: Final[Mapping[ImportKind, str]] = MappingProxyType(
    {
        ImportKind.ARTICLES: mark("Your role does not let you import articles. Ask an editor."),
        ImportKind.CLAIMS: mark("Your role does not let you import claims. Ask an editor."),
        ImportKind.CHECKS: mark("Your role does not let you import checks. Ask an editor."),
        ImportKind.ARCHIVE: mark("Your role does not let you import the archive. Ask an admin."),
    }
)
RIGHTS: Final[Mapping[ImportKind, Right]] = MappingProxyType(
    {
        ImportKind.ARTICLES: Right.ARTICLES,
        ImportKind.CLAIMS: Right.TRIAGE,
        ImportKind.CHECKS: Right.TRIAGE,
        ImportKind.ARCHIVE: Right.SETTINGS,
    }
)

logger = logging.getLogger(__name__)


def receive(
    *, kind: ImportKind, name: str, data: bytes, actor: User, dry_run: bool, outlet: str = "", send_now: bool = True
) -> ImportBatch:
    """Take a file in and have it checked (`dry_run`) or imported at once; work begins when this has been committed."""
    _require(actor, kind)
    if kind is ImportKind.ARCHIVE and not dry_run:
        raise Blocked(_("Old checks are looked at first: a person says which of your ratings each old one is."))
    if not data:
        raise Blocked(say("This file is empty. Choose another one."))
    if len(data) > LARGEST_FILE:
        raise Blocked(
            say(
                "The file is larger than %(largest_file)s MB. Import it in parts.", largest_file=LARGEST_FILE // 1000000
            )
        )
    with transaction.atomic():
        batch = ImportBatch(
            kind=kind,
            name=" ".join(name.replace("\x00", "").split())[-200:] or "file",
            outlet=" ".join(outlet.split())[:160],
            person=actor,
            state=ImportState.CHECKING if dry_run else ImportState.IMPORTING,
            created_at=timezone.now(),
        )
        jobs.enqueue(batch, send_now=send_now)
        ImportFile.objects.create(batch=batch, content=data)
        record(actor=actor, action="import_received", target=batch, to_state=batch.state, data={"kind": kind.value})
    return batch


def carry_out(*, batch_id: int, actor: User) -> ImportBatch:
    """Import a file that was checked; WrongState for any other."""
    with transaction.atomic():
        batch = _locked(batch_id, actor)
        if batch.state != ImportState.CHECKED:
            raise WrongState(
                say("This file cannot be imported now: %(state)s.", state=formats.inside(batch.get_state_display()))
            )
        if batch.kind == ImportKind.ARCHIVE:
            require_ratings(batch)
        _begin_again(batch, ImportState.IMPORTING)
        record(
            actor=actor,
            action="import_begun",
            target=batch,
            from_state=ImportState.CHECKED,
            to_state=batch.state,
        )
    return batch


def match_columns(
    *, batch_id: int, columns: Mapping[str, str], date_order: DateOrder | None, actor: User
) -> ImportBatch:
    """Say what the columns of a checked list of claims are, by their names, and have it checked again."""
    with transaction.atomic():
        batch = _locked(batch_id, actor)
        if batch.state != ImportState.CHECKED or batch.kind not in MATCHED:
            raise WrongState(_("The columns of this file cannot be matched now. Hand the file in again."))
        require_columns(batch, columns)
        _begin_again(batch, ImportState.CHECKING, columns=dict(columns), date_order=date_order or "")
        record(actor=actor, action="import_columns_matched", target=batch, data={"columns": dict(columns)})
    return batch


def match_ratings(*, batch_id: int, ratings: Mapping[str, str], actor: User) -> ImportBatch:
    """Say which of our ratings, by its slug, each old one of a checked archive is; empty: such checks are left out."""
    with transaction.atomic():
        batch = _locked(batch_id, actor)
        if batch.state != ImportState.CHECKED or batch.kind != ImportKind.ARCHIVE:
            raise WrongState(_("The ratings of this file cannot be matched now. Hand the file in again."))
        require_known(batch, ratings)
        _begin_again(batch, ImportState.CHECKING, ratings=dict(ratings))
        record(actor=actor, action="import_ratings_matched", target=batch, data={"ratings": dict(ratings)})
    return batch


@as_the_software()
def _begin_again(batch: ImportBatch, state: ImportState, **values: Any) -> None:
    """From the first row on, with what a person said of the file."""
    batch.rows.all().delete()
    values |= {"state": state, "created": 0, "changed": 0, "here": 0, "failed": 0}
    jobs.enqueue_again(ImportBatch.jobs().filter(pk=batch.pk), **values)
    batch.refresh_from_db()


def stop(*, batch_id: int, actor: User) -> ImportBatch:
    """Drop a file that was checked, or end an import under way; what has come in stays."""
    with transaction.atomic():
        batch = _locked(batch_id, actor)
        if batch.state not in (*LIVE_IMPORTS, ImportState.CHECKED):
            raise WrongState(
                say("There is nothing to stop: %(state)s.", state=formats.inside(batch.get_state_display()))
            )
        before = batch.state
        _end([batch.pk], ImportState.STOPPED)
        batch.refresh_from_db()
        record(actor=actor, action="import_stopped", target=batch, from_state=before, to_state=batch.state)
    return batch


def drop_forgotten() -> None:
    """Stop imports that were checked a week ago and never carried out, and drop the files of what has ended.

    The file of one that was given up is kept as long, for somebody may have it tried again.
    """
    long_ago = timezone.now() - CHECKED_KEPT
    forgotten = ImportBatch.objects.filter(state=ImportState.CHECKED, created_at__lt=long_ago)
    _end(list(forgotten.values_list("pk", flat=True)), ImportState.STOPPED)
    ended = ImportFile.objects.filter(batch__ended_at__isnull=False)
    ended.exclude(batch__parked_at__gte=long_ago).delete()


def work(batch_id: int, *, seconds: float | None = None) -> bool:
    """Check or import rows in this process, from where the last attempt ended; True where rows are left."""
    taken = run_one(ImportBatch, batch_id, run=partial(carry_on, seconds=seconds))
    return taken and ImportBatch.jobs().due().filter(pk=batch_id).exists()


@as_the_software()
def carry_on(batch: ImportBatch, *, seconds: float | None = SLICE_SECONDS) -> None:
    """Check or import rows of a leased batch from where the last attempt ended, for so long at most.

    What is left goes to the end of the queue, so that nobody's article waits long. Which rows are done is read as the
    software, whatever is kept from whom by now; what is here already, on behalf of whoever handed the file in.
    """
    try:
        _require(batch.person, ImportKind(batch.kind))
        finished = _work_through(batch, _rows_of(batch), seconds)
    except (NotATable, Blocked, NotAllowed) as error:
        _close(batch, ImportState.FAILED, error.message)
        return
    if not finished:
        jobs.finish(batch, again_at=Now())
        send_due(ImportBatch)
        return
    _close(batch, ImportState.CHECKED if batch.state == ImportState.CHECKING else ImportState.DONE)


def _rows_of(batch: ImportBatch) -> Rows[Any]:
    file = ImportFile.objects.filter(batch=batch).first()
    if file is None:
        raise NotATable(_("The file is no longer kept here. Hand it in again."))
    content = bytes(file.content)
    if batch.kind == ImportKind.ARTICLES:
        return article_rows(content, name=batch.name, outlet=batch.outlet)
    if batch.kind == ImportKind.CHECKS:
        return check_rows(read_checks(content), source=batch.name)
    order = Order(batch.date_order) if batch.date_order else None
    if batch.kind == ImportKind.ARCHIVE:
        return _old_checks_of(batch, content, order)
    if batch.state == ImportState.CHECKING and not batch.rows.exists():
        jobs.renew(batch, preview=preview(content, name=batch.name, columns=batch.columns))
    return claim_rows(content, name=batch.name, columns=batch.columns, order=order)


def _old_checks_of(batch: ImportBatch, content: bytes, order: Order | None) -> Rows[Any]:
    lines = read_archive(content, name=batch.name)
    if batch.state == ImportState.CHECKING and not batch.rows.exists():
        jobs.renew(batch, preview=archive_preview(lines, columns=batch.columns))
    return archive_rows(lines, name=batch.name, columns=batch.columns, order=order, ratings=batch.ratings)


def _safe(rows: Iterator[Row[Any]]) -> Iterator[Row[Any]]:
    """The rows, or NotATable in the place of whatever a hostile or damaged file leads its reader into.

    Tried again it would end in the same place, so the import ends with a sentence instead of never.
    """
    try:
        yield from rows
    except (NotATable, Refusal, DatabaseError):
        raise
    except Exception as error:
        logger.exception("A file to import could not be read.")
        raise NotATable(say("The file cannot be read. Save it anew as .csv in UTF-8, and import that.")) from error


def _work_through(batch: ImportBatch, rows: Rows[Any], seconds: float | None) -> bool:
    """Whether all rows are done; LeaseLost where somebody else has the batch by now, or nobody wants it any longer."""
    until = time.monotonic() + seconds if seconds is not None else None
    begun = batch.rows.count()
    for chunk in read_chunks(_safe(rows.rows), begin_at=begun, most=MOST_ROWS, size=min(ROWS_A_CHUNK, rows.at_once)):
        if until is not None and (time.monotonic() > until or (chunk[0].position > begun and _others_first())):
            return False
        began = time.monotonic()
        write_chunk(batch, rows, chunk)
        _let_others_write(time.monotonic() - began)
    return True


def _let_others_write(seconds: float) -> None:
    """A pause after a write that took so long: SQLite has one writer, and those who wait look up to 0.1 s apart."""
    if connection.vendor == "sqlite":
        time.sleep(min(0.1, 0.3 * seconds))


def _others_first() -> bool:
    return shutdown_asked.is_set() or is_person_waiting(Queue.HEAVY)


def _close(batch: ImportBatch, state: ImportState, error: str = "") -> None:
    ended = None if state == ImportState.CHECKED else timezone.now()
    with transaction.atomic():
        jobs.finish(batch, state=state, error=error, ended_at=ended)
        if ended:
            ImportFile.objects.filter(batch=batch).delete()
            if batch.kind == ImportKind.ARTICLES:
                tell_of_doubts_in(batch)
            record(actor=None, action="import_ended", target=batch, from_state=batch.state, to_state=state)


def _end(batch_ids: list[int], state: ImportState) -> None:
    ended = {"state": state, "ended_at": timezone.now()}
    jobs.stop(ImportBatch.jobs().filter(pk__in=batch_ids), **ended)
    ImportBatch.objects.filter(pk__in=batch_ids).update(**ended)
    ImportFile.objects.filter(batch_id__in=batch_ids).delete()


def _locked(batch_id: int, actor: User) -> ImportBatch:
    batch = ImportBatch.objects.select_for_update(of=("self",)).filter(pk=batch_id).first()
    if batch is None:
        raise WrongState(say("This import is not here."))
    _require(actor, ImportKind(batch.kind))
    return batch


def _require(actor: User, kind: ImportKind) -> None:
    if not actor.may(RIGHTS[kind]):
        raise NotAllowed(say(NOT_ALLOWED[kind]))
