"""The audit record: nobody changes or deletes a row, and whoever does so all the same is found out."""

import datetime
from io import StringIO
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from claims.audit import append_only
from claims.audit.models import AuditEvent, AuditSeal
from claims.audit.services import event_hash, record, seal, verify
from claims.tracking.enums import ClaimState
from tests.factories import ClaimFactory
from tests.workflow import stories
from tests.workflow.stories import claim_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def record_can_be_rewritten(db):
    """Somebody with the database's own rights took the triggers away."""
    with connection.cursor() as cursor:
        append_only.drop_triggers(apps, SimpleNamespace(connection=connection, execute=cursor.execute))


@pytest.mark.parametrize("model", [AuditEvent, AuditSeal])
def test_the_database_refuses_to_change_or_delete(edo, model):
    record(actor=edo, action="tested", target=edo)
    seal()
    rows = model.objects.all()
    assert rows.count() == 1

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(previous_hash="0")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.delete()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.first().delete()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.first().save()
    assert rows.count() == 1


def test_every_object_has_a_chain_of_its_own(edo):
    one, other = ClaimFactory(), ClaimFactory()
    first = record(actor=edo, action="tested", target=one)
    apart = record(actor=edo, action="tested", target=other)
    second = record(actor=None, action="tested", target=one, data={"words": "“quoted”\x01 \ud800"[:8]})

    assert (first.sequence, apart.sequence, second.sequence) == (1, 1, 2)
    assert (first.previous_hash, apart.previous_hash, second.previous_hash) == ("", "", first.hash)
    assert verify().broken is None


def test_the_hash_of_an_event_is_taken_over_canonical_json():
    """As sha256sum gives it for the JSON with sorted keys, in UTF-8, without a space between its signs."""
    event = AuditEvent(
        at=datetime.datetime(2026, 3, 1, 10, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=1))),
        actor_id=7,
        action="publish",
        object_type="claim",
        object_id=42,
        sequence=3,
        from_state="approved",
        to_state="published",
        note="“Ja”",
        data={"publication": 1},
        previous_hash="ab" * 32,
    )
    assert event_hash(event) == "bcae5e680eac87ed102674ee90b372693653560eb6b28e2bce1b3c1777e5361c"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"note": "All was well."}, "its words are not those that were written"),
        ({"actor": None}, "its words are not those that were written"),
        ({"at": timezone.now()}, "its words are not those that were written"),
        ({"to_state": "approved"}, "its words are not those that were written"),
        ({"data": {"reviewer": 1}}, "its words are not those that were written"),
        ({"previous_hash": "ab" * 32}, "it does not carry the hash of the row before it"),
        ({"sequence": 9}, "position 9 follows position 1: rows are missing"),
    ],
)
def test_verify_names_the_first_broken_row(record_can_be_rewritten, change, reason):
    claim = claim_in(ClaimState.SUBMITTED, stories.crew())
    second = AuditEvent.objects.get(object_type="claim", object_id=claim.pk, sequence=2)
    AuditEvent.objects.filter(pk=second.pk).update(**change)

    broken = verify().broken

    assert broken.row == f"event {second.pk} (start on claim {claim.pk})"
    assert broken.reason == reason


def test_a_row_rewritten_with_a_fresh_hash_is_found_by_the_next_row(record_can_be_rewritten):
    claim = claim_in(ClaimState.SUBMITTED, stories.crew())
    second = AuditEvent.objects.get(object_type="claim", object_id=claim.pk, sequence=2)
    second.note = "All was well."
    AuditEvent.objects.filter(pk=second.pk).update(note=second.note, hash=event_hash(second))

    broken = verify().broken

    assert broken.row.endswith(f"(submit on claim {claim.pk})")
    assert broken.reason == "it does not carry the hash of the row before it"


def test_a_deleted_row_leaves_a_gap(record_can_be_rewritten):
    claim = claim_in(ClaimState.SUBMITTED, stories.crew())
    AuditEvent.objects.filter(object_type="claim", sequence=2).delete()

    assert verify().broken.reason == "position 3 follows position 1: rows are missing"
    assert f"on claim {claim.pk}" in verify().broken.row


@pytest.mark.parametrize("how", ["rewritten", "tail deleted", "chain deleted"])
def test_a_seal_finds_what_the_chains_alone_would_hide(record_can_be_rewritten, edo, how):
    claim, other = ClaimFactory(), ClaimFactory()
    record(actor=edo, action="tested", target=other)
    last = record(actor=edo, action="tested", target=claim)
    stored = seal()
    assert verify().broken is None

    if how == "rewritten":
        last.note = "All was well."
        AuditEvent.objects.filter(pk=last.pk).update(note=last.note, hash=event_hash(last))
    elif how == "tail deleted":
        AuditEvent.objects.filter(pk=last.pk).delete()
    else:
        AuditEvent.objects.filter(object_id=other.pk).delete()

    assert verify().broken.row == f"seal {stored.pk}"


def test_an_event_says_what_it_was_given(edo):
    claim = ClaimFactory()
    event = record(
        actor=edo, action="tested", target=claim, from_state="queued", to_state="closed", note="Why.",
        data={"reason": "overtaken", "count": 2},
    )  # fmt: skip
    row = AuditEvent.objects.values(
        "actor", "action", "object_type", "object_id", "sequence", "from_state", "to_state", "note", "data"
    ).get(pk=event.pk)
    assert row == {
        "actor": edo.pk,
        "action": "tested",
        "object_type": "claim",
        "object_id": claim.pk,
        "sequence": 1,
        "from_state": "queued",
        "to_state": "closed",
        "note": "Why.",
        "data": {"reason": "overtaken", "count": 2},
    }


def test_every_seal_is_checked_to_the_last(record_can_be_rewritten, edo):
    seals = []
    for _ in range(4):
        record(actor=edo, action="tested", target=edo)
        seals.append(seal())
    assert (verify().events, verify().seals, verify().broken) == (4, 4, None)
    for number, stored in enumerate(seals):
        AuditSeal.objects.filter(pk=stored.pk).update(previous_hash="ab" * 32)
        assert verify().broken.row == f"seal {stored.pk}"
        assert verify().seals == number
        AuditSeal.objects.filter(pk=stored.pk).update(previous_hash=stored.previous_hash)
    assert verify().broken is None


def test_seals_are_chained_and_set_only_when_something_happened(record_can_be_rewritten, edo):
    assert seal() is None
    record(actor=edo, action="tested", target=edo)
    first = seal()
    assert seal() is None
    record(actor=edo, action="tested", target=ClaimFactory())
    second = seal()

    assert (first.chains, second.chains, second.previous_hash) == (1, 1, first.hash)
    assert (verify().events, verify().seals, verify().broken) == (2, 2, None)
    AuditSeal.objects.filter(pk=first.pk).delete()
    assert verify().broken.row == f"seal {second.pk}"


def test_verify_audit_says_that_all_is_well(edo):
    record(actor=edo, action="tested", target=edo)
    call_command("seal_audit", stdout=StringIO())
    out = StringIO()

    call_command("verify_audit", stdout=out)

    assert out.getvalue() == "The audit record is whole: 1 events, 1 seals.\n"


def test_verify_audit_fails_and_names_the_row(record_can_be_rewritten, edo):
    event = record(actor=edo, action="tested", target=edo)
    AuditEvent.objects.update(note="All was well.")

    with pytest.raises(CommandError, match=f"broken at event {event.pk} \\(tested on user {edo.pk}\\)") as failed:
        call_command("verify_audit")
    assert failed.value.returncode == 1
