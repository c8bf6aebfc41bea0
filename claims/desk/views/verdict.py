"""Writing the verdict: saving the draft, seeing it as readers will, and submitting it."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from claims.accounts.roles import Right
from claims.desk.access import needs, person_of
from claims.desk.forms.claims import DraftForm
from claims.desk.toasts import say
from claims.desk.views.claim import Problem, address_of, page_of
from claims.errors import Blocked, NotAllowed, Refusal
from claims.review.drafting import (
    EXPLANATION_LIMIT,
    KEY_POINTS_LIMIT,
    SUMMARY_LIMIT,
    StaleDraft,
    save_draft,
)
from claims.review.opinions.precedent_reasons import write_precedent_reason
from claims.verdicts.models import Verdict
from claims.verdicts.models.precedents import REASON_LIMIT
from claims.workflow.moves import Details, MoveName
from claims.workflow.perform import perform


@require_http_methods(["GET", "POST"])
@needs(Right.REVIEW)
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the draft: for the button a whole page, for what saves by itself a line and the panels that follow.

    Whoever only looks the address up, as after signing in again, gets the claim.
    """
    if request.method == "GET":
        return HttpResponseRedirect(address_of(request, pk) + "#verdict")
    form = DraftForm(request.POST)
    try:
        _save(request, pk, form)
    except NotAllowed:
        raise
    except Refusal as error:
        return _not_saved(request, pk, form, error)
    if getattr(request, "htmx", False):
        return render(request, "desk/claim/draft_answer.html", {"page": page_of(request, pk), "oob": True})
    say(request, _("Draft saved."))
    return HttpResponseRedirect(address_of(request, pk) + "#verdict")


@require_http_methods(["GET", "POST"])
@needs(Right.REVIEW)
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Save what is in the form, then submit it for a second review; where a gate is not passed, it is saved only."""
    if request.method == "GET":
        return HttpResponseRedirect(address_of(request, pk) + "#verdict")
    form = DraftForm(request.POST)
    verdict: Verdict | None = None
    try:
        verdict = _save(request, pk, form)
        details = Details(verdict_version=verdict.lock_version)
        note = request.POST.get("note", "")
        done = perform(MoveName.SUBMIT, claim_id=pk, actor=person_of(request), note=note, details=details)
    except NotAllowed:
        raise
    except Refusal as error:
        return _not_saved(request, pk, form, error, saved=verdict)
    say(request, _("%(number)s is submitted for a second review.") % {"number": done.claim.number})
    return HttpResponseRedirect(address_of(request, pk))


@require_POST
@needs(Right.REVIEW)
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The explanation as readers will see it, while it is written, and what its figures come to."""
    page = page_of(request, pk)
    limits = {"explanation": EXPLANATION_LIMIT, "summary": SUMMARY_LIMIT, "key_points": KEY_POINTS_LIMIT}
    page.draft_form = DraftForm({name: request.POST.get(name, "")[:limit] for name, limit in limits.items()})
    return render(request, "desk/claim/preview.html", {"draft": page.draft})


@require_GET
@needs(Right.REVIEW)
def precedents(request: HttpRequest, pk: int) -> HttpResponse:
    """How the desk rated before, for the rating that was just chosen."""
    page = page_of(request, pk)
    typed = {"rating": request.GET.get("rating", "")[:40]}
    if "precedent_why" in request.GET:
        typed["precedent_why"] = request.GET["precedent_why"][:REASON_LIMIT]
    page.draft_form = DraftForm(initial=typed)
    return render(request, "desk/claim/precedents.html", {"page": page})


def _save(request: HttpRequest, claim_id: int, form: DraftForm) -> Verdict:
    if not form.is_valid():
        raise Blocked(_("The form did not arrive whole. Reload the page and try again."))
    verdict = save_draft(
        claim_id=claim_id,
        rating=form.cleaned_data["rating"],
        summary=form.cleaned_data["summary"],
        key_points=form.cleaned_data["key_points"],
        why_checked=form.cleaned_data["why_checked"],
        explanation=form.cleaned_data["explanation"],
        expected_version=form.seen,
        actor=person_of(request),
    )
    if "precedent_why" in request.POST:
        write_precedent_reason(
            claim_id=claim_id,
            sentence=form.cleaned_data["precedent_why"] if verdict.rating else "",
            actor=person_of(request),
        )
    return verdict


def _not_saved(
    request: HttpRequest, claim_id: int, form: DraftForm, error: Refusal, saved: Verdict | None = None
) -> HttpResponse:
    """What has to be done first, with everything that was typed still in the form."""
    page = page_of(request, claim_id)
    page.submit_note = request.POST.get("note", "")
    if saved is None:
        page.draft_form = form
        page.stale = error if isinstance(error, StaleDraft) else None
    if getattr(request, "htmx", False):
        context = {"page": page, "refusal": error}
        return render(request, "desk/claim/draft_answer.html", context, status=error.status)
    heading = _("Saved, but not submitted yet") if saved else _("Not saved")
    problem = None if page.stale else Problem(heading, getattr(error, "reasons", (error.message,)))
    return render(request, "desk/claim.html", {"page": page, "problem": problem}, status=error.status)
