"""The states that moves lead to where that depends on the claim, read after the move's own change."""

from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim
from claims.workflow import changes

S = ClaimState


def review_or_correction(claim: Claim) -> ClaimState:
    """Where work goes on: a claim with an open correction is being corrected, any other is in review."""
    return S.CORRECTING if changes.open_correction_of(claim) else S.IN_REVIEW


def after_reassign(claim: Claim) -> ClaimState:
    """Work begins anew with the new reviewer, except where a second person's request or a correction stands."""
    keeps = (S.CHANGES_REQUESTED, S.CORRECTING, S.REVISITING)
    return ClaimState(claim.state) if claim.state in keeps else S.ASSIGNED


def after_abandoning(claim: Claim) -> ClaimState:
    """Published as before; a verdict that was being looked at again still is."""
    return S.REVISITING if changes.is_looked_at_again(claim) else S.PUBLISHED


def after_approval(claim: Claim) -> ClaimState:
    """Approved once enough people stand behind the revision."""
    return S.APPROVED if changes.approvals_missing(claim) == 0 else S.SUBMITTED


def unchanged(claim: Claim) -> ClaimState:
    """The state it is in."""
    return ClaimState(claim.state)
