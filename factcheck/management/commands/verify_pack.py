"""`manage.py verify_pack FILE`: whether an evidence pack is what was written."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.public.pack_check import check_pack, sha256_of


class Command(BaseCommand):
    """Checks an evidence pack; needs no database."""

    help = "Check every hash, approval and record in an evidence pack."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The pack."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, and name each fault."""
        checked = check_pack(options["file"])
        if checked.faults:
            raise CommandError("\n".join(checked.faults))
        self.stdout.write(f"{options['file']} is sound: {checked.files} files, every hash, approval and event holds.")
        if checked.withheld:
            self.stdout.write(
                f"Of {checked.withheld} events the words are left out, as the README says; their places hold."
            )
        self.stdout.write(f"SHA-256 of the whole: {sha256_of(options['file'])}")
