"""Error pages that Django asks for by name."""

import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from claims.desk.views.articles import article_too_big
from claims.outages import as_outage
from claims.public.answers import not_here, wants_json
from claims.public.old_addresses import moved_from
from factcheck.outage_pages import outage_page

CHUNK = 64 * 1024
DRAINED_AT_MOST = 100 * 1024 * 1024


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form whose token is missing or old; a page that scripts run on fetches a new one by itself."""
    response = render(request, "stale_form.html", status=403)
    response.headers["HX-Trigger"] = "stale-token"
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for an address under which nothing is: the desk's for its people, the site's own for everybody else.

    An address of the newsroom's old site leads to where its check stands now.
    """
    if moved := moved_from(request):
        return moved
    if request.user.is_authenticated and not wants_json(request):
        return render(request, "404.html", status=404)
    return not_here(request)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for what no view caught, such as a database that went away while the session was looked up."""
    error = sys.exception()
    outage = as_outage(error) if error else None
    if outage and error:
        return outage_page(request, outage, error)
    return HttpResponse(loader.render_to_string("500.html"), status=500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for a request that Django refuses to take apart; one that is too large gets 413 and the limit."""
    if not isinstance(exception, RequestDataTooBig):
        return render(request, "400.html", status=400)
    _drain(request)
    limit = f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE // (1024 * 1024)} MB"
    match = request.resolver_match
    if match and match.url_name == "article-add" and request.user.is_authenticated:
        return article_too_big(request, limit)
    message = f"That is more than the {limit} the desk takes in from a form. Send less at once."
    return render(request, "400.html", {"message": message}, status=413)


def _drain(request: HttpRequest) -> None:
    """Read on to the end of the body: a browser that is still sending would not show the answer."""
    left = DRAINED_AT_MOST
    try:
        while left > 0 and (read := len(request.read(CHUNK))):
            left -= read
    except OSError:
        return
