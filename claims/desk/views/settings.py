"""Each person's choice of e-mail for each kind of notification."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from claims.accounts.roles import Right
from claims.delivery.enums import EmailChoice, NotificationKind
from claims.delivery.services import choices_of, set_choices
from claims.desk.access import needs, person_of
from claims.desk.toasts import say


@require_http_methods(["GET", "POST"])
@needs(Right.READ)
def email_choices(request: HttpRequest) -> HttpResponse:
    """By e-mail at once, in the daily digest, or not."""
    person = person_of(request)
    chosen = choices_of(person=person)
    if request.method == "POST":
        given = {kind: request.POST.get(kind.value, "") for kind in NotificationKind}
        set_choices(
            person=person,
            choices={kind: EmailChoice(value) for kind, value in given.items() if value in set(EmailChoice)},
        )
        say(request, _("Saved."))
        return HttpResponseRedirect(reverse("notification-choices"))
    rows = [(kind, chosen[kind]) for kind in NotificationKind]
    context = {"rows": rows, "choices": list(EmailChoice), "person": person}
    return render(request, "desk/notification_choices.html", context)
