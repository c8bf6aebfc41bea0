"""What each rating has meant: its definition and the published checks that carry it, for training."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from claims.accounts.roles import Right
from claims.desk.access import needs
from claims.desk.paging import number_in
from claims.verdicts.models import Rating
from claims.verdicts.precedents import checks_rated

SHOWN_OF_EACH = 3


@require_GET
@needs(Right.READ)
def precedents(request: HttpRequest) -> HttpResponse:
    """Every rating of the scale in use with its newest checks: one query a rating."""
    shelves = [(rating, checks_rated(rating.slug, size=SHOWN_OF_EACH)) for rating in _scale()]
    return render(request, "desk/precedents.html", {"shelves": shelves})


@require_GET
@needs(Right.READ)
def rated(request: HttpRequest, slug: str) -> HttpResponse:
    """All checks with one rating, newest first."""
    rating = next((rating for rating in _scale() if rating.slug == slug), None)
    if rating is None:
        raise Http404(_("There is no such rating on the scale in use."))
    page = checks_rated(rating.slug, before=number_in(request, "before"))
    return render(request, "desk/precedents.html", {"shelves": [(rating, page)], "chosen": rating})


def _scale() -> list[Rating]:
    return list(Rating.objects.filter(scale__is_active=True).order_by("order"))
