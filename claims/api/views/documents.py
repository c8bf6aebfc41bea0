"""The schema, the page that explains the API, and the answer for addresses that are not there."""

import json
from functools import lru_cache
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template import loader
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET
from drf_spectacular.generators import SchemaGenerator

from claims.api.errors import TITLES, problem
from claims.api.reading_schema import sections_of

PERMANENT_SAME_METHOD = 308
KEPT_SECONDS = 600
NO_STORE = "private, no-store"


@login_not_required
@require_GET
def schema(request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 schema as JSON; the same for everybody, so nobody has to sign in for it."""
    response = HttpResponse(schema_as_text(), content_type="application/vnd.oai.openapi+json")
    return keep_for_readers(request, response)


@login_not_required
@require_GET
def docs(request: HttpRequest) -> HttpResponse:
    """The schema as a page to read."""
    context = {"info": current_schema()["info"], "operations": drawn_operations(), "problems": TITLES}
    return keep_for_readers(request, render(request, "api/docs.html", context))


def keep_for_readers(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let caches keep what somebody without a sign-in gets; with one, the frame around it is a person's own."""
    if getattr(request.user, "is_authenticated", False):
        response.headers["Cache-Control"] = NO_STORE
    else:
        response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response


@csrf_exempt
@login_not_required
def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponseBase:
    """404 as a problem; an address that lacks only its last slash is sent on with method and body."""
    if rest and not rest.endswith("/"):
        try:
            found = resolve(f"{request.path}/")
        except Resolver404:
            found = None
        if found is not None and found.func is not nothing_here:
            query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
            return HttpResponse(status=PERMANENT_SAME_METHOD, headers={"Location": f"{request.path}/{query}"})
    return problem(
        request, "not_found", 404, _("There is nothing at this address. The addresses are listed at the docs.")
    )


@lru_cache(maxsize=1)
def current_schema() -> dict[str, Any]:
    """The OpenAPI schema of all operations, made once."""
    document: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return document


@lru_cache(maxsize=1)
def schema_as_text() -> str:
    """The schema as JSON, written once."""
    return json.dumps(current_schema(), ensure_ascii=False)


@lru_cache(maxsize=1)
def drawn_operations() -> str:
    """All operations as HTML, drawn once: they are in English for everybody and 400 kB long."""
    return loader.render_to_string("api/operations.html", {"sections": sections_of(current_schema())})
