"""The one table of what can happen to a claim; buttons, API fields, admin actions, diagram and tests follow from it."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from claims.accounts.roles import Right
from claims.tracking.enums import ClaimState, CloseReason, CorrectionClass
from claims.tracking.models import Claim
from claims.workflow import changes, effects, guards, relations
from claims.workflow.moves import Looks, Move, MoveName, Note, Place

S = ClaimState


def _review_or_correction(claim: Claim) -> ClaimState:
    """Where work goes on: a claim with an open correction is being corrected, any other is in review."""
    return S.CORRECTING if changes.open_correction_of(claim) else S.IN_REVIEW


def _after_reassign(claim: Claim) -> ClaimState:
    """Work begins anew with the new reviewer, except where a second person's request or a correction stands."""
    keeps = (S.CHANGES_REQUESTED, S.CORRECTING)
    return ClaimState(claim.state) if claim.state in keeps else S.ASSIGNED


def _after_approval(claim: Claim) -> ClaimState:
    """Approved once enough people stand behind the revision."""
    return S.APPROVED if changes.approvals_missing(claim) == 0 else S.SUBMITTED


def _unchanged(claim: Claim) -> ClaimState:
    return ClaimState(claim.state)


_BACK_TO_WORK = (S.IN_REVIEW, S.CORRECTING)
# Where readers may see the claim: published, or in any state that a correction passes through.
_LIVE = (S.PUBLISHED, S.CORRECTING, S.SUBMITTED, S.CHANGES_REQUESTED, S.APPROVED)

