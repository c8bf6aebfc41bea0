"""Background work: one kind of row, its lease, sending, sweeping and running."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The app label is `jobs`."""

    name = "claims.jobs"
    label = "jobs"
    verbose_name = "background work"
