"""My personal access tokens: make one, see when each was used, revoke."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from claims.accounts.roles import Right
from claims.desk.access import needs, person_of, sure
from claims.desk.form_responses import TRY_AGAIN, refuse
from claims.desk.forms.tokens import TokenForm
from claims.desk.toasts import say
from claims.errors import Blocked
from claims.people import tokens
from claims.people.confirming import is_sure


@never_cache
@require_http_methods(["GET", "POST"])
@needs(Right.READ)
@sure
def page(request: HttpRequest) -> HttpResponse:
    """The list of my tokens and the form for a new one, whose secret this answer alone shows."""
    if request.method == "GET":
        return _show(request, TokenForm())
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=TRY_AGAIN)
    try:
        issued = tokens.issue(
            actor=person_of(request),
            name=form.cleaned_data["name"],
            scopes=form.cleaned_data["scopes"],
            expires_at=form.expires_at(),
        )
    except Blocked as error:
        return _show(request, form, status=refuse(form, error))
    return _show(request, TokenForm(), issued=issued)


@require_POST
@needs(Right.READ)
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """End one of my tokens at once."""
    token = tokens.revoke(token_id=token_id, actor=person_of(request))
    say(request, _("%(name)s opens nothing any longer.") % {"name": token.name})
    return HttpResponseRedirect(reverse("tokens"))


def _show(
    request: HttpRequest, form: TokenForm, *, issued: tokens.Issued | None = None, status: int = 200
) -> HttpResponse:
    rows = person_of(request).tokens.filter(revoked_at__isnull=True)
    return render(
        request,
        "desk/tokens.html",
        {"form": form, "tokens": rows, "issued": issued, "is_sure": is_sure(request)},
        status=status,
    )
