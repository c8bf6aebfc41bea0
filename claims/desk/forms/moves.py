"""The form of a move, made from its row of the transition table."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.desk.forms.fields import MomentField, VersionField
from claims.tracking.enums import CorrectionClass
from claims.tracking.models import Claim
from claims.workflow.guards import WAITING_ON_LIMIT
from claims.workflow.moves import Details, Move, Note
from claims.workflow.perform import NOTE_LIMIT

HIDDEN = ("content_hash", "verdict_version")

type Choices = Sequence[tuple[int, str]]


def _reviewer(move: Move, people: Choices) -> forms.Field:
    return forms.TypedChoiceField(
        label=_("Reviewer"),
        choices=people,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect(),
        error_messages={
            "required": _("Choose a reviewer."),
            "invalid_choice": _("Choose one of the reviewers listed."),
        },
    )


def _due(move: Move, people: Choices) -> forms.Field:
    past = _("The due date is past. Choose a date that is still to come.")
    return MomentField(label=_("Due"), required=False, help_text=_("Leave it empty to keep what is set."), past=past)


def _waiting_on(move: Move, people: Choices) -> forms.Field:
    return forms.CharField(
        label=_("Waiting for"),
        max_length=WAITING_ON_LIMIT,
        help_text=_("Such as: the transit authority’s press office."),
        error_messages={"required": _("Say whom or what you are waiting for.")},
    )


def _until(move: Move, people: Choices) -> forms.Field:
    return MomentField(
        label=_("Until"),
        help_text=_("The claim comes back by itself then."),
        missing=_("Say until when you wait; the claim comes back by itself then."),
        past=_("The date to wait until is past. Choose one that is still to come."),
    )


def _reason(move: Move, people: Choices) -> forms.Field:
    correction = move.looks.reasons is CorrectionClass
    return forms.ChoiceField(
        label=_("Class") if correction else _("Reason"),
        choices=move.looks.reasons or (),
        widget=forms.RadioSelect(),
        error_messages={
            "required": _("Say whether this is a clarification, a correction or an update.")
            if correction
            else _("Choose a reason for closing.")
        },
    )


def _publish_at(move: Move, people: Choices) -> forms.Field:
    return MomentField(
        label=_("Publish at"),
        missing=_("Say when it should be published."),
        past=_("That time is past. Publish now, or choose a time to come."),
    )


def _review_by(move: Move, people: Choices) -> forms.Field:
    return MomentField(
        label=_("Look at it again on"),
        required=False,
        help_text=_("Leave it empty to go by the shelf-life rules."),
        past=_("The review date is past. Choose one that is still to come, or leave it empty to go by the rules."),
    )


FIELDS: Mapping[str, Callable[[Move, Choices], forms.Field]] = {
    "reviewer_id": _reviewer,
    "due_at": _due,
    "waiting_on": _waiting_on,
    "until": _until,
    "reason": _reason,
    "publish_at": _publish_at,
    "review_by": _review_by,
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
                label=move.looks.note_label,
                help_text=move.looks.note_hint,
                required=move.note is Note.REQUIRED,
                max_length=NOTE_LIMIT,
                widget=forms.Textarea(attrs={"rows": 3}),
                error_messages={"required": _("Write a note, so that the others know why.")},
            )

    def details(self) -> Details:
        """The move's details from a valid form."""
        given = {need: self.cleaned_data[need] for need in self.move.needs if self.cleaned_data[need] is not None}
        return Details(**given)


def asks_something(move: Move) -> bool:
    """Whether a person has to fill something in; else the move is one press of a button."""
    return move.note is Note.REQUIRED or any(need not in HIDDEN for need in move.needs)
