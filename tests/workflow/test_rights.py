"""The engine against the table by hand: every role, relation, move and situation."""

import pytest
from django.db import transaction

from claims.audit.models import AuditEvent
from claims.errors import Blocked, NotAllowed, Refusal, WrongState
from claims.tracking.models import Claim
from claims.workflow.moves import Details
from claims.workflow.perform import available, perform, would_refuse
from tests.rights.situations import NOTE, TakeBack, given_with, relate, stage, writes
from tests.rights.table import (
    BLOCKED,
    DETAILS_WANTED,
    EVERY_ROLE_TRIES,
    MOVES,
    NOTE_WANTED,
    RELATED,
    ROLES,
    SOFTWARE,
    WHO,
    expected,
    offered,
)

pytestmark = pytest.mark.django_db

REFUSALS = {"forbidden": NotAllowed, "wrong state": WrongState, "blocked": Blocked}


@pytest.mark.parametrize("situation", MOVES)
def test_strangers_of_every_role_try_every_move(situation, settings):
    claim, people, spare = stage(situation, settings)
    for role, person in people.items():
        assert_offered(claim, person, situation, offered(situation, role), f"{role}, {situation}")
        for move in WHO:
            case = (role, situation, move)
            given, what = given_with(move, claim, spare), expected(situation, move, role)
            assert_foreseen(claim, person, move, given, what, case)
            if move in MOVES[situation] or role == "all":
                assert_outcome(claim, person, move, given, what, case)


@pytest.mark.parametrize("situation", MOVES)
def test_people_who_have_to_do_with_the_claim_try_every_move(situation, settings):
    claim, people, spare = stage(situation, settings)
    for relation in RELATED[situation]:
        for role, person in people.items():
            try:
                with transaction.atomic():
                    related = relate(claim, person, relation)
                    moves = offered(situation, role, relation)
                    assert_offered(related, person, situation, moves, f"{role}, {relation}, {situation}")
                    for move in MOVES[situation]:
                        case = (role, relation, situation, move)
                        given, what = given_with(move, related, spare), expected(situation, move, role, relation)
                        assert_foreseen(related, person, move, given, what, case)
                        if what != expected(situation, move, role):
                            assert_outcome(related, person, move, given, what, case)
                    raise TakeBack
            except TakeBack:
                pass


@pytest.mark.parametrize("situation", MOVES)
def test_the_software_makes_only_its_own_moves(situation, settings):
    claim, _, spare = stage(situation, settings)
    for move in WHO:
        what = MOVES[situation].get(move, "wrong state") if move in SOFTWARE else "forbidden"
        assert_outcome(claim, None, move, given_with(move, claim, spare), what, ("software", situation, move))


@pytest.mark.parametrize("situation", sorted(set(EVERY_ROLE_TRIES.values())))
def test_notes_and_details_are_wanted_where_the_table_says(situation, settings):
    claim, people, spare = stage(situation, settings)
    person = people["all"]
    related = relate(claim, person, "stranger" if situation in ("queued", "closed") else "assigned")
    for move in [move for move, where in EVERY_ROLE_TRIES.items() if where == situation]:
        details = Details(**given_with(move, related, spare))
        refusal = would_refuse(move, claim=related, actor=person, note="  ", details=details)
        if move in NOTE_WANTED:
            assert (type(refusal), str(refusal)) == (Blocked, "Write a note, so that the others know why."), move
        else:
            assert refusal is None, move
        if move in DETAILS_WANTED:
            assert_refused(related, person, move, {}, Blocked, move)
        else:
            assert would_refuse(move, claim=related, actor=person, note=NOTE) is None, move


def test_nobody_has_a_way_round_the_second_person(settings):
    """Whoever wrote a part, in whatever role, neither approves nor sends back; the same person as a stranger does."""
    claim, people, _ = stage("submitted", settings)
    for role in ROLES:
        approves = role in ("approver", "all")
        assert ("approve" in names(available(claim, people[role]))) is approves
        related = relate(claim, people[role], "author")
        assert not {"approve", "request_changes"} & names(available(related, people[role])), role


def names(offers):
    return {offer.move.name.value for offer in offers}


def assert_offered(claim, person, situation, moves, case):
    """Exactly these moves are offered; what stands against one is said before anybody tries it.

    An approval alone shows only when tried what stands against it: the page shows a frozen text, and the hash seen.
    """
    offers = available(claim, person)
    held_up = {move for move, reached in MOVES[situation].items() if reached == BLOCKED and move != "approve"}
    assert names(offers) == moves, case
    assert {offer.move.name.value for offer in offers if offer.reasons} == held_up & moves, case


def assert_foreseen(claim, person, move, given, what, case):
    """The dry run, which bulk acts show beforehand, says what the move would."""
    refusal = would_refuse(move, claim=claim, actor=person, note=NOTE, details=Details(**given))
    assert (type(refusal) if refusal else None) is REFUSALS.get(what), (case, refusal)


def assert_outcome(claim, person, move, given, what, case):
    if what in REFUSALS:
        assert_refused(claim, person, move, given, REFUSALS[what], case)
    else:
        assert_made(claim, person, move, given, what, case)


def assert_refused(claim, person, move, details, refusal, case):
    """The refusal is of exactly this class and a sentence, after which no row has changed."""
    with writes() as sent, pytest.raises(Refusal) as caught:
        perform(move, claim_id=claim.pk, actor=person, note=NOTE, details=Details(**details))
    assert caught.type is refusal, (case, caught.value)
    assert caught.value.message.endswith((".", "”")), case
    assert sent == [], case
    return caught.value


def assert_made(before, person, move, details, state, case):
    """The move leads to this state and is recorded once; afterwards it is taken back for the next one."""
    try:
        with transaction.atomic():
            events = AuditEvent.objects.count()
            perform(move, claim_id=before.pk, actor=person, note=NOTE, details=Details(**details))
            claim = Claim.objects.get(pk=before.pk)
            event = AuditEvent.objects.filter(object_type="claim", object_id=claim.pk).order_by("-sequence").first()
            assert claim.state == state, case
            assert claim.lock_version == before.lock_version + 1, case
            assert AuditEvent.objects.count() == events + 1, case
            assert (event.action, event.actor, event.note) == (move, person, NOTE), case
            assert (event.from_state, event.to_state) == (before.state, state), case
            assert (claim.state_since != before.state_since) == (state != before.state), case
            raise TakeBack
    except TakeBack:
        pass
