"""`manage.py restore FILE`: a backup into an empty desk, and the proof that it came through whole."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Makes the tables, restores all or nothing, and checks the audit record."""

    help = "Restore a backup into an empty data folder and database, and check the record in it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, step by step."""
        call_command("migrate", verbosity=0, interactive=False, stdout=self.stdout)
        call_command("import_all", options["file"], stdout=self.stdout)
        call_command("verify_audit", stdout=self.stdout)
        self.stdout.write("Restored. Start the desk; everybody signs in anew.")
