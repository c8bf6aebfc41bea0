"""Who has room: each reviewer's open claims against their limit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from claims.accounts.roles import Right
from claims.desk.access import needs
from claims.desk.people import Lane, lanes


@require_GET
@needs(Right.READ)
def people(request: HttpRequest) -> HttpResponse:
    """All reviewers, or only those with room."""
    everybody: list[Lane] = lanes()
    room_only = bool(request.GET.get("room"))
    with_room = [lane for lane in everybody if lane.load.room > 0]
    context = {"lanes": with_room if room_only else everybody, "room_only": room_only, "with_room": len(with_room)}
    return render(request, "desk/people.html", context)
