"""The newsroom's rules, told as stories: two people behind every verdict, whatever their roles."""

import pytest

from claims.accounts.models import User
from claims.accounts.roles import Role
from claims.audit.models import AuditEvent
from claims.audit.services import verify
from claims.delivery.models import Notification
from claims.errors import Blocked, NotAllowed, Stale, WrongState
from claims.tracking.enums import AssignmentState, ClaimState
from claims.tracking.models import Assignment, Claim
from claims.verdicts.models import Approval, Publication, Revision, Verdict
from claims.workflow.editing import Part, edit
from claims.workflow.moves import Details, MoveName
from claims.workflow.perform import available, perform
from tests.factories import ClaimFactory, PersonFactory
from tests.workflow import stories
from tests.workflow.stories import Crew, claim_in, days, offered, rewrite_summary

pytestmark = pytest.mark.django_db

S, M = ClaimState, MoveName


@pytest.fixture
def people(db: None) -> Crew:
    return stories.crew()


# Two people


def test_author_cannot_approve_own_verdict_whatever_the_role(people):
    claim = claim_in(S.ASSIGNED, people)
    people.reviewer.groups.set(PersonFactory(roles=list(Role)).groups.all())
    author = User.objects.get(pk=people.reviewer.pk)
    perform(M.START, claim_id=claim.pk, actor=author)
    stories.draft(claim, author)
    perform(M.SUBMIT, claim_id=claim.pk, actor=author)

    with pytest.raises(NotAllowed, match="You wrote a part of this"):
        stories.approve(claim, author)
    with pytest.raises(NotAllowed, match="You wrote a part of this"):
        perform(M.REQUEST_CHANGES, claim_id=claim.pk, actor=author, note="Hm.")
    assert "approve" not in offered(claim, author)
    assert "approve" in offered(claim, people.second)


@pytest.mark.parametrize("part", list(Part))
def test_whoever_wrote_any_part_cannot_approve(people, part):
    claim = claim_in(S.IN_REVIEW, people)
    edit(claim_id=claim.pk, actor=people.second, part=part, action="tested", change=lambda _: {"what": "something"})
    perform(M.SUBMIT, claim_id=claim.pk, actor=people.reviewer)

    with pytest.raises(NotAllowed, match=f"You wrote a part of this \\({part.value}\\)"):
        stories.approve(claim, people.second)
    assert stories.approve(claim, people.third).claim.state == S.APPROVED


def test_author_cannot_approve_after_the_claim_went_to_somebody_else(people):
    claim = claim_in(S.IN_REVIEW, people)
    perform(M.REASSIGN, claim_id=claim.pk, actor=people.editor, details=Details(reviewer_id=people.second.pk))
    rewrite_summary_as = people.second
    perform(M.START, claim_id=claim.pk, actor=people.second)
    rewrite_summary(claim, rewrite_summary_as)
    other = Details(reviewer_id=people.editor.pk)
    perform(M.REASSIGN, claim_id=claim.pk, actor=people.editor, details=other)
    perform(M.START, claim_id=claim.pk, actor=people.editor)
    perform(M.SUBMIT, claim_id=claim.pk, actor=people.editor)

    with pytest.raises(NotAllowed):
        stories.approve(claim, people.second)
    assert Revision.objects.get(claim=claim).authors.count() == 3


def test_whoever_only_submitted_cannot_approve(people):
    claim = claim_in(S.IN_REVIEW, people)
    perform(M.SUBMIT, claim_id=claim.pk, actor=people.second)

    with pytest.raises(NotAllowed, match="submission"):
        stories.approve(claim, people.second)


def test_triage_wording_and_assigning_before_the_review_make_no_author(people):
    claim = ClaimFactory(statement="The council cut spending by a fifth")
    edit(
        claim_id=claim.pk,
        actor=people.second,
        part=Part.WORDING,
        action="claim_reworded",
        change=lambda locked: {"before": locked.statement},
    )
    perform(M.ASSIGN, claim_id=claim.pk, actor=people.second, details=Details(reviewer_id=people.reviewer.pk))
    perform(M.START, claim_id=claim.pk, actor=people.reviewer)
    stories.draft(claim, people.reviewer)
    perform(M.SUBMIT, claim_id=claim.pk, actor=people.reviewer)

    assert stories.approve(claim, people.second).claim.state == S.APPROVED


