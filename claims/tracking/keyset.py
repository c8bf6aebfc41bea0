"""Where a page of the queue begins: the orders, and cursors that name the row to go on from.

Rows are ordered by columns that are never empty, with an index for each order under each state, so that a page goes on
from the last row seen and costs the same at any depth.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F, Func, Value
from django.db.models.lookups import GreaterThan, LessThan
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from claims.cursors import values_of_cursor, written_cursor
from claims.tracking.filters import Sort
from claims.tracking.models import Claim


@dataclass(frozen=True)
class Order:
    """The columns a sort goes by, all of them up or all of them down, so that one comparison finds the next page."""

    columns: tuple[str, ...]
    descending: bool = False


ORDERS: Mapping[Sort, Order] = {
    Sort.DUE: Order(("due_key", "id")),
    Sort.SCORE: Order(("score_key", "id"), descending=True),
    Sort.NEWEST: Order(("id",), descending=True),
    Sort.AGE: Order(("state_since", "id")),
    Sort.PRIORITY: Order(("rank", "due_key", "id")),
}


@dataclass(frozen=True)
class Start:
    """The row a page goes on from, by the values of the order's columns."""

    values: tuple[Any, ...]
    backwards: bool


def beyond(order: Order, start: Start) -> GreaterThan | LessThan:
    """The condition that a row comes after a place, or before it where the page goes backwards: `(a, b) > (x, y)`.

    As one comparison of row values both databases find the place in the order's index.
    """
    pairs = zip(order.columns, start.values, strict=True)
    row = _row_value(F(name) for name in order.columns)
    place = _row_value(Value(value, output_field=column_of(name)) for name, value in pairs)
    return LessThan(row, place) if order.descending != start.backwards else GreaterThan(row, place)


def _row_value(values: Iterable[F | Value]) -> Func:
    return Func(*values, template="(%(expressions)s)", output_field=models.Field())


def cursor_at(order: Order, values: Sequence[Any], *, backwards: bool = False) -> str:
    """Where a page ends, for an address: opaque, and checked when it comes back."""
    plain = [value.isoformat() if isinstance(value, datetime.datetime) else value for value in values]
    return written_cursor(["b" if backwards else "f", order.columns[0], *plain])


def read_cursor(cursor: str, order: Order) -> Start | None:
    """The row to go on from; None, the first page, for a cursor that is empty or not one of ours for this order."""
    try:
        direction, column, *values = values_of_cursor(cursor)
        if column != order.columns[0]:
            return None
        pairs = zip(order.columns, values, strict=True)
        return Start(tuple(_read_value(name, value) for name, value in pairs), backwards=direction == "b")
    except (ValueError, OverflowError):
        return None


def _read_value(name: str, value: object) -> Any:
    kind = column_of(name)
    if isinstance(kind, models.DateTimeField):
        at = parse_datetime(value) if isinstance(value, str) else None
        if at is None or timezone.is_naive(at):
            raise ValueError(name)
        return at
    if not isinstance(value, int | float) or isinstance(value, bool) or abs(value) > 2**53:
        raise ValueError(name)
    return float(value) if isinstance(kind, models.FloatField) else int(value)


def is_cursor_of(sort: Sort, cursor: str) -> bool:
    """Whether a page in this order gave the cursor out."""
    return read_cursor(cursor, ORDERS[sort]) is not None


def column_of(name: str) -> "models.Field[Any, Any]":
    field = Claim._meta.get_field(name)
    if name == "id":
        return models.BigIntegerField()
    kind = field.output_field if isinstance(field, models.GeneratedField) else field
    if not isinstance(kind, models.Field):
        raise TypeError(f"{name} is no column.")
    return kind
