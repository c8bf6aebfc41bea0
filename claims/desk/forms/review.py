"""The second person's decision."""

from typing import Any

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


TICKS = ("asked_is_met", "rating_follows", "figures_checked", "is_fair")


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
    rating_follows = forms.BooleanField(label=_("The rating follows from the evidence"), required=False)
    figures_checked = forms.BooleanField(label=_("Every figure against its copy"), required=False)
    is_fair = forms.BooleanField(label=_("Fair to the person quoted"), required=False)
    asked_is_met = forms.BooleanField(label=_("What was asked last time is met"), required=False)
    content_hash = forms.CharField(max_length=64, widget=forms.HiddenInput())
    expected_version = VersionField()

    def __init__(self, *args: Any, asked: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asked:
            del self.fields["asked_is_met"]

    @property
    def ticks(self) -> list[forms.BoundField]:
        """What whoever approves has checked."""
        return [self[name] for name in TICKS if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """Whoever approves has ticked everything; asking for changes needs no tick."""
        given = super().clean() or {}
        left = [str(tick.label) for tick in self.ticks if not given.get(tick.name)]
        if given.get("decision") == Decision.APPROVE and left:
            self.add_error(
                None,
                _("Tick what you have checked before you approve, or ask for changes. Not ticked: %(left)s.")
                % {"left": "; ".join(left)},
            )
        return given
