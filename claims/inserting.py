"""Many new rows by one statement, for what comes in by the hundred.

`bulk_create` prepares every value of every row by itself. Of the rows of an import most columns hold the same in all,
so a column is looked at here as a whole, and prepared once where it holds one value.
"""

# ruff: noqa: S608 - the statement is made of names of our own tables; what people type goes in as parameters

from collections.abc import Sequence
from itertools import batched, chain
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper


def insert_all[M: models.Model](rows: Sequence[M]) -> None:
    """Add new rows of one model whose keys the database counts, and give them their keys, as `bulk_create` does.

    What they point to has to have its key when they are made. An expression, such as `Now()`, is the same object in all
    rows. More rows than fit into one statement are several, so whoever calls it is inside a transaction.
    """
    if not rows:
        return
    database = connections[DEFAULT_DB_ALIAS]  # django.db.connection looks this up anew at every use
    options = type(rows[0])._meta
    fields = [field for field in options.concrete_fields if not (field.primary_key or field.generated)]
    quoted = database.ops.quote_name
    names = ", ".join(quoted(str(field.column)) for field in fields)
    most = database.features.max_query_params
    for some in batched(rows, most // len(fields) if most else len(rows), strict=False):
        places, columns = zip(*(_column(field, some, database) for field in fields), strict=True)
        row = f"({', '.join(places)})"
        values = chain.from_iterable(zip(*(column for column in columns if column), strict=True))
        statement = (
            f"INSERT INTO {quoted(options.db_table)} ({names}) VALUES {', '.join([row] * len(some))}"
            f" RETURNING {quoted(str(options.pk.column))}"
        )
        with database.cursor() as cursor:
            cursor.execute(statement, list(values))
            keys = cursor.fetchall()
        for made, (key,) in zip(some, keys, strict=True):
            made.pk = key
            made._state.adding, made._state.db = False, database.alias


def _column(
    field: "models.Field[Any, Any]", rows: Sequence[models.Model], database: BaseDatabaseWrapper
) -> tuple[str, Sequence[Any]]:
    """The place of a field in a row of the statement, and what is put there in each row.

    Nothing is put there for an expression that says all itself, as `Now()` and PostgreSQL's `DEFAULT` do.
    """
    values = [field.pre_save(row, add=True) for row in rows]
    first = values[0]
    if any(value is not first for value in values):
        return "%s", [field.get_db_prep_save(value, database) for value in values]
    if not hasattr(first, "resolve_expression"):
        return "%s", [field.get_db_prep_save(first, database)] * len(rows)
    query = type(rows[0])._base_manager.all().query
    place, parameters = query.get_compiler(connection=database).compile(first.resolve_expression(query, for_save=True))
    if len(parameters) > 1:
        raise ValueError(f"Of expressions, those with one parameter at most can be inserted, not {first!r}.")
    return place, list(parameters) * len(rows)
