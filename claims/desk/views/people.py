"""Capacity: each reviewer's open claims against their limit, and handing them over."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from claims.accounts.roles import Right
from claims.desk.access import needs, person_of
from claims.desk.people import Lane, lanes, reviewer_choices
from claims.desk.toasts import say
from claims.errors import Blocked
from claims.people.handing_over import hand_over

STAYED_SHOWN = 5


class HandOverForm(forms.Form):
    """Whose open claims go to whom."""

    whose = forms.IntegerField()
    to = forms.IntegerField()


@require_GET
@needs(Right.READ)
def people(request: HttpRequest) -> HttpResponse:
    """All reviewers, or only those below their limit."""
    everybody: list[Lane] = lanes()
    free_only = bool(request.GET.get("free"))
    below_limit = [lane for lane in everybody if lane.load.free > 0]
    context: dict[str, object] = {
        "lanes": below_limit if free_only else everybody,
        "free_only": free_only,
        "below_limit": len(below_limit),
    }
    if person_of(request).may(Right.ASSIGN):
        context |= {"holders": [lane.load for lane in everybody if lane.load.open], "takers": reviewer_choices()}
    return render(request, "desk/people.html", context)


@require_POST
@needs(Right.ASSIGN)
def give_all(request: HttpRequest) -> HttpResponse:
    """Give all that lies with one person to another."""
    form = HandOverForm(request.POST)
    if not form.is_valid():
        raise Blocked(_("Choose whose claims they are and who takes them."))
    told = hand_over(person_id=form.cleaned_data["whose"], to_id=form.cleaned_data["to"], actor=person_of(request))
    moved = ngettext("%(num)d claim is handed over.", "%(num)d claims are handed over.", told.moved)
    stayed = [f"{number}: {reason}" for number, reason in told.stayed[:STAYED_SHOWN]]
    say(request, " ".join([moved % {"num": told.moved}, *stayed]))
    return HttpResponseRedirect(reverse("people"))
