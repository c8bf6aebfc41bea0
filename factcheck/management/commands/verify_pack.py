"""`manage.py verify_pack FILE`: whether an evidence pack is what was written."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.public.pack_check import check_pack


class Command(BaseCommand):
    """Checks an evidence pack; needs no database."""

    help = "Check every hash, approval and record in an evidence pack."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The pack."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, and name each fault."""
        faults = check_pack(options["file"])
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(f"{options['file']} is sound: every hash, approval and event of the record holds.")