def test_a_person_without_the_right_is_refused_even_as_superuser(people, nell):
    claim = claim_in(S.SUBMITTED, people)
    User.objects.filter(pk=nell.pk).update(is_superuser=True, is_staff=True)

    with pytest.raises(NotAllowed, match="Your role does not let you"):
        stories.approve(claim, User.objects.get(pk=nell.pk))


def test_somebody_who_has_left_can_do_nothing(people):
    claim = claim_in(S.SUBMITTED, people)
    User.objects.filter(pk=people.second.pk).update(is_active=False)

    with pytest.raises(NotAllowed):
        stories.approve(claim, User.objects.get(pk=people.second.pk))


# The hash


def test_approval_is_bound_to_the_hash_that_was_seen(people):
    claim = claim_in(S.SUBMITTED, people)

    with pytest.raises(Blocked, match="no longer the revision you looked at"):
        perform(M.APPROVE, claim_id=claim.pk, actor=people.second, details=Details(content_hash="0" * 64))
    assert Approval.objects.count() == 0


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("the short answer", lambda claim: Verdict.objects.filter(claim=claim).update(summary="Other words.")),
        ("the wording of the claim", lambda claim: Claim.objects.filter(pk=claim.pk).update(statement="Other words")),
        ("the evidence", lambda claim: claim.evidence.filter(position=0).update(note="One more character")),
        ("what the claimant was asked", lambda claim: claim.contacts.update(answer="No.")),
        ("the claimant", lambda claim: type(claim.claimant).objects.filter(pk=claim.claimant_id).update(role="Mayor")),
    ],
)
def test_one_changed_character_stops_approval_and_publication(people, what, change):
    """Even a change that went round every door, as by hand in the database."""
    submitted, approved = claim_in(S.SUBMITTED, people), claim_in(S.APPROVED, people)
    change(submitted)
    change(approved)

    with pytest.raises(Blocked, match=f"Changed since it was submitted: {what}"):
        stories.approve(submitted, people.third)
    with pytest.raises(Blocked, match=f"Changed since it was submitted: {what}"):
        perform(M.PUBLISH, claim_id=approved.pk, actor=people.second)
    assert Publication.objects.count() == 0


def test_an_edit_of_an_approved_verdict_is_refused_and_edit_again_voids_the_approval(people):
    claim = claim_in(S.APPROVED, people)
    perform(M.SCHEDULE, claim_id=claim.pk, actor=people.second, details=Details(publish_at=days(1)))

    with pytest.raises(WrongState):
        rewrite_summary(claim, people.reviewer)
    claim.refresh_from_db()
    assert claim.state == S.APPROVED
    assert claim.publish_at is not None
    assert Approval.objects.get().voided_at is None

    perform(M.EDIT_APPROVED, claim_id=claim.pk, actor=people.reviewer)
    rewrite_summary(claim, people.reviewer)
    claim.refresh_from_db()
    assert claim.state == S.IN_REVIEW
    assert claim.publish_at is None
    assert Approval.objects.get().voided_at is not None
    with pytest.raises(WrongState):
        perform(M.PUBLISH, claim_id=claim.pk, actor=people.second)
    perform(M.SUBMIT, claim_id=claim.pk, actor=people.reviewer)
    assert stories.approve(claim, people.second).claim.state == S.APPROVED
    assert Revision.objects.filter(claim=claim).count() == 2


def test_an_edit_that_changes_nothing_is_refused_too_and_leaves_the_approval(people):
    claim = claim_in(S.APPROVED, people)
    events = AuditEvent.objects.count()

    with pytest.raises(WrongState):
        edit(claim_id=claim.pk, actor=people.reviewer, part=Part.VERDICT, action="draft_saved", change=lambda _: {})

    claim.refresh_from_db()
    assert claim.state == S.APPROVED
    assert AuditEvent.objects.count() == events


def test_submitting_makes_older_windows_on_the_draft_stale(people):
    claim = claim_in(S.IN_REVIEW, people)
    seen = Verdict.objects.get(claim=claim).lock_version

    perform(M.SUBMIT, claim_id=claim.pk, actor=people.reviewer, details=Details(verdict_version=seen))

    assert Verdict.objects.get(claim=claim).lock_version == seen + 1


