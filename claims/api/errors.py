"""Every error as a problem of RFC 9457: what kind it is, a sentence for a person, and the fields it is about."""

import logging
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from rest_framework import exceptions
from rest_framework.response import Response

from claims.errors import Blocked, NotAllowed, Refusal, Stale, WrongState
from claims.outages import as_outage
from claims.words import Words

PROBLEM_TYPE = "application/problem+json"

logger = logging.getLogger(__name__)

type Json = dict[str, Any]

TITLES: Mapping[str, Words] = MappingProxyType(
    {
        "invalid": gettext_lazy("The request cannot be read as it is"),
        "not_signed_in": gettext_lazy("No person is signed in"),
        "not_allowed": gettext_lazy("This person may not do that"),
        "outside_scope": gettext_lazy("The token was not made for that"),
        "not_found": gettext_lazy("There is nothing at this address"),
        "wrong_method": gettext_lazy("This address does not take that method"),
        "not_acceptable": gettext_lazy("The API answers in JSON only"),
        "wrong_state": gettext_lazy("It is not in a state in which this can be done"),
        "stale": gettext_lazy("Somebody changed it meanwhile"),
        "too_large": gettext_lazy("The body is too large"),
        "wrong_type": gettext_lazy("This type of body is not read here"),
        "blocked": gettext_lazy("A rule is not met yet"),
        "version_missing": gettext_lazy("The version that you saw is missing"),
        "too_many": gettext_lazy("Too many requests"),
        "internal": gettext_lazy("Something went wrong here"),
        "unavailable": gettext_lazy("The database is out of action for a moment"),
        "no_room": gettext_lazy("Nothing can be stored at the moment"),
    }
)
"""The kinds of problems by their codes, each with its title."""


class OutsideScope(exceptions.PermissionDenied):
    """The token may not be used for this, whatever its owner may do."""

    default_code = "outside_scope"


class VersionMissing(exceptions.APIException):
    """A write that could undo somebody else's needs the version the program saw."""

    status_code = HTTPStatus.PRECONDITION_REQUIRED
    default_code = "version_missing"
    default_detail = gettext_lazy("Send If-Match with the ETag of what you saw, so that nobody's work is overwritten.")


class KeyInvalid(exceptions.APIException):
    """An Idempotency-Key that was used for another request."""

    status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    default_code = "blocked"


_CODES: Mapping[type[exceptions.APIException], str] = MappingProxyType(
    {
        exceptions.ValidationError: "invalid",
        exceptions.ParseError: "invalid",
        exceptions.NotAuthenticated: "not_signed_in",
        exceptions.AuthenticationFailed: "not_signed_in",
        OutsideScope: "outside_scope",
        exceptions.PermissionDenied: "not_allowed",
        exceptions.NotFound: "not_found",
        exceptions.MethodNotAllowed: "wrong_method",
        exceptions.NotAcceptable: "not_acceptable",
        exceptions.UnsupportedMediaType: "wrong_type",
        exceptions.Throttled: "too_many",
        VersionMissing: "version_missing",
    }
)


def handle(error: Exception, context: Mapping[str, Any]) -> Response:
    """The problem that answers an exception; what nobody foresaw is logged and answered with 500."""
    request = context["request"]
    headers: dict[str, str] = {}
    outage = as_outage(error)
    if outage is not None:
        logger.error("%s could not be done: %s.", request.method, type(error).__name__)
        answer = _problem(
            "no_room" if outage.status == HTTPStatus.INSUFFICIENT_STORAGE else "unavailable",
            outage.status,
            outage.message,
        )
        headers["Retry-After"] = str(outage.retry_after)
    elif isinstance(error, Refusal):
        answer = _refused(error)
        if isinstance(error, WrongState):
            headers |= _add_current(answer, context.get("view"))
    else:
        answer, headers = _from_framework(_as_api_exception(error), error, request)
    answer["type"] = f"{request.build_absolute_uri(reverse('api-docs'))}#problem-{answer['code']}"
    return Response(answer, status=answer["status"], headers=headers, content_type=PROBLEM_TYPE)


