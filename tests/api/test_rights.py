"""The API against the table by hand: the moves each person's program is told of, and what comes of every move."""

import pytest
from django.db import transaction
from django.test import Client

from claims.people.tokens import issue
from claims.tracking.models import Claim
from tests.rights.situations import NOTE, TakeBack, given_with, relate, stage, writes
from tests.rights.table import EVERY_ROLE_TRIES, MOVES, READS_DESK, SCOPE_PUBLISH, expected, offered
from tests.rights.trials import lookers, trials

pytestmark = [pytest.mark.django_db, pytest.mark.faces]

STATUS = {"forbidden": 403, "wrong state": 409, "blocked": 422}
MADE = 200


@pytest.fixture(autouse=True)
def many_requests(settings):
    settings.API_REQUESTS_PER_MINUTE = 1_000_000


def program(person, *scopes):
    """A client with a token that has been used a moment ago, so that using it writes nothing."""
    secret = issue(actor=person, name="program", scopes=scopes or ("read", "write", "publish")).secret
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    client.get("/api/v1/me/")
    return client


@pytest.mark.parametrize("situation", MOVES)
def test_the_api_does_what_the_table_says(situation, settings):
    claim, people, spare = stage(situation, settings)
    clients = {role: program(person) for role, person in people.items()}
    for role in lookers(situation):
        shown = clients[role].get(f"/api/v1/claims/{claim.pk}/transitions/")
        assert shown.status_code == (200 if role in READS_DESK else 403), (role, situation)
        if shown.status_code == 200:
            assert {offer["name"] for offer in shown.json()} == offered(situation, role), (role, situation)
    for role, relation, moves in trials(situation, "api"):
        try:
            with transaction.atomic():
                related = relate(claim, people[role], relation)
                for move in moves:
                    given = given_with(move, related, spare)
                    what = expected(situation, move, role, relation)
                    assert_answered(clients[role], related, move, given, what, (role, relation, situation, move))
                raise TakeBack
        except TakeBack:
            pass


@pytest.mark.parametrize("situation", sorted(set(EVERY_ROLE_TRIES.values())))
def test_a_token_lets_its_owner_do_what_it_was_made_for_alone(situation, settings):
    claim, people, spare = stage(situation, settings)
    person = people["all"]
    clients = {scope: program(person, scope) for scope in ("read", "write", "publish")}
    related = relate(claim, person, "stranger" if situation in ("queued", "closed") else "assigned")
    for move in [move for move, where in EVERY_ROLE_TRIES.items() if where == situation]:
        given = given_with(move, related, spare)
        wanted = "publish" if move in SCOPE_PUBLISH else "write"
        for scope, client in clients.items():
            what = MOVES[situation][move] if scope == wanted else "forbidden"
            assert_answered(client, related, move, given, what, (scope, move))


def assert_answered(client, claim, move, given, what, case):
    """Send one move; what it did is taken back, and a refusal must not have written anything."""
    body = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in given.items()}
    try:
        with transaction.atomic(), writes() as sent:
            answer = client.post(
                f"/api/v1/claims/{claim.pk}/transitions/{move}/",
                {**body, "note": NOTE},
                content_type="application/json",
                headers={"If-Match": f'"v{claim.lock_version}"'},
            )
            assert answer.status_code == STATUS.get(what, MADE), (*case, answer.content)
            if what in STATUS:
                assert sent == [], (*case, sent)
            else:
                now = Claim.objects.get(pk=claim.pk)
                assert answer.json()["state"] == now.state == what, case
                assert answer["ETag"].startswith(f'"v{claim.lock_version + 1}-'), case
            raise TakeBack
    except TakeBack:
        pass
