"""The one table of what can happen to a claim; buttons, API fields, admin actions, diagram and tests follow from it."""

from collections.abc import Mapping
from types import MappingProxyType

from claims.accounts.roles import Right
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim
from claims.workflow import changes, effects, guards, relations
from claims.workflow.moves import Move, MoveName, Note

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

_ROWS = (
    Move(
        name=MoveName.PICK_UP,
        label="Pick up",
        sources=frozenset({S.QUEUED}),
        target=S.ASSIGNED,
        right=Right.REVIEW,
        change=changes.assign_to_self,
    ),
    Move(
        name=MoveName.ASSIGN,
        label="Assign",
        sources=frozenset({S.QUEUED}),
        target=S.ASSIGNED,
        right=Right.ASSIGN,
        guards=(guards.reviewer_can_take_it, guards.due_is_ahead),
        change=changes.assign,
        effects=(effects.tell_reviewer,),
        needs=("reviewer_id", "due_at"),
    ),
    Move(
        name=MoveName.REASSIGN,
        label="Reassign",
        sources=frozenset({S.ASSIGNED, S.IN_REVIEW, S.WAITING, S.CHANGES_REQUESTED, S.CORRECTING}),
        target=_after_reassign,
        targets=(S.ASSIGNED, S.CHANGES_REQUESTED, S.CORRECTING),
        keeps=frozenset({S.CHANGES_REQUESTED, S.CORRECTING}),
        right=Right.ASSIGN,
        guards=(guards.reviewer_can_take_it, guards.reviewer_is_new, guards.due_is_ahead),
        change=changes.reassign,
        effects=(effects.tell_reviewer,),
        needs=("reviewer_id", "due_at"),
    ),
    Move(
        name=MoveName.START,
        label="Start review",
        sources=frozenset({S.ASSIGNED}),
        target=S.IN_REVIEW,
        right=Right.REVIEW,
        who=(relations.is_reviewer,),
        change=changes.start,
    ),
    Move(
        name=MoveName.RELEASE,
        label="Release",
        sources=frozenset({S.ASSIGNED, S.IN_REVIEW}),
        target=S.QUEUED,
        right=Right.REVIEW,
        who=(relations.is_reviewer_or_editor,),
        change=changes.release,
    ),
    Move(
        name=MoveName.WAIT,
        label="Park",
        sources=frozenset({S.IN_REVIEW}),
        target=S.WAITING,
        right=Right.REVIEW,
        who=(relations.is_reviewer_or_editor,),
        guards=(guards.waits_for_somebody,),
        change=changes.wait,
        needs=("waiting_on", "until"),
    ),
    Move(
        name=MoveName.WAKE,
        label="Resume",
        sources=frozenset({S.WAITING}),
        target=S.IN_REVIEW,
        right=Right.REVIEW,
        who=(relations.is_reviewer_or_editor,),
        change=changes.wake,
        effects=(effects.tell_woken,),
        system=True,
    ),
    Move(
        name=MoveName.CLOSE,
        label="Close",
        sources=frozenset({S.QUEUED, S.ASSIGNED, S.IN_REVIEW}),
        target=S.CLOSED,
        right=Right.ASSIGN,
        guards=(guards.close_reason_is_known,),
        change=changes.close,
        needs=("reason",),
    ),
    Move(
        name=MoveName.REOPEN,
        label="Reopen",
        sources=frozenset({S.CLOSED}),
        target=S.QUEUED,
        right=Right.ASSIGN,
        change=changes.reopen,
    ),
    Move(
        name=MoveName.SUBMIT,
        label="Submit for second review",
        sources=frozenset({S.IN_REVIEW, S.CORRECTING}),
        target=S.SUBMITTED,
        right=Right.REVIEW,
        who=(relations.is_reviewer_or_editor,),
        standing=(guards.gates_pass,),
        guards=(guards.draft_is_the_one_seen,),
        change=changes.freeze,
        effects=(effects.tell_approvers,),
        needs=("verdict_version",),
    ),
    Move(
        name=MoveName.WITHDRAW,
        label="Take back",
        sources=frozenset({S.SUBMITTED}),
        target=_review_or_correction,
        targets=_BACK_TO_WORK,
        right=Right.REVIEW,
        who=(relations.is_author,),
        change=changes.void_approvals,
    ),
    Move(
        name=MoveName.REQUEST_CHANGES,
        label="Ask for changes",
        sources=frozenset({S.SUBMITTED}),
        target=S.CHANGES_REQUESTED,
        right=Right.APPROVE,
        who=(relations.is_second_person,),
        change=changes.void_approvals,
        effects=(effects.tell_sent_back,),
        note=Note.REQUIRED,
    ),
    Move(
        name=MoveName.RESUME,
        label="Revise",
        sources=frozenset({S.CHANGES_REQUESTED}),
        target=_review_or_correction,
        targets=_BACK_TO_WORK,
        right=Right.REVIEW,
        who=(relations.is_reviewer_or_editor,),
    ),
    Move(
        name=MoveName.APPROVE,
        label="Approve",
        sources=frozenset({S.SUBMITTED}),
        target=_after_approval,
        targets=(S.SUBMITTED, S.APPROVED),
        right=Right.APPROVE,
        who=(relations.is_second_person, relations.has_not_approved),
        guards=(guards.hash_is_the_one_seen,),
        change=changes.approve,
        effects=(effects.tell_approved,),
        needs=("content_hash",),
    ),
    Move(
        name=MoveName.EDIT_APPROVED,
        label="Edit again",
        sources=frozenset({S.APPROVED}),
        target=_review_or_correction,
        targets=_BACK_TO_WORK,
        right=Right.REVIEW,
        who=(relations.is_reviewer_or_editor,),
        change=changes.void_approvals,
        effects=(effects.tell_voided,),
    ),
    Move(
        name=MoveName.SCHEDULE,
        label="Set a time to publish",
        sources=frozenset({S.APPROVED}),
        target=S.APPROVED,
        right=Right.PUBLISH,
        standing=(guards.nothing_changed_since_frozen,),
        guards=(guards.publish_time_is_ahead,),
        change=changes.schedule,
        needs=("publish_at",),
    ),
    Move(
        name=MoveName.UNSCHEDULE,
        label="Cancel the set time",
        sources=frozenset({S.APPROVED}),
        target=S.APPROVED,
        right=Right.PUBLISH,
        fits=(guards.publish_time_is_set,),
        change=changes.unschedule,
        effects=(effects.tell_unscheduled,),
        system=True,
    ),
    Move(
        name=MoveName.PUBLISH,
        label="Publish",
        sources=frozenset({S.APPROVED}),
        target=S.PUBLISHED,
        right=Right.PUBLISH,
        standing=(guards.nothing_changed_since_frozen,),
        change=changes.publish,
        effects=(effects.tell_published, effects.index_again, effects.tell_other_systems),
        system=True,
    ),
    Move(
        name=MoveName.OPEN_CORRECTION,
        label="Open a correction",
        sources=frozenset({S.PUBLISHED}),
        target=S.CORRECTING,
        right=Right.PUBLISH,
        guards=(guards.correction_class_is_known,),
        change=changes.open_correction,
        note=Note.REQUIRED,
        needs=("reason",),
    ),
    Move(
        name=MoveName.ABANDON_CORRECTION,
        label="Abandon the correction",
        sources=frozenset({S.CORRECTING, S.SUBMITTED, S.CHANGES_REQUESTED, S.APPROVED}),
        target=S.PUBLISHED,
        right=Right.PUBLISH,
        fits=(guards.correction_is_open,),
        change=changes.abandon_correction,
    ),
    Move(
        name=MoveName.ASK_RETRACTION,
        label="Ask for a retraction",
        sources=frozenset({S.PUBLISHED, S.CORRECTING}),
        target=_unchanged,
        targets=(S.PUBLISHED, S.CORRECTING),
        keeps=frozenset({S.PUBLISHED, S.CORRECTING}),
        right=Right.PUBLISH,
        fits=(guards.retraction_was_not_asked,),
        change=changes.ask_retraction,
        effects=(effects.tell_retraction_asked,),
        note=Note.REQUIRED,
    ),
    Move(
        name=MoveName.DROP_RETRACTION,
        label="Drop the retraction request",
        sources=frozenset({S.PUBLISHED, S.CORRECTING}),
        target=_unchanged,
        targets=(S.PUBLISHED, S.CORRECTING),
        keeps=frozenset({S.PUBLISHED, S.CORRECTING}),
        right=Right.PUBLISH,
        fits=(guards.retraction_was_asked,),
        change=changes.drop_retraction,
    ),
    Move(
        name=MoveName.RETRACT,
        label="Confirm the retraction",
        sources=frozenset({S.PUBLISHED, S.CORRECTING}),
        target=S.RETRACTED,
        right=Right.PUBLISH,
        who=(relations.is_not_asker,),
        fits=(guards.retraction_was_asked,),
        change=changes.retract,
        effects=(effects.index_again, effects.tell_other_systems),
    ),
)

TRANSITIONS: Mapping[MoveName, Move] = MappingProxyType({move.name: move for move in _ROWS})
