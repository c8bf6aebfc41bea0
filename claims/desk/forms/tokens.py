"""The form that makes a personal access token."""

import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from claims.accounts.tokens import Scope
from claims.people.tokens import NAME_LIMIT

LIFETIMES = [("30", _("30 days")), ("90", _("90 days")), ("365", _("A year")), ("", _("Until I revoke it"))]


class TokenForm(forms.Form):
    """Its name, what it may do, and for how long."""

    name = forms.CharField(
        label=_("Name"),
        max_length=NAME_LIMIT,
        help_text=_("What uses it, such as: newsroom CMS."),
        error_messages={"required": _("Give the token a name, so that you know it again.")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=Scope,
        initial=[Scope.READ.value],
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("Never more than your own roles let you do."),
        error_messages={"required": _("Choose at least one.")},
    )
    lifetime = forms.ChoiceField(label=_("Expires after"), choices=LIFETIMES, initial="90", required=False)

    def expires_at(self) -> datetime.datetime | None:
        """When the token ends; None for one that lives until it is revoked."""
        chosen = self.cleaned_data["lifetime"]
        return timezone.now() + datetime.timedelta(days=int(chosen)) if chosen else None
