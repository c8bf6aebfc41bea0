"""Rating scales: taking a ready one, making one's own, changing the words, putting one into use."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from claims.accounts.roles import Right
from claims.desk.access import needs, person_of
from claims.desk.form_responses import TRY_AGAIN, refuse, sent
from claims.desk.setup.forms import PICTURES, ScaleNameForm, rating_forms
from claims.desk.setup.overview import go_on
from claims.desk.setup.steps import steps
from claims.desk.toasts import say
from claims.errors import Blocked
from claims.publishing.rating_scales import make_scale, save_ratings, use_scale
from claims.publishing.ready_scales import READY, take_ready_scale
from claims.verdicts.models import Rating, RatingScale

PAGE = "setup-ratings"


@require_http_methods(["GET", "POST"])
@needs(Right.SETTINGS)
def scales(request: HttpRequest) -> HttpResponse:
    """The scales there are, two ready ones, and the form for one's own."""
    form = ScaleNameForm(sent(request))
    status = 200
    if request.method == "POST":
        status = TRY_AGAIN
        if form.is_valid():
            try:
                made = make_scale(name=form.cleaned_data["name"], actor=person_of(request))
                return HttpResponseRedirect(reverse("setup-scale", args=[made.pk]))
            except Blocked as error:
                status = refuse(form, error)
    here = RatingScale.objects.prefetch_related("ratings").order_by("-is_active", "name")
    names = {scale.name for scale in here}
    ready = {key: scale for key, scale in READY.items() if str(scale.name) not in names}
    context = {"form": form, "scales": here, "ready": ready, "steps": steps(), "here": PAGE}
    return render(request, "desk/setup/ratings.html", context, status=status)


@require_POST
@needs(Right.SETTINGS)
def take(request: HttpRequest, key: str) -> HttpResponse:
    """Take a ready scale and put it into use."""
    scale = take_ready_scale(key=key, actor=person_of(request))
    return go_on(request, _("New verdicts are given by “%(scale)s”.") % {"scale": scale})


@require_POST
@needs(Right.SETTINGS)
def use(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a scale into use."""
    try:
        scale = use_scale(scale_id=pk, actor=person_of(request))
    except Blocked as error:
        return _edit(request, _scale(pk), refusals=[str(reason) for reason in error.reasons], status=TRY_AGAIN)
    return go_on(request, _("New verdicts are given by “%(scale)s”.") % {"scale": scale})


@require_http_methods(["GET", "POST"])
@needs(Right.SETTINGS)
def scale(request: HttpRequest, pk: int) -> HttpResponse:
    """All ratings of a scale in one form."""
    found = _scale(pk)
    if request.method == "GET":
        return _edit(request, found)
    stored = list(found.ratings.all())
    rows = rating_forms(stored, request.POST)
    if not rows.is_valid():
        return _edit(request, found, rows=rows, status=TRY_AGAIN)
    try:
        save_ratings(ratings=_typed(rows, stored, found), actor=person_of(request))
    except Blocked as error:
        return _edit(request, found, rows=rows, refusals=list(error.reasons), status=TRY_AGAIN)
    say(request, _("Saved."))
    return HttpResponseRedirect(reverse("setup-scale", args=[pk]))


def _typed(rows: Any, stored: list[Rating], found: RatingScale) -> list[Rating]:
    """The ratings as they were typed; rows that name a rating of another scale, or no word, are left alone."""
    by_pk = {rating.pk: rating for rating in stored}
    return [
        row.rating(by_pk.get(row.cleaned_data["pk"]), scale_id=found.pk, place=place)
        for place, row in enumerate(rows, 1)
        if row.cleaned_data.get("label")
    ]


def _scale(pk: int) -> RatingScale:
    found = RatingScale.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _edit(
    request: HttpRequest,
    found: RatingScale,
    *,
    rows: Any = None,
    refusals: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "scale": found,
        "rows": rows if rows is not None else rating_forms(list(found.ratings.all())),
        "refusals": refusals or [],
        "pictures": PICTURES,
        "steps": steps(),
        "here": PAGE,
    }
    return render(request, "desk/setup/scale.html", context, status=status)
