"""The form a move asks for in the admin, built from the row of the transition table."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.utils.translation import gettext as _

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.tracking.models import Claim
from claims.workflow.moves import Details, Move, Note


class MoveForm(forms.Form):
    """Only the fields that this move needs; what they mean is checked by the workflow itself."""

    def __init__(self, move: Move, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.move = move
        for name in move.needs:
            field = self._field(name)
            if field is not None:
                self.fields[name] = field
        if move.note is not Note.NONE:
            self.fields["note"] = forms.CharField(
                required=move.note is Note.REQUIRED, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
            )

    def _field(self, name: str) -> forms.Field | None:
        match name:
            case "reviewer_id":
                by_name = AutocompleteSelect(Claim._meta.get_field("reviewer"), admin.site)
                return forms.ModelChoiceField(User.objects.holding(Right.REVIEW), label=_("Reviewer"), widget=by_name)
            case "due_at":
                return forms.DateTimeField(label=_("Due"), required=False, help_text=_("YYYY-MM-DD HH:MM"))
            case "until" | "publish_at":
                label = _("Until") if name == "until" else _("Publish at")
                return forms.DateTimeField(label=label, help_text=_("YYYY-MM-DD HH:MM"))
            case "review_by":
                return forms.DateTimeField(
                    label=_("Look at it again on"), required=False, help_text=_("YYYY-MM-DD HH:MM")
                )
            case "waiting_on":
                return forms.CharField(label=_("Waiting on"), max_length=200)
            case "reason":
                return forms.ChoiceField(label=_("Reason"), choices=self.move.looks.reasons or ())
        return None

    def details(self, *, content_hash: str) -> Details:
        """The move's details from valid input, with the hash the person was shown."""
        data = self.cleaned_data
        reviewer = data.get("reviewer_id")
        return Details(
            reviewer_id=reviewer.pk if reviewer else None,
            due_at=data.get("due_at"),
            waiting_on=data.get("waiting_on", ""),
            until=data.get("until"),
            reason=data.get("reason", ""),
            content_hash=content_hash,
            publish_at=data.get("publish_at"),
            review_by=data.get("review_by"),
        )
