"""Closed sets of words for evidence and verdicts."""

from django.db import models


class SourceKind(models.TextChoices):
    """How near the source is to the fact."""

    PRIMARY = "primary", "Primary"
    SECONDARY = "secondary", "Secondary"


class Stance(models.TextChoices):
    """What the source does to the claim."""

    SUPPORTS = "supports", "Supports"
    REFUTES = "refutes", "Refutes"
    CONTEXT = "context", "Context"


class CopyState(models.TextChoices):
    """Where the dated copy of a source stands."""

    QUEUED = "queued", "Copy being made"
    RUNNING = "running", "Copy being made"
    KEPT = "kept", "Copy kept"
    FAILED = "failed", "No copy yet"
    IMPOSSIBLE = "impossible", "Cannot be archived"


class QuoteState(models.TextChoices):
    """Whether the quoted passage stands in the copy."""

    NONE = "", "No passage quoted"
    UNCHECKED = "unchecked", "Not looked for yet"
    FOUND = "found", "Found in the copy"
    NOT_FOUND = "not_found", "Not found in the copy"


class ContactMethod(models.TextChoices):
    """How the claimant was asked."""

    EMAIL = "email", "E-mail"
    PHONE = "phone", "Phone"
    LETTER = "letter", "Letter"
    IN_PERSON = "in_person", "In person"
    FORM = "form", "Web form or message"


class PublicationKind(models.TextChoices):
    """What a publication is to the one before it."""

    FIRST = "first", "First published"
    CLARIFICATION = "clarification", "Clarification"
    CORRECTION = "correction", "Correction"
    UPDATE = "update", "Update"
    RETRACTION = "retraction", "Retraction"


class FacetKind(models.TextChoices):
    """What published checks can be filtered by."""

    RATING = "rating", "Rating"
    TOPIC = "topic", "Topic"
    CLAIMANT = "claimant", "Said by"
    OUTLET = "outlet", "Outlet"


class SiteTextName(models.TextChoices):
    """The texts around the checks that a newsroom words itself."""

    METHODOLOGY = "methodology", "How we check"
    RATINGS = "ratings", "What our ratings mean"
    CORRECTIONS = "corrections-policy", "Corrections policy"
    ABOUT = "about", "About us"
    CONTACT = "contact", "Contact"
    SEND = "send-a-claim", "Send us a claim"
