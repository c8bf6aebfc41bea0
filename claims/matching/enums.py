"""Closed sets of words for matches."""

from django.db import models


class MatchState(models.TextChoices):
    """What a person said of a match."""

    SUGGESTED = "suggested", "Suggested"
    CONFIRMED = "confirmed", "Confirmed"
    REJECTED = "rejected", "Rejected"


class MatchBand(models.TextChoices):
    """How sure the software is."""

    LIKELY = "likely", "Likely"
    POSSIBLE = "possible", "Possible"
