"""Reads whose SQL is made once a process: Django builds and compiles a query anew each time, which costs more than to
ask it.

    @prepared
    def _submitted_by(person: int) -> QuerySet[Claim, Claim]:
        return Claim.objects.filter(state=ClaimState.SUBMITTED, reviewer=person)

    claims = _submitted_by(person.pk)

The function is ordinary ORM code. It runs at the first call only, with a stand-in for each argument; from then on a
call fills in the values and answers a list of rows. So nothing in it may depend on an argument's value, the time or the
settings: such things come in as arguments, or as `later(...)` from an expression. On PostgreSQL the server keeps the
statement's plan as well.

For the desk, the queue, a claim's page and the names beside a second review, and never where a rule is decided: it
leans on names that Django keeps to itself, and `docs/private-names.md` says which, what they gain and how to be rid of
them.
"""

import datetime
import json
import re
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass
from functools import wraps
from inspect import signature
from typing import Any, cast, get_type_hints

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.expressions import Expression
from django.db.models.sql.compiler import SQLCompiler

_FIELDS: Mapping[Any, type["models.Field[Any, Any]"]] = {
    int: models.BigIntegerField,
    str: models.TextField,
    float: models.FloatField,
    datetime.datetime: models.DateTimeField,
    list[int]: models.BigIntegerField,
}
_PLACE = re.compile(r"%(%|s)")
_compiling: ContextVar[bool] = ContextVar("compiling", default=False)


def prepared[**P, Row](build: Callable[P, QuerySet[Any, Row]]) -> Callable[P, list[Row]]:
    """The function with its queryset compiled at the first call; each call is one query and answers its rows.

    Arguments are annotated int, float, str, datetime.datetime, or list[int] for `in`; TypeError at the first call for
    any other, and for a queryset that prefetches: what belongs to its rows is a read of its own.
    """
    names = list(signature(build).parameters)
    statements: dict[str, _Statement] = {}

    @wraps(build)
    def ask(*args: P.args, **kwargs: P.kwargs) -> list[Row]:
        statement = statements.get(connection.vendor)
        if statement is None:
            kinds = get_type_hints(build)
            stand_ins: list[Any] = [_StandIn(name, kinds.get(name)) for name in names]
            statement = statements[connection.vendor] = _Statement(build(*stand_ins))  # type: ignore[call-arg]
        return statement.rows(dict(zip(names, args, strict=False)) | kwargs)

    return ask


@dataclass(frozen=True)
class _Later:
    """A parameter whose value is read whenever the statement is asked."""

    read: Callable[[], Any]


def is_compiling() -> bool:
    """Whether a statement is being made that will be asked again and again."""
    return _compiling.get()


def later(read: Callable[[], Any]) -> Any:
    """A parameter for an expression's SQL: its value now, and in a prepared statement that of each time it is asked."""
    return _Later(read) if is_compiling() else read()


class _StandIn(Expression):
    """Takes the place of an argument while the query is built, and of its value among the statement's parameters."""

    def __init__(self, name: str, kind: Any) -> None:
        if kind not in _FIELDS:
            raise TypeError(f"A prepared read takes no {kind}, as {name} is.")
        super().__init__(output_field=_FIELDS[kind]())
        self.name = name
        self.is_many = kind == list[int]

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:  # type: ignore[override]
        """The place of one value, or of a list as one value."""
        if not self.is_many:
            return "%s", [self]
        listed = "SELECT value FROM json_each(%s)" if connection.vendor == "sqlite" else "SELECT unnest(%s::bigint[])"
        return listed, [self]

    def value(self, given: Mapping[str, Any]) -> Any:
        """The argument as the database takes it."""
        value = given[self.name]
        if self.is_many:
            return json.dumps(value) if connection.vendor == "sqlite" else value
        return self.output_field.get_db_prep_value(value, connection)


class _Statement:
    """A compiled query. What it shares between threads is never written to again."""

    def __init__(self, queryset: Any) -> None:
        if queryset._prefetch_related_lookups:
            raise TypeError("A prepared read does not prefetch; ask for what belongs to its rows by itself.")
        self._queryset = queryset
        self._compiler = queryset.query.get_compiler(queryset.db)
        token = _compiling.set(True)
        try:
            sql, params = self._compiler.as_sql()
        finally:
            _compiling.reset(token)
        self._sql, self._params = _with_constants(sql, params)
        fields = [column[0] for column in self._compiler.select[: self._compiler.col_count]]
        self._converters = self._compiler.get_converters(fields)

    def rows(self, given: Mapping[str, Any]) -> list[Any]:
        """Ask, and make of the answer what the queryset would."""
        with _cursor() as cursor:
            cursor.execute(self._sql, [_filled_in(param, given) for param in self._params])
            answer = cursor.fetchall()
        compiler = copy(self._compiler)
        compiler.connection = connection
        compiler.execute_sql = lambda *args, **kwargs: [answer]
        compiler.get_converters = lambda fields: self._converters
        query = _alike(self._queryset.query, get_compiler=lambda *args, **kwargs: compiler)
        queryset = _alike(self._queryset, _query=query)
        return list(queryset._iterable_class(queryset))


def _filled_in(param: Any, given: Mapping[str, Any]) -> Any:
    if isinstance(param, _Later):
        return param.read()
    return param.value(given) if isinstance(param, _StandIn) else param


def _alike[Thing](thing: Thing, **changes: Any) -> Thing:
    """A shallow copy, which `copy` does not make of a queryset: that would be evaluated first."""
    made = object.__new__(type(thing))
    made.__dict__.update(thing.__dict__, **changes)
    return made


def _cursor() -> Any:
    """A cursor; on PostgreSQL one that keeps its statements in the server, which Django's own does not."""
    if connection.vendor != "postgresql":
        return connection.cursor()
    from django.db.backends.postgresql.base import ServerBindingCursor  # noqa: PLC0415 - needs psycopg

    postgres: Any = connection
    postgres.ensure_connection()
    return postgres._prepare_cursor(ServerBindingCursor(postgres.connection))  # type: ignore[call-arg]


def _with_constants(sql: str, params: Iterable[Any]) -> tuple[str, list[Any]]:
    """On PostgreSQL, the statement with the values written in that never change: its plan is made for these."""
    if connection.vendor != "postgresql":
        return sql, list(params)
    values, operations = iter(params), cast("Any", connection.ops)
    stand_ins = []

    def write(place: re.Match[str]) -> str:
        if place[0] == "%%":
            return "%%"
        value = next(values)
        if isinstance(value, _StandIn | _Later):
            stand_ins.append(value)
            return "%s"
        return str(operations.compose_sql("%s", [value])).replace("%", "%%")

    return _PLACE.sub(write, sql), stand_ins
