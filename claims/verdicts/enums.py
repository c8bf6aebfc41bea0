"""Closed sets of words for evidence and verdicts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceKind(models.TextChoices):
    """How near the source is to the fact."""

    PRIMARY = "primary", _("Primary")
    SECONDARY = "secondary", _("Secondary")


class Stance(models.TextChoices):
    """What the source does to the claim."""

    SUPPORTS = "supports", _("Supports")
    REFUTES = "refutes", _("Refutes")
    CONTEXT = "context", _("Context")


class CopyState(models.TextChoices):
    """Where the dated copy of a source stands."""

    QUEUED = "queued", _("Copy being made")
    RUNNING = "running", _("Copy being made")
    KEPT = "kept", _("Copy kept")
    FAILED = "failed", _("No copy yet")
    IMPOSSIBLE = "impossible", _("Cannot be archived")


class QuoteState(models.TextChoices):
    """Whether the quoted passage stands in the copy."""

    NONE = "", _("No passage quoted")
    UNCHECKED = "unchecked", _("Not looked for yet")
    FOUND = "found", _("Found in the copy")
    NOT_FOUND = "not_found", _("Not found in the copy")


class WatchState(models.TextChoices):
    """Whether a source of published checks is read again."""

    WATCHED = "watched", _("Watched")
    IMPOSSIBLE = "impossible", _("Cannot be watched")
    ENDED = "ended", _("No longer cited")


class WatchOutcome(models.TextChoices):
    """What became of a quoted passage, or of the page it stood on."""

    SAME = "same", _("The words stand there")
    MOVED = "moved", _("The words stand there, elsewhere on the page")
    REWORDED = "reworded", _("The words have changed")
    GONE = "gone", _("The words are gone")
    CELLS = "cells", _("A number in its table has changed")
    PAGE_GONE = "page_gone", _("The page is gone")
    SOFT_404 = "soft_404", _("The page is gone, although the site answers")
    WALL = "wall", _("The page is behind a wall")
    UNREACHABLE = "unreachable", _("The page could not be read")
    BARRED = "barred", _("The site asks programs to stay away")


class MediaCategory(models.TextChoices):
    """What became of a picture, in the words of schema.org's MediaManipulationRatingEnumeration."""

    DECONTEXTUALIZED = "DecontextualizedContent", _("Real, but from another occasion")
    EDITED = "EditedOrCroppedContent", _("Edited or cropped")
    STAGED = "StagedContent", _("Staged")
    TRANSFORMED = "TransformedContent", _("Altered or made up")
    SATIRE = "SatireOrParodyContent", _("Satire or parody")
    ORIGINAL = "OriginalMediaContent", _("Original and unaltered")


class ContactMethod(models.TextChoices):
    """How the claimant was asked."""

    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone")
    LETTER = "letter", _("Letter")
    IN_PERSON = "in_person", _("In person")
    FORM = "form", _("Web form or message")


class PublicationKind(models.TextChoices):
    """What a publication is to the one before it."""

    FIRST = "first", _("First published")
    CLARIFICATION = "clarification", _("Clarification")
    CORRECTION = "correction", _("Correction")
    UPDATE = "update", _("Update")
    RETRACTION = "retraction", _("Retraction")


class FacetKind(models.TextChoices):
    """What published checks can be filtered by."""

    RATING = "rating", _("Rating")
    TOPIC = "topic", _("Topic")
    CLAIMANT = "claimant", _("Said by")
    OUTLET = "outlet", _("Outlet")


class SiteTextName(models.TextChoices):
    """The texts around the checks that a newsroom words itself."""

    METHODOLOGY = "methodology", _("How we check")
    RATINGS = "ratings", _("What our ratings mean")
    CORRECTIONS = "corrections-policy", _("Corrections policy")
    ABOUT = "about", _("About us")
    CONTACT = "contact", _("Contact")
    SEND = "send-a-claim", _("Send us a claim")
