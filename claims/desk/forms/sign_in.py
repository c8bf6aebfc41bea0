"""Signing in, and what becomes of programs when a password changes."""

from typing import Any, Final

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, PasswordResetForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from claims.accounts.models import User
from claims.people import passwords
from claims.people.sign_in import Refused, WrongPassword, sign_in

KNOWN_BROWSER: Final = "known"


class SignInForm(AuthenticationForm):
    """Name and password; what was refused, and with which status, is kept for the view."""

    refused: Refused | None = None
    error_messages = {
        "invalid_login": _("Nobody signs in here with this name and password. Check both: capitals count."),
        "inactive": _("This account is switched off. Ask an admin of your desk."),
    }

    def clean(self) -> dict[str, Any]:
        """Find whose they are, within the limits."""
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not name or not password or self.request is None:
            return self.cleaned_data
        mark = self.request.COOKIES.get(KNOWN_BROWSER, "")
        try:
            person = sign_in(request=self.request, name=name, password=password, mark=mark)
        except WrongPassword as error:
            raise self.get_invalid_login_error() from error
        except Refused as error:
            self.refused = error
            raise ValidationError(error.message) from error
        self.confirm_login_allowed(person)
        self.user_cache = person
        return self.cleaned_data


class NewPasswordForm(PasswordChangeForm):
    """The old and the new password, and whether programs go on."""

    keep_programs = forms.BooleanField(
        label=_("Let my access tokens and hooks go on working"),
        required=False,
        help_text=_("Leave this empty if somebody else may have known your password."),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        if not passwords.has_programs(user):
            del self.fields["keep_programs"]


class ResetForm(PasswordResetForm):
    """The address that a link is sent to."""

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The view has the letter sent."""
