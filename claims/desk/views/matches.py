"""Confirming and rejecting what was found alike, and asking whether the looking is over."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from claims.accounts.roles import Right
from claims.desk.access import needs, person_of
from claims.desk.claim_page import ClaimPage, carried_view
from claims.desk.forms.candidates import INCOMPLETE, SeenForm
from claims.desk.toasts import Undo, say
from claims.desk.views import candidates, claim
from claims.desk.workspace import page_of
from claims.errors import Blocked
from claims.triage import match_decisions
from claims.triage.match_decisions import Decided


@require_POST
@needs(Right.REVIEW)
def confirm(request: HttpRequest, match_id: int) -> HttpResponse:
    """The two are the same."""
    return _decide(request, match_id, match_decisions.confirm)


@require_POST
@needs(Right.REVIEW)
def reject(request: HttpRequest, match_id: int) -> HttpResponse:
    """The two are not the same."""
    return _decide(request, match_id, match_decisions.reject)


@require_POST
@needs(Right.REVIEW)
def reopen(request: HttpRequest, match_id: int) -> HttpResponse:
    """Take back what was said of it."""
    return _decide(request, match_id, match_decisions.reopen, can_undo=False)


@require_GET
@needs(Right.READ)
def article_matches(request: HttpRequest, article_id: int) -> HttpResponse:
    """How far the looking is; once it is over, the chips of the cards that are shown."""
    page = page_of(request, article_id)
    return render(request, "desk/parts/matching.html", {"page": page, "arrived": not page.is_compared_now})


def _decide(request: HttpRequest, match_id: int, act: Callable[..., Decided], *, can_undo: bool = True) -> HttpResponse:
    seen = SeenForm(request.POST)
    if not seen.is_valid():
        raise Blocked(str(INCOMPLETE))
    done = act(match_id=match_id, actor=person_of(request), expected_version=seen.cleaned_data["expected_version"])
    match = done.match
    if match.candidate is None:
        say(request, done.message, _reopening(done, ClaimPage.suffix_for(carried_view(request)), ""))
        return claim.changed(request, match.later_id or 0, parts=("similar",), anchor="similar")
    page = page_of(request, match.candidate.version.article_id)
    merged = done.candidate
    undo = candidates.undo_of(merged, page) if merged else _reopening(done, page.suffix, candidates.LIST)
    say(request, done.message, undo if can_undo else None)
    return candidates.answer(request, page, match.candidate, focus=merged is None)


def _reopening(done: Decided, suffix: str, target: str) -> Undo:
    fields = (("expected_version", str(done.match.lock_version)),)
    return Undo(reverse("match-reopen", args=[done.match.pk]) + suffix, fields, target)
