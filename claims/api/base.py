"""What every view of the API does: check the query, keep to versions and keys, represent, answer."""

from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from claims.accounts.models import User
from claims.api import idempotency, pagination
from claims.api.parsing import StrictJSONParser
from claims.api.preconditions import etag_of, not_modified, version_seen
from claims.api.rendering import render_json
from claims.api.representation import Body, Json, Shape
from claims.api.throttling import say_what_is_left
from claims.viewing import look_as

LARGEST_ID = 2**63 - 1
"""No database knows a row with a larger one."""


class Query(Body):
    """Parameters of an address; one that is not known here is an error."""

    strict = False


class PageQuery(Query):
    """What every list takes."""

    cursor = serializers.CharField(required=False, max_length=500, help_text="From the links of an answer.")
    limit = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=pagination.MAX_ROWS,
        default=pagination.USUAL,
        help_text="Rows on a page.",
    )


class DeskViewSet(GenericViewSet[Any]):
    """The parts that all resources share.

    `shape` is what the resource looks like. `queries` and `bodies` name, by action, the serializers that read the
    address and the body. Actions in `versioned` need If-Match. Actions in `slow` wait for the outside, so their
    Idempotency-Key is kept after the work instead of around it. Of actions in `never_kept` no answer is kept at all.
    """

    shape: ClassVar[type[Shape]]
    queries: ClassVar[Mapping[str, type[Query]]] = {}
    bodies: ClassVar[Mapping[str, type[Body]]] = {}
    versioned: ClassVar[frozenset[str]] = frozenset()
    slow: ClassVar[frozenset[str]] = frozenset()
    never_kept: ClassVar[frozenset[str]] = frozenset()
    pagination_class: type[pagination.KeysetPages] | None = pagination.KeysetPages
    parser_classes = [StrictJSONParser]
    lookup_value_converter = "int"

    def get_serializer_class(self) -> type[serializers.BaseSerializer[Any]]:
        """The shape of the resource, for the schema."""
        return self.shape

    @property
    def person(self) -> User:
        """Who asks; the permission has made sure that somebody does."""
        if not isinstance(self.request.user, User):
            raise NotFound
        return self.request.user

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Ask who; then make a POST repeatable where it carries a key."""
        super().initial(request, *args, **kwargs)
        if isinstance(request.user, User):
            look_as(request.user.pk)
        if any(isinstance(value, int) and value > LARGEST_ID for value in kwargs.values()):
            raise NotFound
        self._check_address(request)
        if self.action in self.never_kept:
            return
        if request.method == "POST" and hasattr(self, "post") and isinstance(request.user, User):
            whole = self.action not in self.slow
            self.post = idempotency.once(self.post, whole=whole, render=render_json)  # type: ignore[has-type]

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        """Add what is left of the budget, and 304 where the program has the answer already."""
        final: Response = super().finalize_response(request, response, *args, **kwargs)
        if hasattr(request, "api_budgets"):
            say_what_is_left(request, final)
        final.setdefault("Cache-Control", "private, no-cache")
        if (
            request.method in ("GET", "HEAD")
            and final.status_code == HTTPStatus.OK
            and getattr(final, "data", None) is not None
        ):
            version = getattr(final, "version", None)
            final.rendered_once = render_json(final.data)  # type: ignore[attr-defined]  # taken by OnceRenderer
            final["ETag"] = etag_of(final.rendered_once, version)  # type: ignore[attr-defined]
            if not_modified(request, final["ETag"]):
                final.status_code, final.data = HTTPStatus.NOT_MODIFIED, None
        return final

    def query(self) -> dict[str, Any]:
        """The checked parameters of this request."""
        return self._checked_query

    def body(self) -> dict[str, Any]:
        """The checked body of this request."""
        reader = self.bodies[self.action](data=self.request.data, context={"request": self.request})
        reader.is_valid(raise_exception=True)
        return dict(reader.validated_data)

    def seen(self) -> int:
        """The version in If-Match."""
        return version_seen(self.request)

    def represent(self, rows: Sequence[Any], shape: type[Shape] | None = None) -> list[Json]:
        """Rows as JSON data, with the fields and relations that were asked for."""
        writer = (shape or self.shape)(context=self._asked_for(shape or self.shape))
        return [writer.to_representation(row) for row in rows]

    def list_answer(self, page: pagination.Page[Any], shape: type[Shape] | None = None) -> Response:
        """The answer for a page of rows."""
        return pagination.paged(self.request, page, lambda rows: self.represent(rows, shape))

    def answer(self, row: Any, *, status: int = HTTPStatus.OK, shape: type[Shape] | None = None) -> Response:
        """The answer for one object; its version goes into the ETag."""
        data = self.represent([row], shape)[0]
        response = Response(data, status=status)
        version = getattr(row, "lock_version", None)
        if version is not None:
            response.version = version  # type: ignore[attr-defined]  # read by finalize_response
            response["ETag"] = etag_of(render_json(data), version)
        return response

    def expanded(self) -> frozenset[str]:
        """The relations that were asked for."""
        return frozenset(self._asked_for(self.shape)["expand"])

    def cursor(self) -> pagination.Cursor:
        """Where the page begins."""
        return pagination.read_cursor(self.query().get("cursor", ""))

    def _check_address(self, request: Request) -> None:
        shape_words = {"fields", "expand"} if request.method in ("GET", "HEAD") else set()
        given = {name: value for name, value in request.query_params.lists() if name not in shape_words}
        reader = self.queries.get(self.action, Query)(data={})
        unknown = set(given) - set(reader.fields)
        if unknown:
            known = ", ".join(sorted({*reader.fields, *shape_words}))
            sentence = (
                _("There is no such parameter here. There are: %(known)s.") % {"known": known}
                if known
                else _("There are none here.")
            )
            raise ValidationError({name[:80]: [sentence] for name in sorted(unknown)[:20]})
        reader.initial_data = _plain(request.query_params, reader.fields)
        reader.is_valid(raise_exception=True)
        self._checked_query: dict[str, Any] = dict(reader.validated_data)

    def _asked_for(self, shape: type[Shape]) -> Json:
        fields = _words(self.request, "fields") if self.request.method in ("GET", "HEAD") else []
        expand = _words(self.request, "expand")
        declared = shape.names()
        _refuse_unknown("fields", fields, [name for name in declared if name not in shape.optional])
        _refuse_unknown("expand", expand, shape.optional)
        return {"request": self.request, "fields": set(fields) if fields else None, "expand": set(expand)}


def _plain(params: Any, fields: Mapping[str, Any]) -> Json:
    """The parameters as plain data: a list where a list is declared, else the last value given."""
    return {
        name: params.getlist(name) if isinstance(fields[name], _MANY) else params.get(name)
        for name in fields
        if name in params
    }


_MANY = (serializers.MultipleChoiceField, serializers.ListField)


def _words(request: Request, name: str) -> list[str]:
    return [word for value in request.query_params.getlist(name) for word in value.split(",") if word]


def _refuse_unknown(name: str, given: Iterable[str], known: Iterable[str]) -> None:
    choices = list(known)
    for word in given:
        if word not in choices:
            there_are = (
                _("There are: %(choices)s.") % {"choices": ", ".join(choices)} if choices else _("There are none here.")
            )
            raise ValidationError(
                {name: [_("%(word)s is not one of them. %(there_are)s") % {"word": word[:60], "there_are": there_are}]}
            )
