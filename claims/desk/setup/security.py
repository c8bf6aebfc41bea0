"""What an admin sees and ends of other people's access: the security log, programs, sign-ins."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from claims.accounts.queries import security_events
from claims.accounts.roles import Right
from claims.desk.access import needs, person_of, sure
from claims.desk.paging import number_in
from claims.desk.toasts import say
from claims.people import programs, second_step, sessions


@require_GET
@needs(Right.PEOPLE)
def log(request: HttpRequest) -> HttpResponse:
    """What happened to all accounts, newest first."""
    found = security_events(before=number_in(request, "before"))
    return render(request, "desk/setup/security.html", {"log": found})


@require_POST
@needs(Right.PEOPLE)
def end_program(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """End somebody's token or hook."""
    actor = person_of(request)
    if kind not in ("token", "hook"):
        raise Http404
    is_token = kind == "token"
    ended = (
        programs.end_token(token_id=number, actor=actor) if is_token else programs.end_hook(hook_id=number, actor=actor)
    )
    say(request, _("%(name)s opens nothing any longer.") % {"name": ended.name})
    return HttpResponseRedirect(reverse("setup-person", args=[ended.person_id]))


@require_POST
@needs(Right.PEOPLE)
@sure
def reset_second_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody's second step away who lost it."""
    person = second_step.reset(person_id=pk, actor=person_of(request))
    say(request, _("%(person)s sets up a new second step at the next sign-in.") % {"person": person})
    return HttpResponseRedirect(reverse("setup-person", args=[pk]))


@require_POST
@needs(Right.PEOPLE)
def sign_out(request: HttpRequest, pk: int) -> HttpResponse:
    """End all of somebody's sign-ins."""
    sessions.end_all_of(person_id=pk, actor=person_of(request))
    say(request, _("This person is signed out everywhere."))
    return HttpResponseRedirect(reverse("setup-person", args=[pk]))
