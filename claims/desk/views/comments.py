"""Remarks among colleagues on a claim: threads, replies, resolving."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.desk.access import needs, person_of
from claims.desk.claim_page import claim_or_404
from claims.desk.paging import whole_number
from claims.desk.views.claim import changed, page_of
from claims.errors import NotAllowed, Refusal
from claims.review import comments as services


@require_POST
@needs(Right.COMMENT)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something, or answer a thread; what cannot be sent stays in its field."""
    body, answered = request.POST.get("body", ""), request.POST.get("parent", "")
    # A number that no comment has is answered as one whose comment is gone.
    parent = (whole_number(answered) or 0) if answered else None
    try:
        services.add(claim_id=pk, body=body, actor=person_of(request), parent_id=parent)
    except NotAllowed:
        raise
    except Refusal as error:
        if getattr(request, "htmx", False):
            raise
        page = page_of(request, pk)
        is_there = any(thread.root.pk == parent for thread in page.threads)
        page.failed_comment = {"body": body, "parent": parent if is_there else None, "error": error.message}
        return render(request, "desk/claim.html", {"page": page}, status=error.status)
    return changed(request, pk, parts=["comments"], say_so=_("Comment added."), anchor="comments")


@require_GET
@needs(Right.COMMENT)
def colleagues(request: HttpRequest, pk: int) -> HttpResponse:
    """Who can be mentioned, as the items of a list that a script offers after an @."""
    claim_or_404(pk)
    return render(request, "desk/claim/colleagues.html", {"people": User.objects.holding(Right.READ)})


@require_POST
@needs(Right.COMMENT)
def resolve(request: HttpRequest, pk: int, comment: int) -> HttpResponse:
    """Put a thread away, or open it again."""
    act = services.resolve if request.POST.get("resolved") else services.reopen
    act(comment_id=comment, actor=person_of(request))
    return changed(request, pk, parts=["comments"], anchor="comments")
