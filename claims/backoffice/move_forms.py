"""The form a move asks for in the back office, built from the row of the transition table."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.formats import zone
from claims.tracking.queries import Load, load_of_reviewers
from claims.workflow.moves import Details, Move, Note
from claims.workflow.perform import NOTE_LIMIT

MOMENTS: Final = frozenset({"due_at", "until", "publish_at", "review_by"})


class MomentInput(forms.DateTimeInput):
    """The browser's own picker of a day and a time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class MoveForm(forms.Form):
    """Only the fields that this move needs; what they mean is checked by the workflow itself.

    `loads` are those who review, with what they have in hand; they are read where the move asks for somebody.
    """

    use_required_attribute = False

    def __init__(self, move: Move, *args: Any, loads: Sequence[Load] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.move = move
        self.loads = loads
        for name in move.needs:
            field = self._field(name)
            if field is not None:
                self.fields[name] = field
        if move.note is not Note.NONE:
            self.fields["note"] = forms.CharField(
                label=move.looks.note_label,
                help_text=move.looks.note_hint,
                required=move.note is Note.REQUIRED,
                widget=forms.Textarea(attrs={"rows": 3}),
                max_length=NOTE_LIMIT,
            )

    def _field(self, name: str) -> forms.Field | None:
        match name:
            case "reviewer_id":
                loads = load_of_reviewers() if self.loads is None else self.loads
                people = [("", "---------"), *((load.person.pk, _in_hand(load)) for load in loads)]
                return forms.TypedChoiceField(label=_("Reviewer"), choices=people, coerce=int, empty_value=None)
            case "waiting_on":
                return forms.CharField(label=_("Waiting for"), max_length=200)
            case "reason":
                return forms.ChoiceField(label=_("Reason"), choices=[("", "---------"), *self._reasons()])
            case _ if name in MOMENTS:
                labels = {
                    "due_at": _("Due"),
                    "until": _("Until"),
                    "publish_at": _("Publish at"),
                    "review_by": _("Look at it again on"),
                }
                required = name in ("until", "publish_at")
                return forms.DateTimeField(
                    label=labels[name], required=required, help_text=zone(), widget=MomentInput()
                )
        return None

    def _reasons(self) -> list[tuple[Any, Any]]:
        return list(self.move.looks.reasons.choices) if self.move.looks.reasons else []

    def details(self, *, content_hash: str) -> Details:
        """The move's details from valid input, with the hash the person was shown."""
        data = self.cleaned_data
        return Details(
            reviewer_id=data.get("reviewer_id"),
            due_at=data.get("due_at"),
            waiting_on=data.get("waiting_on", ""),
            until=data.get("until"),
            reason=data.get("reason", ""),
            content_hash=content_hash,
            publish_at=data.get("publish_at"),
            review_by=data.get("review_by"),
        )


def _in_hand(load: Load) -> str:
    told = ngettext("%(person)s (%(count)d open)", "%(person)s (%(count)d open)", load.open)
    return told % {"person": load.person, "count": load.open}
