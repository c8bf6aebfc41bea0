"""What changed between any two numbers of a check, word by word."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.template import loader
from django.urls import reverse

from claims.public.answers import cached, public
from claims.public.page_context import frame
from claims.public.site_languages import prefix_of
from claims.public.views.checks import current
from claims.verdicts import addresses
from claims.verdicts.corrections import comparison
from claims.verdicts.enums import PublicationKind
from claims.verdicts.models import Publication


@public
def compared(request: HttpRequest, slug: str, before: int, after: int) -> HttpResponseBase:
    """Two numbers of a check compared; a withdrawal notice has nothing to compare."""
    now = current(slug)
    if before > after or now["slug"] != slug:
        pair = (now["slug"], *sorted((before, after)))
        path = prefix_of(request.path) + reverse("public-check-changes", args=pair)
        return HttpResponsePermanentRedirect(f"{settings.PUBLIC_URL}{path}")
    numbers = Publication.objects.filter(slug=slug).exclude(kind=PublicationKind.RETRACTION).order_by("number")
    known = dict(numbers.values_list("number", "page_hash"))
    if before == after or not {before, after} <= set(known):
        raise Http404
    retracted = now["kind"] == PublicationKind.RETRACTION

    def make() -> HttpResponse:
        both = {row.number: row for row in numbers.filter(number__in=(before, after))}
        context = _context(request.path, both[before], both[after]) | {
            "numbers": list(known),
            "retracted": retracted,
            "address": addresses.absolute(request.path),
        }
        return HttpResponse(loader.render_to_string("public/changes.html", context))

    key = f"changes {known} {before} {after} {retracted}"
    return cached(request, key=key, modified=now["published_at"], make=make)


def _context(path: str, before: Publication, after: Publication) -> dict[str, Any]:
    return frame(path, after.page["site"]) | {
        "slug": after.slug,
        "statement": after.page["statement"],
        "before": before,
        "after": after,
        "entry": after.page["history"][-1],
        "follows": after.number == before.number + 1,
        "parts": comparison(before.content, after.content),
    }
