"""`manage.py rotate_keys`: encrypt everything that is stored encrypted with the first of ENCRYPTION_KEYS."""

from typing import Any

from django.core.management.base import CommandError

from claims.accounts.models import SecurityEventKind
from claims.delivery.account_letters import tell_admins
from claims.encryption import Unreadable
from claims.people.stored_secrets import encrypt_anew
from factcheck.preparation import DeskCommand


class Command(DeskCommand):
    """Put the new key first, keep the old one behind it, run this, then take the old one out. Nobody is signed out."""

    help = "Encrypt stored secrets anew, with the first of ENCRYPTION_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do so, and say how many."""
        try:
            count = encrypt_anew()
        except Unreadable as error:
            raise CommandError(
                f"{error} Nothing was changed; put the key that is missing behind the others."
            ) from error
        tell_admins(SecurityEventKind.KEYS_CHANGED)
        self.stdout.write(f"{count} stored secrets are encrypted with the first key.")
