"""The draft of a claim's verdict."""

from claims.tracking.models import Claim
from claims.verdicts.models import Verdict


def draft_of(claim: Claim) -> Verdict | None:
    """The draft that was read with the claim, or, where none was looked for, as it stands now: one query."""
    if Verdict.claim.field.remote_field.is_cached(claim):
        return getattr(claim, "verdict", None)
    return Verdict.objects.select_related("rating").filter(claim=claim).first()
