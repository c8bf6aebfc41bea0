"""Imports of files: handed in, checked without changing anything, carried out row by row, and told afterwards.

The batch's row is the truth: a filtered update takes it with a lease and a number for the attempt. Each row of the file
is one transaction together with the line that tells what became of it, so that whoever goes on after a killed worker
begins at the first row without such a line, and nothing is done twice.
"""

import logging
import time
from collections.abc import Iterable, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from celery import current_app
from django.db import DataError, IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from kombu.exceptions import KombuError

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.audit.services import record
from claims.tracking.enums import ImportKind, ImportState, RowOutcome
from claims.tracking.models import ImportBatch, ImportFile, ImportRow
from claims.tracking.models.imports import LIVE_IMPORTS
from claims.tracking.tables import NotATable
from claims.workflow import runs
from claims.workflow.article_import import article_rows
from claims.workflow.claim_import import claim_rows
from claims.workflow.errors import Blocked, NotAllowed, WorkflowError, WrongState
from claims.workflow.import_rows import Prepared, Result, Row, Rows, Unusable
from claims.workflow.outside import check_rows, read_checks

IMPORT: Final = "claims.workflow.tasks.import_rows"
LARGEST_FILE: Final = 20_000_000
MOST_ROWS: Final = 50_000
LEASE: Final = timedelta(minutes=3)
SENT_AGAIN_AFTER: Final = timedelta(minutes=1)
SLICE_SECONDS: Final = 15.0
ROWS_A_RENEWAL: Final = 20
CHECKED_KEPT: Final = timedelta(days=7)
RIGHTS: Final[Mapping[ImportKind, Right]] = MappingProxyType(
    {ImportKind.ARTICLES: Right.ARTICLES, ImportKind.CLAIMS: Right.TRIAGE, ImportKind.CHECKS: Right.TRIAGE}
)

logger = logging.getLogger(__name__)


def receive(
    *, kind: ImportKind, name: str, data: bytes, actor: User, dry_run: bool, outlet: str = "", send_now: bool = True
) -> ImportBatch:
    """Take a file in and have it checked (`dry_run`) or imported at once; work begins when this has been committed."""
    _require(actor, kind)
    if not data:
        raise Blocked("This file is empty. Choose another one.")
    if len(data) > LARGEST_FILE:
        raise Blocked(f"The file is larger than {LARGEST_FILE // 1_000_000} MB. Import it in parts.")
    now = timezone.now()
    with transaction.atomic():
        batch = ImportBatch.objects.create(
            kind=kind,
            name=" ".join(name.replace("\x00", "").split())[-200:] or "file",
            outlet=" ".join(outlet.split())[:160],
            person=actor,
            state=ImportState.CHECKING if dry_run else ImportState.IMPORTING,
            created_at=now,
            sent_at=now,
        )
        ImportFile.objects.create(batch=batch, content=data)
        record(actor=actor, action="import_received", target=batch, to_state=batch.state, data={"kind": kind.value})
        if send_now:
            transaction.on_commit(lambda: send([batch.pk]), robust=True)
    return batch


def carry_out(*, batch_id: int, actor: User) -> ImportBatch:
    """Import a file that was checked; WrongState for any other."""
    with transaction.atomic():
        batch = _locked(batch_id, actor)
        if batch.state != ImportState.CHECKED:
            raise WrongState(f"This file cannot be imported now: {batch.get_state_display().lower()}.")
        batch.rows.all().delete()
        batch.state, batch.sent_at, batch.attempt = ImportState.IMPORTING, timezone.now(), batch.attempt + 1
        batch.created = batch.changed = batch.here = batch.failed = 0
        batch.save(update_fields=["state", "sent_at", "attempt", "created", "changed", "here", "failed"])
        record(
            actor=actor,
            action="import_begun",
            target=batch,
            from_state=ImportState.CHECKED,
            to_state=batch.state,
        )
        transaction.on_commit(lambda: send([batch_id]), robust=True)
    return batch