def problem(request: HttpRequest, code: str, status: int, detail: str) -> JsonResponse:
    """A problem outside of any view of the framework."""
    answer = _problem(code, status, detail)
    answer["type"] = f"{request.build_absolute_uri(reverse('api-docs'))}#problem-{code}"
    return JsonResponse(answer, status=status, content_type=PROBLEM_TYPE)


def sentence_of(error: exceptions.APIException | Refusal) -> str:
    """What a refusal says, as one text."""
    if isinstance(error, Refusal):
        return error.message
    errors = list(_field_errors(error.detail)) if isinstance(error, exceptions.ValidationError) else []
    return _detail(error, errors)


def _problem(code: str, status: int, detail: str, errors: list[Json] | None = None) -> Json:
    answer: Json = {
        "type": "about:blank",
        "title": str(TITLES[code]),
        "status": int(status),
        "code": code,
        "detail": detail,
    }
    return answer | {"errors": errors} if errors else answer


def _refused(error: Refusal) -> Json:
    match error:
        case NotAllowed():
            return _problem("not_allowed", 403, error.message)
        case Stale():
            return _problem("stale", HTTPStatus.PRECONDITION_FAILED, error.message)
        case WrongState():
            return _problem("wrong_state", 409, error.message)
        case Blocked():
            return _problem("blocked", 422, error.message, [{"detail": reason} for reason in error.reasons])
    return _problem("invalid", 400, error.message)


def _add_current(answer: Json, view: Any) -> dict[str, str]:
    """How the object stands now, so that a program can look again without asking again."""
    current = view.current() if view is not None and hasattr(view, "current") else None
    if current is None:
        return {}
    body, etag = current
    answer["current"] = body
    return {"ETag": etag}


def _as_api_exception(error: Exception) -> exceptions.APIException | None:
    match error:
        case exceptions.APIException():
            return error
        case Http404():
            return exceptions.NotFound(_("There is nothing at this address, or you may not see it."))
        case PermissionDenied():
            return exceptions.PermissionDenied()
        case RequestDataTooBig() | TooManyFilesSent() | TooManyFieldsSent():
            return exceptions.ParseError(_("The form is too large or has too many fields."))
    return None


def _from_framework(
    known: exceptions.APIException | None, error: Exception, request: HttpRequest
) -> tuple[Json, dict[str, str]]:
    if known is None:
        logger.exception("The API could not answer %s %s.", request.method, request.path, exc_info=error)
        got_request_exception.send(sender=None, request=request)
        return _problem("internal", 500, _("Something went wrong here; it has been noted. Try again later.")), {}
    code = next((code for kind, code in _CODES.items() if isinstance(known, kind)), "")
    code = code or (known.default_code if known.default_code in TITLES else "invalid")
    headers = {}
    if getattr(known, "auth_header", ""):
        headers["WWW-Authenticate"] = known.auth_header  # type: ignore[attr-defined]  # set by APIView
    wait = getattr(known, "wait", None)
    if wait is not None:
        headers["Retry-After"] = str(max(1, round(wait)))
    errors = list(_field_errors(known.detail)) if isinstance(known, exceptions.ValidationError) else []
    return _problem(code, known.status_code, _detail(known, errors), errors), headers


def _detail(known: exceptions.APIException, errors: list[Json]) -> str:
    if isinstance(known, exceptions.Throttled):
        seconds = max(1, round(getattr(known, "wait", None) or 1))
        return ngettext(
            "That was too much at once. Try again in %(seconds)s second.",
            "That was too much at once. Try again in %(seconds)s seconds.",
            seconds,
        ) % {"seconds": seconds}
    if not errors:
        return str(known.detail)
    named = [f"{error['field']}: {error['detail']}" if error.get("field") else error["detail"] for error in errors]
    return " ".join(named[:5])


def _field_errors(detail: Any, path: tuple[str, ...] = ()) -> Iterator[Json]:
    """Each sentence of a nested ValidationError with the JSON pointer of its field."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            yield from _field_errors(inner, path if name == "non_field_errors" else (*path, str(name)))
    elif isinstance(detail, list):
        for inner in detail:
            yield from _field_errors(inner, path)
    elif path:
        pointer = "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in path)
        yield {"field": ".".join(path), "pointer": f"#{pointer}", "detail": str(detail)}
    else:
        yield {"detail": str(detail)}
