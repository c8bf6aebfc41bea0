"""The second review: reading a frozen revision, and approving it or asking for changes."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from claims.accounts.roles import Right
from claims.desk.access import needs
from claims.desk.claim_page import ClaimPage
from claims.desk.form_responses import TRY_AGAIN, refuse, sent
from claims.desk.forms.review import DecisionForm
from claims.desk.paging import number_in
from claims.desk.review_page import ReviewPage
from claims.desk.toasts import say
from claims.desk.views.claim import page_of
from claims.desk.views.second_verdict import sealed_page
from claims.errors import NotAllowed, Refusal
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim
from claims.workflow.moves import Details, MoveName
from claims.workflow.perform import perform, who_refuses
from claims.workflow.transitions import TRANSITIONS


@require_http_methods(["GET", "POST"])
@needs(Right.READ)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """What changed, and may I approve?"""
    page = page_of(request, pk)
    if page.is_sealed:
        return sealed_page(request, page)
    board = ReviewPage(page, number_in(request, "revision"))
    initial = {"content_hash": board.revision.content_hash, "expected_version": page.claim.lock_version}
    form = DecisionForm(sent(request), initial=initial, asked=page.asked is not None)
    if request.method == "GET":
        return _show(request, board, form)
    if not form.is_valid():
        return _show(request, board, form, TRY_AGAIN)
    try:
        done = perform(
            form.cleaned_data["decision"],
            claim_id=pk,
            actor=page.viewer,
            note=form.cleaned_data["note"],
            expected_version=form.cleaned_data["expected_version"],
            details=Details(content_hash=form.cleaned_data["content_hash"]),
        )
    except NotAllowed:
        raise
    except Refusal as error:
        return _show(request, ReviewPage(page_of(request, pk)), form, refuse(form, error))
    say(request, _sentence(done.claim.state, done.claim.number))
    return HttpResponseRedirect(_next(done.claim, page) + page.suffix)


def _next(claim: Claim, page: ClaimPage) -> str:
    """Where whoever decided goes on: to the last look before publishing, if that is hers, else to what she judged."""
    if claim.state == ClaimState.APPROVED and not who_refuses(TRANSITIONS[MoveName.PUBLISH], claim, page.viewer):
        return reverse("claim-move", args=[claim.pk, MoveName.PUBLISH.value])
    return reverse("claim-review", args=[claim.pk])


def _show(request: HttpRequest, board: ReviewPage, form: DecisionForm, status: int = 200) -> HttpResponse:
    context = {"board": board, "page": board.page, "form": form, "final_only": request.GET.get("show") == "final"}
    return render(request, "desk/review.html", context, status=status)


def _sentence(state: str, number: str) -> str:
    if state == ClaimState.APPROVED:
        return _("%(number)s is approved.") % {"number": number}
    if state == ClaimState.SUBMITTED:
        return _("You approved %(number)s. One more person is needed.") % {"number": number}
    return _("%(number)s goes back to its authors with your note.") % {"number": number}
