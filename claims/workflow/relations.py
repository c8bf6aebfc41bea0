"""Who: the relation a person must have to a claim, besides the right."""

from django.utils.translation import gettext as _

from claims import formats
from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim
from claims.verdicts import seals
from claims.verdicts.models import Approval, Contribution, Revision


def is_reviewer(claim: Claim, actor: User) -> str:
    """The person the claim is assigned to."""
    if claim.reviewer_id == actor.pk:
        return ""
    if claim.reviewer is None:
        return _("Only the reviewer can do this, and nobody is assigned to %(number)s.") % {"number": claim.number}
    return _("Only the reviewer can do this, and %(holder)s is assigned to %(number)s.") % {
        "holder": claim.reviewer,
        "number": claim.number,
    }


def is_reviewer_or_editor(claim: Claim, actor: User) -> str:
    """The reviewer, or an editor helping out."""
    return "" if actor.may(Right.ASSIGN) else is_reviewer(claim, actor)


def reads_the_draft(claim: Claim, actor: User) -> str:
    """Somebody from whom the first verdict is not kept."""
    return seals.sentence(claim) if seals.is_sealed(claim, actor) else ""


def is_author(claim: Claim, actor: User) -> str:
    """Somebody who wrote a part of the verdict."""
    wrote = claim.reviewer_id == actor.pk or bool(_parts_by(claim, actor))
    return "" if wrote else _("Only somebody who wrote this verdict can take it back.")


def is_second_person(claim: Claim, actor: User) -> str:
    """Somebody who wrote no part of what readers will see, in whatever role."""
    parts = _parts_by(claim, actor)
    if not parts:
        return ""
    return _("You wrote a part of this (%(parts)s), so somebody else has to judge it.") % {
        "parts": formats.listed(parts)
    }


def is_not_asker(claim: Claim, actor: User) -> str:
    """Somebody other than the person who asked for the retraction."""
    if claim.retraction_asked_by_id == actor.pk:
        return _("You asked for this retraction, so somebody else has to confirm it.")
    return ""


def has_not_approved(claim: Claim, actor: User) -> str:
    """Where two approvals are needed, they come from two people."""
    if claim.state != ClaimState.SUBMITTED:
        return ""
    newest = Revision.objects.newest_of(claim.pk).values("pk")
    given = Approval.objects.filter(revision=newest, approver=actor, voided_at__isnull=True)
    return _("You approved this revision already; a second person is needed.") if given.exists() else ""


def _parts_by(claim: Claim, person: User) -> list[str]:
    """The parts of the verdict that the person has had a hand in, by name in the reader's language."""
    parts = sorted(set(Contribution.objects.filter(claim=claim, person=person).values_list("part", flat=True)))
    return [_(part) for part in parts]
