"""The desk's first page: what needs me now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from claims.accounts.roles import Right
from claims.desk.access import needs


@require_GET
@needs(Right.READ)
def desk(request: HttpRequest) -> HttpResponse:
    """My claims and the fresh candidates."""
    return render(request, "desk/home.html")