def stop(*, batch_id: int, actor: User) -> ImportBatch:
    """Drop a file that was checked, or end an import under way; what has come in stays."""
    with transaction.atomic():
        batch = _locked(batch_id, actor)
        if batch.state not in (*LIVE_IMPORTS, ImportState.CHECKED):
            raise WrongState(f"There is nothing to stop: {batch.get_state_display().lower()}.")
        before = batch.state
        _end([batch.pk], ImportState.STOPPED)
        batch.refresh_from_db()
        record(actor=actor, action="import_stopped", target=batch, from_state=before, to_state=batch.state)
    return batch


def send(batch_ids: Iterable[int]) -> None:
    """Hand ids to the broker; what it refuses is left to the sweep."""
    broker = current_app.connection_for_write()
    refusals = (*broker.connection_errors, *broker.channel_errors, KombuError, OSError)
    try:
        current_app.send_task(IMPORT, args=[list(batch_ids)], retry=False)
    except refusals as error:
        logger.warning("The broker did not take a message (%s); the sweep will send it again.", error)


def sweep() -> None:
    """Send for what was cut off or never delivered, and drop files that nobody came back for."""
    now = timezone.now()
    waiting = Q(sent_at__isnull=True) | Q(sent_at__lt=now - SENT_AGAIN_AFTER)
    due = list(ImportBatch.objects.filter(_free(), waiting, state__in=LIVE_IMPORTS).values_list("pk", flat=True))
    if due:
        ImportBatch.objects.filter(pk__in=due).update(sent_at=now)
        send(due)
    forgotten = ImportBatch.objects.filter(state=ImportState.CHECKED, created_at__lt=now - CHECKED_KEPT)
    _end(list(forgotten.values_list("pk", flat=True)), ImportState.STOPPED)


def run_message(batch_ids: Iterable[int]) -> None:
    """Work on each for a while; what is left then goes to the end of the queue, so that nobody's article waits long."""
    for batch_id in batch_ids:
        if work(batch_id, seconds=SLICE_SECONDS):
            ImportBatch.objects.filter(pk=batch_id).update(sent_at=timezone.now())
            send([batch_id])


def work(batch_id: int, *, seconds: float | None = None) -> bool:
    """Check or import rows from where the last attempt ended, for so long at most; True where rows are left."""
    batch = _take(batch_id)
    if batch is None:
        return False
    try:
        _require(batch.person, ImportKind(batch.kind))
        finished = _work_through(batch, _rows_of(batch), seconds)
    except (NotATable, Blocked, NotAllowed) as error:
        _close(batch, ImportState.FAILED, error.message)
        return False
    runs.dispatch()
    if finished is None:
        return False
    if finished:
        _close(batch, ImportState.CHECKED if batch.state == ImportState.CHECKING else ImportState.DONE)
        return False
    return bool(_mine(batch).update(lease_until=None))


def _take(batch_id: int) -> ImportBatch | None:
    free = ImportBatch.objects.filter(_free(), pk=batch_id, state__in=LIVE_IMPORTS)
    if not free.update(lease_until=timezone.now() + LEASE, attempt=F("attempt") + 1):
        return None
    return ImportBatch.objects.select_related("person").get(pk=batch_id)


def _free() -> Q:
    return Q(lease_until__isnull=True) | Q(lease_until__lt=timezone.now())


def _rows_of(batch: ImportBatch) -> Rows:
    content = bytes(ImportFile.objects.get(batch=batch).content)
    if batch.kind == ImportKind.ARTICLES:
        return article_rows(content, name=batch.name, outlet=batch.outlet)
    if batch.kind == ImportKind.CHECKS:
        return check_rows(read_checks(content), source=batch.name)
    return claim_rows(content, name=batch.name)


