"""Imports that are cut off, stopped or made twice at once."""

import datetime
import threading

import pytest
from django.db import connection
from django.db.models.signals import pre_save
from django.utils import timezone

from claims.accounts.models import User
from claims.audit.models import AuditEvent
from claims.tracking.enums import ImportKind, ImportState
from claims.tracking.models import Claim, ImportBatch, ImportFile, ImportRow
from claims.workflow import imports
from claims.workflow.imports import LEASE, receive, stop, work

TABLE = b"statement\n" + b"".join(f"Claim number {n} of the list\n".encode() for n in range(60))


def handed_in(actor: User, data: bytes = TABLE, *, dry_run: bool = False) -> ImportBatch:
    return receive(kind=ImportKind.CLAIMS, name="claims.csv", data=data, actor=actor, dry_run=dry_run)


@pytest.mark.django_db(transaction=True)
def test_the_same_file_twice_at_once_is_each_claim_once(edo):
    batches = [handed_in(edo) for _ in range(4)]
    problems = []

    def run(batch):
        try:
            work(batch.pk)
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[batch]) for batch in batches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert Claim.objects.count() == 60
    done = list(ImportBatch.objects.order_by("pk"))
    assert [batch.state for batch in done] == ["done"] * 4
    assert (sum(batch.created for batch in done), sum(batch.here for batch in done)) == (60, 180)


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_one_batch_do_each_row_once(edo):
    batch = handed_in(edo)
    threads = [threading.Thread(target=lambda: (work(batch.pk), connection.close())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    batch.refresh_from_db()
    assert (batch.state, batch.created, batch.here, batch.rows.count()) == ("done", 60, 0, 60)


@pytest.mark.django_db
def test_an_import_that_was_cut_off_goes_on_where_it_ended(edo):
    batch, told = handed_in(edo), iter(range(1000))

    def killed(sender, **kwargs):
        if next(told) == 25:
            raise SystemExit

    pre_save.connect(killed, sender=ImportRow)
    try:
        with pytest.raises(SystemExit):
            work(batch.pk)
    finally:
        pre_save.disconnect(killed, sender=ImportRow)
    batch.refresh_from_db()
    assert (batch.state, batch.created, Claim.objects.count()) == ("importing", 25, 25)
    assert work(batch.pk) is False  # for all anybody knows, somebody still works on it
    ImportBatch.objects.update(lease_until=timezone.now() - LEASE)
    work(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.created, batch.here, Claim.objects.count()) == ("done", 60, 0, 60)


@pytest.mark.django_db
def test_work_is_done_in_slices_and_the_rest_is_left_for_the_next(edo):
    batch = handed_in(edo)
    assert work(batch.pk, seconds=0) is True
    batch.refresh_from_db()
    assert (batch.state, batch.lease_until) == ("importing", None)
    assert work(batch.pk) is False
    batch.refresh_from_db()
    assert (batch.state, batch.created) == ("done", 60)


@pytest.mark.django_db
def test_what_was_stopped_stays_stopped_and_what_came_in_stays(edo):
    batch = handed_in(edo)
    work(batch.pk, seconds=0)
    stop(batch_id=batch.pk, actor=edo)
    assert work(batch.pk) is False
    batch.refresh_from_db()
    assert (batch.state, ImportFile.objects.count(), Claim.objects.count()) == ("stopped", 0, 0)
    assert [event.action for event in AuditEvent.objects.filter(object_type="importbatch")] == [
        "import_stopped",
        "import_received",
    ]


@pytest.mark.django_db
def test_whoever_may_no_longer_import_imports_nothing(edo):
    batch = handed_in(edo)
    edo.groups.clear()
    work(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, Claim.objects.count()) == ("failed", 0)
    assert batch.error.startswith("Your role does not let you import claims.")


@pytest.mark.django_db
def test_a_file_nobody_came_back_for_is_dropped(edo):
    batch = handed_in(edo, dry_run=True)
    work(batch.pk)
    ImportBatch.objects.update(created_at=timezone.now() - datetime.timedelta(days=8))
    imports.sweep()
    batch.refresh_from_db()
    assert (batch.state, ImportFile.objects.count()) == (ImportState.STOPPED, 0)
