"""The form of a move, made from its row of the transition table."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms

from claims.desk.forms.fields import MomentField, VersionField
from claims.tracking.enums import CloseReason, CorrectionClass
from claims.tracking.models import Claim
from claims.workflow.guards import WAITING_ON_LIMIT
from claims.workflow.moves import Details, Move, MoveName, Note
from claims.workflow.perform import NOTE_LIMIT

NOTE_LABELS = {
    MoveName.ASSIGN: "Message to the reviewer",
    MoveName.REASSIGN: "Message to the reviewer",
    MoveName.REQUEST_CHANGES: "What should change",
    MoveName.OPEN_CORRECTION: "What changes and why",
    MoveName.ASK_RETRACTION: "Why it should be withdrawn",
}
NOTE_HINTS = {
    MoveName.OPEN_CORRECTION: "Readers will see this beside the corrected verdict.",
    MoveName.ASK_RETRACTION: "Readers will see this in place of the verdict.",
    MoveName.REQUEST_CHANGES: "The authors get this as a notification.",
}
INTROS = {
    MoveName.PUBLISH: "Readers see it at once. What is published is never edited; it changes by a correction only.",
    MoveName.SCHEDULE: "It goes out by itself then, unless somebody edits it before; an edit voids the approval.",
    MoveName.OPEN_CORRECTION: "The page stays as it is until the correction is approved and published.",
    MoveName.ABANDON_CORRECTION: "The published words stay as they are; what was written for the correction is kept.",
    MoveName.ASK_RETRACTION: "A second person has to confirm it. Until then the page stays as it is.",
    MoveName.RETRACT: "The address stays and shows the notice in place of the verdict.",
    MoveName.CLOSE: "It leaves the queue without a verdict. It can be reopened.",
    MoveName.WAIT: "It leaves your list until then and wakes by itself.",
}
HIDDEN = ("content_hash", "verdict_version")

type Choices = Sequence[tuple[int, str]]


def _reviewer(move: Move, people: Choices) -> forms.Field:
    return forms.TypedChoiceField(
        label="Reviewer",
        choices=people,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect(),
        error_messages={"required": "Choose a reviewer.", "invalid_choice": "Choose one of the reviewers listed."},
    )


def _due(move: Move, people: Choices) -> forms.Field:
    past = "The due date is past. Choose a date that is still to come."
    return MomentField(label="Due", required=False, help_text="Leave it empty to keep what is set.", past=past)


def _waiting_on(move: Move, people: Choices) -> forms.Field:
    return forms.CharField(
        label="Waiting for",
        max_length=WAITING_ON_LIMIT,
        help_text="Such as: the transit authority’s press office.",
        error_messages={"required": "Say whom or what you are waiting for."},
    )


def _until(move: Move, people: Choices) -> forms.Field:
    return MomentField(
        label="Until",
        help_text="The claim comes back by itself then.",
        missing="Say until when you wait; the claim comes back by itself then.",
        past="The date to wait until is past. Choose one that is still to come.",
    )


def _reason(move: Move, people: Choices) -> forms.Field:
    correction = move.name is MoveName.OPEN_CORRECTION
    return forms.ChoiceField(
        label="Class" if correction else "Reason",
        choices=CorrectionClass if correction else CloseReason,
        widget=forms.RadioSelect(),
        error_messages={
            "required": "Say whether this is a clarification, a correction or an update."
            if correction
            else "Choose a reason for closing."
        },
    )


def _publish_at(move: Move, people: Choices) -> forms.Field:
    return MomentField(
        label="Publish at",
        missing="Say when it should be published.",
        past="That time is past. Publish now, or choose a time to come.",
    )


FIELDS: Mapping[str, Callable[[Move, Choices], forms.Field]] = {
    "reviewer_id": _reviewer,
    "due_at": _due,
    "waiting_on": _waiting_on,
    "until": _until,
    "reason": _reason,
    "publish_at": _publish_at,
    "content_hash": lambda move, people: forms.CharField(required=False, widget=forms.HiddenInput(), max_length=64),
    "verdict_version": lambda move, people: VersionField(required=False),
}


class MoveForm(forms.Form):
    """What a move needs to know, and the version of the claim the person saw."""

    def __init__(self, *args: Any, move: Move, claim: Claim, people: Choices = (), **kwargs: Any) -> None:
        kwargs["initial"] = {"expected_version": claim.lock_version, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.move = move
        self.fields["expected_version"] = VersionField()
        for need in move.needs:
            self.fields[need] = FIELDS[need](move, people)
        if move.note is not Note.NONE:
            self.fields["note"] = forms.CharField(
                label=NOTE_LABELS.get(move.name, "Note"),
                help_text=NOTE_HINTS.get(move.name, ""),
                required=move.note is Note.REQUIRED,
                max_length=NOTE_LIMIT,
                widget=forms.Textarea(attrs={"rows": 3}),
                error_messages={"required": "Write a note, so that the others know why."},
            )

    def details(self) -> Details:
        """The move's details from a valid form."""
        given = {need: self.cleaned_data[need] for need in self.move.needs if self.cleaned_data[need] is not None}
        return Details(**given)


def asks_something(move: Move) -> bool:
    """Whether a person has to fill something in; else the move is one press of a button."""
    return move.note is Note.REQUIRED or any(need not in HIDDEN for need in move.needs)
