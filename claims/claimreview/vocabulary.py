"""The part of schema.org a ClaimReview is written with, and words whose place on any scale is known."""

from collections.abc import Mapping
from types import MappingProxyType

_THING = frozenset({"@context", "@id", "@type", "alternateName", "description", "identifier", "image", "name"}) | {
    "mainEntityOfPage",
    "sameAs",
    "url",
}
_WORK = _THING | {
    "about",
    "abstract",
    "archivedAt",
    "author",
    "citation",
    "correction",
    "creator",
    "creditText",
    "dateCreated",
    "dateModified",
    "datePublished",
    "hasPart",
    "headline",
    "inLanguage",
    "isAccessibleForFree",
    "isBasedOn",
    "isPartOf",
    "keywords",
    "license",
    "publisher",
    "sdLicense",
    "sdPublisher",
    "text",
    "thumbnailUrl",
    "translationOfWork",
    "version",
}
_ORGANISATION = _THING | {
    "address",
    "contactPoint",
    "correctionsPolicy",
    "email",
    "ethicsPolicy",
    "legalName",
    "logo",
    "ownershipFundingInfo",
    "parentOrganization",
    "publishingPrinciples",
}

PROPERTIES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "ClaimReview": _WORK | {"claimReviewed", "itemReviewed", "reviewAspect", "reviewBody", "reviewRating"},
        "Claim": _WORK | {"appearance", "claimInterpreter", "firstAppearance"},
        "Rating": _THING | {"author", "bestRating", "ratingExplanation", "ratingValue", "reviewAspect", "worstRating"},
        "Organization": _ORGANISATION,
        "NewsMediaOrganization": _ORGANISATION | {"masthead", "verificationFactCheckingPolicy"},
        "Person": _THING | {"affiliation", "email", "familyName", "givenName", "jobTitle", "worksFor"},
        "CreativeWork": _WORK,
        "Quotation": _WORK | {"spokenByCharacter"},
        "CorrectionComment": _WORK,
    }
)
"""The properties in use for each type; schema.org knows more, so another name is only suspicious when it is close."""

ORGANISATION_TYPES = frozenset(
    {"Organization", "NewsMediaOrganization", "NGO", "EducationalOrganization", "Corporation", "ResearchOrganization"}
)
PARTY_TYPES = ORGANISATION_TYPES | {"Person", "GovernmentOrganization", "PoliticalParty", "SportsOrganization"}

MOST_TRUE = frozenset({"true", "correct", "accurate", "right"})
LEAST_TRUE = frozenset({"false", "wrong", "incorrect", "fake", "pants on fire"})
OFF_ANY_SCALE = frozenset(
    {
        "unproven",
        "unverified",
        "unverifiable",
        "no evidence",
        "satire",
        "out of context",
        "missing context",
        "not rated",
        "opinion",
        "research in progress",
    }
)
