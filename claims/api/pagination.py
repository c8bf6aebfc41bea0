"""Pages by key, never by number: an opaque cursor says after which row to go on, and Link says where."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from claims.cursors import values_of_cursor, written_cursor

USUAL: Final = 50
MAX_ROWS: Final = 200
LARGEST_KEY: Final = 2**63 - 1

type Key = int | str


@dataclass(frozen=True)
class Page[T]:
    """Rows in the order shown, and the cursors of the pages after and before, empty at either end."""

    rows: Sequence[T]
    after: str = ""
    before: str = ""


@dataclass(frozen=True)
class Cursor:
    """From which row on, and whether backwards; `key` is None on the first page."""

    key: Key | None = None
    backwards: bool = False

    def __str__(self) -> str:
        return written_cursor([self.key, int(self.backwards)])


def read_cursor(text: str) -> Cursor:
    """The cursor that an address carries; a 400 for one the desk did not make."""
    if not text:
        return Cursor()
    try:
        key, backwards = values_of_cursor(text)
    except ValueError as error:
        raise unknown_cursor() from error
    if not isinstance(key, int | str) or isinstance(key, bool) or backwards not in (0, 1):
        raise unknown_cursor()
    if isinstance(key, int) and not 0 <= key <= LARGEST_KEY:
        raise unknown_cursor()
    return Cursor(key, bool(backwards))


def unknown_cursor() -> ValidationError:
    """What answers a cursor that no page of this list, in this order, gave out."""
    return ValidationError(
        {"cursor": [_("This cursor is not one of this list in this order. Follow the links in the answers.")]}
    )


def id_of(cursor: Cursor) -> int | None:
    """The id a cursor of a list by id goes on from."""
    if cursor.key is not None and not isinstance(cursor.key, int):
        raise unknown_cursor()
    return cursor.key


def page_by_id[M: Model](
    rows: QuerySet[M], *, cursor: Cursor, limit: int, newest_first: bool = True, key: str = "pk"
) -> Page[M]:
    """One page of a queryset in the order of its ids: one query."""
    start = id_of(cursor)
    descending = newest_first != cursor.backwards
    if start is not None:
        rows = rows.filter(**{f"{key}__lt" if descending else f"{key}__gt": start})
    found = list(rows.order_by(f"-{key}" if descending else key)[: limit + 1])
    more, shown = len(found) > limit, found[:limit]
    if cursor.backwards:
        shown.reverse()
    if not shown:
        return Page([])
    further = more or cursor.backwards
    earlier = more if cursor.backwards else start is not None
    return Page(
        shown,
        after=str(Cursor(shown[-1].pk)) if further else "",
        before=str(Cursor(shown[0].pk, backwards=True)) if earlier else "",
    )


def paged(request: Request, page: Page[Any], represent: Callable[[Sequence[Any]], list[Any]]) -> Response:
    """The answer for a page, with the neighbours' addresses in the body and in Link (RFC 8288)."""
    links = {
        name: _address(request, cursor) for name, cursor in (("next", page.after), ("prev", page.before)) if cursor
    }
    body = {"results": represent(page.rows), "next": links.get("next"), "previous": links.get("prev")}
    headers = {"Link": ", ".join(f'<{address}>; rel="{name}"' for name, address in links.items())} if links else {}
    return Response(body, headers=headers)


def _address(request: Request, cursor: str) -> str:
    params = [(name, value) for name, values in request.query_params.lists() for value in values if name != "cursor"]
    return request.build_absolute_uri(f"{request.path}?{urlencode([*params, ('cursor', cursor)])}")


class KeysetPages(BasePagination):
    """Tells the schema what a page looks like; the views make their pages with `paged`."""

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The shape of a page."""
        neighbour = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["results", "next", "previous"],
            "properties": {"results": schema, "next": neighbour, "previous": neighbour},
        }
