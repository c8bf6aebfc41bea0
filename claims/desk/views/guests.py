"""Experts from outside on one claim: asking them, ending their links, and letting readers see what they signed."""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from claims.accounts.roles import Right
from claims.desk.access import needs, person_of
from claims.desk.claim_page import ClaimPage
from claims.desk.form_responses import TRY_AGAIN, refuse
from claims.desk.toasts import say
from claims.desk.views.claim import page_of
from claims.errors import NotAllowed, Refusal
from claims.review.opinions import guests as experts
from claims.review.opinions.guests import Asked
from claims.verdicts import seals
from claims.verdicts.experts import guests_of
from claims.verdicts.models.guests import NAME_LIMIT, QUESTION_LIMIT


class AskForm(forms.Form):
    """Who is asked, and what."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=NAME_LIMIT,
        error_messages={"required": gettext_lazy("Write the expert’s name.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("The link to the revision goes there and nowhere else."),
        error_messages={"required": gettext_lazy("Write the expert’s e-mail address.")},
    )
    question = forms.CharField(
        label=gettext_lazy("What you ask (optional)"),
        required=False,
        max_length=QUESTION_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_http_methods(["GET", "POST"])
@needs(Right.READ)
def guests(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody who was asked, and the form to ask somebody."""
    page = page_of(request, pk)
    seals.ask(page.claim, page.viewer)
    if request.method == "GET":
        return _show(request, page, AskForm())
    form = AskForm(request.POST)
    if not form.is_valid():
        return _show(request, page, form, status=TRY_AGAIN)
    try:
        asked = experts.ask(claim_id=pk, actor=page.viewer, **form.cleaned_data)
    except NotAllowed:
        raise
    except Refusal as error:
        return _show(request, page, form, status=refuse(form, error))
    return _show(request, page, AskForm(), asked=asked)


@require_POST
@needs(Right.READ)
def revoke(request: HttpRequest, pk: int, guest: int) -> HttpResponse:
    """End somebody's links."""
    ended = experts.revoke(guest_id=guest, actor=person_of(request))
    say(request, _("The link of %(name)s is ended.") % {"name": ended.name})
    return HttpResponseRedirect(reverse("claim-guests", args=[pk]))


@require_POST
@needs(Right.READ)
def show(request: HttpRequest, pk: int, guest: int) -> HttpResponse:
    """Let readers see what somebody signed, or no longer."""
    shown = request.POST.get("shown") == "yes"
    kept = experts.show(guest_id=guest, shown=shown, actor=person_of(request))
    told = {"name": kept.name}
    if shown:
        say(request, _("Readers see what %(name)s signed once this revision is published.") % told)
    else:
        say(request, _("Readers do not see what %(name)s signed.") % told)
    return HttpResponseRedirect(reverse("claim-guests", args=[pk]))


def _show(
    request: HttpRequest, page: ClaimPage, form: AskForm, *, asked: Asked | None = None, status: int = 200
) -> HttpResponse:
    link = f"{settings.PUBLIC_URL}{reverse('guest-confirm', args=[asked.secret])}" if asked else ""
    context = {
        "page": page,
        "form": form,
        "asked": asked,
        "link": link,
        "guests": guests_of(page.claim),
        "why_not": experts.why_not_ask(page.claim, page.viewer),
        "may_show": page.viewer.may(Right.PUBLISH),
        "may_end": page.viewer.may(Right.ASSIGN),
    }
    response = render(request, "desk/guests.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
