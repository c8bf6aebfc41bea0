"""The second person's decision."""

from django import forms
from django.db import models

from claims.desk.forms.fields import VersionField
from claims.workflow.moves import MoveName
from claims.workflow.perform import NOTE_LIMIT


class Decision(models.TextChoices):
    """What a second person can decide."""

    APPROVE = MoveName.APPROVE.value, "Approve"
    REQUEST_CHANGES = MoveName.REQUEST_CHANGES.value, "Ask for changes"


class DecisionForm(forms.Form):
    """The decision, the note, and the hash of what was read."""

    decision = forms.ChoiceField(
        choices=Decision,
        widget=forms.RadioSelect(),
        error_messages={"required": "Choose: approve, or ask for changes."},
    )
    note = forms.CharField(
        label="Note to the authors",
        required=False,
        max_length=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Needed when you ask for changes.",
    )
    content_hash = forms.CharField(max_length=64, widget=forms.HiddenInput())
    expected_version = VersionField()
