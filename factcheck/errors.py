"""Error pages that Django asks for by name."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from claims.desk.views.articles import article_too_big

CHUNK = 64 * 1024
DRAINED_AT_MOST = 100 * 1024 * 1024


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form whose token is missing or old."""
    message = "This form was open too long or came from another place. Go back, reload the page and send it again."
    return render(request, "403.html", {"message": message}, status=403)


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
