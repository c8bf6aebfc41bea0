"""The tests' own kind of job, as an app of the tests' settings."""

from django.apps import AppConfig


class ChoresConfig(AppConfig):
    """The app label is `chores`."""

    name = "tests.jobs"
    label = "chores"
