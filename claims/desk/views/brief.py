"""Since you left: the shift brief, and whether it also comes by e-mail in the morning."""

import datetime
from typing import Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.delivery.briefs.contents import brief_for
from claims.delivery.briefs.morning_mail import choose_hour, hour_of
from claims.desk.access import needs, person_of
from claims.desk.form_responses import TRY_AGAIN, refuse
from claims.desk.left_at import left_at
from claims.desk.toasts import say
from claims.errors import Blocked

A_DAY: Final = datetime.timedelta(days=1)
"""What is told to somebody who has not been away."""


def _hours() -> list[tuple[str, str]]:
    return [("", _("Not by e-mail")), *((str(hour), f"{hour:02}:00") for hour in range(24))]


class HourForm(forms.Form):
    """At which hour the brief comes by e-mail."""

    hour = forms.TypedChoiceField(
        label=gettext_lazy("By e-mail each day at"), required=False, choices=_hours, coerce=int, empty_value=None
    )


@require_http_methods(["GET", "POST"])
@needs(Right.READ)
def brief(request: HttpRequest) -> HttpResponse:
    """What happened since this person left, and what the day asks; the form keeps the hour of the letter."""
    person = person_of(request)
    if request.method == "GET":
        return _show(request, person, HourForm(initial={"hour": hour_of(person)}))
    form = HourForm(request.POST)
    if not form.is_valid():
        return _show(request, person, form, TRY_AGAIN)
    try:
        choose_hour(person=person, hour=form.cleaned_data["hour"])
    except Blocked as error:
        return _show(request, person, form, refuse(form, error))
    say(request, _("Saved."))
    return redirect("brief")


def _show(request: HttpRequest, person: User, form: HourForm, status: int = 200) -> HttpResponse:
    left = left_at(request, person)
    told = brief_for(person, since=left or timezone.now() - A_DAY)
    return render(request, "desk/brief.html", {"brief": told, "form": form, "person": person}, status=status)
