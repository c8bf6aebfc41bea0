"""Changing what the desk says of a claimant, which readers see on every claim of theirs."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.audit.services import record
from claims.errors import NotAllowed
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim, Claimant
from claims.verdicts.models import Contribution
from claims.workflow.editing import UNDER_WORK

REVIEWED = UNDER_WORK | {ClaimState.SUBMITTED, ClaimState.CHANGES_REQUESTED, ClaimState.APPROVED}
PART = "claimant"


def keep_claimant(*, claimant: Claimant, actor: User, fields: Sequence[str]) -> Claimant:
    """Store a new or changed claimant, whose form was found in order; `fields` names what changed.

    Where a claim of theirs is under review, the actor has then written a part of it. What is published
    stays as it is, and an approved verdict that would show other words is not published without a new approval.
    """
    if not actor.may(Right.ASSIGN):
        raise NotAllowed(_("Your role does not let you change claimants. Ask an editor."))
    with transaction.atomic():
        is_new = claimant.pk is None
        affected = [] if is_new or not fields else list(_under_review(claimant))
        claimant.save()
        Contribution.objects.bulk_create(
            [Contribution(claim=claim, person=actor, part=PART, first_at=timezone.now()) for claim in affected],
            ignore_conflicts=True,
        )
        if is_new or fields:
            action = "claimant_added" if is_new else "claimant_changed"
            record(actor=actor, action=action, target=claimant, data={"fields": list(fields), "name": claimant.name})
    return claimant


def _under_review(claimant: Claimant) -> Sequence[Claim]:
    """Their claims whose words a second person has yet to judge, locked in one order."""
    claims = Claim.objects.select_for_update(of=("self",)).filter(claimant_id=claimant.pk, state__in=REVIEWED)
    return list(claims.order_by("pk"))
