"""Checks that nothing in the audit record was rewritten."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.audit.services import verify


class Command(BaseCommand):
    """Reads every event and every seal; ends with status 1 at the first that is not what was written."""

    help = "Check every chain and every seal of the audit record, and name the first broken row."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was checked, or fail with the row and the reason."""
        found = verify()
        if found.broken:
            raise CommandError(
                f"The audit record is broken at {found.broken.row}: {found.broken.reason}. "
                f"{found.events} events were read."
            )
        self.stdout.write(self.style.SUCCESS(f"The audit record is whole: {found.events} events, {found.seals} seals."))
