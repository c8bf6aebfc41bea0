"""What happens to published words: numbered snapshots, corrections that are approved anew, retractions by two."""

import pytest

from claims.errors import NotAllowed, WrongState
from claims.tracking.enums import AssignmentState, ClaimState
from claims.tracking.models import Assignment, Claim, Correction
from claims.verdicts.enums import PublicationKind
from claims.verdicts.models import Approval, Publication, Revision
from claims.workflow.moves import Details, MoveName
from claims.workflow.perform import perform
from tests.workflow import stories
from tests.workflow.stories import Crew, claim_in, correction_in, days, offered, rewrite_summary

pytestmark = pytest.mark.django_db

S, M = ClaimState, MoveName


@pytest.fixture
def people(db: None) -> Crew:
    return stories.crew()


def test_publishing_numbers_the_snapshot_and_ends_the_assignment(people):
    claim = claim_in(S.PUBLISHED, people)

    publication = Publication.objects.get()
    assert (publication.number, publication.kind, publication.is_current) == (1, PublicationKind.FIRST, True)
    assert publication.content == publication.revision.content
    assert Assignment.objects.get(claim=claim).state == AssignmentState.DONE


def test_a_set_time_can_be_cancelled(people):
    claim = claim_in(S.APPROVED, people)
    assert "unschedule" not in offered(claim, people.second)
    with pytest.raises(WrongState, match="No time to publish is set"):
        perform(M.UNSCHEDULE, claim_id=claim.pk, actor=people.second)

    perform(M.SCHEDULE, claim_id=claim.pk, actor=people.second, details=Details(publish_at=days(1)))
    assert "unschedule" in offered(claim, people.second)
    perform(M.UNSCHEDULE, claim_id=claim.pk, actor=people.second)

    claim.refresh_from_db()
    assert (claim.state, claim.publish_at) == (S.APPROVED, None)


def test_a_correction_is_approved_again_by_the_one_who_approved_before(people):
    claim = correction_in(S.CORRECTING, people)
    assert Publication.objects.get(is_current=True).number == 1
    rewrite_summary(claim, people.reviewer)
    perform(M.SUBMIT, claim_id=claim.pk, actor=people.reviewer)

    assert stories.approve(claim, people.second).claim.state == S.APPROVED
    perform(M.PUBLISH, claim_id=claim.pk, actor=people.second)

    newest = Publication.objects.get(is_current=True)
    assert (newest.number, newest.kind) == (2, PublicationKind.CORRECTION)
    assert newest.note == "The year in the short answer is wrong."
    assert newest.content["summary"] == "The accounts show a cut of 8 per cent."
    assert Correction.objects.get().published
    assert Approval.objects.filter(voided_at=None).count() == 2


@pytest.mark.parametrize("state", [S.CORRECTING, S.SUBMITTED, S.CHANGES_REQUESTED, S.APPROVED])
def test_a_correction_is_abandoned_from_every_state_it_passes_through(people, state):
    claim = correction_in(state, people)

    perform(M.ABANDON_CORRECTION, claim_id=claim.pk, actor=people.third)

    claim.refresh_from_db()
    correction = Correction.objects.get()
    assert claim.state == S.PUBLISHED
    assert (correction.ended_at is not None, correction.published) == (True, False)
    first = Revision.objects.get(claim=claim, number=1)
    assert first.approvals.get().voided_at is None
    assert not Approval.objects.filter(revision__number=2, voided_at=None).exists()
    assert Publication.objects.get().is_current
    stories.open_correction(claim, people)


@pytest.mark.parametrize("state", [S.SUBMITTED, S.CHANGES_REQUESTED, S.APPROVED])
def test_without_a_correction_there_is_nothing_to_abandon(people, state):
    claim = claim_in(state, people)

    with pytest.raises(WrongState, match="No correction is open"):
        perform(M.ABANDON_CORRECTION, claim_id=claim.pk, actor=people.third)
    assert "abandon_correction" not in offered(claim, people.third)


def test_work_on_a_correction_goes_back_to_the_correction(people):
    taken_back = correction_in(S.SUBMITTED, people)
    perform(M.WITHDRAW, claim_id=taken_back.pk, actor=people.reviewer)
    revised = correction_in(S.CHANGES_REQUESTED, people)
    perform(M.RESUME, claim_id=revised.pk, actor=people.reviewer)
    edited = correction_in(S.APPROVED, people)
    perform(M.EDIT_APPROVED, claim_id=edited.pk, actor=people.reviewer)

    assert set(Claim.objects.values_list("state", flat=True)) == {S.CORRECTING}


@pytest.mark.parametrize("state", [S.PUBLISHED, S.CORRECTING])
def test_a_retraction_takes_two(people, state):
    claim = claim_in(state, people)
    with pytest.raises(WrongState, match="Nobody has asked"):
        perform(M.RETRACT, claim_id=claim.pk, actor=people.third)
    perform(M.ASK_RETRACTION, claim_id=claim.pk, actor=people.second, note="The source was forged.")

    with pytest.raises(NotAllowed, match="somebody else has to confirm"):
        perform(M.RETRACT, claim_id=claim.pk, actor=people.second)
    with pytest.raises(WrongState, match="asked for a retraction already"):
        perform(M.ASK_RETRACTION, claim_id=claim.pk, actor=people.third, note="Me too.")
    perform(M.RETRACT, claim_id=claim.pk, actor=people.third)

    claim.refresh_from_db()
    notice = Publication.objects.get(is_current=True)
    assert claim.state == S.RETRACTED
    assert (notice.kind, notice.revision, notice.note) == (PublicationKind.RETRACTION, None, "The source was forged.")
    assert Publication.objects.filter(number=1, is_current=False).exists()
    assert not Correction.objects.filter(ended_at=None).exists()
    assert offered(claim, people.third) == set()


def test_a_retraction_request_can_be_dropped(people):
    claim = claim_in(S.PUBLISHED, people)
    perform(M.ASK_RETRACTION, claim_id=claim.pk, actor=people.second, note="The source was forged.")

    perform(M.DROP_RETRACTION, claim_id=claim.pk, actor=people.third)

    claim.refresh_from_db()
    assert (claim.state, claim.retraction_asked_by, claim.retraction_note) == (S.PUBLISHED, None, "")
    assert "ask_retraction" in offered(claim, people.second)
