"""The column of a search table, and the question it answers."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import Lookup
from django.db.models.sql.compiler import SQLCompiler

from claims.searching.index import SearchIndex
from claims.searching.words import MOST_ASKED, words_of


class WordsField(models.TextField):  # type: ignore[type-arg]  # Django takes no arguments for it at run time
    """What a row is found by; only asked, never read."""


@WordsField.register_lookup
class Begin(Lookup):
    """Each word at a word's beginning: `words__begin="tram la"` finds “trams ran late”, and no word nothing."""

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
    """SQL over the index's table that asks for whole words, and its parameter; the text has to hold a word.

    Of the last word, which may still be typed, the beginning is enough.
    """
    words = words_of(text)[:MOST_ASKED]
    return _condition(f"{index.table}.words", words, [False] * (len(words) - 1) + [True], vendor)


def _condition(column: str, words: Sequence[str], begun: Sequence[bool], vendor: str) -> tuple[str, str]:
    pairs = list(zip(words, begun, strict=True))
    if vendor == "sqlite":
        return f"{column} MATCH %s", " ".join(f'"{word}"{"*" if is_begun else ""}' for word, is_begun in pairs)
    question = " & ".join(f"{word}{':*' if is_begun else ''}" for word, is_begun in pairs)
    return f"{column} @@ to_tsquery('simple', %s)", question
