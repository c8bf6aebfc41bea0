"""Sentences of the software on rows: kept with their facts, and read in the language of whoever reads the row."""

from datetime import date
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext, ngettext

from claims import formats
from claims.sentences import Sentence, from_kept, to_keep


class Translator:
    """Says sentences in the language that Django has in use."""

    def text(self, sentence: str) -> str:
        """A sentence in the reader's language."""
        return gettext(sentence)

    def counted(self, one: str, many: str, count: int) -> str:
        """The form of a sentence that goes with a number."""
        return ngettext(one, many, count)

    def day(self, style: str, when: date) -> str:
        """A day or a moment in a style of `claims.formats`."""
        return formats.STYLES[style](when)


class SentenceField(models.TextField):  # type: ignore[type-arg]  # Django takes no arguments for it at run time
    """A text column for what the software says: a `Sentence` is stored with its facts, and comes back as one.

    For the database and for migrations it is a TextField, so that one can become the other at any time.
    """

    def from_db_value(self, value: str | None, expression: object, connection: BaseDatabaseWrapper) -> Sentence | None:
        """The sentence in the language of now."""
        return None if value is None else from_kept(value)

    def get_prep_value(self, value: Any) -> Any:  # Any: as Django declares it
        """What is stored: the English words and the facts."""
        return super().get_prep_value(to_keep(value) if isinstance(value, str) else value)

    def deconstruct(self) -> tuple[str, str, Any, Any]:  # Any: as Django declares it
        """Written into migrations as a TextField."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs
