"""`manage.py export_site DIR`: the public site as files for any web host."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from claims.public.export import NotOurs, export
from factcheck.preparation import DeskCommand, require_static_files


class Command(DeskCommand):
    """Writes the public pages into a folder."""

    help = "Write the whole public site into a folder, the same bytes as served; a second run writes only what changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder."""
        parser.add_argument("folder", type=Path, help="An empty folder, or one an earlier export wrote.")
        parser.add_argument(
            "--live",
            default="",
            metavar="ADDRESS",
            help="Where readers reach this desk's own server, such as https://desk.example: the pages in the places of "
            "search and of the form for claims lead there. Without it they only say that files cannot do this.",
        )

        parser.add_argument(
            "--for-files",
            action="store_true",
            help="Links name the files (index.html), so that the folder can be read without any server.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Export, and say what was done."""
        require_static_files()
        try:
            report = export(options["folder"], live=options["live"], for_files=options["for_files"])
        except (NotOurs, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{report.written} files written, {report.unchanged} unchanged, {report.removed} removed. Search and the "
            "form for claims need the server; pages that say so stand in their places."
        )
