"""How often a page asks again how far a reading is."""

from datetime import timedelta

from django.utils import timezone

from claims.tracking.models import ExtractionRun

POLL_SOON, POLL_LATER = "load delay:150ms, every 1s", "every 2s"
SOON = timedelta(seconds=10)


def poll(run: ExtractionRun | None) -> str:
    """When to ask again about a run, as an htmx trigger; each answer that is swapped in counts as a load."""
    young = run is not None and timezone.now() - run.queued_at < SOON
    return POLL_SOON if young else POLL_LATER
