"""Where I am signed in, and what happened to my account."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from claims.accounts.queries import security_events
from claims.client_address import client_address, network
from claims.desk.access import person_of
from claims.desk.paging import number_in
from claims.desk.toasts import say
from claims.people import sessions

OTHERS = "others"


@require_GET
def sign_ins(request: HttpRequest) -> HttpResponse:
    """My browsers, and page by page what happened to my account."""
    person = person_of(request)
    context = {
        "browsers": sessions.signed_in(person, request.session.session_key or ""),
        "log": security_events(person=person, before=number_in(request, "before")),
    }
    return render(request, "desk/sign_ins.html", context)


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End one of my sign-ins, or all but this one."""
    person, address = person_of(request), network(client_address(request))
    chosen = request.POST.get("which", "")
    if chosen == OTHERS:
        ended = sessions.end_others(person=person, this=request.session.session_key or "", address=address)
        said = ngettext("%(num)d other sign-in is ended.", "%(num)d other sign-ins are ended.", ended)
        say(request, said % {"num": ended})
    else:
        sessions.end_one(person=person, key=chosen, address=address)
        say(request, _("That browser is signed out."))
    return HttpResponseRedirect(reverse("sign-ins"))
