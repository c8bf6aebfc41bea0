"""`manage.py rotate_signing_key`: begin to sign with a new key."""

from typing import Any

from claims.accounts.models import SecurityEventKind
from claims.delivery.account_letters import tell_admins
from claims.verdicts import signing
from factcheck.preparation import DeskCommand


class Command(DeskCommand):
    """Makes a new key; what was signed with the old one can still be checked."""

    help = "Make a new key to sign publications and evidence packs with, and keep the old one known."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotate, and say which key signs from now on."""
        key = signing.rotate()
        tell_admins(SecurityEventKind.KEYS_CHANGED)
        self.stdout.write(
            f"From now on the newsroom signs with {key.fingerprint}. Its public keys: {signing.KEYS_PATH}"
        )
