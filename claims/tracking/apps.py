"""Candidates and the claims the desk tracks."""

from django.apps import AppConfig


class TrackingConfig(AppConfig):
    """The app label is `claims`, the word the newsroom uses."""

    name = "claims.tracking"
    label = "claims"
    verbose_name = "claims"
