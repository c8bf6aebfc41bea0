"""Pieces of SQL that Django has no words for."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func
from django.db.models.sql.compiler import SQLCompiler


class Beyond(Func):
    """Whether a row's columns, taken together, come after (or before) given values: `(a, b) > (x, y)`."""

    conditional = True
    output_field = models.BooleanField()

    def __init__(self, *expressions: Any, operator: str) -> None:
        super().__init__(*expressions)
        self.operator = operator

    def as_sql(  # type: ignore[override]
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **kwargs: Any
    ) -> tuple[str, list[Any]]:
        """Both sides as row values, which SQLite and PostgreSQL look up in an index."""
        pieces = [compiler.compile(expression) for expression in self.get_source_expressions()]
        half = len(pieces) // 2
        sides = [", ".join(sql for sql, _ in side) for side in (pieces[:half], pieces[half:])]
        params = [param for _, given in pieces for param in given]
        return f"({sides[0]}) {self.operator} ({sides[1]})", params


class Unindexed(Func):
    """The same value, which SQLite will not look up in an index; PostgreSQL chooses by its statistics."""

    arity = 1

    def as_sql(  # type: ignore[override]
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **kwargs: Any
    ) -> tuple[str, list[Any]]:
        """The bare expression."""
        sql, params = compiler.compile(self.get_source_expressions()[0])
        return sql, list(params)

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **kwargs: Any) -> tuple[str, Any]:
        """SQLite's own mark for it: a plus before the column."""
        sql, params = self.as_sql(compiler, connection)
        return f"+{sql}", params
