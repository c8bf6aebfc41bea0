"""The lists of the back office: a page goes on from the last row seen, and nothing is counted unasked.

Django's own list counts all that match and skips what stands before a page, which at a hundred thousand claims costs
more than everything else it does.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR, ChangeList
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.expressions import Combinable
from django.http import HttpRequest
from django.utils.text import capfirst

from claims.backoffice.date_links import DateLink, date_links
from claims.cursors import values_of_cursor, written_cursor

FORWARDS: Final = "f"
BACKWARDS: Final = "b"


@dataclass(frozen=True)
class Column:
    """A column that a list is ordered by; never empty, so that one comparison finds where to go on."""

    name: str
    descending: bool

    def turned(self) -> "Column":
        """The same in the other direction."""
        return Column(self.name, not self.descending)

    def __str__(self) -> str:
        return f"-{self.name}" if self.descending else self.name


@dataclass(frozen=True)
class SortLink:
    """A column's head that sorts by it; `now` is "ascending" or "descending" where the list is sorted so."""

    url: str
    now: str


class KeysetChangeList(ChangeList):
    """A list of the back office; `count` is None unless somebody asked for it or all stands on one page."""

    count: int | None
    next_page: str
    previous_page: str
    first_page: str
    dates: list[DateLink]

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.title = capfirst(str(self.opts.verbose_name_plural))
        self.dates = date_links(self) if self.date_hierarchy else []

    @property
    def sorts(self) -> dict[str, SortLink]:
        """By the name of each column that can be sorted by; the other way where it is sorted by already."""
        here = self.get_ordering_field_columns()
        found = {}
        for name in self.sortable_by or ():
            place = self.list_display.index(name)
            now = {"asc": "ascending", "desc": "descending"}.get(here.get(place, ""), "")
            url = self.get_query_string({ORDER_VAR: f"-{place}" if now == "ascending" else f"{place}"})
            found[name] = SortLink(url, now)
        return found

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[str | Combinable]:
        """The columns asked for that are never empty, and the key in the direction of the first of them."""
        asked = [str(name) for name in super().get_ordering(request, queryset) if isinstance(name, str)]
        columns = [Column(name.removeprefix("-"), name.startswith("-")) for name in asked]
        kept = [column for column in columns if column.name != "pk" and orders(self.model, column.name)]
        if kept and kept[-1].name == "id":
            return [*map(str, kept)]
        downwards = kept[0].descending if kept else columns[-1].descending if columns else True
        return [*map(str, kept), "-pk" if downwards else "pk"]

    def get_results(self, request: HttpRequest) -> None:
        """One page, from the row on that the address names, and whether there are more on either side."""
        size = self.list_per_page
        columns = [Column(str(n).removeprefix("-"), str(n).startswith("-")) for n in self.queryset.query.order_by]
        start = self._start(request.GET.get(PAGE_VAR, ""), columns)
        rows, back = self._rows(columns, start, size + 1), bool(start and start[0] == BACKWARDS)
        more, rows = len(rows) > size, rows[:size]
        if back:
            rows.reverse()
        after, before = (True, more) if back else (more, start is not None)
        self.first_page = self.get_query_string() if before else ""
        self.next_page = self._page(FORWARDS, rows[-1], columns) if rows and after else ""
        self.previous_page = self._page(BACKWARDS, rows[0], columns) if rows and before else ""
        alone = not after and not before
        self.count = len(rows) if alone else self.queryset.count() if self.add_facets else None
        # What Django's own templates and actions read: how many rows are known of.
        self.result_count = len(rows) + (not alone) if self.count is None else self.count
        self.full_result_count, self.show_full_result_count = None, False
        self.show_admin_actions, self.can_show_all, self.multi_page = True, False, not alone
        self.result_list = rows
        self.paginator = self.model_admin.get_paginator(request, self.queryset, size)

    def _rows(self, columns: list[Column], start: "tuple[str, list[Any]] | None", size: int) -> list[Any]:
        if start is None:
            return list(self.queryset[:size])
        if start[0] == BACKWARDS:
            columns = [column.turned() for column in columns]
        return list(self.queryset.filter(beyond(columns, start[1])).order_by(*map(str, columns))[:size])

    def _page(self, direction: str, row: models.Model, columns: list[Column]) -> str:
        values = [getattr(row, column.name) for column in columns]
        plain = [value.isoformat() if isinstance(value, datetime.date) else value for value in values]
        cursor = written_cursor([direction, columns[0].name, *plain])
        return self.get_query_string({PAGE_VAR: cursor})

    def _start(self, cursor: str, columns: list[Column]) -> "tuple[str, list[Any]] | None":
        """Which way and from which values; None, the first page, for a cursor that this order never gave out."""
        try:
            direction, first, *values = values_of_cursor(cursor)
            if direction not in (FORWARDS, BACKWARDS) or first != columns[0].name:
                return None
            pairs = zip(columns, values, strict=True)
            return str(direction), [_value(self.model, column.name, value) for column, value in pairs]
        except (ValueError, OverflowError, ValidationError):
            return None


def orders(model: type[models.Model], name: str) -> bool:
    """Whether a list of these rows can be ordered by this: one of their own columns, and never empty."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return name == "pk"
    return field.concrete and not field.null and (not field.is_relation or name == field.attname)


def beyond(columns: Sequence[Column], values: Sequence[Any]) -> Q:
    """The rows after these values; the first column is compared alone as well, so that its index is used."""
    found, level = Q(), Q()
    for column, value in zip(columns, values, strict=True):
        found |= level & Q(**{f"{column.name}__{'lt' if column.descending else 'gt'}": value})
        level &= Q(**{column.name: value})
    first = columns[0]
    return Q(**{f"{first.name}__{'lte' if first.descending else 'gte'}": values[0]}) & found


def _value(model: type[models.Model], name: str, value: object) -> Any:
    field: Any = model._meta.pk if name == "pk" else model._meta.get_field(name)
    if isinstance(field, models.GeneratedField):
        field = field.output_field
    if not isinstance(field, models.Field) or value is None:
        raise ValueError(name)
    return field.to_python(value)
