"""`manage.py backup DEST`: everything the desk keeps in one file, while people work, read through afterwards."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.core.management.base import CommandError
from django.utils import timezone

from claims.backup.checking import damaged_parts
from claims.backup.kept_files import kept_files
from claims.backup.portable import NotPortable, Report, export_all
from claims.outages import Outage
from factcheck.preparation import DeskCommand

PATTERN: Final = "plumbline-*.zip"


class Command(DeskCommand):
    """Writes a file that `restore` reads, on SQLite and PostgreSQL alike."""

    help = "Write all rows and files into DEST, a file or a folder, while people work; restore it with: restore FILE."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, and how many to keep there."""
        parser.add_argument("dest", type=Path, help="a file, or a folder that gets plumbline-DATE-TIME.zip")
        parser.add_argument("--keep", type=int, default=0, help="in a folder: remove all but so many of the newest")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, read through, and say how much it was; ends with status 1 where anything is missing."""
        dest: Path = options["dest"]
        is_folder = dest.is_dir()
        file = dest / f"plumbline-{timezone.now():%Y%m%d-%H%M%S}.zip" if is_folder else dest
        report = self._write(file)
        damaged = damaged_parts(file)
        if damaged:
            raise CommandError(f"{file} cannot be read back: {', '.join(damaged[:5])}. Write it to another disk.")
        self.stdout.write(
            f"{file}: {report.rows:,} rows of {report.tables} tables and {report.files:,} files, read through again."
        )
        if report.unread:
            for name in report.unread:
                self.stderr.write(f"Not in it, since it cannot be read here: {name}")
            raise CommandError(
                f"{len(report.unread)} kept files are not in the backup. If another host has them, take one there too."
            )
        if is_folder and options["keep"] > 0:
            for old in sorted(dest.glob(PATTERN))[: -options["keep"]]:
                old.unlink()

    def _write(self, file: Path) -> Report:
        try:
            return export_all(file, media=kept_files())
        except (NotPortable, Outage, OSError) as error:
            raise CommandError(f"No backup was written. {getattr(error, 'message', None) or error}.") from error
