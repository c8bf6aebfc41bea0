"""Finding anything, and the desk's own list of what is published."""

from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from claims.accounts.roles import Right
from claims.desk.access import needs, person_of
from claims.desk.finding import FEW, Found
from claims.verdicts.models import Publication
from claims.verdicts.published import FIRST_PAGE, Filters, checks, choose, place_in_lists

PAGE = 30


@require_GET
@needs(Right.READ)
def find(request: HttpRequest) -> HttpResponse:
    """What some words find: a page, or the results alone for the palette."""
    in_palette = request.headers.get("HX-Target") == "palette-results"
    words, person = request.GET.get("q", ""), person_of(request)
    found = Found(words, person, FEW) if in_palette else Found(words, person)
    template = "desk/find/results.html" if in_palette else "desk/find.html"
    return render(request, template, {"found": found, "search": found.words})


@require_GET
@needs(Right.READ)
def published(request: HttpRequest) -> HttpResponse:
    """What readers see, the newest first, with the way to each claim."""
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:200]
    before = place_in_lists(request.GET.get("before", ""))
    rows = checks(choose(Filters(words)), before=before, limit=PAGE + 1)
    context = {
        "rows": rows[:PAGE],
        "words": words,
        "older": rows[PAGE - 1].sequence if len(rows) > PAGE else None,
        "deeper": before != FIRST_PAGE,
    }
    return render(request, "desk/published.html", context)


@require_GET
@needs(Right.READ)
def published_open(request: HttpRequest) -> HttpResponse:
    """From a public page to the same thing on the desk: a check's claim, else the list of what is published."""
    path = urlsplit(request.GET.get("page", "")).path
    try:
        slug = resolve(path).kwargs.get("slug", "")
    except Resolver404:
        slug = ""
    if not path.startswith(reverse("public-home")) or resolve(path).url_name == "public-filed" or not slug:
        return HttpResponseRedirect(reverse("published"))
    claim = Publication.objects.filter(slug=slug).order_by().values_list("claim_id", flat=True).first()
    if claim is None:
        raise Http404(_("The desk has no claim for this page."))
    return HttpResponseRedirect(reverse("claim", args=[claim]))
