"""A person's own page, the theme of this browser, and the list of keys."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from claims.accounts.services import choose_language
from claims.desk.access import person_of
from claims.desk.forms.language import LanguageForm
from claims.desk.toasts import say
from claims.errors import Blocked
from claims.languages import use

THEMES = ("light", "dark")
A_YEAR = 365 * 24 * 60 * 60


@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Who I am here, what I may do, and how the desk looks to me."""
    person = person_of(request)
    form = LanguageForm(initial={"language": person.language, "time_zone": person.time_zone})
    return render(request, "desk/account.html", {"person": person, "language_form": form})


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep in which language and time zone I read; what is said about it is said in that language."""
    person, form = person_of(request), LanguageForm(request.POST)
    if not form.is_valid():
        raise Blocked(_("Choose a language and a time zone from the lists."))
    choose_language(person=person, **form.cleaned_data)
    if person.language:
        use(person.language, person.time_zone)
    say(request, _("Your language and time zone are kept."))
    return HttpResponseRedirect(reverse("account"))


@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """The keyboard map as a page, for browsers without script."""
    return render(request, "desk/keys.html")


@login_not_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep this browser's theme in a cookie; anything but light and dark follows the system."""
    response = HttpResponseRedirect(safe_next(request, reverse("desk")))
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie("theme", chosen, max_age=A_YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


def safe_next(request: HttpRequest, otherwise: str) -> str:
    """The address in the form's `next` if it is one of ours, else the given one."""
    address = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if ours else otherwise
