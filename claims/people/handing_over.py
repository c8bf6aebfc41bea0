"""Giving everything that lies with one person to another, in one go."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.errors import NotAllowed, Refusal, WrongState
from claims.tracking.models import Claim
from claims.tracking.queries import IN_HAND
from claims.workflow.moves import Details, MoveName
from claims.workflow.perform import perform

AT_ONCE = 200


@dataclass
class HandedOver:
    """How many claims went over, and for each of the others its number and why it stayed."""

    moved: int = 0
    stayed: list[tuple[str, str]] = field(default_factory=list)


def hand_over(*, person_id: int, to_id: int, actor: User) -> HandedOver:
    """Reassign each open claim of one person to another, each in a transaction of its own; what cannot go is told.

    Two hundred at most; what is left over can be handed over by doing it again.
    """
    if not actor.may(Right.ASSIGN):
        raise NotAllowed(_("Your role does not let you give claims to people. Ask an editor."))
    if person_id == to_id:
        raise WrongState(_("They have these claims already. Choose somebody else."))
    told = HandedOver()
    for claim in Claim.objects.filter(reviewer=person_id, state__in=IN_HAND).order_by("pk")[:AT_ONCE]:
        try:
            perform(
                MoveName.REASSIGN,
                claim_id=claim.pk,
                actor=actor,
                details=Details(reviewer_id=to_id),
                expected_version=claim.lock_version,
            )
        except Refusal as refusal:
            told.stayed.append((claim.number, str(refusal.message)))
        else:
            told.moved += 1
    return told
