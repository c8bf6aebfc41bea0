"""Sources of a claim: adding, changing, removing and ordering them, and the copies kept of them."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from claims.accounts.roles import Right
from claims.desk.access import needs, person_of
from claims.desk.claim_page import ClaimPage
from claims.desk.form_responses import TRY_AGAIN, answer_form, carry_version, form_page, sent, sent_files
from claims.desk.forms.evidence import (
    AddressForm,
    ChangedSourceForm,
    CopyFileForm,
    NewSourceForm,
    ReasonForm,
    SeenForm,
    SourceForm,
)
from claims.desk.views.claim import changed, page_of, refused
from claims.errors import Blocked, Refusal, WrongState
from claims.review import evidence as sources
from claims.review.source_lookup import look_up
from claims.verdicts.models import Evidence

FORM = "desk/claim_form.html"


@require_GET
@needs(Right.READ)
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """The sources as they stand, asked for again while a copy is being made."""
    page = page_of(request, pk)
    parts = render_to_string("desk/claim/evidence.html", {"page": page}, request)
    if not page.copies_under_way:
        for name in ("preflight", "missing"):
            parts += render_to_string(f"desk/claim/{name}.html", {"page": page, "oob": True}, request)
    return HttpResponse(parts)


@require_http_methods(["GET", "POST"])
@needs(Right.REVIEW)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a source: first its address, then the rest, with what its page says of itself filled in."""
    page = _open(request, pk)
    if request.method == "GET" and "by" not in request.GET:
        return form_page(request, "desk/claim/source_address.html", {"page": page, "form": AddressForm()})
    if "look" in request.POST:
        return _look_up(request, page)
    form = NewSourceForm(sent(request), sent_files(request))
    context = {"page": page, "form": form, "heading": _("Add evidence"), "button": _("Add evidence"), "upload": True}

    def act() -> None:
        file, text = form.cleaned_data["file"], form.cleaned_data["text"]
        sources.add(claim_id=pk, actor=page.viewer, source=form.source(), upload=file, text=text)

    return answer_form(request, FORM, context, act=act, done=partial(_done, request, pk, _("Source added.")))


def _look_up(request: HttpRequest, page: ClaimPage) -> HttpResponse:
    """The form of a new source with what its page says of itself."""
    address = AddressForm(request.POST)
    if not address.is_valid():
        return form_page(request, "desk/claim/source_address.html", {"page": page, "form": address}, TRY_AGAIN)
    found = look_up(url=address.cleaned_data["url"], actor=page.viewer)
    start = {name: getattr(found, name) for name in ("url", "title", "publisher", "published_on")}
    form = NewSourceForm(initial=start).without_file()
    context = {"page": page, "form": form, "heading": _("Add evidence"), "button": _("Add evidence"), "found": found}
    response = form_page(request, FORM, context)
    response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#dialog-body", "innerHTML"
    return response


@require_http_methods(["GET", "POST"])
@needs(Right.REVIEW)
def edit(request: HttpRequest, pk: int, source: int) -> HttpResponse:
    """Change what is said of a source."""
    page, row = _open(request, pk), _source(pk, source)
    form = ChangedSourceForm(sent(request), initial=SourceForm.start(row) | _taken_over(request))
    context = {
        "page": page,
        "form": form,
        "heading": _("Edit “%(source)s”") % {"source": row},
        "button": _("Save source"),
    }

    def act() -> None:
        seen = form.cleaned_data["expected_version"]
        sources.change(evidence_id=row.pk, actor=page.viewer, source=form.source(), expected_version=seen)

    def stale(error: Refusal) -> dict[str, object]:
        if not isinstance(error, sources.StaleEvidence):
            return {}
        carry_version(form, error.stored.lock_version)
        return {"stored": _stored(error)}

    done = partial(_done, request, pk, _("Source saved."))
    return answer_form(request, FORM, context, act=act, done=done, stale=stale)


@require_http_methods(["GET", "POST"])
@needs(Right.REVIEW)
def remove(request: HttpRequest, pk: int, source: int) -> HttpResponse:
    """Take a source out of the verdict."""
    page, row = _open(request, pk), _source(pk, source)
    form = SeenForm(sent(request), initial={"expected_version": row.lock_version})
    context = {
        "page": page,
        "form": form,
        "heading": _("Remove “%(source)s”") % {"source": row},
        "button": _("Remove"),
        "intro": _("The source leaves the verdict; the desk keeps its copies. Citations [1], [2] … move up."),
    }

    def act() -> None:
        seen = form.cleaned_data["expected_version"]
        sources.remove(evidence_id=row.pk, actor=page.viewer, expected_version=seen)

    return answer_form(request, FORM, context, act=act, done=partial(_done, request, pk, _("Source removed.")))


