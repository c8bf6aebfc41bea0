"""What one act does to many claims, and which claims at which version."""

from collections.abc import Iterable, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.desk.forms.fields import MomentField
from claims.desk.forms.moves import Choices
from claims.desk.paging import whole_number
from claims.review.bulk_moves import Act, Item, Order
from claims.tracking.enums import CloseReason
from claims.tracking.models import Topic
from claims.workflow.perform import NOTE_LIMIT


class OrderForm(forms.Form):
    """Only the fields the act needs; the rest of its order stays empty."""

    def __init__(self, *args: object, act: Act, people: Choices = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if act is Act.ASSIGN:
            self.fields["reviewer_id"] = forms.TypedChoiceField(
                label=_("Reviewer"),
                choices=people,
                coerce=int,
                widget=forms.RadioSelect(),
                error_messages={"required": _("Choose a reviewer.")},
            )
        if act in (Act.ASSIGN, Act.DUE):
            past = _("The due date is past. Choose a date that is still to come.")
            self.fields["due_at"] = MomentField(label=_("Due"), required=act is Act.DUE, past=past)
        if act is Act.TOPIC:
            topics = [(topic.pk, topic.name) for topic in Topic.objects.all()]
            self.fields["topic_id"] = forms.TypedChoiceField(
                label=_("Topic"), choices=topics, coerce=int, error_messages={"required": _("Choose a topic.")}
            )
        if act is Act.CLOSE:
            self.fields["reason"] = forms.ChoiceField(
                label=_("Reason"),
                choices=CloseReason,
                widget=forms.RadioSelect(),
                error_messages={"required": _("Choose a reason for closing.")},
            )
        if act in (Act.ASSIGN, Act.CLOSE):
            self.fields["note"] = forms.CharField(
                label=_("Message to the reviewer") if act is Act.ASSIGN else _("Note"),
                required=False,
                max_length=NOTE_LIMIT,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def order(self) -> Order:
        """The order as the services take it."""
        return Order(**{name: value for name, value in self.cleaned_data.items() if value not in (None, "")})


def ids_from(values: Iterable[str]) -> list[int]:
    """Ids of ticked boxes, each once, whatever else stands there is left out."""
    ids = [number for value in values if (number := whole_number(value)) is not None]
    return list(dict.fromkeys(ids))


def items_from(values: Sequence[str]) -> list[Item]:
    """Claims with the versions that the preview showed, written as id:version."""
    pairs = [value.partition(":") for value in values]
    numbers = [(whole_number(one), whole_number(two)) for one, _colon, two in pairs]
    return [Item(one, two) for one, two in numbers if one is not None and two is not None]
