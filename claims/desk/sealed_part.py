"""What a claim's page keeps from whoever is to judge it without knowing the first verdict."""

from functools import cached_property

from claims.accounts.models import User
from claims.review.opinions.second_verdicts import why_not_give
from claims.tracking.models import Claim
from claims.verdicts import seals


class SealedPart:
    """Whether the verdict is kept from the person who looks, and whether they can give the second one."""

    claim: Claim
    viewer: User

    @cached_property
    def is_sealed(self) -> bool:
        """Whether the verdict is kept from this person, so that the page shows the claim and its evidence alone."""
        return seals.is_sealed(self.claim, self.viewer)

    @cached_property
    def why_not_second(self) -> str:
        """The sentence that refuses this person the second verdict now, or an empty string."""
        return why_not_give(self.claim, self.viewer)
