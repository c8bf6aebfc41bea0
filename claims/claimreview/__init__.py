"""ClaimReview: plain facts to JSON-LD, and the checks C1 to C16 that judge a published page."""

from claims.claimreview.build import build, script_text
from claims.claimreview.check import check_document, check_page
from claims.claimreview.facts import (
    Appearance,
    Claimant,
    Correction,
    Organisation,
    RatingGiven,
    Review,
)
from claims.claimreview.results import Level, PageFacts, PageKind, Result

__all__ = [
    "Appearance",
    "Claimant",
    "Correction",
    "Level",
    "Organisation",
    "PageFacts",
    "PageKind",
    "RatingGiven",
    "Result",
    "Review",
    "build",
    "check_document",
    "check_page",
    "script_text",
]
