"""Asking the claimant: logging that it was done, and what was answered."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from claims.accounts.roles import Right
from claims.desk.access import needs
from claims.desk.claim_page import ClaimPage
from claims.desk.form_responses import answer_form, carry_version, sent
from claims.desk.forms.claims import ContactForm
from claims.desk.forms.evidence import SeenForm
from claims.desk.views.claim import changed, page_of
from claims.errors import Refusal, WrongState
from claims.review import claimant_contacts
from claims.verdicts.models import ClaimantContact

FORM = "desk/claim_form.html"


@require_http_methods(["GET", "POST"])
@needs(Right.REVIEW)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Log that somebody was asked."""
    page = _open(request, pk)
    whom = page.claim.claimant.name if page.claim.claimant else ""
    form = ContactForm(sent(request), initial={"whom": whom, "asked_at": timezone.now()})
    context = {"page": page, "form": form, "heading": _("Log a request to the claimant"), "button": _("Log it")}

    def act() -> None:
        claimant_contacts.log(claim_id=pk, asked=form.asked(), actor=page.viewer)

    return answer_form(request, FORM, context, act=act, done=partial(_done, request, pk, _("Logged.")))


@require_http_methods(["GET", "POST"])
@needs(Right.REVIEW)
def edit(request: HttpRequest, pk: int, contact: int) -> HttpResponse:
    """Change an entry, such as to add the answer."""
    page, row = _open(request, pk), _contact(pk, contact)
    form = ContactForm(sent(request), initial=ContactForm.start(row))
    context = {
        "page": page,
        "form": form,
        "heading": _("Asked: %(whom)s") % {"whom": row.whom},
        "button": _("Save"),
        "remove": "contact-remove",
    }
    context |= {"row": row}

    def act() -> None:
        seen = form.cleaned_data["expected_version"] or 0
        claimant_contacts.change(contact_id=row.pk, asked=form.asked(), expected_version=seen, actor=page.viewer)

    def stale(error: Refusal) -> dict[str, object]:
        if not isinstance(error, claimant_contacts.StaleContact):
            return {}
        carry_version(form, error.stored.lock_version)
        return {"stored": [(_("Whom"), error.stored.whom), (_("Answer"), error.stored.answer or _("none"))]}

    return answer_form(request, FORM, context, act=act, done=partial(_done, request, pk, _("Saved.")), stale=stale)


@require_http_methods(["GET", "POST"])
@needs(Right.REVIEW)
def remove(request: HttpRequest, pk: int, contact: int) -> HttpResponse:
    """Take out an entry made by mistake."""
    page, row = _open(request, pk), _contact(pk, contact)
    form = SeenForm(sent(request), initial={"expected_version": row.lock_version})
    context = {
        "page": page,
        "form": form,
        "heading": _("Remove the entry “%(whom)s”") % {"whom": row.whom},
        "button": _("Remove"),
        "intro": _("For entries made by mistake. The history keeps that it was there."),
    }

    def act() -> None:
        seen = form.cleaned_data["expected_version"]
        claimant_contacts.remove(contact_id=row.pk, expected_version=seen, actor=page.viewer)

    return answer_form(request, FORM, context, act=act, done=partial(_done, request, pk, _("Entry removed.")))


def _open(request: HttpRequest, claim_id: int) -> ClaimPage:
    page = page_of(request, claim_id)
    if request.method == "GET" and page.why_not_edit:
        raise WrongState(page.why_not_edit)
    return page


def _contact(claim_id: int, contact_id: int) -> ClaimantContact:
    row = ClaimantContact.objects.filter(pk=contact_id, claim_id=claim_id).first()
    if row is None:
        raise Http404(claimant_contacts.GONE)
    return row


def _done(request: HttpRequest, claim_id: int, say_so: str) -> HttpResponse:
    return changed(request, claim_id, parts=["contacts"], say_so=say_so, anchor="contacts")
