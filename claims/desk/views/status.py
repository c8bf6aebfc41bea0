"""How the desk itself does, for those who see to it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from claims.accounts.queries import sign_in_failures
from claims.accounts.roles import Right
from claims.desk.access import needs
from claims.health.parts import parts


@require_GET
@needs(Right.SETTINGS)
def status(request: HttpRequest) -> HttpResponse:
    """Every part with a sentence, what is in trouble first."""
    found = sorted(parts(), key=lambda part: part.is_well)
    context = {
        "parts": found,
        "troubles": sum(not part.is_well for part in found),
        "failures": sign_in_failures(),
    }
    return render(request, "desk/status.html", context)
