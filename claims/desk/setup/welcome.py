"""The page behind a link of one's own: making an account, for the first admin and for whoever was invited."""

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from claims.accounts.models import Invitation
from claims.accounts.roles import Right
from claims.desk.form_responses import TRY_AGAIN, refuse, sent
from claims.desk.setup.account_form import AccountForm
from claims.desk.toasts import say
from claims.desk.views.known_browser import know_browser
from claims.errors import Blocked, WrongState
from claims.people import invitations

GONE = 410


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Make the account, sign its owner in, and lead the first admin to the set-up."""
    invitation = invitations.find(token)
    if invitation is None:
        return _used_up(request)
    form = AccountForm(sent(request), invitation=invitation)
    if request.method == "GET":
        return _show(request, form, invitation)
    if not form.is_valid():
        return _show(request, form, invitation, TRY_AGAIN)
    given = form.cleaned_data
    try:
        person = invitations.accept(
            secret=token,
            display_name=given["display_name"],
            username=given["username"],
            email=given.get("email", ""),
            password=given["password"],
            also_works=given.get("also_works", False),
        )
    except WrongState:
        return _used_up(request)
    except Blocked as error:
        return _show(request, form, invitation, refuse(form, error))
    login(request, person)
    say(request, _("Welcome, %(name)s. Your account is made.") % {"name": person})
    response = HttpResponseRedirect(reverse("setup" if person.may(Right.SETTINGS) else "desk"))
    know_browser(request, response, person)
    return response


def _show(request: HttpRequest, form: AccountForm, invitation: Invitation, status: int = 200) -> HttpResponse:
    context = {"form": form, "invitation": invitation, "roles": invitations.known(invitation.roles)}
    return render(request, "desk/setup/welcome.html", context, status=status)


def _used_up(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/setup/used_up.html", status=GONE)
