"""Who has the old words of a check, and a letter to each of them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from claims.accounts.roles import Right
from claims.desk.access import needs
from claims.desk.claim_page import claim_or_404
from claims.verdicts.old_words import holders_of


@require_GET
@needs(Right.READ)
def old_words(request: HttpRequest, pk: int) -> HttpResponse:
    """The sites that fetched the check, those that have not come back for the current number first."""
    claim = claim_or_404(pk)
    found = holders_of(pk)
    if found is None:
        raise Http404(_("This claim is not published, so nobody can have its words."))
    return render(request, "desk/old_words.html", {"claim": claim, "found": found})
