"""`manage.py import_all FILE`: the whole desk out of one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.backup.kept_files import kept_files
from claims.backup.portable import NotPortable, import_all
from claims.outages import Outage


class Command(BaseCommand):
    """Restore a file of export_all into an empty desk, all of it or nothing."""

    help = "Restore a file of export_all into an empty desk, all of it or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say how much it was."""
        try:
            report = import_all(options["file"], media=kept_files())
        except (NotPortable, Outage, OSError) as error:
            raise CommandError(getattr(error, "message", None) or f"{error}.") from error
        self.stdout.write(f"{report.rows:,} rows of {report.tables} tables and {report.files:,} files.")
