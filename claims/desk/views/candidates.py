"""The acts of triage on one candidate, and on many at once."""

from collections.abc import Mapping, Sequence

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from claims.accounts.roles import Right
from claims.desk.access import needs, person_of
from claims.desk.form_responses import TRY_AGAIN, form_page, refuse
from claims.desk.forms.candidates import (
    INCOMPLETE,
    AssignForm,
    BulkForm,
    DismissForm,
    MergeForm,
    SeenForm,
    SplitForm,
    WordingForm,
    items_from,
    wording_initial,
)
from claims.desk.people import reviewer_choices
from claims.desk.state_icons import LOOKS
from claims.desk.toasts import Undo, say
from claims.desk.workspace import Workspace, fresh, page_of
from claims.errors import Blocked
from claims.tracking.models import Candidate
from claims.tracking.shortlist import claims_like
from claims.triage import assign_candidate, bulk_decisions, candidate_decisions
from claims.triage.bulk_decisions import Act

LIST = "#triage"


@require_POST
@needs(Right.TRIAGE)
def accept(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """Make a claim of it."""
    done = candidate_decisions.accept(
        candidate_id=candidate_id, actor=person_of(request), expected_version=_seen(request)
    )
    return _done(request, done)


@require_http_methods(["GET", "POST"])
@needs(Right.TRIAGE)
def dismiss(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """Put it away with a reason."""
    candidate = _candidate(candidate_id)
    form = DismissForm(request.POST or None, initial=wording_initial(candidate))
    if request.method == "GET" or not form.is_valid():
        return _ask(request, "desk/candidate/dismiss.html", candidate, form)
    given = form.cleaned_data
    done = candidate_decisions.dismiss(
        candidate_id=candidate_id,
        reason=given["reason"],
        actor=person_of(request),
        expected_version=given["expected_version"],
    )
    return _done(request, done)


@require_http_methods(["GET", "POST"])
@needs(Right.TRIAGE)
def wording(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """Say it in words that stand alone."""
    candidate = _candidate(candidate_id)
    form = WordingForm(request.POST or None, initial=wording_initial(candidate))
    if request.method == "GET" or not form.is_valid():
        return _ask(request, "desk/candidate/wording.html", candidate, form)
    given = form.cleaned_data
    try:
        done = candidate_decisions.edit_wording(
            candidate_id=candidate_id,
            statement=given["statement"],
            actor=person_of(request),
            expected_version=given["expected_version"],
        )
    except Blocked as refusal:
        form.add_error("statement", refusal.message)
        return _ask(request, "desk/candidate/wording.html", candidate, form)
    return _done(request, done, focus=True)


@require_http_methods(["GET", "POST"])
@needs(Right.TRIAGE)
def split(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """Make two of it; both keep the link to the same words."""
    candidate = _candidate(candidate_id)
    initial = wording_initial(candidate) | {"first": candidate.statement}
    form = SplitForm(request.POST or None, initial=initial)
    if request.method == "GET" or not form.is_valid():
        return _ask(request, "desk/candidate/split.html", candidate, form)
    given = form.cleaned_data
    try:
        done, _second = candidate_decisions.split(
            candidate_id=candidate_id,
            first=given["first"],
            second=given["second"],
            actor=person_of(request),
            expected_version=given["expected_version"],
        )
    except Blocked as refusal:
        form.add_error("second", refusal.message)
        return _ask(request, "desk/candidate/split.html", candidate, form)
    return _done(request, done, with_text=True, focus=True)


@require_http_methods(["GET", "POST"])
@needs(Right.TRIAGE)
def merge(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """Make it an appearance of a claim the desk tracks already."""
    candidate = _candidate(candidate_id)
    words = request.GET.get("q", request.POST.get("q", ""))[:300]
    form = MergeForm(request.POST or None, initial=wording_initial(candidate))
    if request.method == "GET" or not form.is_valid():
        extra = {"q": words, "claims": claims_like(words or candidate.statement)}
        if request.headers.get("HX-Target") == "merge-results":
            return render(request, "desk/candidate/merge/results.html", {"candidate": candidate, **extra})
        return _ask(request, "desk/candidate/merge.html", candidate, form, extra)
    given = form.cleaned_data
    done = candidate_decisions.merge(
        candidate_id=candidate_id,
        claim_id=given["claim"],
        actor=person_of(request),
        expected_version=given["expected_version"],
    )
    return _done(request, done)


@require_http_methods(["GET", "POST"])
@needs(Right.TRIAGE)
def assign(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """Accept it where that is still to do, and give the claim to somebody."""
    candidate = _candidate(candidate_id)
    form = AssignForm(request.POST or None, people=reviewer_choices(), initial=wording_initial(candidate))
    claim = candidate.claim
    heading = _("Assign %(number)s") % {"number": claim.number} if claim else _("Accept and assign")
    if request.method == "GET" or not form.is_valid():
        return _ask(request, "desk/candidate/assign.html", candidate, form, {"heading": heading})
    given = form.cleaned_data
    try:
        done = assign_candidate.assign(candidate_id=candidate_id, actor=person_of(request), **given)
    except Blocked as refusal:
        refuse(form, refusal)
        return _ask(request, "desk/candidate/assign.html", candidate, form, {"heading": heading})
    return _done(request, done)


@require_POST
@needs(Right.MARK)
def undo(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """Take back the last act on it."""
    candidate = _candidate(candidate_id)
    done = candidate_decisions.undo(
        candidate_id=candidate_id, actor=person_of(request), expected_version=_seen(request)
    )
    say(request, done.message)
    page = _page(request, candidate)
    return answer(request, page, done.candidate, with_text=True, focus=True)


@require_POST
@needs(Right.TRIAGE)
def bulk(request: HttpRequest, article_id: int) -> HttpResponse:
    """Show what an act would do to each selected candidate; with `sure`, do it."""
    page = page_of(request, article_id)
    form = BulkForm(request.POST)
    items = items_from(request.POST.getlist("item"))
    if not form.is_valid():
        raise Blocked(_("Choose what to do with the selected candidates."))
    act = Act(form.cleaned_data["act"])
    reason = form.cleaned_data["reason"]
    if "sure" not in request.POST or (act == Act.DISMISS and not reason):
        outlooks = bulk_decisions.preview(
            act=act, candidate_ids=[item.candidate_id for item in items], actor=page.viewer
        )
        if "sure" in request.POST:
            form.add_error("reason", _("Choose a reason."))
        versions = {item.candidate_id: item.version for item in items}
        context = {
            "page": page,
            "form": form,
            "act": act,
            "doing": [(outlook, versions[outlook.candidate.pk]) for outlook in outlooks if not outlook.refusal],
            "skipping": [outlook for outlook in outlooks if outlook.refusal],
        }
        return form_page(request, "desk/candidate/bulk.html", context, TRY_AGAIN if form.errors else 200)
    done = bulk_decisions.carry_out(act=act, items=items, actor=page.viewer, reason=reason)
    count = len(done.changed)
    if act == Act.ACCEPT:
        words = ngettext("%(count)s accepted.", "%(count)s accepted.", count)
    else:
        words = ngettext("%(count)s dismissed.", "%(count)s dismissed.", count)
    _say_done(request, page, words % {"count": count}, done)
    return answer_many(request, page, done.changed)


@require_POST
@needs(Right.TRIAGE)
def bulk_undo(request: HttpRequest, article_id: int) -> HttpResponse:
    """Take back the last act on each of the candidates that a bulk act changed."""
    page = page_of(request, article_id)
    done = bulk_decisions.undo(items=items_from(request.POST.getlist("item")), actor=page.viewer)
    count = len(done.changed)
    words = ngettext("%(count)s taken back.", "%(count)s taken back.", count) % {"count": count}
    if done.skipped:
        left = ngettext("%(count)s stay: %(reasons)s", "%(count)s stay: %(reasons)s", len(done.skipped))
        words += " " + left % {"count": len(done.skipped), "reasons": " ".join(done.skipped)}
    say(request, words)
    return answer_many(request, page, done.changed)


@require_GET
@needs(Right.READ)
def candidate(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """The candidate in its article."""
    row = _candidate(candidate_id)
    return HttpResponseRedirect(f"{reverse('article', args=[row.version.article_id])}?show=all#c{row.pk}")


def answer(
    request: HttpRequest, page: Workspace, candidate: Candidate, *, with_text: bool = False, focus: bool = False
) -> HttpResponse:
    """After an act on one candidate: the list again, and the text where its marks have other places now."""
    if not request.htmx:  # type: ignore[attr-defined]
        anchor = f"#c{candidate.pk}" if focus and candidate.pk else "#claims"
        return HttpResponseRedirect(page.address + page.suffix + anchor)
    now = fresh(page, more=page.more)
    now.focus = f"c{candidate.pk}" if focus and candidate.pk else ""
    context = {"page": now, "with_toasts": True, "with_text": with_text}
    response = render(request, "desk/article/answer.html", context)
    return _tell(response, [candidate])


def answer_many(request: HttpRequest, page: Workspace, candidates: Sequence[Candidate]) -> HttpResponse:
    """After an act on many candidates: the list again."""
    if not request.htmx:  # type: ignore[attr-defined]
        return HttpResponseRedirect(page.address + page.suffix + "#claims")
    response = render(request, "desk/article/answer.html", {"page": fresh(page), "with_toasts": True})
    return _tell(response, candidates)


def undo_of(candidate: Candidate, page: Workspace) -> Undo:
    """The way back from the last act on a candidate."""
    return Undo(
        reverse("candidate-undo", args=[candidate.pk]) + page.suffix,
        (("expected_version", str(candidate.lock_version)),),
        LIST,
    )


def _done(
    request: HttpRequest, done: candidate_decisions.Triaged, *, with_text: bool = False, focus: bool = False
) -> HttpResponse:
    page = _page(request, done.candidate)
    say(request, done.message, undo_of(done.candidate, page) if done.changed else None)
    return answer(request, page, done.candidate, with_text=with_text, focus=focus)


def _say_done(request: HttpRequest, page: Workspace, words: str, done: bulk_decisions.Done) -> None:
    if done.skipped:
        left = ngettext("%(count)s skipped: %(reasons)s", "%(count)s skipped: %(reasons)s", len(done.skipped))
        words += " " + left % {"count": len(done.skipped), "reasons": " ".join(dict.fromkeys(done.skipped))}
    fields = tuple(("item", f"{row.pk}:{row.lock_version}") for row in done.changed)
    address = reverse("candidates-undo", args=[page.article.pk]) + page.suffix
    say(request, words, Undo(address, fields, LIST) if fields else None)


def _tell(response: HttpResponse, candidates: Sequence[Candidate]) -> HttpResponse:
    states = {str(row.pk): LOOKS[row.state] for row in candidates if row.pk}
    return trigger_client_event(response, "candidates:changed", {"states": states}, after="swap")


def _ask(
    request: HttpRequest,
    template: str,
    candidate: Candidate,
    form: SeenForm,
    extra: Mapping[str, object] | None = None,
) -> HttpResponse:
    context = {"candidate": candidate, "form": form, "page": _page(request, candidate), **(extra or {})}
    return form_page(request, template, context, TRY_AGAIN if form.is_bound else 200)


def _page(request: HttpRequest, candidate: Candidate) -> Workspace:
    return page_of(request, candidate.version.article_id)


def _candidate(candidate_id: int) -> Candidate:
    rows = Candidate.objects.select_related("version", "claim").defer("version__text")
    found = rows.filter(pk=candidate_id).first()
    if found is None:
        raise Http404(_("This candidate is no longer here."))
    return found


def _seen(request: HttpRequest) -> int:
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise Blocked(str(INCOMPLETE))
    version: int = form.cleaned_data["expected_version"]
    return version
