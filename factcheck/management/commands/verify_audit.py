"""Checks that nothing in the audit record was rewritten."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from claims.audit.kept_seals import KeptSeal, NotASeal, disagreements, read_seals
from claims.audit.services import verify
from factcheck.preparation import DeskCommand


class Command(DeskCommand):
    """Reads every event and every seal; ends with status 1 at the first that is not what was written."""

    help = "Check every chain and every seal of the audit record, and name the first broken row."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Seals that were kept outside."""
        parser.add_argument(
            "--seal",
            type=Path,
            action="append",
            default=[],
            metavar="FILE",
            help="a file, a letter or a saved public page with seals that left the house; may be given again",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was checked, or fail with the row and the reason."""
        kept = [seal for file in options["seal"] for seal in self._read(file)]
        found = verify()
        if found.broken:
            raise CommandError(
                f"The audit record is broken at {found.broken.row}: {found.broken.reason}. "
                f"{found.events} events were read."
            )
        wrong = disagreements(kept)
        if wrong:
            raise CommandError(" ".join(wrong))
        self.stdout.write(self.style.SUCCESS(f"The audit record is whole: {found.events} events, {found.seals} seals."))
        if kept:
            self.stdout.write(f"It agrees with {len(kept)} seals that were kept outside.")

    def _read(self, file: Path) -> list[KeptSeal]:
        try:
            return read_seals(file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} cannot be read: {error}.") from error
        except NotASeal as error:
            raise CommandError(f"{file}: {error.message}") from error
