"""The names of models and fields as the back office shows them, in the reader's language.

Django takes most of them from the names in the code: `due_at` is "due at". They are not written out beside each field,
but gathered here for the translators and translated where they stand.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Field, Model
from django.utils.translation import gettext_lazy


def translate_labels() -> None:
    """Have the names of our models and fields said in the reader's language from now on."""
    for model in _ours():
        options: Any = model._meta  # what Django declares as text may be a sentence for later
        options.verbose_name = gettext_lazy(str(options.verbose_name))
        options.verbose_name_plural = gettext_lazy(str(options.verbose_name_plural))
        for field in _fields(model):
            field.verbose_name = gettext_lazy(str(field.verbose_name))
    for app in apps.get_app_configs():
        if app.name.startswith("claims."):
            app.verbose_name = gettext_lazy(str(app.verbose_name))


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
