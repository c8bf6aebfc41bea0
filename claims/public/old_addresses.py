"""Readers who come by an address of the newsroom's old site."""

from django.http import HttpRequest, HttpResponsePermanentRedirect

from claims.verdicts import addresses
from claims.verdicts.old_addresses import slug_at

KEPT_FOR = "public, max-age=3600"


def moved_from(request: HttpRequest) -> HttpResponsePermanentRedirect | None:
    """Where the check stands now that stood at this address; None where none did."""
    if request.method not in ("GET", "HEAD"):
        return None
    slug = slug_at(request.path, request.META.get("QUERY_STRING", ""))
    if not slug:
        return None
    answer = HttpResponsePermanentRedirect(addresses.absolute(addresses.check_path(slug)))
    answer.headers["Cache-Control"] = KEPT_FOR
    return answer