def test_a_draft_changed_in_another_window_is_not_submitted(people):
    claim = claim_in(S.IN_REVIEW, people)

    with pytest.raises(Blocked, match="changed in another window"):
        perform(M.SUBMIT, claim_id=claim.pk, actor=people.reviewer, details=Details(verdict_version=99))


def test_a_claim_with_open_gates_is_not_submitted(people):
    claim = claim_in(S.IN_REVIEW, people)
    claim.evidence.all().update(removed_at=days(0))

    with pytest.raises(Blocked) as refused:
        perform(M.SUBMIT, claim_id=claim.pk, actor=people.reviewer)
    assert any("primary source" in reason for reason in refused.value.reasons)
    submit = next(offer for offer in available(claim, people.reviewer) if offer.move.name == M.SUBMIT)
    assert submit.reasons == refused.value.reasons


# Two approvals


def test_two_approvals_come_from_two_people(people, settings, apa):
    settings.APPROVALS_NEEDED = 2
    claim = claim_in(S.SUBMITTED, people)

    assert stories.approve(claim, people.second).claim.state == S.SUBMITTED
    with pytest.raises(NotAllowed, match="a second person is needed"):
        stories.approve(claim, people.second)
    assert stories.approve(claim, people.third).claim.state == S.APPROVED
    with pytest.raises(WrongState):
        stories.approve(claim, apa)
    assert Approval.objects.filter(voided_at=None).count() == 2


def test_the_first_of_two_approvals_falls_when_changes_are_asked_for(people, settings):
    settings.APPROVALS_NEEDED = 2
    claim = claim_in(S.SUBMITTED, people)
    stories.approve(claim, people.second)

    perform(M.REQUEST_CHANGES, claim_id=claim.pk, actor=people.third, note="Name the year.")

    assert Approval.objects.get().voided_at is not None
    perform(M.RESUME, claim_id=claim.pk, actor=people.reviewer)
    perform(M.SUBMIT, claim_id=claim.pk, actor=people.reviewer)
    assert stories.approve(claim, people.second).claim.state == S.SUBMITTED


# Assignment


def test_assignments_keep_their_history(people):
    claim = claim_in(S.ASSIGNED, people)
    perform(M.RELEASE, claim_id=claim.pk, actor=people.reviewer)
    stories.assign(claim, people)
    perform(M.START, claim_id=claim.pk, actor=people.reviewer)
    perform(
        M.REASSIGN,
        claim_id=claim.pk,
        actor=people.editor,
        note="Ines is away.",
        details=Details(reviewer_id=people.third.pk),
    )
    perform(M.START, claim_id=claim.pk, actor=people.third)
    perform(M.RELEASE, claim_id=claim.pk, actor=people.editor)

    states = list(Assignment.objects.order_by("id").values_list("state", flat=True))
    assert states == [AssignmentState.DECLINED, AssignmentState.REASSIGNED, AssignmentState.RELEASED]
    assert Assignment.objects.filter(ended_at=None).count() == 0
    claim.refresh_from_db()
    assert (claim.state, claim.reviewer) == (S.QUEUED, None)


@pytest.mark.parametrize(
    ("details", "sentence"),
    [
        (Details(), "Choose a reviewer."),
        (Details(reviewer_id=10**9), "Choose a reviewer."),
        (Details(reviewer_id=-1, due_at=days(-1)), "Choose a reviewer. The due date is past."),
    ],
)
def test_assigning_needs_somebody_and_a_date_to_come(people, details, sentence):
    claim = ClaimFactory()

    with pytest.raises(Blocked, match=sentence):
        perform(M.ASSIGN, claim_id=claim.pk, actor=people.editor, details=details)
    claim.refresh_from_db()
    assert (claim.state, claim.reviewer, claim.due_at) == (S.QUEUED, None, None)


def test_a_claim_is_not_assigned_to_somebody_who_does_not_review(people, nell):
    with pytest.raises(Blocked, match="Nell Moore does not review claims"):
        perform(M.ASSIGN, claim_id=ClaimFactory().pk, actor=people.editor, details=Details(reviewer_id=nell.pk))


