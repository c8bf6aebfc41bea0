"""A site to read from, and a claim under review, beside the newsroom's people."""

from tests.claim_in_review import claim, scale
from tests.site_fixture import site

__all__ = ["claim", "scale", "site"]
