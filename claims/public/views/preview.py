"""The page as it would be if it were published now, for those who are to stand behind it."""

import json

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.claimreview import Level
from claims.errors import NotAllowed
from claims.languages import nearest, speaking
from claims.public import presenters, self_check, share
from claims.public.page_context import frame
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim
from claims.verdicts import previews, seals, snapshots
from claims.viewing import look_as
from claims.workflow.moves import MoveName
from claims.workflow.perform import who_refuses
from claims.workflow.transitions import TRANSITIONS


@never_cache
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The future page beside its ClaimReview and what each check says."""
    claim = _readable(request, pk)
    if claim.state == ClaimState.RETRACTED:
        return _as_it_stands(claim)
    page = previews.page_to_be(claim, timezone.now(), approver=_would_approve(request, claim))
    markup = snapshots.claim_review_text(page)
    with speaking(nearest(page["site"]["language"])):
        html = presenters.check_html(page, claim_review=markup)
    results = self_check.judge(page, html, in_sitemap=True)
    context = presenters.check_context(page) | {
        "claim": claim,
        "draft": True,
        "root": "/checks/",
        "pictures": _pictures(pk),
        "markup": json.dumps(json.loads(markup), ensure_ascii=False, indent=2),
        # What is to be mended comes first; the sort keeps the order of the checks otherwise.
        "results": sorted(results, key=lambda result: result.passed),
        "to_mend": sum(not result.passed and result.level == Level.MUST for result in results),
        "missing": previews.missing(claim),
    }
    return render(request, "public/preview.html", context)


@never_cache
def preview_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The future page alone, as readers would see it; nobody but the desk may see it yet."""
    claim = _readable(request, pk)
    if claim.state == ClaimState.RETRACTED:
        return _as_it_stands(claim)
    now = timezone.now()
    page = previews.page_to_be(claim, now, approver=_would_approve(request, claim))
    holding = presenters.Holding(as_of=now.isoformat())
    with speaking(nearest(page["site"]["language"])):
        around = frame(request.path, page["site"]) | {"pictures": _pictures(pk)}
        html = presenters.check_html(
            page, claim_review="", path=request.path, draft=True, holding=holding, around=around
        )
    response = HttpResponse(html)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@never_cache
def preview_image(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture that would stand beside a shared link."""
    claim = _readable(request, pk)
    if claim.state == ClaimState.RETRACTED:
        return _as_it_stands(claim)
    page = previews.page_to_be(claim, timezone.now(), approver=_would_approve(request, claim))
    with speaking(nearest(page["site"]["language"])):
        picture = share.image(page)
    return HttpResponse(picture, content_type=share.CONTENT_TYPE)


def _pictures(claim_id: int) -> str:
    """Where the desk has the pictures of a claim: readers have those only that were published."""
    return f"/claims/{claim_id}/pictures/"


def _as_it_stands(claim: Claim) -> HttpResponse:
    """Nothing more is to be published of a retracted check: what readers see now is the last of it."""
    return redirect("public-check", slug=claim.publications.get(is_current=True).slug)


def _would_approve(request: HttpRequest, claim: Claim) -> User | None:
    """Whoever looks, where they may approve the verdict that waits: their name is then a part of the page."""
    user = request.user
    if isinstance(user, AnonymousUser) or claim.state != ClaimState.SUBMITTED:
        return None
    return None if who_refuses(TRANSITIONS[MoveName.APPROVE], claim, user) else user


def _readable(request: HttpRequest, pk: int) -> Claim:
    if isinstance(request.user, AnonymousUser) or not request.user.may(Right.READ):
        raise NotAllowed(_("You have no role on this desk yet. Ask an admin to give you one."))
    look_as(request.user.pk)
    claim = Claim.objects.select_related("claimant", "second_draw").filter(pk=pk).first()
    if claim is None:
        raise Http404(_("There is no such claim."))
    seals.ask(claim, request.user)
    return claim
