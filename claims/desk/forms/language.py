"""The forms in which a person chooses her own language and time zone, and says the language of an article."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from claims import languages


def _languages() -> list[tuple[str, Any]]:
    return [("", _("As my browser asks for")), *languages.offered()]


def _zones() -> list[tuple[str, Any]]:
    return [("", _("The newsroom's")), *((name, name.replace("_", " ")) for name in languages.zones())]


def _written() -> list[tuple[str, Any]]:
    return [("", _("As the software tells from the text")), *languages.known(get_language() or languages.ENGLISH)]


def languages_of_words() -> list[tuple[str, Any]]:
    """The languages people write in, by name, after the choice that nobody has said."""
    return [("", _("Not said")), *languages.known(get_language() or languages.ENGLISH)]


class ArticleLanguageForm(forms.Form):
    """The language of an article."""

    language = forms.ChoiceField(label=_("Written in"), required=False, choices=_written)


class LanguageForm(forms.Form):
    """Both choices; the first of each leaves it to the browser and to the newsroom."""

    language = forms.ChoiceField(label=_("Language"), required=False, choices=_languages)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), required=False, choices=_zones, help_text=_("In which times are told to you.")
    )
