"""The column of a search table, and the question it answers."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import Lookup
from django.db.models.sql.compiler import SQLCompiler

from claims.searching.forms import forms_of
from claims.searching.index import SearchIndex
from claims.searching.words import MOST_ASKED, words_of


class WordsField(models.TextField):  # type: ignore[type-arg]  # Django takes no arguments for it at run time
    """What a row is found by; only asked, never read."""


@WordsField.register_lookup
class Begin(Lookup):
    """Each word, in any form, at a word's beginning: `words__begin="tram la"` finds “trams ran late”; none, nothing."""

    lookup_name = "begin"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        """The condition in the words of the database."""
        words = words_of(str(self.rhs))[:MOST_ASKED]
        if not words:
            raise EmptyResultSet
        column, params = self.process_lhs(compiler, connection)
        condition, question = _condition(column, words, [True] * len(words), connection.vendor)
        return condition, [*params, question]


def holding(index: SearchIndex, text: str, vendor: str) -> tuple[str, str]:
    """SQL over the index's table that asks for whole words in any form, and its parameter; the text has to hold a word.

    Of the last word, which may still be typed, the beginning is enough.
    """
    words = words_of(text)[:MOST_ASKED]
    return _condition(f"{index.table}.words", words, [False] * (len(words) - 1) + [True], vendor)


def _condition(column: str, words: Sequence[str], begun: Sequence[bool], vendor: str) -> tuple[str, str]:
    # Of a word that may still be typed, the forms that begin with it are found by its beginning.
    asked = [
        [form for form in forms_of(word) if form == word or not (is_begun and form.startswith(word))]
        for word, is_begun in zip(words, begun, strict=True)
    ]
    pairs = list(zip(asked, begun, strict=True))
    if vendor == "sqlite":
        groups = [" OR ".join(f'"{form}"{"*" if is_begun else ""}' for form in forms) for forms, is_begun in pairs]
        return f"{column} MATCH %s", " AND ".join(f"({group})" for group in groups)
    groups = [" | ".join(f"{form}{':*' if is_begun else ''}" for form in forms) for forms, is_begun in pairs]
    return f"{column} @@ to_tsquery('simple', %s)", " & ".join(f"({group})" for group in groups)
