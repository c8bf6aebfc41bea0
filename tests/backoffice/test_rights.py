"""The admin's actions against the table by hand: who enters, who finds which action, and what comes of every move."""

import pytest
from django.db import transaction
from django.urls import reverse

from claims.audit.models import AuditEvent
from claims.tracking.models import Claim
from tests.rights.situations import NOTE, TakeBack, given_with, relate, stage, writes
from tests.rights.table import ENTERS_BACK_OFFICE, MOVES, expected
from tests.rights.trials import trials

pytestmark = [pytest.mark.django_db, pytest.mark.faces]

REFUSED = {"forbidden", "wrong state", "blocked"}
LIST = "admin:claims_claim_changelist"


@pytest.mark.parametrize("situation", MOVES)
def test_the_admin_does_what_the_table_says(situation, settings, as_person):
    claim, people, spare = stage(situation, settings)
    clients = {role: as_person(person) for role, person in people.items()}
    for role, client in clients.items():
        assert (client.get(reverse("admin:index")).status_code == 200) is (role in ENTERS_BACK_OFFICE), role
    for role, relation, moves in trials(situation, "admin's actions"):
        enters = role in ENTERS_BACK_OFFICE
        try:
            with transaction.atomic():
                related = relate(claim, people[role], relation)
                for move in moves:
                    given = given_with(move, related, spare)
                    what = expected(situation, move, role, relation) if enters else "forbidden"
                    assert_answered(clients[role], related, move, given, what, (role, relation, situation, move))
                raise TakeBack
        except TakeBack:
            pass


def assert_answered(client, claim, move, given, what, case):
    """Send the confirmed action; what it did is taken back, and a refusal must not have written anything."""
    content_hash = given.get("content_hash", "")
    body = {name: f"{value:%Y-%m-%d %H:%M}" if hasattr(value, "hour") else value for name, value in given.items()}
    body |= {
        "action": f"move_{move}",
        "_selected_action": [claim.pk],
        "confirmed": "yes",
        "note": NOTE,
        f"version_{claim.pk}": claim.lock_version,
        f"hash_{claim.pk}": content_hash,
    }
    try:
        with transaction.atomic(), writes() as sent:
            before = AuditEvent.objects.count()
            response = client.post(reverse(LIST), body)
            now, events = Claim.objects.get(pk=claim.pk), AuditEvent.objects.count() - before
            assert response.status_code in (200, 302, 403), case
            assert events == (0 if what in REFUSED else 1), case
            if what in REFUSED:
                assert [sql for sql in sent if "accounts_session" not in sql] == [], case
                assert (now.state, now.lock_version) == (claim.state, claim.lock_version), case
            else:
                assert now.state == what, case
            raise TakeBack
    except TakeBack:
        pass
