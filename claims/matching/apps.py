"""The index of earlier claims and outside fact-checks, and what was found to be alike."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """The app label is `matching`."""

    name = "claims.matching"
    label = "matching"
    verbose_name = "matches"
