"""Sending a claim in or reporting an error in a check, and following what becomes of it."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template import loader
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from claims.client_address import client_address
from claims.public.answers import GONE, for_readers, not_here, public
from claims.public.forms import ErrorReportForm, TipForm, fresh_stamp, stamp_again
from claims.public.page_context import frame
from claims.public.site_languages import prefix_of
from claims.public.views.checks import current
from claims.tracking.enums import ClaimState, DismissReason, TipState
from claims.tracking.models import Tip
from claims.tracking.tips import TooManyTips, receive_tip, tip_of
from claims.verdicts import addresses, markdown
from claims.verdicts.enums import PublicationKind, SiteTextName
from claims.verdicts.models import Publication
from claims.verdicts.site_settings import newsroom, site_text, text_language

TOO_MANY: Final = gettext_lazy(
    "We have had many messages in the last hour. Try again later; nothing you wrote was kept."
)

WHY_NOT: Final = {
    DismissReason.OPINION: gettext_lazy("It is an opinion or a judgement, and we check statements of fact."),
    DismissReason.PREDICTION: gettext_lazy("It is about the future, which nobody can check yet."),
    DismissReason.NOT_CHECKABLE: gettext_lazy("We see no public evidence by which it could be checked."),
    DismissReason.TRIVIAL: gettext_lazy("It matters to too few people for the time a check takes."),
    DismissReason.ALREADY_CHECKED: gettext_lazy("We have checked it already; search our checks for it."),
    DismissReason.DUPLICATE: gettext_lazy("We are looking at the same claim already."),
    DismissReason.NOT_A_CLAIM: gettext_lazy("We found no statement of fact in it."),
    DismissReason.OUT_OF_SCOPE: gettext_lazy("It lies outside what we check."),
}


# No session, so nothing another site could make a reader's browser do in the reader's name.
@csrf_exempt
@for_readers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponseBase:
    """The form; what is sent leads to its private page."""
    form = TipForm(request.POST) if request.method == "POST" else TipForm(initial={"stamp": fresh_stamp()})
    tip, status = _received(request, form)
    if tip:
        return _to_its_page(request, tip)
    text = site_text(SiteTextName.SEND)
    context: dict[str, Any] = frame(request.path, newsroom(), "send-a-claim") | {
        "title": text.title,
        "body": markdown.render(text.body, top=2),
        "form": form,
        "shown": [form[name] for name in ("words", "speaker", "url", "more", "email")],
        "address": addresses.absolute(request.path),
        "text_language": text_language(text),
    }
    return HttpResponse(loader.render_to_string("public/send.html", context), status=status)


@csrf_exempt
@for_readers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_error(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The form by which a reader reports an error in a check; a check that was withdrawn has none."""
    try:
        found = current(slug)
    except Http404:
        return not_here(request)
    if found["kind"] == PublicationKind.RETRACTION:
        return not_here(request, status=GONE)
    claim_id = found["claim_id"]
    if request.method == "POST":
        form = ErrorReportForm(request.POST, claim_id=claim_id)
    else:
        form = ErrorReportForm(initial={"stamp": fresh_stamp(), "number": found["number"]}, claim_id=claim_id)
    tip, status = _received(request, form)
    if tip:
        return _to_its_page(request, tip)
    context: dict[str, Any] = frame(request.path, newsroom()) | {
        "page": Publication.objects.only("page").get(pk=found["pk"]).page,
        "form": form,
        "shown": [form[name] for name in ("words", "url", "email")],
    }
    return HttpResponse(loader.render_to_string("public/report_error.html", context), status=status)


def _received(request: HttpRequest, form: TipForm | ErrorReportForm) -> tuple[Tip | None, int]:
    """What was kept of a form that was sent and is right; else nothing, and with what status the form is shown."""
    if not form.is_bound:
        return None, 200
    status = 422
    if form.is_valid():
        try:
            return receive_tip(**form.message(), address=client_address(request)), 302
        except TooManyTips:
            form.add_error(None, TOO_MANY)
            status = 429
    stamp_again(form)
    return None, status


def _to_its_page(request: HttpRequest, tip: Tip) -> HttpResponseRedirect:
    return HttpResponseRedirect(prefix_of(request.path) + reverse("public-tip", args=[tip.token]))


@public
@never_cache
def follow(request: HttpRequest, token: str) -> HttpResponseBase:
    """What has become of one message; whoever has the address can read it, and nobody else finds it."""
    tip = tip_of(token)
    if tip is None:
        raise Http404
    context = frame(request.path, newsroom()) | {"tip": tip, "stage": _stage(tip)} | _outcome(tip)
    context["received"] = tip.received_at.isoformat()
    response = HttpResponse(loader.render_to_string("public/tip.html", context))
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _stage(tip: Tip) -> str:
    if tip.state == TipState.NEW:
        return _("An editor has not looked at it yet.")
    if tip.state == TipState.DECLINED:
        return _("We won't check this one.")
    if tip.state == TipState.CORRECTED:
        return _("We have corrected the check.")
    if tip.state == TipState.NO_ERROR:
        return _("We looked again and found no error.")
    claim = tip.claim
    if claim is None or claim.state == ClaimState.CLOSED:
        return _("We took it up, and put it away without a verdict.")
    if claim.state in (ClaimState.PUBLISHED, ClaimState.CORRECTING, ClaimState.REVISITING, ClaimState.RETRACTED):
        return _("We have published what we found.")
    return _("We have taken it up. A check takes time; come back here to see how it ended.")


def _outcome(tip: Tip) -> dict[str, Any]:
    """What the sender is told beside the stage: why not, or where the check is."""
    why_not = WHY_NOT[DismissReason(tip.reason)] if tip.reason else ""
    check = tip.claim or tip.about
    found = Publication.objects.filter(claim=check, is_current=True).first() if check else None
    return {"why_not": why_not, "check": found.slug if found else ""}
