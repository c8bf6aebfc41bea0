"""Registers every room's records with the admin site."""

from claims.backoffice.admin import (
    accounts,
    articles,
    audit,
    background,
    candidates,
    claims,
    delivery,
    matching,
    publishing,
    shelf_life,
    verdicts,
)

background.register_the_rest()

__all__ = [
    "accounts",
    "articles",
    "audit",
    "background",
    "candidates",
    "claims",
    "delivery",
    "matching",
    "publishing",
    "shelf_life",
    "verdicts",
]
