"""The second person's own verdict, and how two that differ are settled."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.accounts.models import User
from claims.verdicts.models import Rating
from claims.verdicts.models.second_verdicts import SENTENCE_LIMIT


class WhyForm(forms.Form):
    """A sentence that says why."""

    why = forms.CharField(label=_("Why"), max_length=SENTENCE_LIMIT, widget=forms.Textarea(attrs={"rows": 2}))


class SecondVerdictForm(forms.Form):
    """A rating of the scale, and what it rests on."""

    rating = forms.ChoiceField(
        label=_("Your rating"),
        widget=forms.RadioSelect(),
        error_messages={"required": _("Choose a rating from the scale.")},
    )
    sentence = forms.CharField(
        label=_("What it rests on"),
        max_length=SENTENCE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One sentence. The authors read it once you have given your verdict."),
        error_messages={"required": _("Say in a sentence what your rating rests on.")},
    )

    def __init__(self, *args: Any, ratings: Sequence[Rating], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rating"].choices = [(rating.slug, rating.label) for rating in ratings]  # type: ignore[attr-defined]


class ThirdPersonForm(forms.Form):
    """Who is asked to settle it."""

    person = forms.TypedChoiceField(label=_("Third person"), coerce=int)

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [(person.pk, str(person)) for person in people]  # type: ignore[attr-defined]


class SettleForm(WhyForm):
    """Which of the two ratings holds, and why."""

    rating = forms.ChoiceField(label=_("Which rating holds"), widget=forms.RadioSelect())
    field_order = ["rating", "why"]

    def __init__(self, *args: Any, ratings: Sequence[Rating], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rating"].choices = [(rating.slug, rating.label) for rating in ratings]  # type: ignore[attr-defined]
