"""Registers every room's records with the admin site."""

from claims.backoffice.admin import (
    accounts,
    articles,
    audit,
    background,
    candidates,
    claims,
    delivery,
    guests,
    matching,
    publishing,
    second_verdicts,
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
    "guests",
    "matching",
    "publishing",
    "second_verdicts",
    "shelf_life",
    "verdicts",
]
