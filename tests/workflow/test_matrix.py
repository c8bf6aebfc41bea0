"""Every person x every move x every situation a claim can be in, generated from the transition table."""

import pytest
from django.db import transaction
from django.utils import timezone

from claims.accounts.roles import Role
from claims.audit.models import AuditEvent
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim
from claims.workflow.errors import Blocked, NotAllowed, WrongState
from claims.workflow.moves import Attempt, Details
from claims.workflow.perform import available, perform
from claims.workflow.transitions import TRANSITIONS
from tests.factories import PersonFactory
from tests.workflow import stories
from tests.workflow.matrix import SITUATIONS, cast, details_for, expected, writes

pytestmark = pytest.mark.django_db

NOTE = "Because the figures differ."
NOW = timezone.now()


@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_person_and_every_move(situation):
    people = stories.crew()
    claim = SITUATIONS[situation](people)
    claim.refresh_from_db()
    spare = PersonFactory(roles=[Role.REVIEWER])
    for who, person in cast(people).items():
        offers = {offer.move.name: offer for offer in available(claim, person)}
        for name, move in TRANSITIONS.items():
            case = f"{who} tries to {name} a claim that is {situation}"
            details = details_for(move, claim, spare)
            refusal = expected(move, claim, person, Attempt(claim, person, NOTE, details, timezone.now()))
            if refusal is None:
                assert (name in offers) == (not move.automatic), case
                assert_made(case, move, claim, person, details)
            else:
                error = refused(case, refusal, name, claim, person, details)
                assert error.message.endswith((".", "”")), case
                assert name not in offers or offers[name].reasons or move.guards, case


def refused(case, refusal, name, claim, person, details):
    """The refusal, of exactly this class, after which no row has changed."""
    with writes() as sent, pytest.raises(refusal) as caught:
        perform(name, claim_id=claim.pk, actor=person, note=NOTE, details=details)
    assert caught.type is refusal, case
    assert sent == [], case
    return caught.value


def assert_made(case, move, before, person, details):
    """The move is made and recorded once; afterwards it is taken back for the next one."""
    try:
        with transaction.atomic():
            events = AuditEvent.objects.count()
            perform(move.name, claim_id=before.pk, actor=person, note=NOTE, details=details)
            claim = Claim.objects.get(pk=before.pk)
            event = AuditEvent.objects.filter(object_type="claim", object_id=claim.pk).order_by("-sequence").first()
            assert claim.state in move.reaches(before.state), case
            assert claim.lock_version == before.lock_version + 1, case
            assert AuditEvent.objects.count() == events + 1, case
            assert (event.action, event.actor, event.note) == (move.name, person, NOTE), case
            assert (event.from_state, event.to_state) == (before.state, claim.state), case
            assert (claim.state_since != before.state_since) == (claim.state != before.state), case
            raise TakeBack
    except TakeBack:
        pass


class TakeBack(Exception):
    """Ends a transaction whose work was only looked at."""


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_software_makes_only_its_own_moves(situation):
    people = stories.crew()
    claim = SITUATIONS[situation](people)
    claim.refresh_from_db()
    spare = PersonFactory(roles=[Role.REVIEWER])
    for name, move in TRANSITIONS.items():
        details = details_for(move, claim, spare)
        if not move.system:
            refused(name, NotAllowed, name, claim, None, details)
        elif claim.state not in move.sources or any(ask(Attempt(claim, None, NOTE, details, NOW)) for ask in move.fits):
            refused(name, WrongState, name, claim, None, details)
        else:
            assert_made(name, move, claim, None, details)


def test_moves_that_want_details_say_so_without_them():
    people = stories.crew()
    optional = {"due_at", "verdict_version"}
    tried = set()
    for build in SITUATIONS.values():
        claim = build(people)
        claim.refresh_from_db()
        actor = PersonFactory(roles=list(Role))
        for offer in available(claim, actor):
            if offer.ready and set(offer.move.needs) - optional:
                refused(offer.move.name, Blocked, offer.move.name, claim, actor, Details())
                tried.add(offer.move.name)
    assert tried == {name for name, move in TRANSITIONS.items() if set(move.needs) - optional}


def test_every_state_is_reached_and_only_final_states_have_no_way_out():
    reached = {ClaimState.QUEUED, *(state for move in TRANSITIONS.values() for state in move.all_targets)}
    left = {state for move in TRANSITIONS.values() for state in move.sources}
    assert reached == set(ClaimState)
    assert set(ClaimState) - left == {ClaimState.RETRACTED}