_ROWS = (
    Move(
        name=MoveName.PICK_UP,
        label=_("Pick up"),
        sources=frozenset({S.QUEUED}),
        target=S.ASSIGNED,
        right=Right.REVIEW,
        change=changes.assign_to_self,
        looks=Looks(leads=True),
    ),
    Move(
        name=MoveName.ASSIGN,
        label=_("Assign"),
        sources=frozenset({S.QUEUED}),
        target=S.ASSIGNED,
        right=Right.ASSIGN,
        guards=(guards.reviewer_can_take_it, guards.due_is_ahead),
        change=changes.assign,
        effects=(effects.tell_reviewer,),
        needs=("reviewer_id", "due_at"),
        looks=Looks(note_label=_("Message to the reviewer"), key="s"),
    ),
    Move(
        name=MoveName.REASSIGN,
        label=_("Reassign"),
        sources=frozenset({S.ASSIGNED, S.IN_REVIEW, S.WAITING, S.CHANGES_REQUESTED, S.CORRECTING}),
        target=_after_reassign,
        targets=(S.ASSIGNED, S.CHANGES_REQUESTED, S.CORRECTING),
        keeps=frozenset({S.CHANGES_REQUESTED, S.CORRECTING}),
        right=Right.ASSIGN,
        guards=(guards.reviewer_can_take_it, guards.reviewer_is_new, guards.due_is_ahead),
        change=changes.reassign,
        effects=(effects.tell_reviewer,),
        needs=("reviewer_id", "due_at"),
        looks=Looks(note_label=_("Message to the reviewer"), key="s"),
    ),
    Move(
        name=MoveName.START,
        label=_("Start review"),
        sources=frozenset({S.ASSIGNED}),
        target=S.IN_REVIEW,
        right=Right.REVIEW,
        who=(relations.is_reviewer,),
        change=changes.start,
        looks=Looks(leads=True),
    ),
    Move(
        name=MoveName.RELEASE,
        label=_("Release"),
        sources=frozenset({S.ASSIGNED, S.IN_REVIEW}),
        target=S.QUEUED,
        right=Right.REVIEW,
        who=(relations.is_reviewer_or_editor,),
        change=changes.release,
    ),
    Move(
        name=MoveName.WAIT,
        label=_("Park"),
        sources=frozenset({S.IN_REVIEW}),
        target=S.WAITING,
        right=Right.REVIEW,
        who=(relations.is_reviewer_or_editor,),
        guards=(guards.waits_for_somebody,),
        change=changes.wait,
        needs=("waiting_on", "until"),
        looks=Looks(intro=_("It leaves your list until then and wakes by itself.")),
    ),
    Move(
        name=MoveName.WAKE,
        label=_("Resume"),
        sources=frozenset({S.WAITING}),
        target=S.IN_REVIEW,
        right=Right.REVIEW,
        who=(relations.is_reviewer_or_editor,),
        change=changes.wake,
        effects=(effects.tell_woken,),
        system=True,
        looks=Looks(leads=True),
    ),
    Move(
        name=MoveName.CLOSE,
        label=_("Close"),
        sources=frozenset({S.QUEUED, S.ASSIGNED, S.IN_REVIEW}),
        target=S.CLOSED,
        right=Right.ASSIGN,
        guards=(guards.close_reason_is_known,),
        change=changes.close,
        needs=("reason",),
        looks=Looks(intro=_("It leaves the queue without a verdict. It can be reopened."), reasons=CloseReason),
    ),
    Move(
        name=MoveName.REOPEN,
        label=_("Reopen"),
        sources=frozenset({S.CLOSED}),
        target=S.QUEUED,
        right=Right.ASSIGN,
        change=changes.reopen,
    ),
    Move(
        name=MoveName.SUBMIT,
        label=_("Submit for second review"),
        sources=frozenset({S.IN_REVIEW, S.CORRECTING}),
        target=S.SUBMITTED,
        right=Right.REVIEW,
        who=(relations.is_reviewer_or_editor,),
        standing=(guards.gates_pass,),
        guards=(guards.draft_is_the_one_seen,),
        change=changes.freeze,
        effects=(effects.tell_approvers,),
        needs=("verdict_version",),
        looks=Looks(place=Place.VERDICT_FORM),
        public=True,
    ),
    Move(
        name=MoveName.WITHDRAW,
        label=_("Take back"),
        sources=frozenset({S.SUBMITTED}),
        target=_review_or_correction,
        targets=_BACK_TO_WORK,
        right=Right.REVIEW,
        who=(relations.is_author,),
        change=changes.void_approvals,
    ),
    Move(
        name=MoveName.REQUEST_CHANGES,
        label=_("Ask for changes"),
        sources=frozenset({S.SUBMITTED}),
        target=S.CHANGES_REQUESTED,
        right=Right.APPROVE,
        who=(relations.is_second_person,),
        change=changes.void_approvals,
        effects=(effects.tell_sent_back,),
        note=Note.REQUIRED,
        looks=Looks(
            place=Place.REVIEW_PAGE,
            note_label=_("What should change"),
            note_hint=_("The authors get this as a notification."),
        ),
    ),
    Move(
        name=MoveName.RESUME,
        label=_("Revise"),
        sources=frozenset({S.CHANGES_REQUESTED}),
        target=_review_or_correction,
        targets=_BACK_TO_WORK,
        right=Right.REVIEW,
        who=(relations.is_reviewer_or_editor,),
        looks=Looks(leads=True),
    ),
    Move(
        name=MoveName.APPROVE,
        label=_("Approve"),
        sources=frozenset({S.SUBMITTED}),
        target=_after_approval,
        targets=(S.SUBMITTED, S.APPROVED),
        right=Right.APPROVE,
        who=(relations.is_second_person, relations.has_not_approved),
        guards=(guards.hash_is_the_one_seen,),
        change=changes.approve,
        effects=(effects.tell_approved,),
        needs=("content_hash",),
        looks=Looks(place=Place.REVIEW_PAGE, leads=True),
        public=True,
    ),
    Move(
        name=MoveName.EDIT_APPROVED,
        label=_("Edit again"),
        sources=frozenset({S.APPROVED}),
        target=_review_or_correction,
        targets=_BACK_TO_WORK,
        right=Right.REVIEW,
        who=(relations.is_reviewer_or_editor,),
        change=changes.void_approvals,
        effects=(effects.tell_voided,),
        looks=Looks(
            intro=_(
                "This voids every approval of it, and a set time to publish. The verdict has to be submitted and"
                " approved again before readers see it; its authors and whoever approved it are told."
            ),
            note_label=_("Why (optional)"),
            confirms=True,
        ),
    ),
    Move(
        name=MoveName.SCHEDULE,
        label=_("Set a time to publish"),
        sources=frozenset({S.APPROVED}),
        target=S.APPROVED,
        right=Right.PUBLISH,
        standing=(guards.nothing_changed_since_frozen, guards.newsroom_is_named),
        guards=(guards.publish_time_is_ahead,),
        change=changes.schedule,
        needs=("publish_at",),
        looks=Looks(
            intro=_("It goes out by itself then, unless somebody edits it before; an edit voids the approval."),
            done="it goes out by itself at the set time",
        ),
    ),
    Move(
        name=MoveName.UNSCHEDULE,
        label=_("Cancel the set time"),
        sources=frozenset({S.APPROVED}),
        target=S.APPROVED,
        right=Right.PUBLISH,
        fits=(guards.publish_time_is_set,),
        change=changes.unschedule,
        effects=(effects.tell_unscheduled,),
        system=True,
        looks=Looks(done="the set time is cancelled"),
    ),
    Move(
        name=MoveName.PUBLISH,
        label=_("Publish"),
        sources=frozenset({S.APPROVED}),
        target=S.PUBLISHED,
        right=Right.PUBLISH,
        standing=(guards.nothing_changed_since_frozen, guards.newsroom_is_named),
        change=changes.publish,
        effects=(effects.tell_published, effects.reindex_published, effects.tell_other_systems),
        system=True,
        looks=Looks(
            intro=_("Readers see it at once. What is published is never edited; it changes by a correction only."),
            note_label=_("Note for the desk (optional)"),
            note_hint=_("It goes into this claim’s history. Readers do not see it."),
            leads=True,
            confirms=True,
        ),
        public=True,
    ),
    Move(
        name=MoveName.OPEN_CORRECTION,
        label=_("Open a correction"),
        sources=frozenset({S.PUBLISHED}),
        target=S.CORRECTING,
        right=Right.PUBLISH,
        guards=(guards.correction_class_is_known,),
        change=changes.open_correction,
        note=Note.REQUIRED,
        needs=("reason",),
        looks=Looks(
            intro=_("The page stays as it is until the correction is approved and published."),
            note_label=_("What changes and why"),
            note_hint=_("Readers will see this beside the corrected verdict."),
            reasons=CorrectionClass,
        ),
        public=True,
    ),
    Move(
        name=MoveName.ABANDON_CORRECTION,
        label=_("Abandon the correction"),
        sources=frozenset({S.CORRECTING, S.SUBMITTED, S.CHANGES_REQUESTED, S.APPROVED}),
        target=S.PUBLISHED,
        right=Right.PUBLISH,
        fits=(guards.correction_is_open,),
        change=changes.abandon_correction,
        looks=Looks(
            intro=_("The published words stay as they are; what was written for the correction is kept."), confirms=True
        ),
    ),
    Move(
        name=MoveName.ASK_RETRACTION,
        label=_("Ask for a retraction"),
        sources=frozenset(_LIVE),
        target=_unchanged,
        targets=_LIVE,
        keeps=frozenset(_LIVE),
        right=Right.PUBLISH,
        fits=(guards.retraction_was_not_asked, guards.something_is_published),
        change=changes.ask_retraction,
        effects=(effects.tell_retraction_asked,),
        note=Note.REQUIRED,
        looks=Looks(
            intro=_("A second person has to confirm it. Until then the page stays as it is."),
            note_label=_("Why it should be retracted"),
            note_hint=_("Readers will see this in place of the verdict."),
            done="a retraction is asked for, and somebody else has to confirm it",
            danger=True,
        ),
        public=True,
    ),
    Move(
        name=MoveName.DROP_RETRACTION,
        label=_("Drop the retraction request"),
        sources=frozenset(_LIVE),
        target=_unchanged,
        targets=_LIVE,
        keeps=frozenset(_LIVE),
        right=Right.PUBLISH,
        fits=(guards.retraction_was_asked, guards.something_is_published),
        change=changes.drop_retraction,
        looks=Looks(done="the request for a retraction is dropped"),
    ),
    Move(
        name=MoveName.RETRACT,
        label=_("Confirm the retraction"),
        sources=frozenset(_LIVE),
        target=S.RETRACTED,
        right=Right.PUBLISH,
        who=(relations.is_not_asker,),
        fits=(guards.retraction_was_asked, guards.something_is_published),
        change=changes.retract,
        effects=(effects.reindex_published, effects.tell_other_systems),
        looks=Looks(
            intro=_("The address stays and shows the notice in place of the verdict."),
            leads=True,
            danger=True,
            confirms=True,
        ),
        public=True,
    ),
)

TRANSITIONS: Mapping[MoveName, Move] = MappingProxyType({move.name: move for move in _ROWS})
