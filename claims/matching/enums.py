"""Closed sets of words for matches."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MatchState(models.TextChoices):
    """What a person said of a match."""

    SUGGESTED = "suggested", _("Suggested")
    CONFIRMED = "confirmed", _("Confirmed")
    REJECTED = "rejected", _("Rejected")


class MatchBand(models.TextChoices):
    """How sure the software is."""

    LIKELY = "likely", _("Likely")
    POSSIBLE = "possible", _("Possible")
