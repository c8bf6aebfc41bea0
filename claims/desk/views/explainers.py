"""Explainers: those that want somebody, all of them, writing one, and judging one."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from claims.accounts.roles import Right
from claims.desk.access import needs, person_of
from claims.desk.explainer_page import ExplainerPage
from claims.desk.form_responses import TRY_AGAIN, carry_version, refuse
from claims.desk.forms.explainer import ExplainerForm, ExplainerJudgementForm, RetractionForm
from claims.desk.paging import number_in as page_number
from claims.desk.paging import whole_number
from claims.desk.toasts import say
from claims.errors import NotAllowed, Refusal, WrongState
from claims.publishing.explainer_words import words_of
from claims.publishing.explainers import (
    StaleExplainer,
    approve_explainer,
    ask_retraction,
    save_explainer,
    send_back_explainer,
    submit_explainer,
    take_back_explainer,
)
from claims.tracking.search import number_in
from claims.verdicts.explainers import (
    CheckNow,
    all_explainers,
    checks_now,
    offered,
    standing_of,
    wanting_somebody,
)
from claims.verdicts.models import Explainer

PAGE = 30


@require_GET
@needs(Right.READ)
def explainers(request: HttpRequest) -> HttpResponse:
    """Those that wait for somebody or hold a check that changed, then all, the newest first."""
    before = page_number(request, "before")
    rows = all_explainers()
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: PAGE + 1])
    context = {
        "wanting": [] if before else list(wanting_somebody().order_by("-updated_at")[:PAGE]),
        "rows": found[:PAGE],
        "older": found[PAGE - 1].pk if len(found) > PAGE else None,
        "deeper": before,
    }
    return render(request, "desk/explainers.html", context)


@require_http_methods(["GET", "POST"])
@needs(Right.ASSIGN)
def explainer_new(request: HttpRequest) -> HttpResponse:
    """An empty explainer; it is kept from the first button on."""
    return _write(request, None)


@require_http_methods(["GET", "POST"])
@needs(Right.READ)
def explainer(request: HttpRequest, pk: int) -> HttpResponse:
    """One explainer; its form keeps the words, adds and moves checks, or keeps and submits."""
    return _write(request, _page(request, pk))


@require_POST
@needs(Right.ASSIGN)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with what waits for a second person."""
    take_back_explainer(
        explainer_id=pk,
        expected_version=whole_number(request.POST.get("expected_version", "")) or 0,
        actor=person_of(request),
    )
    say(request, _("Taken back. You can change it again."))
    return _back(pk)


