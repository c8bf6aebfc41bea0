"""`manage.py export_all FILE`: the whole desk in one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from claims.backup.kept_files import kept_files
from claims.backup.portable import NotPortable, export_all
from claims.outages import Outage
from factcheck.preparation import DeskCommand


class Command(DeskCommand):
    """Write every row and every kept file into one file that import_all restores, on SQLite and PostgreSQL."""

    help = "Write every row and every kept file into one file that import_all restores, on SQLite and PostgreSQL."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say how much it was."""
        try:
            report = export_all(options["file"], media=kept_files())
        except (NotPortable, Outage, OSError) as error:
            raise CommandError(getattr(error, "message", None) or f"{error}.") from error
        self.stdout.write(f"{report.rows:,} rows of {report.tables} tables and {report.files:,} files.")
        for name in report.unread:
            self.stderr.write(f"Not in it, since it cannot be read here: {name}")
        if report.unread:
            raise CommandError(f"{len(report.unread)} kept files are not in the file.")
