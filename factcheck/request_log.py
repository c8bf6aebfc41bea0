"""Gives each request an id, writes one line about it, and counts it."""

import logging
import re
import secrets
import time
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from claims import log_context
from factcheck import metrics

HEADER: Final = "X-Request-ID"
GIVEN: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")

logger = logging.getLogger(__name__)


class RequestLog:
    """The outermost of all: whatever answers, the answer carries the id that the lines in the log carry.

    A line names the route, never the path, which may hold what only its reader should know. A proxy that is trusted may
    give the id, so that its own log tells the same story.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "") if settings.TRUSTED_PROXIES else ""
        request_id = given if GIVEN.fullmatch(given) else secrets.token_hex(8)
        began = time.perf_counter()
        with log_context.bound(request=request_id):
            response = self.get_response(request)
            response.headers[HEADER] = request_id
            seconds = time.perf_counter() - began
            route = _route(request, response)
            metrics.count_request(request.method or "", route, response.status_code, seconds)
            logger.info(
                "%s %s %d",
                request.method,
                route,
                response.status_code,
                extra={
                    "method": request.method,
                    "route": route,
                    "status": response.status_code,
                    "ms": round(1000 * seconds, 1),
                },
            )
        return response


def _route(request: HttpRequest, response: HttpResponse) -> str:
    """The pattern of the address; one word for static files and for what is not here."""
    match = request.resolver_match
    if match is not None:
        return match.route or "/"
    return "static" if request.path.startswith(f"/{settings.STATIC_URL.lstrip('/')}") else "none"
