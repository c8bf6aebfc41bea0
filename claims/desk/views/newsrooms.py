"""Newsrooms whose checks the desk follows: how each does, what it brought, what was refused, and what is shown."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from claims.accounts.roles import Right
from claims.desk.access import needs, person_of
from claims.desk.form_responses import TRY_AGAIN, refuse, sent
from claims.desk.forms.newsrooms import NewsroomForm, TermsForm
from claims.desk.toasts import say
from claims.errors import Blocked
from claims.followed import following
from claims.followed.models import FollowedNewsroom
from claims.followed.queries import conflicts
from claims.followed.queries import newsrooms as all_newsrooms
from claims.verdicts.ssh_signatures import fingerprint

MOST = 200
SHOWN = 30


@require_http_methods(["GET", "POST"])
@needs(Right.READ)
def newsrooms(request: HttpRequest) -> HttpResponse:
    """The list, those in trouble first, what they rate otherwise than we do, and the form for a new one."""
    form, status = NewsroomForm(sent(request)), 200
    if request.method == "POST":
        status = TRY_AGAIN
        if form.is_valid():
            try:
                newsroom = following.follow_newsroom(**form.cleaned_data, actor=person_of(request))
            except Blocked as error:
                status = refuse(form, error)
            else:
                say(request, _("The desk follows this newsroom from now on. It is asked within seconds."))
                return redirect("newsroom", newsroom.pk)
    context = {
        "newsrooms": all_newsrooms()[:MOST],
        "conflicts": conflicts(),
        "form": form,
        "may_follow": following.may_follow(person_of(request)),
    }
    return render(request, "desk/newsrooms.html", context, status=status)


@require_GET
@needs(Right.READ)
def newsroom(request: HttpRequest, newsroom_id: int) -> HttpResponse:
    """One newsroom: how it does, its keys, what it brought lately and what was refused."""
    found = get_object_or_404(FollowedNewsroom.objects.select_related("added_by"), pk=newsroom_id)
    terms = {"licence": found.licence, "shown_to_readers": found.shown_to_readers}
    context = {
        "newsroom": found,
        "checks": found.checks.select_related("outside").defer("outside__raw", "signed")[:SHOWN],
        "refusals": found.refusals.all()[:SHOWN],
        "keys": [fingerprint(key) for key in found.keys],
        "offered": [fingerprint(key) for key in found.keys_offered],
        "form": TermsForm(initial=terms),
        "may_follow": following.may_follow(person_of(request)),
    }
    return render(request, "desk/newsroom.html", context)


@require_POST
@needs(Right.TRIAGE)
def newsroom_change(request: HttpRequest, newsroom_id: int) -> HttpResponse:
    """Keep the terms and whether readers see it; or follow it again, or leave it alone."""
    active = {"1": True, "0": False}.get(request.POST.get("active", ""))
    if active is not None:
        found = following.change(newsroom_id=newsroom_id, actor=person_of(request), is_active=active)
        words = _("The desk follows %(newsroom)s.") if active else _("The desk leaves alone %(newsroom)s.")
        say(request, words % {"newsroom": found})
    else:
        form = TermsForm(request.POST)
        if form.is_valid():
            following.change(newsroom_id=newsroom_id, actor=person_of(request), **form.cleaned_data)
            say(request, _("What may be shown is saved."))
        else:
            say(request, _("The terms of use may have %(most)s letters.") % {"most": following.LICENCE_LIMIT})
    return redirect("newsroom", newsroom_id)


@require_POST
@needs(Right.TRIAGE)
def newsroom_ask(request: HttpRequest, newsroom_id: int) -> HttpResponse:
    """Ask it at the next opportunity."""
    found = following.ask_newsroom_now(newsroom_id=newsroom_id, actor=person_of(request))
    say(request, _("%(newsroom)s is asked within seconds.") % {"newsroom": found})
    return redirect("newsroom", newsroom_id)


@require_POST
@needs(Right.TRIAGE)
def newsroom_keys(request: HttpRequest, newsroom_id: int) -> HttpResponse:
    """Trust the keys that its site names now."""
    found = following.trust_new_keys(newsroom_id=newsroom_id, actor=person_of(request))
    say(request, _("Signatures of %(newsroom)s are compared with its new keys from now on.") % {"newsroom": found})
    return redirect("newsroom", newsroom_id)
