"""The application that assembles all others."""

from django.apps import AppConfig
from django.db.models.signals import pre_migrate

from factcheck.database import write_ahead
from factcheck.languages import compile_stale


class FactcheckConfig(AppConfig):
    """Sets what the database itself remembers, and has the translations in the form that Django reads."""

    name = "factcheck"

    def ready(self) -> None:
        """Ask to be told of migrations, and compile the translations that have changed."""
        compile_stale()
        pre_migrate.connect(write_ahead, sender=self, dispatch_uid="factcheck.write_ahead")
