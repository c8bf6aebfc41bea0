"""The forms about people: inviting somebody, and changing what somebody may do."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.accounts.models import User
from claims.accounts.roles import ROLE_NAMES, Role
from claims.desk.forms.fields import DayField

ROLES = [(role.value, name) for role, name in ROLE_NAMES.items()]


class RolesField(forms.MultipleChoiceField):
    """A tick for each role; the template puts its sentence beside it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("What they may do"),
            choices=ROLES,
            widget=forms.CheckboxSelectMultiple(),
            error_messages={"required": _("Choose at least one role. Without one, a person can open nothing here.")},
            **kwargs,
        )


class InviteForm(forms.Form):
    """An address and roles."""

    use_required_attribute = False

    email = forms.EmailField(
        label=_("E-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write the e-mail address of the person you invite.")},
    )
    roles = RolesField(initial=[Role.REVIEWER.value])


class RolesForm(forms.Form):
    """The roles of somebody who is invited."""

    use_required_attribute = False

    roles = RolesField()


class PersonForm(forms.Form):
    """Roles, load and absence."""

    use_required_attribute = False

    roles = RolesField()
    max_open = forms.IntegerField(
        label=_("Claims at once"), min_value=0, max_value=500, help_text=_("So many open claims can lie with them.")
    )
    away_until = DayField(
        label=_("Away until"), help_text=_("The last day on which they take on nothing new. Empty: they are here.")
    )

    @classmethod
    def of(cls, person: User, data: Any = None) -> "PersonForm":
        """The form with what is kept."""
        known = {"roles": person.roles, "max_open": person.max_open, "away_until": person.away_until}
        return cls(data, initial=known)
