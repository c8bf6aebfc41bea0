"""Which site a public page is fetched for: what it says of itself, and nothing of who sits before it."""

from itertools import takewhile
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from claims.verdicts.models.site_fetches import FetchKind
from claims.verdicts.site_fetches import note_fetch, site_name

_LONGEST_HEADER: Final = 1000


def note_check(request: HttpRequest, kind: FetchKind, found: dict[str, Any]) -> None:
    """Note for the site that asks, if it says which it is, that it has fetched this current publication."""
    if host := _site_of(request, kind):
        note_fetch(host=host, kind=kind, claim_id=found["claim_id"], number=found["number"])


def note_feed(request: HttpRequest) -> None:
    """Note for the site that asks, if it says which it is, that it has fetched the feed of all checks."""
    if host := _site_of(request, FetchKind.FEED):
        note_fetch(host=host, kind=FetchKind.FEED)


def _site_of(request: HttpRequest, kind: FetchKind) -> str:
    """The site by `?site=`, by the page that shows it, or by the address a program gives in its User-Agent.

    An embedded check is fetched by a reader's browser, whose User-Agent is nobody's business.
    """
    stated = [request.GET.get("site", ""), _host_in(request.headers.get("Referer", ""))]
    if kind != FetchKind.EMBED:
        stated.append(_host_in(request.headers.get("User-Agent", "")))
    host = next(filter(None, map(site_name, stated)), "")
    return "" if host in (urlsplit(settings.PUBLIC_URL).hostname, request.get_host().partition(":")[0]) else host


def _host_in(text: str) -> str:
    """The host of the first web address in a header."""
    _, scheme, rest = text[:_LONGEST_HEADER].partition("://")
    return "".join(takewhile(lambda sign: sign.isalnum() or sign in ".-", rest)) if scheme else ""
