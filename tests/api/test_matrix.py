"""Every person x every move x every situation, through the API: generated from the transition table."""

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from claims.api.representation import instant
from claims.tracking.models import Claim
from claims.workflow.errors import Blocked, NotAllowed, WrongState
from claims.workflow.moves import Attempt
from claims.workflow.perform import available
from claims.workflow.tokens import issue
from claims.workflow.transitions import TRANSITIONS
from tests.workflow.matrix import NOTE, SITUATIONS, TakeBack, cast, details_for, expected, stage, writes

pytestmark = [pytest.mark.django_db, pytest.mark.faces]

STATUS = {None: 200, NotAllowed: 403, WrongState: 409, Blocked: 422}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_person_and_every_move_through_the_api(situation, settings):
    settings.API_REQUESTS_PER_MINUTE = 1_000_000
    people, claim, spare = stage(situation)
    persons = cast(people)
    tried = set()
    for who, person in persons.items():
        secret = issue(actor=person, name="program", scopes=["read", "write", "publish"]).secret
        client = Client(headers={"Authorization": f"Bearer {secret}"})
        offers = {offer.move.name for offer in available(claim, person)}
        shown = client.get(f"/api/v1/claims/{claim.pk}/transitions/")
        assert (shown.status_code == 403) == (who == "nobody's role")
        if shown.status_code == 200:
            assert {offer["name"] for offer in shown.json()} == offers
        for name, move in TRANSITIONS.items():
            details = details_for(move, claim, spare)
            refusal = expected(move, claim, person, Attempt(claim, person, NOTE, details, timezone.now()))
            # Strangers of one kind of refusal in one situation are one case: the engine's own matrix asks them all.
            case = (name, refusal, move.right)
            if move.automatic or (refusal is not None and case in tried):
                continue
            tried.add(case)
            answer = attempt(client, claim, move, details, made=refusal is None)
            assert answer.status_code == STATUS[refusal], (who, name, situation, answer.content)


def attempt(client, claim, move, details, *, made):
    """Send one move; what it did is taken back, and a refusal must not have written anything."""
    body = {need: value for need in move.needs if (value := getattr(details, need))}
    body = {need: instant(value) if hasattr(value, "isoformat") else value for need, value in body.items()}
    answers = []
    try:
        with transaction.atomic(), writes() as sent:
            answers.append(
                client.post(
                    f"/api/v1/claims/{claim.pk}/transitions/{move.name}/",
                    {**body, "note": NOTE},
                    content_type="application/json",
                    headers={"If-Match": f'"v{claim.lock_version}"'},
                )
            )
            assert made or sent == [], (move.name, sent)
            if made and answers[0].status_code == 200:
                now = Claim.objects.get(pk=claim.pk)
                assert answers[0].json()["state"] == now.state
                assert answers[0]["ETag"].startswith(f'"v{now.lock_version}-')
            raise TakeBack
    except TakeBack:
        return answers[0]
