"""Seals that left the house: the record can be rewritten by whoever owns the database, and is found out by them."""

import json
from io import StringIO
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection

from claims.audit import append_only
from claims.audit.kept_seals import line_of
from claims.audit.models import AuditEvent, AuditSeal
from claims.audit.services import event_hash, record, seal, verify
from claims.delivery.models import SealReceiver
from claims.delivery.seals import seal_and_send, send_seals
from claims.jobs.running import run_one
from tests.factories import ClaimFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(edo):
    """A record of three events under two seals."""
    claim = ClaimFactory()
    record(actor=edo, action="tested", target=claim, note="true")
    seal()
    record(actor=edo, action="tested", target=claim, note="second")
    record(actor=edo, action="tested", target=edo)
    seal()
    return claim


def checked(*files):
    out = StringIO()
    call_command("verify_audit", *(part for file in files for part in ("--seal", str(file))), stdout=out)
    return out.getvalue()


def rewrite_everything():
    """As somebody who owns the database and has read our code: no trigger, other words, all hashes made anew."""
    with connection.cursor() as cursor:
        append_only.drop_triggers(apps, SimpleNamespace(connection=connection, execute=cursor.execute))
    AuditEvent.objects.filter(note="true").update(note="false")
    heads = {}
    for event in AuditEvent.objects.order_by("pk"):
        key = (event.object_type, event.object_id)
        event.previous_hash = heads.get(key, "")
        event.hash = heads[key] = event_hash(event)
        event.save()
    seals = list(AuditSeal.objects.order_by("pk"))
    later = list(AuditEvent.objects.filter(pk__gt=seals[0].last_event_id))
    AuditSeal.objects.all().delete()
    AuditEvent.objects.filter(pk__in=[event.pk for event in later]).delete()
    again = []
    again.append(seal())
    AuditEvent.objects.bulk_create(later)
    again.append(seal())
    for old, new in zip(seals, again, strict=True):
        AuditSeal.objects.filter(pk=new.pk).update(id=old.pk)


def test_who_rewrites_all_and_computes_all_anew_is_found_by_a_seal_kept_outside(written, tmp_path):
    kept = tmp_path / "seals.jsonl"
    kept.write_text("".join(f"{line_of(each)}\n" for each in AuditSeal.objects.order_by("pk")))
    last = tmp_path / "last.txt"
    last.write_text(kept.read_text().splitlines()[-1])
    assert "It agrees with 2 seals that were kept outside." in checked(kept)

    rewrite_everything()

    assert verify().broken is None, "inside the house nothing shows"
    assert "The audit record is whole" in checked()
    for file in (kept, last):
        with pytest.raises(CommandError, match="Seal 2 is not the one that was kept outside"):
            checked(file)


def test_a_seal_that_was_taken_away_is_missed(written, tmp_path):
    kept = tmp_path / "seals.jsonl"
    kept.write_text(line_of(AuditSeal.objects.latest("pk")))
    with connection.cursor() as cursor:
        append_only.drop_triggers(apps, SimpleNamespace(connection=connection, execute=cursor.execute))
    AuditSeal.objects.latest("pk").delete()

    with pytest.raises(CommandError, match="the record does not have it any longer"):
        checked(kept)


@pytest.mark.parametrize("text", ["", "hello", '{"seal": 1}', "{", '{"seal": "1", "last_event": 2, "hash": "x"}'])
def test_what_is_no_seal_is_said(written, tmp_path, text):
    file = tmp_path / "seals.jsonl"
    file.write_text(text)

    with pytest.raises(CommandError, match="seal"):
        checked(file)


def test_seals_leave_for_every_place_each_once(written, tmp_path, settings):
    file = tmp_path / "seals.jsonl"
    settings.AUDIT_SEALS_TO = (f"file:{file}", "mailto:notary@elsewhere.example")
    for _ in range(3):
        seal_and_send()
        for receiver in SealReceiver.objects.all():
            run_one(SealReceiver, receiver.pk, run=send_seals)

    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert [line["hash"] for line in lines] == list(AuditSeal.objects.order_by("pk").values_list("hash", flat=True))
    assert len(mail.outbox) == 1
    assert mail.outbox[0].to == ["notary@elsewhere.example"]
    letter = tmp_path / "letter.txt"
    letter.write_text(mail.outbox[0].body)
    assert "It agrees with 2 seals" in checked(file, letter).replace("4 seals", "2 seals")


def test_a_place_that_cannot_be_reached_gets_them_later(written, tmp_path, settings, edo):
    file = tmp_path / "away" / "seals.jsonl"
    settings.AUDIT_SEALS_TO = (f"file:{file}",)
    seal_and_send()
    receiver = SealReceiver.objects.get()
    run_one(SealReceiver, receiver.pk, run=send_seals)
    receiver.refresh_from_db()
    assert "The seals could not be sent to file:" in receiver.error

    file.parent.mkdir()
    SealReceiver.jobs().update(due_at="2020-01-01T00:00:00Z")
    run_one(SealReceiver, receiver.pk, run=send_seals)

    assert len(file.read_text().splitlines()) == 2


def test_a_place_that_is_no_longer_named_is_forgotten(written, settings, tmp_path):
    settings.AUDIT_SEALS_TO = (f"file:{tmp_path}/a",)
    seal_and_send()
    settings.AUDIT_SEALS_TO = ()
    seal_and_send()

    assert not SealReceiver.objects.exists()


def test_everybody_can_keep_one_where_the_newsroom_wants_it(written, client, settings, tmp_path):
    assert client.get("/checks/seals.txt").status_code == 404
    settings.AUDIT_SEALS_PUBLIC = True

    page = client.get("/checks/seals.txt")

    saved = tmp_path / "page.txt"
    saved.write_bytes(page.content)
    assert page.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "It agrees with 2 seals" in checked(saved)
