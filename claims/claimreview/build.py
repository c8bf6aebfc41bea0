"""From plain facts to the ClaimReview of https://schema.org/ClaimReview, and to text that is safe inside a page."""

import json
from collections.abc import Mapping
from typing import Any

from claims.claimreview.facts import Appearance, Claimant, Correction, MediaFinding, Organisation, RatingGiven, Review

type Document = dict[str, Any]
"""A JSON-LD document: JSON data with string keys."""

_ESCAPES = str.maketrans(
    {
        "<": "\\u003c",
        ">": "\\u003e",
        "&": "\\u0026",
        "\u2028": "\\u2028",
        "\u2029": "\\u2029",
    }
)


def build(review: Review) -> Document:
    """The ClaimReview document; what is not known is left out, so that it holds no empty string and no null."""
    document: Document = _known(
        {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "url": review.url,
            "inLanguage": review.language,
            "datePublished": review.published,
            "dateModified": review.modified,
            "image": review.image,
            "claimReviewed": review.claim,
            "reviewBody": review.summary,
            "translationOfWork": {"@type": "CreativeWork", "url": review.original} if review.original else None,
            "author": _organisation(review.organisation),
            "reviewRating": _rating(review.rating),
            "itemReviewed": _claim(review),
            "isBasedOn": review.based_on,
            "creditText": review.credit,
            "correction": [_correction(correction) for correction in review.corrections],
        }
    )
    return document


def build_media(review: Review, finding: MediaFinding) -> Document:
    """The MediaReview of https://schema.org/MediaReview that stands beside the ClaimReview of the same page."""
    document: Document = _known(
        {
            "@context": "https://schema.org",
            "@type": "MediaReview",
            "url": review.url,
            "inLanguage": review.language,
            "datePublished": review.published,
            "dateModified": review.modified,
            "author": _organisation(review.organisation),
            "mediaAuthenticityCategory": finding.category,
            "originalMediaContextDescription": finding.original_context,
            "itemReviewed": {
                "@type": "MediaReviewItem",
                "mediaItemAppearance": [
                    {
                        "@type": "ImageObject",
                        "contentUrl": finding.url,
                        "archivedAt": finding.kept_at,
                        "description": finding.seen,
                    }
                ],
            },
        }
    )
    return document


def script_text(document: Mapping[str, Any]) -> str:
    """The document as JSON that cannot close the script element around it nor open a comment.

    `<`, `>` and `&` are written as escapes, which JSON readers give back unchanged; see "Restrictions for contents of
    script elements" in the HTML standard.
    """
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.translate(_ESCAPES).encode("utf-8", "replace").decode("utf-8")


def _claim(review: Review) -> Document:
    first = next((appearance for appearance in review.appearances if appearance.is_first), None)
    return {
        "@type": "Claim",
        "inLanguage": review.claim_language,
        "author": _claimant(review.claimant),
        "datePublished": review.said_on,
        "appearance": [_appearance(appearance, review.claimant) for appearance in review.appearances],
        "firstAppearance": _appearance(first, review.claimant) if first else None,
    }


def _organisation(organisation: Organisation) -> Document:
    return {
        "@type": "Organization",
        "name": organisation.name,
        "url": organisation.url,
        "correctionsPolicy": organisation.corrections_policy,
        "publishingPrinciples": organisation.principles,
    }


def _claimant(claimant: Claimant | None) -> Document | None:
    if claimant is None or not claimant.name.strip():
        return None
    return {
        "@type": claimant.kind,
        "name": claimant.name,
        "jobTitle": claimant.role if claimant.kind == "Person" else "",
        "sameAs": claimant.same_as,
    }


def _rating(rating: RatingGiven) -> Document:
    return {
        "@type": "Rating",
        "alternateName": rating.label,
        "ratingValue": rating.value if rating.is_on_a_scale else None,
        "worstRating": rating.worst if rating.is_on_a_scale else None,
        "bestRating": rating.best if rating.is_on_a_scale else None,
    }


def _appearance(appearance: Appearance, claimant: Claimant | None) -> Document | None:
    if not appearance.url and not appearance.headline:
        return None
    publisher = {"@type": "Organization", "name": appearance.publisher} if appearance.publisher else None
    return {
        "@type": "CreativeWork",
        "url": appearance.url,
        "headline": appearance.headline,
        "datePublished": appearance.published,
        "publisher": publisher,
        "hasPart": _quotation(appearance.words, claimant),
    }


def _quotation(words: str, claimant: Claimant | None) -> Document | None:
    """The words said as a Quotation, a part of the work that has them (https://schema.org/Quotation)."""
    if not words:
        return None
    return {"@type": "Quotation", "text": words, "creator": _claimant(claimant)}


def _correction(correction: Correction) -> Document:
    return {"@type": "CorrectionComment", "text": correction.text, "datePublished": correction.published}


def _known(value: Any) -> Any:
    """The same data without empty strings, nulls, empty lists and empty objects."""
    if isinstance(value, dict):
        kept = {key: _known(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if not _blank(item)}
    if isinstance(value, list):
        return [item for item in map(_known, value) if not _blank(item)]
    return value


def _blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip()) or value in ([], {})
