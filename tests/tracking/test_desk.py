"""The desk: what needs one person now, and who can take more."""

import datetime

import pytest
from django.utils import timezone

from claims.accounts.models import User
from claims.accounts.roles import Role
from claims.accounts.services import note_seen
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim
from claims.tracking.queries import desk_for, filter_choices, load_of_reviewers, since
from claims.workflow.moves import Details, MoveName
from claims.workflow.perform import perform
from tests.factories import PersonFactory
from tests.workflow import stories
from tests.workflow.stories import claim_in, correction_in, days

pytestmark = pytest.mark.django_db

S = ClaimState


@pytest.fixture
def people(db) -> stories.Crew:
    return stories.crew()


def pks(claims):
    return [claim.pk for claim in claims]


def test_each_person_sees_what_needs_them(people):
    claims = {state: claim_in(state, people) for state in S}
    corrected = correction_in(S.SUBMITTED, people)
    Claim.objects.filter(pk=claims[S.IN_REVIEW].pk).update(due_at=days(-1))

    ines, milo, hana = (desk_for(each) for each in (people.reviewer, people.second, people.editor))

    assert {claim.state for claim in ines.mine} == {S.ASSIGNED, S.IN_REVIEW, S.CORRECTING, S.REVISITING}
    assert ines.mine[0].pk == claims[S.IN_REVIEW].pk
    assert pks(ines.late) == [claims[S.IN_REVIEW].pk]
    assert pks(ines.sent_back) == [claims[S.CHANGES_REQUESTED].pk]
    assert pks(ines.waiting) == [claims[S.WAITING].pk]
    assert (ines.second_opinion, ines.to_publish) == ([], [])
    assert set(pks(milo.second_opinion)) == {claims[S.SUBMITTED].pk, corrected.pk}
    assert pks(milo.to_publish) == [claims[S.APPROVED].pk]
    assert (hana.mine, hana.second_opinion) == ([], [])


def test_an_editor_sees_what_is_late_with_others_or_with_nobody(people):
    late = [claim_in(state, people) for state in (S.QUEUED, S.IN_REVIEW, S.SUBMITTED)]
    done, in_time = claim_in(S.PUBLISHED, people), claim_in(S.IN_REVIEW, people)
    Claim.objects.filter(pk__in=[claim.pk for claim in [*late, done]]).update(due_at=days(-1))
    Claim.objects.filter(pk=in_time.pk).update(due_at=days(1))

    assert set(pks(desk_for(people.editor).late_elsewhere)) == set(pks(late))
    assert desk_for(people.reviewer).late_elsewhere == []


def test_a_second_opinion_is_not_asked_of_authors_nor_twice(people, settings):
    settings.APPROVALS_NEEDED = 2
    by_milo = claim_in(S.IN_REVIEW, people)
    perform(MoveName.SUBMIT, claim_id=by_milo.pk, actor=people.second)
    approved_once = claim_in(S.SUBMITTED, people)
    stories.approve(approved_once, people.second)

    assert desk_for(people.second).second_opinion == []
    assert set(pks(desk_for(people.third).second_opinion)) == {by_milo.pk, approved_once.pk}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_desk_takes_a_fixed_number_of_queries(people, rows, django_assert_num_queries):
    for _ in range(rows):
        for state in (S.IN_REVIEW, S.SUBMITTED, S.APPROVED):
            claim_in(state, people)
    reviewer, approver, editor = (
        User.objects.get(pk=each.pk) for each in (people.reviewer, people.third, people.editor)
    )
    Claim.objects.filter(state=S.IN_REVIEW).update(due_at=days(-1))

    with django_assert_num_queries(2):
        assert len([str(claim.claimant) for claim in desk_for(reviewer).mine]) == rows
    with django_assert_num_queries(5):
        assert len(desk_for(approver).second_opinion) == rows
    with django_assert_num_queries(3):
        assert len([claim.holder for claim in desk_for(editor).late_elsewhere]) == rows
    with django_assert_num_queries(2):
        load_of_reviewers()
    with django_assert_num_queries(2):
        assert len(since(reviewer, days(-1))) == 5 * rows - rows
    with django_assert_num_queries(3):
        filter_choices()


def test_load_counts_what_is_in_hand_and_leaves_room(people):
    for state in (S.ASSIGNED, S.IN_REVIEW, S.SUBMITTED, S.PUBLISHED):
        claim_in(state, people)
    Claim.objects.filter(state=S.IN_REVIEW).update(due_at=days(-1))
    User.objects.filter(pk=people.reviewer.pk).update(max_open=3)
    idle = PersonFactory(display_name="Ada Idle", roles=[Role.REVIEWER])
    PersonFactory(display_name="Vic Viewer", roles=[Role.VIEWER])

    loads = {load.person: load for load in load_of_reviewers()}

    ines = loads[people.reviewer]
    assert (ines.open, ines.late, ines.limit, ines.free) == (2, 1, 3, 1)
    assert (loads[idle].open, loads[idle].free) == (0, 6)
    assert [str(person) for person in loads] == sorted(str(person) for person in loads)
    assert "Vic Viewer" not in [str(person) for person in loads]


def test_somebody_who_left_with_claims_in_hand_still_shows(people):
    claim_in(S.ASSIGNED, people)
    User.objects.filter(pk=people.reviewer.pk).update(is_active=False)
    assert [(str(load.person), load.open) for load in load_of_reviewers() if load.open] == [("Ines Okafor", 1)]


def test_since_you_left_tells_what_others_did(people):
    claim = claim_in(S.SUBMITTED, people)
    left = timezone.now()
    stories.approve(claim, people.second)
    perform(MoveName.EDIT_APPROVED, claim_id=claim.pk, actor=people.reviewer)
    other = claim_in(S.QUEUED, people)
    perform(MoveName.ASSIGN, claim_id=other.pk, actor=people.editor, details=Details(reviewer_id=people.third.pk))

    assert [str(line.sentence) for line in since(people.reviewer, left)] == ["Milo Brandt approved revision 1"]


def test_being_away_for_more_than_half_an_hour_is_having_left(ana):
    assert note_seen(ana) is None
    ana.refresh_from_db()
    first = ana.last_seen_at
    assert note_seen(ana) is None
    ana.refresh_from_db()
    assert ana.last_seen_at == first

    away = timezone.now() - datetime.timedelta(minutes=31)
    ana.last_seen_at = away
    assert note_seen(ana) == away
    ana.refresh_from_db()
    assert ana.last_seen_at > away
