"""Seals the audit record now, besides the seals set every ten minutes."""

from typing import Any

from claims.audit.kept_seals import line_of
from claims.audit.services import seal
from factcheck.preparation import DeskCommand


class Command(DeskCommand):
    """Prints the seal, so that it can be published or kept elsewhere."""

    help = "Hash the heads of all chains that moved since the last seal into a new one, and print it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Set a seal where something happened since the last one."""
        stored = seal()
        if stored is None:
            self.stdout.write("Nothing happened since the last seal.")
            return
        self.stdout.write(f"Seal {stored.pk} up to event {stored.last_event_id}: {stored.hash}")
        self.stdout.write(line_of(stored))
