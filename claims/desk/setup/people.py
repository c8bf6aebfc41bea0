"""The admin's page about people: inviting, roles, absence, switching off."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from claims.accounts import second_step
from claims.accounts.models import Invitation, User
from claims.accounts.roles import Right
from claims.delivery.account_letters import letters_leave
from claims.desk.access import needs, person_of, sure
from claims.desk.form_responses import TRY_AGAIN, answer_form, refuse, sent
from claims.desk.setup.people_forms import InviteForm, PersonForm, RolesForm
from claims.desk.setup.steps import steps
from claims.desk.toasts import say
from claims.errors import Blocked
from claims.people import changes, invitations, role_requests, sessions
from claims.people.confirming import is_sure
from claims.people.invitations import Invited
from claims.people.programs import programs_of

PAGE = "setup-people"
SHOWN = 500


@never_cache
@require_http_methods(["GET", "POST"])
@needs(Right.PEOPLE)
@sure
def people(request: HttpRequest) -> HttpResponse:
    """Everybody, who is invited, and the form that invites; a link to pass on is shown by this answer alone."""
    if request.method == "GET":
        return _show(request, InviteForm())
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=TRY_AGAIN)
    try:
        invited = invitations.invite(actor=person_of(request), **form.cleaned_data)
    except Blocked as error:
        return _show(request, form, status=refuse(form, error))
    return _after(request, invited)


@never_cache
@require_POST
@needs(Right.PEOPLE)
@sure
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """A new letter with a new link."""
    return _after(request, invitations.send_again(invitation_id=pk, actor=person_of(request)))


@never_cache
@require_POST
@needs(Right.PEOPLE)
@sure
def show_link(request: HttpRequest, pk: int) -> HttpResponse:
    """A new link to pass on by hand."""
    return _after(request, invitations.show_link(invitation_id=pk, actor=person_of(request)))


@require_POST
@needs(Right.PEOPLE)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End an invitation."""
    ended = invitations.revoke(invitation_id=pk, actor=person_of(request))
    say(request, _("The invitation of %(email)s is revoked: its link opens nothing.") % {"email": ended.email})
    return HttpResponseRedirect(reverse(PAGE))


@require_http_methods(["GET", "POST"])
@needs(Right.PEOPLE)
@sure
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's roles, load and absence."""
    found = _everybody().filter(pk=pk).first()
    if found is None:
        raise Http404
    form = PersonForm.of(found, sent(request))

    def done() -> HttpResponse:
        if found.role_requests.open().exists():
            say(request, _("The roles of %(person)s stay until another admin confirms the change.") % {"person": found})
        else:
            say(request, _("%(person)s is changed.") % {"person": found})
        return HttpResponseRedirect(reverse(PAGE))

    return answer_form(
        request,
        "desk/setup/person.html",
        {
            "form": form,
            "person": found,
            "programs": programs_of(found),
            "browsers": sessions.signed_in(found),
            "second_steps": second_step.kinds_of(found),
            "is_sure": is_sure(request),
        },
        act=lambda: changes.change_person(person_id=pk, actor=person_of(request), **form.cleaned_data),
        done=done,
    )


@require_http_methods(["GET", "POST"])
@needs(Right.PEOPLE)
@sure
def invited_person(request: HttpRequest, pk: int) -> HttpResponse:
    """The roles that somebody will have who was invited."""
    found = Invitation.objects.open().to_people().filter(pk=pk).first()
    if found is None:
        raise Http404
    form = RolesForm(sent(request), initial={"roles": found.roles})
    return answer_form(
        request,
        "desk/setup/invited.html",
        {"form": form, "invitation": found},
        act=lambda: invitations.give_roles(
            invitation_id=pk, roles=form.cleaned_data["roles"], actor=person_of(request)
        ),
        done=lambda: HttpResponseRedirect(reverse(PAGE)),
    )


@require_POST
@needs(Right.PEOPLE)
@sure
def decide_roles(request: HttpRequest, pk: int, way: str) -> HttpResponse:
    """Confirm or decline what another admin asked for; whoever asked takes it back."""
    if way not in ("confirm", "decline"):
        raise Http404
    act = role_requests.confirm if way == "confirm" else role_requests.decline
    changed = act(request_id=pk, actor=person_of(request))
    if way == "confirm":
        say(request, _("%(person)s has the new roles.") % {"person": changed})
    else:
        say(request, _("The roles of %(person)s stay as they are.") % {"person": changed})
    return HttpResponseRedirect(reverse(PAGE))


@require_POST
@needs(Right.PEOPLE)
@sure
def switch(request: HttpRequest, pk: int, way: str) -> HttpResponse:
    """Switch somebody's sign-in off, or on again."""
    act = changes.switch_on if way == "on" else changes.switch_off
    changed = act(person_id=pk, actor=person_of(request))
    if way == "on":
        say(request, _("%(person)s can sign in again.") % {"person": changed})
    else:
        say(request, _("%(person)s can no longer sign in.") % {"person": changed})
    return HttpResponseRedirect(reverse(PAGE))


def _after(request: HttpRequest, invited: Invited) -> HttpResponse:
    """The link to pass on, in this answer alone; or the page anew where a letter goes out."""
    if invited.link:
        return _show(request, InviteForm(), invited=invited)
    say(request, _("A letter to %(email)s is on its way.") % {"email": invited.invitation.email})
    return HttpResponseRedirect(reverse(PAGE))


def _show(request: HttpRequest, form: InviteForm, *, invited: Invited | None = None, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "invited": invited,
        "people": _everybody().order_by("-is_active", "display_name")[:SHOWN],
        "asked": role_requests.waiting(),
        "actor": person_of(request),
        "invitations": Invitation.objects.open().to_people()[:SHOWN],
        "letters_leave": letters_leave(),
        "is_sure": is_sure(request),
        "steps": steps() if person_of(request).may(Right.SETTINGS) else [],
        "here": PAGE,
    }
    return render(request, "desk/setup/people.html", context, status=status)


def _everybody() -> QuerySet[User]:
    people: QuerySet[User] = User.objects.filter(removed_at__isnull=True).prefetch_related("groups")
    return people
