"""ClaimReview: plain facts to JSON-LD, and the checks C1 to C16 and M1 to M6 that judge a published page."""

from claims.claimreview.build import build, build_media, script_text
from claims.claimreview.check import check_document, check_page
from claims.claimreview.facts import (
    Appearance,
    Claimant,
    Correction,
    MediaFinding,
    Organisation,
    RatingGiven,
    Review,
)
from claims.claimreview.results import Level, MediaFacts, PageFacts, PageKind, Result

__all__ = [
    "Appearance",
    "Claimant",
    "Correction",
    "Level",
    "MediaFacts",
    "MediaFinding",
    "Organisation",
    "PageFacts",
    "PageKind",
    "RatingGiven",
    "Result",
    "Review",
    "build",
    "build_media",
    "check_document",
    "check_page",
    "script_text",
]
