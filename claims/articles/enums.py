"""Closed sets of words for articles."""

from django.db import models
from django.utils.translation import gettext_lazy


class Origin(models.TextChoices):
    """How an article came to the desk."""

    PASTED = "pasted", gettext_lazy("Pasted")
    UPLOADED = "uploaded", gettext_lazy("Uploaded")
    FETCHED = "fetched", gettext_lazy("Read from its address")
    IMPORTED = "imported", gettext_lazy("Imported")
    FEED = "feed", gettext_lazy("From a feed")
    API = "api", gettext_lazy("Through the API")
    EMAIL = "email", gettext_lazy("By e-mail")


class Standing(models.TextChoices):
    """Whether an editor has to say that a version is what it seems, and what was said."""

    TAKEN = "taken", gettext_lazy("Taken")
    DOUBTFUL = "doubtful", gettext_lazy("Waits for a yes")
    DROPPED = "dropped", gettext_lazy("Dropped")


class PollOutcome(models.TextChoices):
    """What came of asking a feed."""

    UNCHANGED = "unchanged", gettext_lazy("Nothing new")
    READ = "read", gettext_lazy("Read")
    FAILED = "failed", gettext_lazy("Failed")
