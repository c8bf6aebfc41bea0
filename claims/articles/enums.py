"""Closed sets of words for articles."""

from django.db import models


class Origin(models.TextChoices):
    """How an article came to the desk."""

    PASTED = "pasted", "Pasted"
    UPLOADED = "uploaded", "Uploaded"
    FETCHED = "fetched", "Read from its address"
    IMPORTED = "imported", "Imported"
    FEED = "feed", "From a feed"
    API = "api", "Through the API"
    EMAIL = "email", "By e-mail"


class PollOutcome(models.TextChoices):
    """What came of asking a feed."""

    UNCHANGED = "unchanged", "Nothing new"
    READ = "read", "Read"
    FAILED = "failed", "Failed"
