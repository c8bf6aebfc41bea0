"""Trouble by environment, in every process of a desk: short leases, and clocks that are wrong."""

import os
import sys
from datetime import timedelta

from django.apps import AppConfig, apps
from django.utils import timezone


class FaultsConfig(AppConfig):
    """The app label is `faults`."""

    name = "tests.faults"
    label = "faults"

    def ready(self) -> None:
        """Shorten the time a reading may take, and set the clocks of workers and of the rest apart."""
        if seconds := os.environ.get("FAULTS_READING_SECONDS"):
            apps.get_model("claims", "ExtractionRun").lease_for = timedelta(seconds=float(seconds))
        if minutes := os.environ.get("FAULTS_CLOCK_MINUTES"):
            wrong = timedelta(minutes=float(minutes) * (1 if "worker" in sys.argv else -1))
            right_now = timezone.now
            timezone.now = lambda: right_now() + wrong
