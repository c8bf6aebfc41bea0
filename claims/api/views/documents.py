"""The schema, the page that explains the API, and the answer for addresses that are not there."""

import json
from functools import lru_cache
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET
from drf_spectacular.generators import SchemaGenerator

from claims.api.errors import TITLES, problem
from claims.api.reading_schema import sections_of

PERMANENT_SAME_METHOD = 308


@login_not_required
@require_GET
def schema(request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 schema as JSON; the same for everybody, so nobody has to sign in for it."""
    return HttpResponse(
        json.dumps(current_schema(), ensure_ascii=False), content_type="application/vnd.oai.openapi+json"
    )


@login_not_required
@require_GET
def docs(request: HttpRequest) -> HttpResponse:
    """The schema as a page to read."""
    document = current_schema()
    context = {"info": document["info"], "sections": sections_of(document), "problems": TITLES}
    return render(request, "api/docs.html", context)


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
