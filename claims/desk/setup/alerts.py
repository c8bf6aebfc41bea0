"""E-mail alerts for readers: offering them, how many there are, and erasing an address on request."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from claims.accounts.roles import Right
from claims.delivery.account_letters import letters_leave
from claims.delivery.alerts.subscriptions import counts
from claims.desk.access import needs, person_of
from claims.desk.form_responses import answer_form, form_page, sent
from claims.desk.setup.forms import AddressForm, AlertsForm
from claims.desk.setup.steps import steps
from claims.desk.toasts import say
from claims.publishing.reader_alerts import erase_address, offer_alerts
from claims.verdicts.site_settings import newsroom


@require_http_methods(["GET", "POST"])
@needs(Right.SETTINGS)
def alerts(request: HttpRequest) -> HttpResponse:
    """Whether readers are offered alerts, and how many have one; never who."""
    form = AlertsForm(sent(request), initial={"offers_alerts": newsroom().offers_alerts})

    def act() -> None:
        offer_alerts(actor=person_of(request), offered=form.cleaned_data["offers_alerts"])

    def done() -> HttpResponse:
        say(request, _("Saved."))
        return HttpResponseRedirect(reverse("setup-alerts"))

    context = _context() | {"form": form, "erasing": AddressForm()}
    return answer_form(request, "desk/setup/alerts.html", context, act=act, done=done)


@require_POST
@needs(Right.SETTINGS)
def erase(request: HttpRequest) -> HttpResponse:
    """Forget a reader's address."""
    form = AddressForm(request.POST)
    if not form.is_valid():
        offering = AlertsForm(initial={"offers_alerts": newsroom().offers_alerts})
        return form_page(request, "desk/setup/alerts.html", _context() | {"form": offering, "erasing": form}, 422)
    count = erase_address(actor=person_of(request), address=form.cleaned_data["email"])
    words = _("No alert has this address.")
    if count:
        words = ngettext("%(count)s alert is erased.", "%(count)s alerts are erased.", count)
    say(request, words % {"count": count})
    return HttpResponseRedirect(reverse("setup-alerts"))


def _context() -> dict[str, object]:
    return {"steps": steps(), "here": "setup-alerts", "counts": counts(), "letters_leave": letters_leave()}
