"""The whole history of a claim, as sentences."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from claims.accounts.roles import Right
from claims.audit.queries import history_of
from claims.desk.access import needs
from claims.desk.paging import number_in
from claims.desk.views.claim import page_of
from claims.verdicts import seals


@require_GET
@needs(Right.READ)
def claim_history(request: HttpRequest, pk: int) -> HttpResponse:
    """What happened to it, newest first."""
    page = page_of(request, pk)
    asked = number_in(request, "before")
    marks = seals.kept_marks(page.claim, page.viewer) + ([] if asked is None else [asked])
    history = history_of(object_type="claim", object_id=pk, before=min(marks, default=None))
    return render(request, "desk/history.html", {"page": page, "history": history})
