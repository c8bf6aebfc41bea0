"""The names of models and fields as the back office shows them, in the reader's language.

Django takes most of them from the names in the code: `due_at` is "due at". They are not written out beside each field,
but gathered here for the translators and translated where they stand. What a name from the code would not tell a
reporter in her first week is named in `groups` and in `FIELDS`.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.apps import apps
from django.db.models import Field, Model
from django.utils.translation import gettext_lazy

from claims.backoffice.groups import KINDS
from claims.words import Words

_IN_ADDRESSES: Final[tuple[Words, Words]] = (
    gettext_lazy("part of the address"),
    gettext_lazy("Stands in the addresses of pages. Leave it empty and it is taken from the name."),
)
FIELDS: Final[Mapping[str, tuple[Words, Words]]] = {
    "claims.Topic.slug": _IN_ADDRESSES,
    "claims.Claimant.slug": _IN_ADDRESSES,
    "articles.Outlet.slug": _IN_ADDRESSES,
    "verdicts.Rating.slug": _IN_ADDRESSES,
    "verdicts.Rating.tone": (
        gettext_lazy("picture"),
        gettext_lazy("The sign and colour that readers see beside the word."),
    ),
    "verdicts.Rating.lean": (
        gettext_lazy("angle of the picture"),
        gettext_lazy("By how many degrees the plumb line of the picture hangs askew: 0 is straight down."),
    ),
    "verdicts.Rating.order": (gettext_lazy("place"), gettext_lazy("1 stands first.")),
    "verdicts.Rating.label": (gettext_lazy("word"), ""),
    "verdicts.Rating.definition": (gettext_lazy("what it means"), gettext_lazy("One sentence; readers see it.")),
    "verdicts.Rating.is_active": (gettext_lazy("can be chosen"), ""),
    "verdicts.OutsideCheck.tone": (gettext_lazy("picture"), ""),
    "claims.Claim.state_since": (gettext_lazy("where it stands since"), ""),
    "accounts.User.groups": (gettext_lazy("roles"), gettext_lazy("What this person may do; several go together.")),
    "accounts.User.is_active": (gettext_lazy("can sign in"), gettext_lazy("Untick it, and the person is locked out.")),
    "accounts.User.last_login": (gettext_lazy("last signed in"), ""),
    "accounts.User.date_joined": (gettext_lazy("here since"), ""),
    "accounts.User.username": (gettext_lazy("user name"), ""),
}
"""By the model's label and the field's name: what the field is called, and a sentence that explains it."""


def translate_labels() -> None:
    """Have the names of our models and fields said in the reader's language from now on."""
    for model in _ours():
        options: Any = model._meta  # what Django declares as text may be a sentence for later
        kind = KINDS.get(model._meta.label)
        options.verbose_name = kind.one if kind else gettext_lazy(str(options.verbose_name))
        options.verbose_name_plural = kind.several if kind else gettext_lazy(str(options.verbose_name_plural))
        for field in _fields(model):
            name, _about = FIELDS.get(f"{model._meta.label}.{field.name}", ("", ""))
            field.verbose_name = name or gettext_lazy(str(field.verbose_name))
    for app in apps.get_app_configs():
        if app.name.startswith("claims."):
            app.verbose_name = gettext_lazy(str(app.verbose_name))


def explanation(field: "Field[Any, Any]") -> Words:
    """The sentence that stands with the field in a form; for most, the one it has in the code."""
    return FIELDS.get(f"{field.model._meta.label}.{field.name}", ("", ""))[1] or field.help_text


def labels() -> Iterator[tuple[str, str]]:
    """Each name with the module it stands in, for the translators."""
    for model in _ours():
        for name in (model._meta.verbose_name, model._meta.verbose_name_plural):
            yield model.__module__, str(name)
        for field in _fields(model):
            yield model.__module__, str(field.verbose_name)
    for app in apps.get_app_configs():
        if app.name.startswith("claims."):
            yield app.name, str(app.verbose_name)


def _ours() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("claims.")]


def _fields(model: type[Model]) -> "list[Field[Any, Any]]":
    return [field for field in model._meta.get_fields() if isinstance(field, Field)]
