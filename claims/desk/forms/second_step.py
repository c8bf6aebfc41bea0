"""Forms of the second step: allauth's own, with the desk's limits and words."""

from typing import Any

from allauth.account.forms import ReauthenticateForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from claims.people import second_step


def code_field(label: Any, **attributes: str) -> forms.CharField:
    """A field for a code that an app shows, or that is kept on paper."""
    shown = {"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "off", **attributes}
    return forms.CharField(label=label, max_length=20, widget=forms.TextInput(attrs=shown))


class Limited(forms.Form):
    """Checks a code within limits that all web processes share, and takes each right one once."""

    user: Any

    def clean_code(self) -> str:
        """The code, if it is right and new."""
        refused = second_step.too_many(self.user)
        if refused:
            raise ValidationError(refused)
        try:
            code: str = super().clean_code()  # type: ignore[misc]  # of the form that this is mixed into
        except ValidationError:
            second_step.note_wrong(self.user, context.request)
            raise
        if not second_step.take(self.user, code):
            raise ValidationError(_("That code is not right, or it was used already."))
        return code


class SecondStepForm(Limited, AuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The code that a sign-in asks for."""

    code = code_field(_("Code from your app, or a recovery code"), autofocus="")


class ConfirmCodeForm(Limited, ReauthenticateCodeForm):  # type: ignore[misc]  # likewise
    """The code that an act asks for."""

    code = code_field(_("Code from your app, or a recovery code"), autofocus="")


class SetUpAppForm(Limited, ActivateTOTPForm):  # type: ignore[misc]  # likewise
    """The first code of a new app."""

    code = code_field(_("Code that the app shows"), inputmode="numeric")


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # likewise
    """A passkey's name beside what the browser sends."""

    name = forms.CharField(label=_("Name"), required=False, max_length=80)


class ConfirmForm(ReauthenticateForm):  # type: ignore[misc]  # likewise
    """The password again."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": ""}),
    )
