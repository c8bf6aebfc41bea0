"""Whom we check: what is finished of the ledger of fairness, where the newsroom shows it to readers."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template import loader
from django.utils import timezone

from claims.public.answers import cached, public
from claims.public.page_context import frame
from claims.verdicts import addresses
from claims.verdicts.fairness import By, finished
from claims.verdicts.site_settings import newsroom

SHOWN: Final = 100


@public
def fairness(request: HttpRequest) -> HttpResponseBase:
    """How many claims of whom were checked, with which verdicts, and what these figures are not; made once a day."""
    room = newsroom()
    if not room.shows_ledger:
        raise Http404

    def make() -> HttpResponse:
        context = frame(request.path, room, "fairness") | {
            "parts": [(by, finished(by, size=SHOWN)) for by in By],
            "address": addresses.absolute(request.path),
        }
        return HttpResponse(loader.render_to_string("public/fairness.html", context))

    # Claims that are closed change the figures, and the newsroom's version only where a check is published.
    key = f"fairness {room.version} {timezone.localdate()}"
    return cached(request, key=key, modified=None, make=make)
