"""Pieces of SQL that Django has no words for."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func
from django.db.models.lookups import In, Lookup
from django.db.models.sql.compiler import SQLCompiler


class RowValue(Func):
    """Several values taken together: `(a, b)`."""

    template = "(%(expressions)s)"
    output_field = models.Field()


class _Compared(Lookup):
    """Two row values compared from left to right, which SQLite and PostgreSQL look up in an index."""

    prepare_rhs = False
    sign = ""

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        """The comparison and its parameters."""
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} {self.sign} {right}", [*left_params, *right_params]


class After(_Compared):
    """Whether a row comes after given values: `(a, b) > (x, y)`."""

    sign = ">"


class Before(_Compared):
    """Whether a row comes before given values: `(a, b) < (x, y)`."""

    sign = "<"


class AskedOfRows(Func):
    """A condition for rows that another has found: no index is looked up for it."""

    template = "(%(expressions)s) IS TRUE"
    output_field = models.BooleanField()


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


class Among(In):
    """Whether a value is among those a subquery yields, of which there are few: it is what to begin with."""

    def get_rhs_op(self, connection: BaseDatabaseWrapper, rhs: str) -> str:
        """As an array PostgreSQL looks each value up by an index; of a subquery it thinks that it may yield many."""
        return f"= ANY(ARRAY{rhs})" if connection.vendor == "postgresql" else super().get_rhs_op(connection, rhs)


class MetIn(In):
    """Whether a value is among those a subquery yields, asked of each row that is met on a walk in the page's order."""

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        """As a condition that it cannot join by, PostgreSQL makes one table of the values and keeps to the walk."""
        sql, params = self.as_sql(compiler, connection)
        return f"({sql}) IS TRUE", params
