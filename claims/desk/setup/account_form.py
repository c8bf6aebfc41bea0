"""The form by which somebody who has a link makes an account."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _

from claims.accounts.models import Invitation, User
from claims.people.invitations import user_name_for

USERNAME_LIMIT = 150


class AccountForm(forms.Form):
    """Name, user name, e-mail and password; the address of somebody who was invited stands already."""

    use_required_attribute = False

    display_name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("As colleagues see it, and readers where the newsroom prints names."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True}),
        error_messages={"required": _("Write your name, as colleagues should see it.")},
    )
    username = forms.CharField(
        label=_("User name"),
        max_length=USERNAME_LIMIT,
        validators=[UnicodeUsernameValidator()],
        help_text=_("One short word; colleagues mention you by it, such as @ines."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("Choose a user name, such as ines.")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("For notifications, and for a link when you forget your password."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Write your e-mail address.")},
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("At least 12 characters; a few words in a row are easy to keep in mind."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "data-reveal": ""}),
        error_messages={"required": _("Choose a password.")},
    )
    also_works = forms.BooleanField(
        label=_("I work on checks too"),
        required=False,
        initial=True,
        help_text=_("Gives you the roles approver and admin. Without it you look after people and settings only."),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if invitation.is_first:
            return
        del self.fields["also_works"]
        del self.fields["email"]
        self.fields["display_name"].initial = invitation.display_name
        self.fields["username"].initial = user_name_for(invitation)

    def clean(self) -> dict[str, Any]:
        """Hold the password against the rules, and against the names beside it."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("password"):
            person = User(**{name: given.get(name, "") for name in ("username", "display_name", "email")})
            try:
                password_validation.validate_password(given["password"], person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return given
