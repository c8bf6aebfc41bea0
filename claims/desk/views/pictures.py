"""The pictures of a claim for its readers: adding, wording and removing them, and looking at them."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from claims.accounts.roles import Right
from claims.desk.access import needs
from claims.desk.claim_page import ClaimPage
from claims.desk.form_responses import answer_form, carry_version, sent, sent_files
from claims.desk.forms.evidence import SeenForm
from claims.desk.forms.pictures import ChangedPictureForm, NewPictureForm
from claims.desk.views.claim import changed, page_of
from claims.errors import Refusal, WrongState
from claims.review import pictures
from claims.verdicts.models import Picture
from claims.verdicts.pictures import read
from claims.verdicts.resizing import CONTENT_TYPE

FORM = "desk/claim_form.html"


@require_http_methods(["GET", "POST"])
@needs(Right.REVIEW)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a picture of the claim, or of one of its sources."""
    page = _open(request, pk)
    form = NewPictureForm(sent(request), sent_files(request)).offer(page.sources)
    heading = _("Add a picture for readers")
    context = {"page": page, "form": form, "heading": heading, "button": _("Add the picture"), "upload": True}

    def act() -> None:
        file, source = form.cleaned_data["file"], form.cleaned_data["source"]
        pictures.add(claim_id=pk, actor=page.viewer, caption=form.caption(), upload=file, evidence_id=source)

    return answer_form(request, FORM, context, act=act, done=partial(_done, request, pk, _("Picture added.")))


@require_http_methods(["GET", "POST"])
@needs(Right.REVIEW)
def edit(request: HttpRequest, pk: int, picture: int) -> HttpResponse:
    """Change what is said of a picture."""
    page, row = _open(request, pk), _picture(pk, picture)
    form = ChangedPictureForm(sent(request), initial=ChangedPictureForm.start(row)).of(row)
    context = {"page": page, "form": form, "heading": _("Picture for readers"), "button": _("Save")}
    context |= {"row": row, "remove": "picture-remove"}

    def act() -> None:
        seen = form.cleaned_data["expected_version"]
        pictures.change(picture_id=row.pk, actor=page.viewer, caption=form.caption(), expected_version=seen)

    def stale(error: Refusal) -> dict[str, object]:
        if not isinstance(error, pictures.StalePicture):
            return {}
        stored = error.stored
        carry_version(form, stored.lock_version)
        labels = {"alt": _("What can be seen"), "credit": _("Credit"), "licence": _("Licence")}
        return {"stored": [(label, getattr(stored, name) or _("nothing")) for name, label in labels.items()]}

    return answer_form(request, FORM, context, act=act, done=partial(_done, request, pk, _("Saved.")), stale=stale)


@require_http_methods(["GET", "POST"])
@needs(Right.REVIEW)
def remove(request: HttpRequest, pk: int, picture: int) -> HttpResponse:
    """Take a picture out of the verdict."""
    page, row = _open(request, pk), _picture(pk, picture)
    form = SeenForm(sent(request), initial={"expected_version": row.lock_version})
    context = {
        "page": page,
        "form": form,
        "heading": _("Remove the picture “%(picture)s”") % {"picture": str(row)[:80]},
        "button": _("Remove"),
        "intro": _("It leaves the verdict; numbers that were published with it keep it."),
    }

    def act() -> None:
        seen = form.cleaned_data["expected_version"]
        pictures.remove(picture_id=row.pk, actor=page.viewer, expected_version=seen)

    return answer_form(request, FORM, context, act=act, done=partial(_done, request, pk, _("Picture removed.")))


@require_GET
@needs(Right.READ)
def show(request: HttpRequest, pk: int, sha256: str) -> HttpResponse:
    """One of the claim's pictures at one width, published or not."""
    content = read(sha256, claim_id=pk)
    if content is None:
        raise Http404(pictures.GONE)
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response.headers["Cache-Control"] = "private, max-age=86400, immutable"
    return response


def _open(request: HttpRequest, claim_id: int) -> ClaimPage:
    page = page_of(request, claim_id)
    if request.method == "GET" and page.why_not_edit:
        raise WrongState(page.why_not_edit)
    return page


def _picture(claim_id: int, picture_id: int) -> Picture:
    row = Picture.objects.filter(pk=picture_id, claim_id=claim_id, removed_at__isnull=True).first()
    if row is None:
        raise Http404(pictures.GONE)
    return row


def _done(request: HttpRequest, claim_id: int, say_so: str) -> HttpResponse:
    return changed(request, claim_id, parts=["pictures"], say_so=say_so, anchor="pictures")
