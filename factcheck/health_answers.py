"""Answers to probes: before all else, so that they need no session, no host name and no HTTPS.

`/health/live`: the process answers. `/health/ready`: it can make pages; with `?strict=1` every part has to be well, for
whoever is to be woken up. `/metrics`: for Prometheus, with METRICS_TOKEN as a bearer token, and not here without one.
"""

import json
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST

from claims.health.parts import parts
from factcheck.metrics import exposition

LIVE: Final = "/health/live"
READY: Final = "/health/ready"
METRICS: Final = "/metrics"


class HealthAnswers:
    """The first of all middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == LIVE:
            return _answer({"status": "live"}, 200)
        if request.path_info == READY:
            return _ready(is_strict=request.GET.get("strict") == "1")
        if request.path_info == METRICS and _may_measure(request):
            response = HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)
            response.headers["Cache-Control"] = "no-store"
            return response
        return self.get_response(request)


def _ready(*, is_strict: bool) -> HttpResponse:
    """The state of each part by name, without details: anybody may ask."""
    found = parts()
    ready = all(part.is_well for part in found if part.is_vital)
    well = all(part.is_well for part in found)
    states = {part.name: "ok" if part.is_well else "trouble" for part in found}
    status = "ready" if well else "degraded" if ready else "not ready"
    return _answer({"status": status, "parts": states}, 200 if (well if is_strict else ready) else 503)


def _may_measure(request: HttpRequest) -> bool:
    token: str = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(token) and constant_time_compare(given, token)


def _answer(body: dict[str, object], status: int) -> HttpResponse:
    response = HttpResponse(json.dumps(body), status=status, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response
