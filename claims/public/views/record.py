"""The newest seals of the audit record, where the newsroom shows them to everybody."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from claims.delivery.seals import newest_seals
from claims.public.answers import FRESH_FOR, from_any_site, public


@public
@from_any_site
def seals(request: HttpRequest) -> HttpResponseBase:
    """A line for each, newest first: whoever keeps one can later hold the newsroom's record against it."""
    if not settings.AUDIT_SEALS_PUBLIC:
        raise Http404
    response = HttpResponse("".join(f"{line}\n" for line in newest_seals()), content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={FRESH_FOR}"
    return response
