"""Every person x every move x every situation, through the admin's actions: generated from the transition table."""

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from claims.audit.models import AuditEvent
from claims.tracking.models import Claim
from claims.workflow.moves import Attempt
from claims.workflow.transitions import TRANSITIONS
from tests.workflow.matrix import NOTE, SITUATIONS, TakeBack, cast, details_for, expected, stage, writes

pytestmark = [pytest.mark.django_db, pytest.mark.faces]

LIST = "admin:claims_claim_changelist"


@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_person_and_every_move_through_the_admin(situation, as_person):
    people, claim, spare = stage(situation)
    tried = set()
    for who, person in cast(people).items():
        client = as_person(person)
        enters = client.get(reverse("admin:index")).status_code == 200
        assert enters == bool({"editor", "approver", "admin"} & set(person.roles)), who
        for name, move in TRANSITIONS.items():
            details = details_for(move, claim, spare)
            refusal = expected(move, claim, person, Attempt(claim, person, NOTE, details, timezone.now()))
            made = enters and refusal is None
            # People who get one answer for one reason are one case: the engine's own matrix asks them all.
            case = (name, refusal, made) if enters else "outside"
            if move.automatic or case in tried:
                continue
            tried.add(case)
            assert_answered(client, claim, move, details, made=made, case=(who, name, situation))


def assert_answered(client, claim, move, details, *, made, case):
    """Send the confirmed action; what it did is taken back, and a refusal must not have written anything."""
    given = {name: getattr(details, name) for name in move.needs if getattr(details, name)}
    body = {name: f"{value:%Y-%m-%d %H:%M}" if hasattr(value, "hour") else value for name, value in given.items()}
    body |= {
        "action": f"move_{move.name.value}",
        "_selected_action": [claim.pk],
        "confirmed": "yes",
        "note": NOTE,
        f"version_{claim.pk}": claim.lock_version,
        f"hash_{claim.pk}": details.content_hash,
    }
    try:
        with transaction.atomic(), writes() as sent:
            before = AuditEvent.objects.count()
            response = client.post(reverse(LIST), body)
            now, events = Claim.objects.get(pk=claim.pk), AuditEvent.objects.count() - before
            assert response.status_code in (200, 302, 403), case
            assert events == (1 if made else 0), case
            if made:
                assert now.state in move.reaches(claim.state), case
            else:
                assert [sql for sql in sent if "django_session" not in sql] == [], case
                assert (now.state, now.lock_version) == (claim.state, claim.lock_version), case
            raise TakeBack
    except TakeBack:
        pass
