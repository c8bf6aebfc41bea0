"""The page as it would be if it were published now, for those who are to stand behind it."""

import json

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from claims.accounts.roles import Right
from claims.public import judging, present
from claims.tracking.models import Claim
from claims.verdicts import previews, snapshots
from claims.workflow.errors import NotAllowed


@never_cache
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The future page beside its ClaimReview and what each check says."""
    claim = _readable(request, pk)
    page = previews.page_to_be(claim, timezone.now())
    markup = snapshots.claim_review_text(page)
    html = present.check_html(page, claim_review=markup)
    context = present.check_context(page) | {
        "claim": claim,
        "draft": True,
        "root": "/checks/",
        "markup": json.dumps(json.loads(markup), ensure_ascii=False, indent=2),
        "results": judging.judge(page, html, in_sitemap=True),
        "missing": previews.missing(claim),
    }
    return render(request, "public/preview.html", context)


@never_cache
def preview_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The future page alone, as readers would see it; nobody but the desk may see it yet."""
    page = previews.page_to_be(_readable(request, pk), timezone.now())
    response = HttpResponse(present.check_html(page, claim_review="", path=request.path, draft=True))
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _readable(request: HttpRequest, pk: int) -> Claim:
    if isinstance(request.user, AnonymousUser) or not request.user.may(Right.READ):
        raise NotAllowed("You have no role on this desk yet. Ask an admin to give you one.")
    claim = Claim.objects.select_related("claimant").filter(pk=pk).first()
    if claim is None:
        raise Http404("There is no such claim.")
    return claim
