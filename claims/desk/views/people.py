"""Capacity: each reviewer's open claims against their limit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from claims.accounts.roles import Right
from claims.desk.access import needs
from claims.desk.people import Lane, lanes


@require_GET
@needs(Right.READ)
def people(request: HttpRequest) -> HttpResponse:
    """All reviewers, or only those below their limit."""
    everybody: list[Lane] = lanes()
    free_only = bool(request.GET.get("free"))
    below_limit = [lane for lane in everybody if lane.load.free > 0]
    context = {
        "lanes": below_limit if free_only else everybody,
        "free_only": free_only,
        "below_limit": len(below_limit),
    }
    return render(request, "desk/people.html", context)
