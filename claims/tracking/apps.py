"""Candidates and the claims the desk tracks."""

from django.apps import AppConfig

from claims.searching.index import keep_in_step
from claims.tracking.search import CLAIMS


class TrackingConfig(AppConfig):
    """The app label is `claims`, the word the newsroom uses."""

    name = "claims.tracking"
    label = "claims"
    verbose_name = "claims"

    def ready(self) -> None:
        """Keep the claims' search index in step."""
        keep_in_step(self, CLAIMS)
