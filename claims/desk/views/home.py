"""The desk's first page: what needs me now."""

import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.accounts.services import note_seen
from claims.desk.access import needs, person_of
from claims.desk.desk_page import DeskPage

SINCE = "since_you_left"


@require_GET
@needs(Right.READ)
def desk(request: HttpRequest) -> HttpResponse:
    """Late, sent back, to judge, to check; and what happened since this person left."""
    person = person_of(request)
    page = DeskPage(person, _left_at(request, person))
    return render(request, "desk/home.html", {"page": page, "now": timezone.now()})


def _left_at(request: HttpRequest, person: User) -> datetime.datetime | None:
    """When this person was last away for a while; kept in the session, so that it stays until they leave again."""
    left = note_seen(person)
    if left is not None:
        request.session[SINCE] = left.isoformat()
        return left
    kept = request.session.get(SINCE)
    return datetime.datetime.fromisoformat(kept) if kept else None
