"""The set-up's first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from claims.accounts.roles import Right
from claims.desk.access import needs


@require_GET
@needs(Right.SETTINGS)
def setup(request: HttpRequest) -> HttpResponse:
    """What a newsroom needs before its first check, and what is done of it."""
    return render(request, "desk/setup/overview.html")