def _work_through(batch: ImportBatch, rows: Rows, seconds: float | None) -> bool | None:
    """Whether all rows are done; None where somebody else has the batch by now, or nobody wants it any longer."""
    until = time.monotonic() + seconds if seconds is not None else None
    told = batch.rows.count()
    for position, row in enumerate(rows):
        if position < told:
            continue
        if position >= MOST_ROWS:
            too_many = f"Only the first {MOST_ROWS:,} rows are read. Import the rest from here on in another file."
            _tell(batch, position, row[0], Result(RowOutcome.FAILED, too_many))
            return True
        if until is not None and time.monotonic() > until:
            return False
        if position % ROWS_A_RENEWAL == 0 and not _mine(batch).update(lease_until=timezone.now() + LEASE):
            return None
        _do(batch, position, row)
    return True


def _do(batch: ImportBatch, position: int, row: Row) -> None:
    place, prepare = row
    try:
        prepared = prepare()
        if batch.state == ImportState.CHECKING:
            _tell(batch, position, place, _outlook(batch, prepared), prepared.key)
            return
        with transaction.atomic():
            _tell(batch, position, place, prepared.carry_out(batch.person), prepared.key)
    except (Unusable, WorkflowError) as error:
        _tell(batch, position, place, Result(RowOutcome.FAILED, error.message))
    except (DataError, IntegrityError) as error:
        logger.warning("Row %s of import %d was refused by the database: %s", place, batch.pk, error)
        reason = "The database does not take it. Look for characters or lengths that are out of the usual."
        _tell(batch, position, place, Result(RowOutcome.FAILED, reason))


def _outlook(batch: ImportBatch, prepared: Prepared) -> Result:
    before = batch.rows.filter(key=prepared.key).order_by("position").first()
    if before is not None:
        return Result(RowOutcome.HERE, f"It stands in the file twice: {before.place} is the same.")
    return prepared.outlook()


def _tell(batch: ImportBatch, position: int, place: str, result: Result, key: str = "") -> None:
    with transaction.atomic():
        ImportRow.objects.create(
            batch=batch,
            position=position,
            place=place.encode("utf-8", "replace").decode()[:200],
            outcome=result.outcome,
            message=result.message,
            key=key,
            article_id=result.article_id,
            claim_id=result.claim_id,
        )
        counter = result.outcome.value
        ImportBatch.objects.filter(pk=batch.pk).update(**{counter: F(counter) + 1})


def _mine(batch: ImportBatch) -> QuerySet[ImportBatch]:
    """The batch, as long as this attempt is the one that has it."""
    return ImportBatch.objects.filter(pk=batch.pk, attempt=batch.attempt, state=batch.state)


def _close(batch: ImportBatch, state: ImportState, error: str = "") -> None:
    ended = None if state == ImportState.CHECKED else timezone.now()
    with transaction.atomic():
        if not _mine(batch).update(state=state, error=error, lease_until=None, ended_at=ended):
            return
        if ended:
            ImportFile.objects.filter(batch=batch).delete()
            record(actor=None, action="import_ended", target=batch, from_state=batch.state, to_state=state)


def _end(batch_ids: list[int], state: ImportState) -> None:
    ImportBatch.objects.filter(pk__in=batch_ids).update(
        state=state, lease_until=None, ended_at=timezone.now(), attempt=F("attempt") + 1
    )
    ImportFile.objects.filter(batch_id__in=batch_ids).delete()


def _locked(batch_id: int, actor: User) -> ImportBatch:
    batch = ImportBatch.objects.select_for_update(of=("self",)).filter(pk=batch_id).first()
    if batch is None:
        raise WrongState("This import is not here.")
    _require(actor, ImportKind(batch.kind))
    return batch


def _require(actor: User, kind: ImportKind) -> None:
    if not actor.may(RIGHTS[kind]):
        raise NotAllowed(f"Your role does not let you import {kind.value}. Ask an editor.")
