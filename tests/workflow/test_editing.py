"""Who may change what readers will see, and when."""

import pytest

from claims.audit.models import AuditEvent
from claims.errors import NotAllowed, WrongState
from claims.tracking.enums import ClaimState
from claims.verdicts.models import Contribution, Verdict
from claims.workflow.editing import Part, edit, may_edit
from claims.workflow.moves import MoveName
from tests.workflow import stories
from tests.workflow.stories import Crew, claim_in, rewrite_summary

pytestmark = pytest.mark.django_db

S, M = ClaimState, MoveName


@pytest.fixture
def people(db: None) -> Crew:
    return stories.crew()


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (S.QUEUED, "Pick the claim up and start the review first."),
        (S.ASSIGNED, "Start the review first."),
        (S.SUBMITTED, "The verdict waits for a second person. Take it back to change it."),
        (S.CHANGES_REQUESTED, "Changes were asked for. Press Revise, then change it."),
        (S.APPROVED, "This verdict is approved. To change it, press Edit again first; that voids the approval."),
        (S.PUBLISHED, "Published words change by a correction only. Open one first."),
        (S.REVISITING, "Published words change by a correction only. Open one first."),
        (S.RETRACTED, "This verdict was retracted and stays as it is."),
        (S.CLOSED, "This claim is closed. Reopen it first."),
    ],
)
def test_what_readers_see_changes_only_while_somebody_works_on_it(people, state, sentence):
    claim = claim_in(state, people)
    events = AuditEvent.objects.count()

    assert may_edit(claim, people.editor) == sentence
    with pytest.raises(WrongState) as refused:
        rewrite_summary(claim, people.editor)
    assert str(refused.value) == sentence
    assert AuditEvent.objects.count() == events
    assert not Verdict.objects.filter(summary__contains="8 per cent").exists()


def test_a_colleague_does_not_edit_somebody_elses_review(people, ana):
    with pytest.raises(NotAllowed, match="Only the reviewer can do this"):
        rewrite_summary(claim_in(S.IN_REVIEW, people), ana)


@pytest.mark.parametrize("state", [S.IN_REVIEW, S.WAITING, S.CORRECTING])
def test_the_reviewer_and_an_editor_write_while_it_is_worked_on(people, state):
    claim = claim_in(state, people)
    for writer, words in ((people.reviewer, "It was 8 per cent."), (people.editor, "It was 7 per cent.")):
        assert may_edit(claim, writer) == ""
        rewrite_summary(claim, writer, words)
        assert Verdict.objects.get(claim=claim).summary == words
    event = AuditEvent.objects.order_by("-sequence").first()
    assert (event.action, event.actor, event.data) == (
        "draft_saved",
        people.editor,
        {"summary": "It was 7 per cent."},
    )
    assert (event.from_state, event.to_state) == (state, state)


def test_whoever_has_not_the_right_is_refused_before_anything_is_read_of_the_claim(people, nell):
    claim = claim_in(S.QUEUED, people)
    assert may_edit(claim, nell) == "Your role does not let you work on verdicts."
    with pytest.raises(NotAllowed, match="Your role does not let you work on verdicts. Ask an editor."):
        rewrite_summary(claim, nell)


def test_only_editors_mend_the_wording_before_the_review(people):
    claim = claim_in(S.ASSIGNED, people)

    def change(part, writer):
        edit(claim_id=claim.pk, actor=writer, part=part, action="tested", change=lambda locked: {"was": locked.number})

    change(Part.WORDING, people.editor)
    assert not Contribution.objects.filter(claim=claim).exists()
    for part, writer in ((Part.WORDING, people.reviewer), (Part.EVIDENCE, people.editor)):
        with pytest.raises(WrongState, match="Start the review first"):
            change(part, writer)
    assert AuditEvent.objects.filter(action="tested").count() == 1


def test_a_change_of_nothing_leaves_no_trace(people):
    claim = claim_in(S.IN_REVIEW, people)
    events = AuditEvent.objects.count()
    edit(claim_id=claim.pk, actor=people.editor, part=Part.VERDICT, action="tested", change=lambda locked: {})
    assert AuditEvent.objects.count() == events
    assert not Contribution.objects.filter(person=people.editor).exists()
