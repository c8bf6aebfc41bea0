"""The answer while the disk or the database is out of action: a sentence, when to come back, and what was sent."""

import logging
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.template import loader

from claims.outages import Outage

KEPT_CHARACTERS: Final = 500_000
"""So much of what was sent is handed back to be sent again; more is still in the browser's own form."""
SECRETS: Final = ("password", "secret")

logger = logging.getLogger(__name__)


def outage_page(request: HttpRequest, outage: Outage, error: BaseException) -> HttpResponse:
    """A page that asks the database for nothing; htmx gets the sentence alone and leaves the form as it is."""
    logger.error("%s was answered with %d: %s.", request.method, outage.status, type(error).__name__)
    is_part = bool(request.headers.get("HX-Request"))
    context = {
        "message": outage.message,
        "address": request.get_full_path(),
        "sent": [] if is_part else _sent(request),
        "is_part": is_part,
    }
    template = "desk/parts/outage.html" if is_part else "outage.html"
    response = HttpResponse(loader.render_to_string(template, context), status=outage.status)
    response.headers["Retry-After"] = str(outage.retry_after)
    response.headers["Cache-Control"] = "no-store"
    return response


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of the form that was sent, without passwords; none where there were files, which stay behind."""
    if request.method != "POST" or request.FILES:
        return []
    fields = [
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if not any(word in name.lower() for word in SECRETS)
    ]
    return fields if sum(len(value) for _name, value in fields) <= KEPT_CHARACTERS else []