@require_POST
@needs(Right.ASSIGN)
def retract(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a second person to retract what readers see."""
    form = RetractionForm(request.POST)
    if not form.is_valid():
        return _show(request, _page(request, pk), retraction=form, status=TRY_AGAIN)
    given = form.cleaned_data
    try:
        ask_retraction(
            explainer_id=pk,
            note=given["note"],
            expected_version=given["expected_version"],
            actor=person_of(request),
        )
    except NotAllowed:
        raise
    except Refusal as error:
        return _show(request, _page(request, pk), retraction=form, status=refuse(form, error))
    say(request, _("Asked. A second person confirms the retraction."))
    return _back(pk)


@require_POST
@needs(Right.APPROVE)
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve exactly the words that were read, or send them back with a note."""
    form = ExplainerJudgementForm(request.POST)
    if not form.is_valid():
        return _show(request, _page(request, pk), judgement=form, status=TRY_AGAIN)
    given, person = form.cleaned_data, person_of(request)
    seen = {"explainer_id": pk, "expected_version": given["expected_version"], "actor": person}
    approved = given["decision"] == "approve"
    try:
        if approved:
            approve_explainer(seen_hash=given["content_hash"], **seen)
        else:
            send_back_explainer(note=given["note"], **seen)
    except NotAllowed:
        raise
    except Refusal as error:
        return _show(request, _page(request, pk), judgement=form, status=refuse(form, error))
    say(request, _("Approved. Readers see it now.") if approved else _("Sent back with your note."))
    return _back(pk)


def _write(request: HttpRequest, page: ExplainerPage | None) -> HttpResponse:
    """Show the form, or do what its button says: nothing that was typed is lost by any of them."""
    if request.method == "GET":
        return _show(request, page)
    standing = _checks_of_form(request)
    form = _form(request, page, standing)
    if not form.is_valid():
        return _show(request, page, form, status=TRY_AGAIN)
    if "find" in request.POST:
        return _show(request, page, form)
    explainer_id = page.explainer.pk if page else None
    try:
        words = form.words(_after_the_button(request, [check.publication.claim_id for check in standing]))
        version = form.cleaned_data["expected_version"]
        row = save_explainer(explainer_id=explainer_id, words=words, expected_version=version, actor=person_of(request))
        # From here on it is kept, also where submitting it is refused.
        explainer_id = row.pk
        if request.POST.get("act") == "submit":
            submit_explainer(explainer_id=row.pk, expected_version=row.lock_version, actor=person_of(request))
    except NotAllowed:
        raise
    except Refusal as error:
        if explainer_id is not None:
            page = _page(request, explainer_id)
            carry_version(form, page.explainer.lock_version)
        stored = error.stored if isinstance(error, StaleExplainer) else None
        return _show(request, page, form, status=refuse(form, error), stored=stored)
    submitted = request.POST.get("act") == "submit"
    say(request, _("Submitted. A second person reads it next.") if submitted else _("The explainer is kept."))
    return _back(row.pk, "" if request.POST.get("act") else "#checks")


def _after_the_button(request: HttpRequest, claims: list[int]) -> list[int]:
    """The claims after the button that was pressed: `out`, `up` or `pick` (an id), or `add` with a typed number."""
    given = request.POST
    if "out" in given:
        return [claim for claim in claims if str(claim) != given["out"]]
    if "up" in given:
        place = next((place for place, claim in enumerate(claims) if str(claim) == given["up"]), 0)
        return claims if not place else [*claims[: place - 1], claims[place], claims[place - 1], *claims[place + 1 :]]
    if "pick" in given:
        picked = whole_number(given["pick"])
        return claims if picked is None else [*claims, picked]
    typed = given.get("number", "").strip()
    if not typed:
        if "add" in given:
            raise WrongState(_("Type the number of a published check, such as FC-1042."))
        return claims
    number = number_in(typed)
    if number is None:
        raise WrongState(_("“%(typed)s” is no number of a check. Write it as FC-1042.") % {"typed": typed[:40]})
    return [*claims, number]


def _checks_of_form(request: HttpRequest) -> list[CheckNow]:
    """The checks that the form was drawn with, in its order; what is no longer published is left out."""
    named = [whole_number(word) for word in request.POST.get("checks", "")[:2000].split(",")]
    return checks_now([{"claim": claim} for claim in dict.fromkeys(named) if claim is not None])


def _form(request: HttpRequest, page: ExplainerPage | None, checks: Sequence[CheckNow]) -> ExplainerForm:
    row = page.explainer if page else None
    return ExplainerForm(
        request.POST if request.method == "POST" else None,
        words_of(row),
        checks,
        version=row.lock_version if row else 0,
        is_published=bool(page and page.standing.seen_by_readers),
    )


def _show(
    request: HttpRequest,
    page: ExplainerPage | None,
    form: ExplainerForm | None = None,
    *,
    judgement: ExplainerJudgementForm | None = None,
    retraction: RetractionForm | None = None,
    stored: Explainer | None = None,
    status: int = 200,
) -> HttpResponse:
    waiting = page.standing.waiting if page else None
    version = page.explainer.lock_version if page else 0
    seen = {"content_hash": waiting.content_hash if waiting else "", "expected_version": version}
    if form is None and (page is None or page.may_write):
        form = ExplainerForm(
            None,
            words_of(page.explainer if page else None),
            page.checks if page else [],
            version=version,
            is_published=bool(page and page.standing.seen_by_readers),
        )
    words = request.POST.get("words", "").strip()[:200] if "find" in request.POST else ""
    context = {
        "page": page,
        "form": form,
        "offered": offered([check.publication.claim_id for check in form.checks], words) if form else [],
        "words": words,
        "number": request.POST.get("number", ""),
        "judgement": judgement or ExplainerJudgementForm(initial=seen),
        "retraction": retraction or RetractionForm(initial={"expected_version": version}),
        "stored": stored,
    }
    return render(request, "desk/explainer.html", context, status=status)


def _page(request: HttpRequest, pk: int) -> ExplainerPage:
    standing = standing_of(pk)
    if standing is None:
        raise Http404(_("There is no explainer of that number."))
    return ExplainerPage(standing, person_of(request))


def _back(pk: int, anchor: str = "") -> HttpResponse:
    return HttpResponseRedirect(reverse("explainer", args=[pk]) + anchor)
