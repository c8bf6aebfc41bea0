"""The set-up: its checklist, who publishes, what readers are told, topics and outlets."""

from collections.abc import Callable, Mapping

from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from claims.accounts.roles import Right
from claims.articles.models import Outlet
from claims.desk.access import needs, person_of
from claims.desk.form_responses import answer_form, sent, sent_files
from claims.desk.setup.forms import ListsForm, NewsroomForm, TextsForm
from claims.desk.setup.steps import next_page, steps
from claims.desk.toasts import say
from claims.publishing.newsroom_setup import (
    add_outlets,
    add_topics,
    remove_logo,
    show_logo,
    tell_readers,
    write_method,
)
from claims.tracking.models import Topic
from claims.verdicts.enums import SiteTextName
from claims.verdicts.site_settings import newsroom, site_text

LISTED = 500
TOLD = ("ownership", "funding", "shows_ledger")
"""What readers are told of the newsroom beside its method."""


@require_GET
@needs(Right.SETTINGS)
def setup(request: HttpRequest) -> HttpResponse:
    """What a newsroom needs before its first check, and what is done of it."""
    return render(request, "desk/setup/overview.html", {"steps": steps()})


@require_http_methods(["GET", "POST"])
@needs(Right.SETTINGS)
def about_newsroom(request: HttpRequest) -> HttpResponse:
    """Who publishes, where, and how readers write to it."""
    form = NewsroomForm.of(newsroom(), sent(request), sent_files(request))

    @transaction.atomic
    def act() -> None:
        person, given = person_of(request), form.cleaned_data
        tell_readers(actor=person, **form.words)
        if given["logo"]:
            show_logo(actor=person, data=given["logo"].read())
        elif given.get("drop_logo"):
            remove_logo(actor=person)

    return _answer(request, "newsroom", form, act=act, more={"logo": newsroom().logo.name})


@require_http_methods(["GET", "POST"])
@needs(Right.SETTINGS)
def texts(request: HttpRequest) -> HttpResponse:
    """Owners, money and method."""
    room, method = newsroom(), site_text(SiteTextName.METHODOLOGY)
    known = {name: getattr(room, name) for name in TOLD} | {"method": method.body}
    form = TextsForm(sent(request), initial=known)

    @transaction.atomic
    def act() -> None:
        given = form.cleaned_data
        tell_readers(actor=person_of(request), **{name: given[name] for name in TOLD})
        write_method(actor=person_of(request), body=given["method"])

    return _answer(request, "texts", form, act=act)


@require_http_methods(["GET", "POST"])
@needs(Right.SETTINGS)
def lists(request: HttpRequest) -> HttpResponse:
    """Topics and outlets."""
    form = ListsForm(sent(request))

    @transaction.atomic
    def act() -> None:
        add_topics(actor=person_of(request), lines=form.cleaned_data["topics"])
        add_outlets(actor=person_of(request), lines=form.cleaned_data["outlets"])

    here = {"topics": Topic.objects.all()[:LISTED], "outlets": Outlet.objects.all()[:LISTED]}
    return _answer(request, "lists", form, act=act, more=here)


def go_on(request: HttpRequest, words: str) -> HttpResponse:
    """After a step is saved: say so, and lead to the next that is not done."""
    say(request, words)
    return HttpResponseRedirect(reverse(next_page()))


def _answer(
    request: HttpRequest,
    page: str,
    form: BaseForm,
    *,
    act: Callable[[], object],
    more: Mapping[str, object] | None = None,
) -> HttpResponse:
    context = {"form": form, "steps": steps(), "here": f"setup-{page}", **(more or {})}
    return answer_form(request, f"desk/setup/{page}.html", context, act=act, done=lambda: go_on(request, _("Saved.")))
