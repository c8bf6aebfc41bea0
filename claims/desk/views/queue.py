"""The queue: which claim should be picked up next, and who has it."""

from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.desk import queue_page
from claims.desk.access import needs, person_of
from claims.desk.forms.language import languages_of_words
from claims.desk.toasts import say
from claims.errors import Blocked, WrongState
from claims.review import saved_views as saved
from claims.tracking.enums import ClaimState
from claims.tracking.exports import FORMATS
from claims.tracking.filters import QueueFilters
from claims.tracking.queries import filter_choices
from claims.tracking.queue import rows_for_queue
from claims.tracking.selection import count
from claims.tracking.views import views_for

SIZE = 50
MAX_QUERY_LENGTH = 1000
COUNTED = 20
"""So many tabs at most are counted: the desk's own views and the first of the saved ones."""


@require_GET
@needs(Right.READ)
def queue(request: HttpRequest) -> HttpResponse:
    """One page of the claims that match, with the view they are carried in."""
    return _show(request, person_of(request))


@require_GET
@needs(Right.READ)
def counts(request: HttpRequest) -> HttpResponse:
    """How many claims each tab holds; asked for by a page that stands already, so that none waits for it."""
    person = person_of(request)
    given = QueueFilters.parse(request.GET, person)
    tabs = queue_page.tabs(given, views_for(person))[:COUNTED]
    views = [QueueFilters.parse(QueryDict(tab.query), person) for tab in tabs]
    counted = [count(view, person) for view in views]
    return render(request, "desk/parts/tab_counts.html", {"tabs": list(zip(tabs, counted, strict=True))})


@require_POST
@needs(Right.READ)
def save(request: HttpRequest) -> HttpResponse:
    """Keep the filters under a name."""
    person, query = person_of(request), request.POST.get("query", "")
    try:
        view = saved.save_view(
            actor=person,
            name=request.POST.get("name", ""),
            query=query,
            shared=bool(request.POST.get("shared")),
        )
    except (Blocked, WrongState) as error:
        return _show(request, person, query=query, refusal=error.message, status=error.status)
    say(request, _("Saved as “%(name)s”.") % {"name": view.name})
    return HttpResponseRedirect(f"{reverse('queue')}?{view.query}")


@require_POST
@needs(Right.READ)
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one's view to the whole desk, or to oneself only."""
    view = saved.share_view(view_id=pk, actor=person_of(request), shared=bool(request.POST.get("shared")))
    words = _("“%(name)s” is shared with the desk.") if view.shared else _("“%(name)s” is yours alone.")
    say(request, words % {"name": view.name})
    return HttpResponseRedirect(f"{reverse('queue')}?{view.query}")


@require_POST
@needs(Right.READ)
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's view away."""
    saved.delete_view(view_id=pk, actor=person_of(request))
    say(request, _("View deleted."))
    return HttpResponseRedirect(reverse("queue"))


def _show(
    request: HttpRequest, person: User, query: str | None = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    given = QueueFilters.parse(request.GET if query is None else QueryDict(query[:MAX_QUERY_LENGTH]), person)
    page = rows_for_queue(given, person, cursor=request.GET.get("page", ""), size=SIZE)
    views, choices = views_for(person), filter_choices()
    canonical = given.query_string()
    all_tabs = queue_page.tabs(given, views)
    context = {
        "page": page,
        "filters": given,
        "query": canonical,
        "suffix": f"?{urlencode({'in': canonical})}",
        "tabs": all_tabs,
        "mine": next((tab.saved for tab in all_tabs if tab.is_current and tab.saved in views.own), None),
        "chips": queue_page.chips(given, choices),
        "sorts": queue_page.sorts(given),
        "hidden": [(name, value) for name, value in parse_qsl(canonical) if name != "sort"],
        "choices": choices,
        "languages": languages_of_words()[1:],
        "states": ClaimState.choices,
        "scores": queue_page.SCORES,
        "due_words": queue_page.DUE_WORDS.items(),
        "may_act": queue_page.may_act(person),
        "formats": FORMATS,
        "refusal": refusal,
        "now": timezone.now(),
        "search": given.text,
    }
    return render(request, "desk/queue.html", context, status=status)
