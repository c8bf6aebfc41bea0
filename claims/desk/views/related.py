"""Choosing which checks stand beside a check on its public page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from claims.accounts.roles import Right
from claims.desk.access import needs, person_of
from claims.desk.claim_page import claim_or_404
from claims.desk.toasts import say
from claims.errors import NotAllowed, Refusal, WrongState
from claims.publishing.related_checks import choose_related, suggested_for, version_of
from claims.tracking.models import Claim
from claims.tracking.search import number_in
from claims.verdicts.related import MOST_CHOSEN, chosen_for

LARGEST = 2**31


@require_http_methods(["GET", "POST"])
@needs(Right.ASSIGN)
def related(request: HttpRequest, pk: int) -> HttpResponse:
    """The chosen ones in their order, those that are near, and a field for any other."""
    claim = claim_or_404(pk)
    if request.method == "GET":
        return _show(request, claim)
    try:
        checks = _asked_for(request, [row.claim_id for row in chosen_for(pk)])
        seen = _number(request.POST.get("expected_version", ""))
        choose_related(claim_id=pk, checks=checks, expected_version=seen, actor=person_of(request))
    except NotAllowed:
        raise
    except Refusal as error:
        return _show(request, claim, error)
    say(request, _("Saved. Readers see it at once."))
    return redirect("claim-related", pk)


def _asked_for(request: HttpRequest, chosen: list[int]) -> list[int]:
    """The list after the button that was pressed: `add` (an id), `number` (as FC-1042), `out` or `up` (an id)."""
    given = request.POST
    if "out" in given:
        return [check for check in chosen if check != _number(given["out"])]
    if "up" in given:
        return _moved_up(chosen, _number(given["up"]))
    if "add" in given:
        return [*chosen, _number(given["add"])]
    typed = given.get("number", "").strip()
    number = number_in(typed)
    if number is None:
        raise WrongState(_("“%(typed)s” is no number of a check. Write it as FC-1042.") % {"typed": typed[:40]})
    return [*chosen, number]


def _moved_up(chosen: list[int], check: int) -> list[int]:
    place = chosen.index(check) if check in chosen else 0
    if not place:
        return chosen
    return [*chosen[: place - 1], check, chosen[place - 1], *chosen[place + 1 :]]


def _number(text: str) -> int:
    return min(int(text), LARGEST) if text.isascii() and text.isdigit() else 0


def _show(request: HttpRequest, claim: Claim, refusal: Refusal | None = None) -> HttpResponse:
    chosen = chosen_for(claim.pk)
    context = {
        "claim": claim,
        "chosen": chosen,
        "suggested": suggested_for(claim, [row.claim_id for row in chosen]),
        "version": version_of(claim.pk),
        "is_full": len(chosen) >= MOST_CHOSEN,
        "most": MOST_CHOSEN,
        "refusal": refusal,
        "typed": request.POST.get("number", ""),
    }
    return render(request, "desk/related.html", context, status=refusal.status if refusal else 200)
