"""Every person x every move x every situation, through the desk's pages: generated from the transition table."""

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from claims.accounts.roles import Right
from claims.audit.models import AuditEvent
from claims.desk.claim_page import ON_THE_REVIEW_PAGE, ON_THE_VERDICT_FORM
from claims.tracking.models import Claim
from claims.workflow.errors import Blocked, NotAllowed, WrongState
from claims.workflow.moves import Attempt
from claims.workflow.perform import available
from claims.workflow.transitions import TRANSITIONS
from tests.workflow.matrix import NOTE, SITUATIONS, TakeBack, cast, details_for, expected, stage, writes

pytestmark = [pytest.mark.django_db, pytest.mark.faces]

STATUS = {None: 302, NotAllowed: 403, WrongState: 409, Blocked: 422}
ELSEWHERE = ON_THE_REVIEW_PAGE | ON_THE_VERDICT_FORM


@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_person_and_every_move_through_the_pages(situation, as_person):
    people, claim, spare = stage(situation)
    tried = set()
    for who, person in cast(people).items():
        client = as_person(person)
        assert_offered(client, claim, person, (who, situation))
        for name, move in TRANSITIONS.items():
            details = details_for(move, claim, spare)
            refusal = expected(move, claim, person, Attempt(claim, person, NOTE, details, timezone.now()))
            # People who get one answer for one reason are one case: the engine's own matrix asks them all.
            case = (name, refusal) if person.may(Right.READ) else "no role"
            if move.automatic or case in tried:
                continue
            tried.add(case)
            assert_answered(client, claim, move, details, refusal, (who, name, situation))


def assert_offered(client, claim, person, case):
    """The page has a control for each move the person has here, and for no other."""
    page = client.get(reverse("claim", args=[claim.pk]))
    if not person.may(Right.READ):
        assert page.status_code == 403, case
        return
    offered = {offer.move.name for offer in available(claim, person)}
    text = page.content.decode()
    for name in TRANSITIONS.keys() - ELSEWHERE:
        shown = f'"{reverse("claim-move", args=[claim.pk, name.value])}"' in text
        assert shown == (name in offered), (*case, name)


def assert_answered(client, claim, move, details, refusal, case):
    """Send the move's form; what it did is taken back, and a refusal must not have written anything."""
    given = {name: getattr(details, name) for name in move.needs if getattr(details, name)}
    body = {name: f"{value:%Y-%m-%dT%H:%M}" if hasattr(value, "hour") else value for name, value in given.items()}
    body |= {"note": NOTE, "expected_version": claim.lock_version}
    try:
        with transaction.atomic(), writes() as sent:
            before = AuditEvent.objects.count()
            response = client.post(reverse("claim-move", args=[claim.pk, move.name.value]), body)
            now, events = Claim.objects.get(pk=claim.pk), AuditEvent.objects.count() - before
            assert response.status_code == STATUS[refusal], (*case, response.content.decode()[:2000])
            assert events == (0 if refusal else 1), case
            if refusal is None:
                assert now.state in move.reaches(claim.state), case
            else:
                assert [sql for sql in sent if "django_session" not in sql] == [], case
                assert (now.state, now.lock_version) == (claim.state, claim.lock_version), case
            raise TakeBack
    except TakeBack:
        pass
