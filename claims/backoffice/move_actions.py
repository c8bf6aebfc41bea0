"""Claim moves as admin actions: a page that says what will happen to each claim, then the same door as everywhere."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from claims import formats
from claims.accounts.models import User
from claims.backoffice.admin_base import person_of
from claims.backoffice.move_forms import MoveForm
from claims.errors import Refusal
from claims.tracking.models import Claim
from claims.verdicts.models import Revision
from claims.workflow.moves import Move
from claims.workflow.perform import available, perform, who_refuses
from claims.workflow.transitions import TRANSITIONS

MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Line:
    """One chosen claim: what keeps it from the move, and the version and hash the person is shown."""

    claim: Claim
    refusal: str
    content_hash: str
    summary: str


def move_actions() -> list[Callable[..., Any]]:
    """One admin action for each move that a person can make."""
    return [_action(move) for move in TRANSITIONS.values()]


def actions_open_to(person: User, actions: Mapping[str, Any]) -> dict[str, Any]:
    """These actions without the moves that the person's role does not include."""
    closed = {_name(move) for move in TRANSITIONS.values() if not person.may(move.right)}
    return {name: action for name, action in actions.items() if name not in closed}


def _name(move: Move) -> str:
    return f"move_{move.name.value}"


def _action(move: Move) -> Callable[..., Any]:
    @admin.action(description=move.label)
    def act(model_admin: Any, request: HttpRequest, queryset: QuerySet[Claim]) -> HttpResponse | None:
        return _run(move, request, queryset)

    act.__name__ = _name(move)
    return act


def _run(move: Move, request: HttpRequest, queryset: QuerySet[Claim]) -> HttpResponse | None:
    actor = person_of(request)
    confirmed = "confirmed" in request.POST
    form = MoveForm(move, request.POST if confirmed else None)
    claims = list(queryset.select_related("reviewer", "claimant").order_by("pk")[:MOST_AT_ONCE])
    if confirmed and form.is_valid():
        _perform_each(move, form, claims, request, actor)
        return None
    context = {
        **admin.site.each_context(request),
        "title": move.label,
        "move": move,
        "form": form,
        "lines": [_line(move, claim, actor) for claim in claims],
        "action": _name(move),
        "left_out": max(0, queryset.count() - MOST_AT_ONCE),
    }
    return render(request, "admin/claim_move.html", context, status=422 if confirmed else 200)


def _line(move: Move, claim: Claim, actor: User) -> Line:
    offer = next((offer for offer in available(claim, actor) if offer.move is move), None)
    refusal = " ".join(offer.reasons) if offer else who_refuses(move, claim, actor)
    if not offer and not refusal:
        refusal = _("It is %(state)s, and this cannot be done then.") % {
            "state": formats.inside(claim.get_state_display())
        }
    revision = Revision.objects.newest_of(claim).first()
    return Line(
        claim=claim,
        refusal=refusal,
        content_hash=revision.content_hash if revision else "",
        summary=revision.content.get("summary", "") if revision else "",
    )


def _perform_each(move: Move, form: MoveForm, claims: list[Claim], request: HttpRequest, actor: User) -> None:
    """Each claim in its own transaction, at the version the person was shown; a report of all."""
    done = 0
    for claim in claims:
        try:
            perform(
                move.name,
                claim_id=claim.pk,
                actor=actor,
                note=form.cleaned_data.get("note", ""),
                expected_version=_shown_version(request, claim),
                details=form.details(content_hash=request.POST.get(f"hash_{claim.pk}", "")),
            )
            done += 1
        except Refusal as refusal:
            messages.warning(
                request, _("%(name)s was skipped. %(reason)s") % {"name": claim.number, "reason": refusal.message}
            )
    if done:
        messages.success(
            request,
            _("%(label)s: done for %(done)s of %(count)s.") % {"label": move.label, "done": done, "count": len(claims)},
        )


def _shown_version(request: HttpRequest, claim: Claim) -> int:
    shown = request.POST.get(f"version_{claim.pk}", "")
    return int(shown) if shown.isdecimal() else -1