@require_POST
@needs(Right.REVIEW)
def move_up(request: HttpRequest, pk: int, source: int) -> HttpResponse:
    """Put a source one place up, which changes the numbers of the citations."""
    page = page_of(request, pk)
    order = [row.pk for row in page.sources]
    if source not in order:
        raise WrongState(sources.GONE)
    place = order.index(source)
    if place:
        order[place - 1], order[place] = order[place], order[place - 1]
        sources.reorder(claim_id=pk, actor=page.viewer, order=order)
    return _done(request, pk, _("Now source %(number)s.") % {"number": max(place, 1)})


@require_POST
@needs(Right.REVIEW)
def copy_again(request: HttpRequest, pk: int, source: int) -> HttpResponse:
    """Ask for a copy once more."""
    row = _source(pk, source)
    try:
        sources.copy_again(evidence_id=row.pk, actor=person_of(request))
    except (Blocked, WrongState) as error:
        return refused(request, pk, error)
    return _done(request, pk, _("A copy is being made."))


@require_http_methods(["GET", "POST"])
@needs(Right.REVIEW)
def upload(request: HttpRequest, pk: int, source: int) -> HttpResponse:
    """Keep a file as the copy of a source that could not be fetched."""
    page, row = _open(request, pk), _source(pk, source)
    form = CopyFileForm(sent(request), sent_files(request))
    heading = _("Upload a copy of “%(source)s”") % {"source": row}
    context = {"page": page, "form": form, "heading": heading, "button": _("Keep this copy"), "upload": True}

    def act() -> None:
        sources.attach(evidence_id=row.pk, actor=page.viewer, upload=form.cleaned_data["file"])

    return answer_form(request, FORM, context, act=act, done=partial(_done, request, pk, _("The copy is kept.")))


@require_http_methods(["GET", "POST"])
@needs(Right.REVIEW)
def impossible(request: HttpRequest, pk: int, source: int) -> HttpResponse:
    """Say that no copy of a source can be had."""
    page, row = _open(request, pk), _source(pk, source)
    form = ReasonForm(sent(request))
    context = {
        "page": page,
        "form": form,
        "heading": _("“%(source)s” cannot be archived") % {"source": row},
        "button": _("Save the reason"),
        "intro": _("Say why, such as: a broadcast that is not online. Readers are told that there is no copy."),
    }

    def act() -> None:
        sources.mark_impossible(evidence_id=row.pk, actor=page.viewer, reason=form.cleaned_data["reason"])

    return answer_form(
        request, FORM, context, act=act, done=partial(_done, request, pk, _("Marked as impossible to archive."))
    )


def _open(request: HttpRequest, claim_id: int) -> ClaimPage:
    """The page, if this person may change the evidence now; said before anybody fills in a form."""
    page = page_of(request, claim_id)
    if request.method == "GET" and page.why_not_edit:
        raise WrongState(page.why_not_edit)
    return page


def _taken_over(request: HttpRequest) -> dict[str, object]:
    """The passage somebody selected in the source's copy, to be its quotation."""
    quote = request.GET.get("quote", "")
    return {"quote": quote[: sources.MAX_LENGTHS["quote"]]} if quote else {}


def _source(claim_id: int, source_id: int) -> Evidence:
    row = Evidence.objects.filter(pk=source_id, claim_id=claim_id).first()
    if row is None:
        raise Http404(sources.GONE)
    return row


def _stored(error: sources.StaleEvidence) -> list[tuple[str, object]]:
    """What is stored now in the fields in which the two differ, by the fields' names."""
    shown = {"stance": "get_stance_display", "kind": "get_kind_display"}
    pairs = []
    for name in error.changed:
        value = getattr(error.stored, shown[name])() if name in shown else getattr(error.stored, name)
        pairs.append((_(sources.NAMES[name]), value or _("nothing")))
    return pairs


def _done(request: HttpRequest, claim_id: int, say_so: str) -> HttpResponse:
    return changed(request, claim_id, parts=["evidence", "add_source", "pictures"], say_so=say_so, anchor="evidence")
