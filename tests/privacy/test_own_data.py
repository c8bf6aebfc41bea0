"""Everything kept about one person, for that person or by an admin, without a secret in it."""

import json

import pytest
from django.urls import reverse

from claims.accounts.models import SecurityEvent, Session
from claims.api.models import IdempotencyKey
from claims.audit.models import AuditEvent
from claims.delivery.models import Notification
from claims.errors import NotAllowed, WrongState
from claims.intake.hooks import make_hook
from claims.people.tokens import issue
from claims.privacy.own_data import lines_about
from claims.privacy.removal import remove_person
from claims.review import comments
from tests.factories import ClaimFactory

pytestmark = pytest.mark.django_db


def read(lines):
    return [json.loads(line) for line in lines]


def test_a_person_takes_out_what_is_kept_about_them_and_no_secret(edo, ana, as_person):
    claim = ClaimFactory(created_by=edo)
    comments.add(claim_id=claim.pk, body="I doubt it", actor=edo)
    comments.add(claim_id=claim.pk, body="So do I", actor=ana)
    secret = issue(actor=edo, name="newsroom CMS", scopes=["read"]).secret
    hook_secret, now = make_hook(actor=edo, name="hook").secret, claim.created_at
    IdempotencyKey.objects.create(person=edo, key="k", fingerprint="f", body="whsec_answer", created_at=now)
    Notification.objects.create(recipient=edo, kind="late", claim=claim, text="is late", at=now)
    browser = as_person(edo)

    answer = browser.post(reverse("account-data"))

    text = b"".join(answer.streaming_content).decode()
    rows = read(text.splitlines())
    assert rows[0]["row"]["email"] == edo.email
    assert rows[0]["row"]["roles"] == ["editor"]
    tables = {row["table"] for row in rows}
    assert {"claims.Comment", "accounts.PersonalAccessToken", "accounts.Session", "delivery.Notification"} <= tables
    assert [row["row"]["body"] for row in rows if row["table"] == "claims.Comment"] == ["I doubt it"]
    assert {"table": "claims.Claim", "as": "created_by", "id": claim.pk} in rows
    assert "So do I" not in text
    for kept in (secret, hook_secret, edo.password, "whsec_", Session.objects.get().session_key):
        assert kept not in text
    assert answer["Content-Disposition"].startswith(f'attachment; filename="person-{edo.pk}-')
    assert AuditEvent.objects.get(action="data_exported").actor == edo
    assert SecurityEvent.objects.filter(person=edo, kind="exported").count() == 1


def test_of_others_only_by_an_admin(edo, ana, ada, as_person):
    with pytest.raises(NotAllowed):
        lines_about(person_id=ana.pk, actor=edo)
    assert as_person(edo).post(reverse("person-data", args=[ana.pk])).status_code == 403
    answer = as_person(ada).post(reverse("person-data", args=[ana.pk]))
    assert read(b"".join(answer.streaming_content).splitlines())[0]["row"]["username"] == "ana"
    assert AuditEvent.objects.get(action="data_exported").object_id == ana.pk
    remove_person(person_id=ana.pk, actor=ada)
    with pytest.raises(WrongState):
        lines_about(person_id=ana.pk, actor=ada)
