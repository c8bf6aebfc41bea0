"""The claim under review that these tests share with those of the workflow."""

from tests.claim_in_review import claim, scale

__all__ = ["claim", "scale"]
