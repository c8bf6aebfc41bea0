"""Whether the database and the static files are there, asked by commands that run without `manage.py up`."""

from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from claims.public.page_context import ICON


class DeskCommand(BaseCommand):
    """A command that reads or writes the desk's tables, and says what to do where they are not there yet."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Look for the tables first."""
        require_database()
        return super().execute(*args, **options)


def require_database() -> None:
    """Raise CommandError with what to do where the tables are not those of this version."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        raise CommandError(f"The desk's database cannot be read: {error}") from error
    if waiting:
        raise CommandError(
            "The desk's database is not prepared for this version. Run `manage.py up` once, or `manage.py migrate`."
        )


def require_static_files() -> None:
    """Raise CommandError with what to do where the pages' style sheets have not been collected."""
    try:
        staticfiles_storage.url(ICON)
    except ValueError as error:
        raise CommandError(
            "The style sheets have not been collected. Run `manage.py up` once, or `manage.py collectstatic`."
        ) from error