def test_waiting_says_on_whom_and_until_when(people):
    claim = claim_in(S.IN_REVIEW, people)

    with pytest.raises(Blocked) as refused:
        perform(M.WAIT, claim_id=claim.pk, actor=people.reviewer, details=Details(waiting_on="x" * 201))
    assert len(refused.value.reasons) == 2
    past = Details(waiting_on="Ministry", until=days(-1))
    with pytest.raises(Blocked, match="date to wait until is past"):
        perform(M.WAIT, claim_id=claim.pk, actor=people.reviewer, details=past)
    claim.refresh_from_db()
    assert claim.state == S.IN_REVIEW


def test_reassigning_a_parked_claim_wakes_it_for_the_new_reviewer(people):
    claim = claim_in(S.WAITING, people)

    perform(M.REASSIGN, claim_id=claim.pk, actor=people.editor, details=Details(reviewer_id=people.third.pk))

    claim.refresh_from_db()
    assert (claim.state, claim.waiting_on, claim.wake_at) == (S.ASSIGNED, "", None)


def test_closing_names_a_known_reason(people):
    with pytest.raises(Blocked, match="Choose a reason"):
        perform(M.CLOSE, claim_id=ClaimFactory().pk, actor=people.editor, details=Details(reason="because"))


def test_a_note_is_wanted_and_not_endless(people):
    claim = claim_in(S.SUBMITTED, people)

    with pytest.raises(Blocked, match="Write a note"):
        perform(M.REQUEST_CHANGES, claim_id=claim.pk, actor=people.second, note="  ")
    with pytest.raises(Blocked, match="keep it under 2000"):
        perform(M.REQUEST_CHANGES, claim_id=claim.pk, actor=people.second, note="x" * 2001)


# Versions


def test_a_stale_window_changes_nothing(people):
    claim = ClaimFactory()
    perform(M.PICK_UP, claim_id=claim.pk, actor=people.editor, expected_version=1)

    with pytest.raises(Stale):
        perform(M.RELEASE, claim_id=claim.pk, actor=people.editor, expected_version=1)
    claim.refresh_from_db()
    assert (claim.state, claim.lock_version) == (S.ASSIGNED, 2)


def test_a_move_nobody_knows_and_a_claim_that_is_gone(people):
    with pytest.raises(WrongState, match="no move called"):
        perform("explode", claim_id=ClaimFactory().pk, actor=people.editor)
    with pytest.raises(WrongState, match="no longer here"):
        perform(M.PICK_UP, claim_id=10**9, actor=people.editor)


# The software


def test_the_software_has_only_its_own_moves(people):
    with pytest.raises(NotAllowed):
        perform(M.CLOSE, claim_id=ClaimFactory().pk, actor=None, details=Details(reason="overtaken"))
    woken = perform(M.WAKE, claim_id=claim_in(S.WAITING, people).pk, actor=None)
    published = perform(M.PUBLISH, claim_id=claim_in(S.APPROVED, people).pk, actor=None)

    assert (woken.claim.state, woken.event.actor) == (S.IN_REVIEW, None)
    assert Notification.objects.filter(recipient=people.reviewer, kind="woken").count() == 1
    assert Publication.objects.get(claim=published.claim).published_by is None


# Who hears of it, and what is remembered


def test_everybody_concerned_is_told_and_nobody_of_their_own_acts(people):
    claim_in(S.PUBLISHED, people)

    told = {(row.recipient.display_name, row.kind) for row in Notification.objects.all()}
    assert told == {
        ("Ines Okafor", "assigned"),
        ("Milo Brandt", "second_review"),
        ("Thea Lund", "second_review"),
        ("Ines Okafor", "approved"),
        ("Ines Okafor", "published"),
    }


def test_the_whole_story_is_one_unbroken_chain(people):
    claim = claim_in(S.RETRACTED, people)

    events = list(AuditEvent.objects.filter(object_type="claim", object_id=claim.pk).order_by("sequence"))
    assert [(event.action, event.from_state, event.to_state) for event in events] == [
        ("assign", "queued", "assigned"),
        ("start", "assigned", "in_review"),
        ("submit", "in_review", "submitted"),
        ("approve", "submitted", "approved"),
        ("publish", "approved", "published"),
        ("ask_retraction", "published", "published"),
        ("retract", "published", "retracted"),
    ]
    assert verify().broken is None
