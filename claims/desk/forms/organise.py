"""When a claim is due, what it is about, and how much it matters."""

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.desk.forms.fields import MomentField, VersionField
from claims.tracking.enums import Priority
from claims.tracking.models import Claim, Topic


class OrganiseForm(forms.Form):
    """The editor's own notes on a claim, and the version the person saw."""

    due_at = MomentField(label=_("Due"), required=False, help_text=_("Empty: no date."))
    priority = forms.TypedChoiceField(
        label=_("Priority"),
        choices=Priority,
        coerce=int,
        error_messages={"invalid_choice": _("Choose one of the priorities listed.")},
    )
    topics = forms.TypedMultipleChoiceField(
        label=_("Topics"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"invalid_choice": _("Choose from the topics listed; one of yours is no longer here.")},
    )
    expected_version = VersionField()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["topics"]
        if isinstance(field, forms.TypedMultipleChoiceField):
            field.choices = [(topic.pk, topic.name) for topic in Topic.objects.all()]

    @staticmethod
    def start(claim: Claim) -> dict[str, object]:
        """What the form starts with."""
        return {
            "due_at": claim.due_at,
            "priority": claim.priority,
            "topics": [topic.pk for topic in claim.topics.all()],
            "expected_version": claim.lock_version,
        }
