"""The forms in which somebody changes what colleagues see of her, and when she wants to be left alone."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.accounts.models import User
from claims.people.account import INITIALS_LIMIT, NAME_LIMIT, author_page_of

PICTURE_KINDS: Final = "image/png,image/jpeg,image/gif,image/webp"


class NameForm(forms.Form):
    """The name, and the letters that stand for it."""

    use_required_attribute = False

    display_name = forms.CharField(
        label=_("Your name"),
        max_length=NAME_LIMIT,
        help_text=_("As colleagues see it, and readers where the newsroom prints names."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name, as colleagues should see it.")},
    )
    own_initials = forms.CharField(
        label=_("Initials"),
        max_length=INITIALS_LIMIT,
        required=False,
        help_text=_("Where there is no picture. Empty: the first letters of your name."),
        widget=forms.TextInput(attrs={"size": INITIALS_LIMIT, "autocomplete": "off"}),
    )

    @classmethod
    def of(cls, person: User, data: Any = None) -> "NameForm":
        """The form as it is kept."""
        return cls(data, initial={"display_name": person.display_name, "own_initials": person.own_initials})


class PictureForm(forms.Form):
    """A picture of oneself."""

    use_required_attribute = False

    picture = forms.FileField(
        label=_("Your picture"),
        help_text=_("PNG, JPEG, GIF or WebP. Its middle is kept, small, without where and when it was taken."),
        widget=forms.FileInput(attrs={"accept": PICTURE_KINDS}),
        error_messages={"required": _("Choose a picture first.")},
    )


class AuthorForm(forms.Form):
    """What readers may know about oneself."""

    use_required_attribute = False

    is_public = forms.BooleanField(
        label=_("Readers may see a page about me"),
        required=False,
        help_text=_("With my name, my picture, and the checks I wrote. Without the tick it is gone at once."),
    )
    role = forms.CharField(
        label=_("Your role, for readers"),
        required=False,
        help_text=_("Such as: Reviewer, public money."),
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    background = forms.CharField(
        label=_("Your background"),
        required=False,
        help_text=_("Where you learned this work and what you know about, in a few sentences."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    @classmethod
    def of(cls, person: User, data: Any = None) -> "AuthorForm":
        """The form as it is kept."""
        page = author_page_of(person)
        return cls(data, initial={"is_public": page.is_public, "role": page.role, "background": page.background})


def _hours() -> list[tuple[str, str]]:
    return [("", "–"), *((str(hour), f"{hour:02}:00") for hour in range(24))]


class QuietHoursForm(forms.Form):
    """From when to when no e-mail is wanted."""

    start = forms.TypedChoiceField(
        label=_("No e-mail from"), required=False, choices=_hours, coerce=int, empty_value=None
    )
    end = forms.TypedChoiceField(
        label=_("until"),
        required=False,
        choices=_hours,
        coerce=int,
        empty_value=None,
    )

    @classmethod
    def of(cls, person: User, data: Any = None) -> "QuietHoursForm":
        """The form as it is kept."""
        return cls(data, initial={"start": person.quiet_from, "end": person.quiet_until})
