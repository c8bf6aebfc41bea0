"""Going through a list by year, month and day: which there may be follows from its first and its last row alone."""

import calendar
import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.utils import label_for_field
from django.contrib.admin.views.main import ChangeList
from django.utils import dateformat, timezone
from django.utils.text import capfirst

MOST_YEARS = 12


@dataclass(frozen=True)
class DateLink:
    """A step to a year, a month or a day, or back out of one."""

    name: str
    url: str
    is_back: bool = False
    is_here: bool = False


def date_links(cl: ChangeList) -> list[DateLink]:
    """The way out of the chosen year or month, and the months or days in it; two reads of one row each."""
    field = str(cl.date_hierarchy)
    rows = cl.root_queryset.exclude(**{field: None}) if cl.lookup_opts.get_field(field).null else cl.root_queryset
    first, last = (rows.order_by(order).values_list(field, flat=True)[:1] for order in (field, f"-{field}"))
    ends = [_day(moment) for moment in (*first, *last)]
    if not ends:
        return []
    return _links(cl, field, ends[0], ends[-1])


def _links(cl: ChangeList, field: str, first: datetime.date, last: datetime.date) -> list[DateLink]:
    year, month, day = (_number(cl.params.get(f"{field}__{part}")) for part in ("year", "month", "day"))

    def to(**parts: int) -> str:
        query: str = cl.get_query_string({f"{field}__{part}": value for part, value in parts.items()}, [f"{field}__"])
        return query

    label = capfirst(str(label_for_field(field, cl.model)))
    if not (year and first.year <= year <= last.year):
        years = range(max(first.year, last.year - MOST_YEARS), last.year + 1)
        return [DateLink(label, "", is_here=True), *(DateLink(f"{year}", to(year=year)) for year in years)]
    whole = [DateLink(label, to(), is_back=True)]
    months = [datetime.date(year, number, 1) for number in range(1, 13)]
    months = [each for each in months if first.replace(day=1) <= each <= last]
    if not (month and 1 <= month <= 12):
        return [
            *whole,
            DateLink(f"{year}", "", is_here=True),
            *(DateLink(dateformat.format(each, "F"), to(year=year, month=each.month)) for each in months),
        ]
    name = dateformat.format(datetime.date(year, month, 1), "F Y")
    whole.append(DateLink(f"{year}", to(year=year), is_back=True))
    days = range(1, calendar.monthrange(year, month)[1] + 1)
    if day and day in days:
        chosen = dateformat.format(datetime.date(year, month, day), "j F Y")
        return [*whole, DateLink(name, to(year=year, month=month), is_back=True), DateLink(chosen, "", is_here=True)]
    return [
        *whole,
        DateLink(name, "", is_here=True),
        *(DateLink(f"{each}", to(year=year, month=month, day=each)) for each in days),
    ]


def _day(moment: datetime.datetime | datetime.date) -> datetime.date:
    return timezone.localtime(moment).date() if isinstance(moment, datetime.datetime) else moment


def _number(given: Any) -> int | None:
    text = str(given or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else None
