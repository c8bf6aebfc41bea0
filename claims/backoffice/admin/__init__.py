"""Registers every room's records with the admin site."""

from claims.backoffice.admin import (
    accounts,
    articles,
    audit,
    candidates,
    claims,
    delivery,
    matching,
    publishing,
    verdicts,
)

__all__ = ["accounts", "articles", "audit", "candidates", "claims", "delivery", "matching", "publishing", "verdicts"]
