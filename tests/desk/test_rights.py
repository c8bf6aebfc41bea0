"""The desk's pages against the table by hand: what each person is shown, and what comes of every move."""

import pytest
from django.db import transaction
from django.urls import reverse

from claims.audit.models import AuditEvent
from claims.tracking.models import Claim
from tests.rights.situations import NOTE, TakeBack, given_with, relate, stage, writes
from tests.rights.table import BLOCKED, MOVES, READS_DESK, WHO, expected, offered
from tests.rights.trials import lookers, trials

pytestmark = [pytest.mark.django_db, pytest.mark.faces]

STATUS = {"forbidden": 403, "wrong state": 409, "blocked": 422}
MADE = 302
# These have their buttons on the verdict's form and on the page of the second review.
ELSEWHERE = {"submit", "approve", "request_changes"}


@pytest.mark.parametrize("situation", MOVES)
def test_the_pages_do_what_the_table_says(situation, settings, as_person):
    claim, people, spare = stage(situation, settings)
    clients = {role: as_person(person) for role, person in people.items()}
    for role in lookers(situation):
        assert_shown(clients[role], claim, role, situation)
    for role, relation, moves in trials(situation, "desk"):
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


def assert_shown(client, claim, role, situation):
    """The page has a control for each move the person has here that nothing stands against, and for no other."""
    page = client.get(reverse("claim", args=[claim.pk]))
    assert page.status_code == (200 if role in READS_DESK else 403), (role, situation)
    text = page.content.decode()
    shown = {move for move in WHO if f'"{reverse("claim-move", args=[claim.pk, move])}"' in text}
    open_to = {move for move in offered(situation, role) if MOVES[situation][move] != BLOCKED}
    assert shown - ELSEWHERE == open_to - ELSEWHERE, (role, situation)
    if "publish" in offered(situation, role) - open_to:
        assert "Changed since it was submitted: the evidence." in text, (role, situation)


def assert_answered(client, claim, move, given, what, case):
    """Send the move's form; what it did is taken back, and a refusal must not have written anything."""
    body = {name: f"{value:%Y-%m-%dT%H:%M}" if hasattr(value, "hour") else value for name, value in given.items()}
    body |= {"note": NOTE, "expected_version": claim.lock_version}
    try:
        with transaction.atomic(), writes() as sent:
            before = AuditEvent.objects.count()
            response = client.post(reverse("claim-move", args=[claim.pk, move]), body)
            now, events = Claim.objects.get(pk=claim.pk), AuditEvent.objects.count() - before
            assert response.status_code == STATUS.get(what, MADE), (*case, response.content.decode()[:2000])
            assert events == (0 if what in STATUS else 1), case
            if what in STATUS:
                assert [sql for sql in sent if "accounts_session" not in sql] == [], case
                assert (now.state, now.lock_version) == (claim.state, claim.lock_version), case
            else:
                assert now.state == what, case
            raise TakeBack
    except TakeBack:
        pass
