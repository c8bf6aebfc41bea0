"""The moves a person has on one claim, each with its form; making one goes through the same door as everywhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse

from claims.accounts.models import User
from claims.backoffice.move_forms import MoveForm
from claims.errors import Refusal
from claims.tracking.models import Claim
from claims.tracking.queries import load_of_reviewers
from claims.verdicts.models import Revision
from claims.workflow.moves import Move
from claims.workflow.perform import Performed, available, perform

FOR_SOMEBODY: Final = "reviewer_id"


@dataclass(frozen=True)
class MoveBox:
    """A move as a button with its form; `reasons` are what stands in its way.

    `tried` is one that was refused a moment ago: it stands open, with what was typed, also where the claim has left the
    state that it fits.
    """

    move: Move
    form: MoveForm
    url: str
    reasons: tuple[str, ...] = ()
    tried: bool = False


def boxes(claim: Claim, person: User, tried: MoveForm | None = None) -> list[MoveBox]:
    """Every move this person has now, and the one that was just refused: five queries at most besides the rules'."""
    offers = available(claim, person)
    asks = any(FOR_SOMEBODY in offer.move.needs for offer in offers)
    loads = load_of_reviewers() if asks else []
    found = []
    for offer in offers:
        this = tried if tried and tried.move is offer.move else None
        form = this or MoveForm(offer.move, prefix=offer.move.name, loads=loads)
        reasons = () if this else offer.reasons
        found.append(MoveBox(offer.move, form, _address(claim, offer.move), reasons, this is not None))
    if tried and all(box.form is not tried for box in found):
        found.insert(0, MoveBox(tried.move, tried, _address(claim, tried.move), tried=True))
    return found


def make(form: MoveForm, *, claim_id: int, person: User, shown: Mapping[str, Any]) -> Performed | Refusal:
    """Make the move at the version and the hash that the person was shown; the refusal, said in the form, if any."""
    version = str(shown.get("expected_version", ""))
    try:
        return perform(
            form.move.name,
            claim_id=claim_id,
            actor=person,
            note=form.cleaned_data.get("note", ""),
            expected_version=int(version) if version.isascii() and version.isdecimal() else -1,
            details=form.details(content_hash=str(shown.get("content_hash", ""))),
        )
    except Refusal as refusal:
        for reason in getattr(refusal, "reasons", ()) or (refusal.message,):
            form.add_error(None, reason)
        return refusal


def newest_revision(claim: Claim) -> Revision | None:
    """What a second person would judge: one query."""
    return Revision.objects.newest_of(claim).first()


def _address(claim: Claim, move: Move) -> str:
    return reverse("admin:claims_claim_move", args=[claim.pk, move.name.value])
