"""The application that assembles all others."""

from django.apps import AppConfig
from django.db.models.signals import pre_migrate

from factcheck.database import write_ahead


class FactcheckConfig(AppConfig):
    """Sets what the database itself remembers, before its tables are made."""

    name = "factcheck"

    def ready(self) -> None:
        """Ask to be told of migrations."""
        pre_migrate.connect(write_ahead, sender=self, dispatch_uid="factcheck.write_ahead")
