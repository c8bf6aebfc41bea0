"""How much stands behind each part of the desk; asked for by a page that stands already, so that none waits for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from claims.accounts.roles import Right
from claims.desk.access import needs, person_of
from claims.desk.desk_page import DeskPage
from claims.tracking.filters import QueueFilters
from claims.tracking.selection import count
from claims.tracking.shortlist import fresh_count
from claims.tracking.tips import tips_count

SECONDS = 15


@require_GET
@needs(Right.READ)
def nav_counts(request: HttpRequest) -> HttpResponse:
    """What needs me, is open, is to triage, and what readers sent; the browser keeps it for 15 seconds."""
    person = person_of(request)
    desk = DeskPage(person, None)
    context = {
        "needing": f"{desk.needing}+" if desk.is_cut else desk.needing,
        "open": count(QueueFilters(), person),
        "fresh": fresh_count() if person.may(Right.TRIAGE) else 0,
        "tips": tips_count() if person.may(Right.TRIAGE) else 0,
    }
    response = render(request, "desk/parts/nav_counts.html", context)
    response.headers["Cache-Control"] = f"private, max-age={SECONDS}"
    return response
