"""What the OpenAPI schema says beyond the serializers: sign-in, versions, keys, and the problems of each operation."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Literal

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from claims.api.base import DeskViewSet
from claims.api.errors import PROBLEM_TYPE, TITLES
from claims.api.idempotency import HEADER, KEY_PATTERN, MAX_KEY_LENGTH

ALWAYS = (400, 401, 403, 404, 406, 429)
ON_WRITES = (409, 412, 413, 415, 422)
ON_VERSIONED = (428,)

IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": r'^(W/)?"v[0-9]{1,10}(-[0-9a-f]+)?"$'},
    OpenApiParameter.HEADER,
    required=True,
    description='The ETag of what you read, such as `"v3"`.',
)
KEY = OpenApiParameter(
    HEADER,
    {"type": "string", "minLength": 1, "maxLength": MAX_KEY_LENGTH, "pattern": KEY_PATTERN},
    OpenApiParameter.HEADER,
    description="A key of your own, such as a UUID: sending the same request with it again does nothing twice.",
)


class ProblemError(serializers.Serializer[Any]):
    """One sentence, and the field it is about."""

    detail = serializers.CharField()
    field = serializers.CharField(required=False)
    pointer = serializers.CharField(required=False, help_text="JSON pointer into the body.")


class Problem(serializers.Serializer[Any]):
    """A problem of RFC 9457."""

    type = serializers.URLField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.ChoiceField(choices=list(TITLES))
    detail = serializers.CharField(help_text="A sentence for a person.")
    errors = ProblemError(many=True, required=False)  # type: ignore[assignment]  # fields leave the class
    current = serializers.JSONField(required=False, help_text="How the object stands now.")


class DeskSchema(AutoSchema):
    """The schema of one operation."""

    def get_override_parameters(self) -> list[Any]:  # parameters, or serializers that spell them out
        """Add If-Match, Idempotency-Key and expand where the view takes them."""
        view, extra = self.view, list(super().get_override_parameters())
        if not isinstance(view, DeskViewSet):
            return extra
        if view.action in view.versioned:
            extra.append(IF_MATCH)
        if self.method == "POST":
            extra.append(KEY)
        if self.method == "GET" and view.shape.optional and view.action in ("list", "retrieve"):
            extra.append(
                OpenApiParameter(
                    "expand",
                    OpenApiTypes.STR,
                    many=True,
                    enum=list(view.shape.optional),
                    explode=False,
                    description="Relations to spell out in the answer.",
                )
            )
        return extra

    def get_tags(self) -> list[str]:
        """The first word of the address."""
        return [self.path.removeprefix("/api/v1/").split("/")[0]]

    def _get_response_bodies(self, direction: Literal["request", "response"] = "response") -> Any:
        """The successes that the view declares, and the problems that any such operation may answer with."""
        answers = super()._get_response_bodies(direction)
        for status in self._problem_statuses():
            answers.setdefault(str(status), self._problem(status))
        return answers

    def _problem_statuses(self) -> list[int]:
        statuses = list(ALWAYS)
        if self.method not in ("GET", "HEAD"):
            statuses += ON_WRITES
        if isinstance(self.view, DeskViewSet) and self.view.action in self.view.versioned:
            statuses += ON_VERSIONED
        return statuses

    def _problem(self, status: int) -> Mapping[str, Any]:
        component = self.resolve_serializer(Problem(), "response")
        return {"description": HTTPStatus(status).phrase, "content": {PROBLEM_TYPE: {"schema": component.ref}}}


class BodyNames(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """A body takes the names it declares and no others.

    That some need one name of several stands in words alone: of a schema that says so, generators make no class.
    """

    target_class = "claims.api.representation.Body"
    match_subclasses = True

    def map_serializer(self, auto_schema: AutoSchema, direction: Literal["request", "response"]) -> dict[str, Any]:
        """The usual schema, closed."""
        schema: dict[str, Any] = auto_schema._map_serializer(  # type: ignore[no-untyped-call]
            self.target, direction, bypass_extensions=True
        )
        schema["additionalProperties"] = False
        if self.target.example:
            schema["examples"] = [self.target.example]
        return schema


class ShapeNames(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """What is there only when it was asked for is not promised."""

    target_class = "claims.api.representation.Shape"
    match_subclasses = True

    def map_serializer(self, auto_schema: AutoSchema, direction: Literal["request", "response"]) -> dict[str, Any]:
        """The usual schema, without the optional names among the required."""
        schema: dict[str, Any] = auto_schema._map_serializer(  # type: ignore[no-untyped-call]
            self.target, direction, bypass_extensions=True
        )
        schema["required"] = [name for name in schema.get("required", ()) if name not in self.target.optional]
        return schema


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """`Authorization: Bearer`."""

    target_class = "claims.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        """A bearer token."""
        return {"type": "http", "scheme": "bearer", "description": "A personal access token of your account page."}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The desk's session cookie."""

    target_class = "claims.api.authentication.BrowserAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        """The cookie of a browser that is signed in; writes need the X-CSRFToken header as well."""
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}
