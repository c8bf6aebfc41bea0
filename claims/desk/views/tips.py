"""What readers sent in: take it up as a claim, or decline it with a reason the sender can read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from claims.accounts.roles import Right
from claims.desk.access import needs, person_of
from claims.desk.toasts import say
from claims.tracking.enums import DismissReason
from claims.tracking.tips import decided_tips, waiting_tips
from claims.triage import tips as workflow

SHOWN = 50


@require_GET
@needs(Right.READ)
def tips(request: HttpRequest) -> HttpResponse:
    """Those that wait for an editor, and the latest decisions."""
    waiting = list(waiting_tips()[: SHOWN + 1])
    context = {
        "waiting": waiting[:SHOWN],
        "more": len(waiting) > SHOWN,
        "decided": decided_tips()[:20],
        "reasons": DismissReason.choices,
        "outcomes": [(state.value, state.label) for state in workflow.ANSWERED],
    }
    return render(request, "desk/tips.html", context)


@require_POST
@needs(Right.TRIAGE)
def tip_accept(request: HttpRequest, tip_id: int) -> HttpResponse:
    """Make a claim of it."""
    claim = workflow.accept_tip(
        tip_id=tip_id,
        statement=request.POST.get("statement", ""),
        claimant=request.POST.get("claimant", ""),
        actor=person_of(request),
    )
    say(request, _("Taken up as %(number)s.") % {"number": claim.number})
    return redirect("tips")


@require_POST
@needs(Right.TRIAGE)
def tip_decline(request: HttpRequest, tip_id: int) -> HttpResponse:
    """Put it away."""
    workflow.decline_tip(
        tip_id=tip_id,
        reason=request.POST.get("reason", ""),
        reply=request.POST.get("reply", ""),
        actor=person_of(request),
    )
    say(request, _("Declined. The sender can read why."))
    return redirect("tips")


@require_POST
@needs(Right.TRIAGE)
def tip_answer(request: HttpRequest, tip_id: int) -> HttpResponse:
    """Answer a report of an error, and say how it ended."""
    workflow.answer_report(
        tip_id=tip_id,
        outcome=request.POST.get("outcome", ""),
        reply=request.POST.get("reply", ""),
        actor=person_of(request),
    )
    say(request, _("Answered. The sender can read it."))
    return redirect("tips")
