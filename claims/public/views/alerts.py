"""E-mail alerts: asking for one, and its own page, where its reader confirms, changes and ends it. No cookie is set."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template import loader
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from claims.client_address import client_address
from claims.delivery.alerts.subscriptions import (
    UNCONFIRMED_DAYS,
    TooManyAsked,
    alert_at,
    ask_for_alert,
    choose_kinds,
    confirm,
    end,
    erase,
)
from claims.delivery.alerts.words import sentences_of
from claims.delivery.models import Alert
from claims.public.answers import for_readers, not_here, public
from claims.public.filtering import asked_by_query
from claims.public.forms import AlertForm, KindsForm, fresh_stamp, stamp_again
from claims.public.page_context import frame
from claims.public.site_languages import prefix_of, split
from claims.verdicts.published import Filters, choose
from claims.verdicts.site_settings import newsroom

TOO_MANY: Final = gettext_lazy("Too many alerts were asked for in the last hour. Try again later.")


# No session, so nothing another site could make a reader's browser do in the reader's name.
@csrf_exempt
@for_readers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponseBase:
    """The form for the checks that the address names; whoever sends it is told to look into their mailbox.

    Nobody can follow what does not exist: for a topic without a single check there is no form.
    """
    if not newsroom().offers_alerts:
        return not_here(request)
    asked = asked_by_query(request.GET)
    if not choose(asked.filters).satisfiable:
        return not_here(request)
    form, status = AlertForm(request.POST or None, initial={"stamp": fresh_stamp()}), 200
    if request.method == "POST":
        status = _asked_for(request, form, asked.filters)
        if status == 302:
            return HttpResponseRedirect(prefix_of(request.path) + reverse("public-alerts-asked"))
        stamp_again(form)
    context: dict[str, Any] = frame(request.path, newsroom()) | {
        "form": form,
        "shown": [form["email"]],
        "kinds": [form[name] for name in KindsForm.base_fields],
        "about": sentences_of(asked.filters),
        "is_all": asked.filters.is_empty,
        "days": UNCONFIRMED_DAYS,
    }
    context["action"] = asked.alerts(context["root"])
    return HttpResponse(loader.render_to_string("public/alerts.html", context), status=status)


@public
@never_cache
def asked(request: HttpRequest) -> HttpResponseBase:
    """What to do next: the answer is the same for every address, also for one that is known."""
    context = frame(request.path, newsroom()) | {"days": UNCONFIRMED_DAYS}
    return HttpResponse(loader.render_to_string("public/alerts_asked.html", context))


@csrf_exempt
@for_readers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def alert(request: HttpRequest, token: str) -> HttpResponseBase:
    """One alert's own page. Looking at it changes nothing, as programs that check mail for harm follow every link."""
    found = alert_at(token)
    if found is None:
        return not_here(request)
    form = KindsForm(_chosen(request), initial=_kinds_of(found))
    status, done = _carry_out(request, found, form) if request.method == "POST" else (200, "")
    context: dict[str, Any] = frame(request.path, newsroom()) | {
        "alert": found,
        "about": sentences_of(found.filters),
        "form": form,
        "kinds": list(form),
        "done": done,
        "offered": newsroom().offers_alerts,
        "days": UNCONFIRMED_DAYS,
    }
    response = HttpResponse(loader.render_to_string("public/alert.html", context), status=status)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _asked_for(request: HttpRequest, form: AlertForm, filters: Filters) -> int:
    """With what status a form that was sent is answered; 302 where it was taken."""
    if not form.is_valid():
        return 422
    try:
        ask_for_alert(
            address=form.cleaned_data["email"],
            filters=filters,
            kinds=form.kinds,
            language=split(request.path)[0],
            sender=client_address(request),
        )
    except TooManyAsked:
        form.add_error(None, TOO_MANY)
        return 429
    return 302


def _chosen(request: HttpRequest) -> Any:  # what the form was sent with
    return request.POST if request.method == "POST" and request.POST.get("do") == "save" else None


def _kinds_of(found: Alert) -> dict[str, bool]:
    return {name: getattr(found, name) for name in KindsForm.base_fields}


def _carry_out(request: HttpRequest, found: Alert, form: KindsForm) -> tuple[int, str]:
    """Do what a button, or the one click of a mail program (RFC 8058), asks for; with what status it is answered."""
    wanted = "end" if request.POST.get("List-Unsubscribe") == "One-Click" else request.POST.get("do", "")
    if wanted == "confirm":
        confirm(found)
    elif wanted == "save":
        if not form.is_valid():
            return 422, ""
        choose_kinds(found, form.kinds)
    elif wanted == "erase":
        erase(found.address)
    elif wanted == "end":
        end(found)
    else:
        return 400, ""
    return 200, wanted
