"""Who: the relation a person must have to a claim, besides the right."""

from django.db.models import QuerySet

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.prepared import prepared
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim
from claims.verdicts.models import Approval, Contribution, Revision


def is_reviewer(claim: Claim, actor: User) -> str:
    """The person the claim is assigned to."""
    if claim.reviewer_id == actor.pk:
        return ""
    holder = f"{claim.reviewer} is" if claim.reviewer else "nobody is"
    return f"Only the reviewer can do this, and {holder} assigned to {claim.number}."


def is_reviewer_or_editor(claim: Claim, actor: User) -> str:
    """The reviewer, or an editor helping out."""
    return "" if actor.may(Right.ASSIGN) else is_reviewer(claim, actor)


def is_author(claim: Claim, actor: User) -> str:
    """Somebody who wrote a part of the verdict."""
    wrote = claim.reviewer_id == actor.pk or bool(_parts_by(claim.pk, actor.pk))
    return "" if wrote else "Only somebody who wrote this verdict can take it back."


def is_second_person(claim: Claim, actor: User) -> str:
    """Somebody who wrote no part of what readers will see, in whatever role."""
    parts = sorted(set(_parts_by(claim.pk, actor.pk)))
    if not parts:
        return ""
    return f"You wrote a part of this ({', '.join(parts)}), so somebody else has to judge it."


def is_not_asker(claim: Claim, actor: User) -> str:
    """Somebody other than the person who asked for the retraction."""
    if claim.retraction_asked_by_id == actor.pk:
        return "You asked for this retraction, so somebody else has to confirm it."
    return ""


def has_not_approved(claim: Claim, actor: User) -> str:
    """Where two approvals are needed, they come from two people."""
    if claim.state != ClaimState.SUBMITTED:
        return ""
    given = _approvals_by(claim.pk, actor.pk)
    return "You approved this revision already; a second person is needed." if given else ""


@prepared
def _parts_by(claim: int, person: int) -> QuerySet[Contribution, str]:
    return Contribution.objects.filter(claim=claim, person=person).values_list("part", flat=True)


@prepared
def _approvals_by(claim: int, person: int) -> QuerySet[Approval, int]:
    """The approvals of the newest revision that stand."""
    newest = Revision.objects.filter(claim=claim).order_by("-number").values("pk")[:1]
    given = Approval.objects.filter(revision=newest, approver=person, voided_at__isnull=True)
    return given.values_list("pk", flat=True)
