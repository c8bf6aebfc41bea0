"""The second person's decision."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from claims.desk.forms.fields import VersionField
from claims.workflow.moves import MoveName
from claims.workflow.perform import NOTE_LIMIT


class Decision(models.TextChoices):
    """What a second person can decide."""

    APPROVE = MoveName.APPROVE.value, _("Approve")
    REQUEST_CHANGES = MoveName.REQUEST_CHANGES.value, _("Ask for changes")


class DecisionForm(forms.Form):
    """The decision, the note, and the hash of what was read."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=Decision,
        widget=forms.RadioSelect(),
        error_messages={"required": _("Choose: approve, or ask for changes.")},
    )
    note = forms.CharField(
        label=_("Note to the authors"),
        required=False,
        max_length=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed when you ask for changes."),
    )
    content_hash = forms.CharField(max_length=64, widget=forms.HiddenInput())
    expected_version = VersionField()
