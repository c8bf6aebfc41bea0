"""Feeds the desk follows: how each does, following one, leaving it alone, asking it now."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from claims.accounts.roles import Right
from claims.articles.models import Feed
from claims.desk.access import needs, person_of
from claims.desk.form_responses import TRY_AGAIN, refuse
from claims.desk.forms.intake import FeedForm
from claims.desk.paging import number_in
from claims.desk.toasts import say
from claims.errors import Blocked
from claims.intake import feeds as workflow

PAGE = 50
SHOWN = 30


@require_http_methods(["GET", "POST"])
@needs(Right.READ)
def feeds(request: HttpRequest) -> HttpResponse:
    """The list, those in trouble first, and the form for a new one."""
    if request.method == "GET":
        return _show(request, FeedForm())
    form = FeedForm(request.POST)
    if not form.is_valid():
        return _show(request, form, TRY_AGAIN)
    try:
        feed = workflow.add_feed(
            url=form.cleaned_data["url"], outlet=form.cleaned_data["outlet"], actor=person_of(request)
        )
    except Blocked as error:
        return _show(request, form, refuse(form, error))
    say(request, _("The desk follows this feed from now on. It is asked within seconds."))
    return redirect("feed", feed.pk)


@require_GET
@needs(Right.READ)
def feed(request: HttpRequest, feed_id: int) -> HttpResponse:
    """One feed: what came of asking it, and the entries that could not be read."""
    found = get_object_or_404(Feed.objects.select_related("outlet", "added_by"), pk=feed_id)
    context = {
        "feed": found,
        "polls": found.polls.all()[:SHOWN],
        "entries": found.entries.exclude(article=None).select_related("article__current")[:SHOWN],
        "unread": found.entries.exclude(error="")[:SHOWN],
    }
    return render(request, "desk/feed.html", context)


@require_POST
@needs(Right.ARTICLES)
def feed_follow(request: HttpRequest, feed_id: int) -> HttpResponse:
    """Follow it again, or leave it alone."""
    active = request.POST.get("active") == "1"
    found = workflow.follow(feed_id=feed_id, actor=person_of(request), active=active)
    words = _("The desk follows %(feed)s.") if active else _("The desk leaves alone %(feed)s.")
    say(request, words % {"feed": found})
    return _back(request, feed_id)


@require_POST
@needs(Right.ARTICLES)
def feed_ask(request: HttpRequest, feed_id: int) -> HttpResponse:
    """Ask it at the next opportunity."""
    found = workflow.ask_now(feed_id=feed_id, actor=person_of(request))
    say(request, _("%(feed)s is asked within seconds.") % {"feed": found})
    return _back(request, feed_id)


def _back(request: HttpRequest, feed_id: int) -> HttpResponse:
    to_list = request.POST.get("back") == "list"
    return HttpResponseRedirect(reverse("feeds") if to_list else reverse("feed", args=[feed_id]))


def _show(request: HttpRequest, form: FeedForm, status: int = 200) -> HttpResponse:
    before = number_in(request, "before")
    rows = Feed.objects.select_related("outlet").order_by("-pk")
    trouble = Q(is_active=True, failing_since__isnull=False)
    failing, rows = list(rows.filter(trouble)[:PAGE]), rows.exclude(trouble)
    if before:
        rows = rows.filter(pk__lt=before)
    page = list(rows[: PAGE + 1])
    context = {
        "failing": failing,
        "feeds": page[:PAGE],
        "older": page[PAGE - 1].pk if len(page) > PAGE else None,
        "form": form,
    }
    return render(request, "desk/feeds.html", context, status=status)
