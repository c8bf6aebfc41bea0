"""The form in which a person chooses her language and time zone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from claims import languages


def _languages() -> list[tuple[str, Any]]:
    return [("", _("As my browser asks for")), *languages.offered()]


def _zones() -> list[tuple[str, Any]]:
    return [("", _("The newsroom's")), *((name, name.replace("_", " ")) for name in languages.zones())]


class LanguageForm(forms.Form):
    """Both choices; the first of each leaves it to the browser and to the newsroom."""

    language = forms.ChoiceField(label=_("Language"), required=False, choices=_languages)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), required=False, choices=_zones, help_text=_("In which times are told to you.")
    )
